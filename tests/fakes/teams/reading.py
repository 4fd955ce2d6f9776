"""How a client reads a card: its buttons, its fields, its words, and what it sends of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.teams.markdown import rendered
from tests.fakes.teams.state import Message

Json = dict[str, Any]


def walk(part: object) -> Iterator[Json]:
    """All elements and actions of a card, in order."""
    if isinstance(part, dict):
        if "type" in part:
            yield part
        for name, inside in part.items():
            if name not in ("data", "choices.data", "refresh"):
                yield from walk(inside)
    elif isinstance(part, list):
        for one in part:
            yield from walk(one)


def actions_of(card: Json) -> list[Json]:
    """The buttons of a card."""
    return [one for one in walk(card) if str(one["type"]).startswith("Action.")]


def titles_of(card: Json) -> list[str]:
    """What the buttons of a card say."""
    return [one["title"] for one in actions_of(card)]


def inputs_of(card: Json) -> list[Json]:
    """The fields of a card."""
    return [one for one in walk(card) if str(one["type"]).startswith("Input.")]


@dataclass(frozen=True)
class Seen:
    """What a person has before them: the words with markup worked out, and what it is drawn with.

    `elements` are the types in the card, and what markup made of its texts (`strong`, `link`, `mention`...).
    """

    words: str
    elements: frozenset[str]


NAMES = ("label", "placeholder", "title", "altText", "value")


def seen(card: Json) -> Seen:
    """A card as it is read, without its buttons. Markdown lives in `TextBlock` and in facts, not in a `TextRun`."""
    lines: list[str] = []
    elements: set[str] = set()
    for one in walk(card):
        if str(one["type"]).startswith("Action."):
            continue
        elements.add(one["type"])
        texts = [one["text"]] if one["type"] == "TextBlock" else []
        texts += [fact[name] for fact in one.get("facts") or [] for name in ("title", "value")]
        for text in texts:
            words, live = rendered(text)
            lines.append(words)
            elements |= live
        lines += ["".join(inline if isinstance(inline, str) else inline["text"] for inline in one.get("inlines") or [])]
        lines += [one[name] for name in NAMES if str(one["type"]) != "TextBlock" and isinstance(one.get(name), str)]
    elements |= {"mention" for _ in (card.get("msteams") or {}).get("entities") or []}
    return Seen("\n".join(one for one in lines if one), frozenset(elements))


def words_of(card: Json) -> str:
    """All that a person reads in a card, without the buttons."""
    return seen(card).words


def pinged(message: Message) -> list[str]:
    """The ids of those whom a message calls."""
    entities = [one for one in message.activity.get("entities") or [] if one["type"] == "mention"]
    entities += ((message.card or {}).get("msteams") or {}).get("entities") or []
    return [one["mentioned"]["id"] for one in entities]


def action_of(card: Json, title: str) -> Json:
    """The button with these words; one that asks once more in place is opened, and the same words pressed in it."""
    found = [one for one in actions_of(card) if one["title"] == title]
    assert found, f"no button {title!r}; there are {titles_of(card)}"
    return next((one for one in found if one["type"] != "Action.ShowCard"), found[0])


def submit_of(card: Json) -> Json:
    """The first button that sends a dialog."""
    return next(one for one in actions_of(card) if one["type"] == "Action.Submit")


def values_of(card: Json, given: Mapping[str, Any], *, unchecked: bool = False) -> dict[str, str]:
    """What the client sends of the fields: what was filled in, else what stood there.

    A field is named by its id, by the end of it behind a dot, or by its label. `unchecked` lets through what is not
    a field, and what the client would ask for first.
    """
    fields = {one["id"]: one for one in inputs_of(card)}
    given = {_field_named(name, fields): value for name, value in given.items()}
    assert unchecked or set(given) <= set(fields), f"no field {set(given) - set(fields)}; there are {list(fields)}"
    values = {name: value for name, one in fields.items() if (value := _standing(one)) is not None}
    values |= {name: ",".join(one) if isinstance(one, list | tuple) else str(one) for name, one in given.items()}
    missing = [name for name, one in fields.items() if one.get("isRequired") and not values.get(name, "").strip()]
    assert unchecked or not missing, f"the client asks for {missing} first"
    return values


def _field_named(name: str, fields: Mapping[str, Json]) -> str:
    found = [one for one, shown in fields.items() if name in (one, one.rpartition(".")[2], shown["label"])]
    return found[0] if found else name


def _standing(one: Json) -> str | None:
    """A field that nobody touched: an untouched choice sends nothing, an empty text sends itself."""
    value = one.get("value")
    if one["type"] == "Input.Toggle":
        return str(value or one.get("valueOff", "false"))
    if value is None:
        return None if one["type"] in ("Input.ChoiceSet", "Input.Number") else ""
    return str(value)


def payload_of(message: Message) -> Json:
    """A message as the message extension hands it over."""
    author: Json = {"application": {"applicationIdentityType": "bot", "displayName": "Klantritme"}}
    if message.author:
        author = {"user": {"userIdentityType": "aadUser", "id": message.author.aad, "displayName": message.author.name}}
    return {
        "id": message.id, "replyToId": message.root, "createdDateTime": "2026-11-23T09:00:00Z", "deleted": False,
        "messageType": "message", "importance": "normal", "locale": "nl-nl", "from": author,
        "body": {"contentType": "html", "content": f"<div>{message.text}</div>"}, "attachments": [], "mentions": [],
        "reactions": [],
    }  # fmt: skip
