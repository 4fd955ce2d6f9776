"""From what a person does in Slack to what happened: commands, presses, dialogs, shortcuts.

`Asked` is the open request itself: by which way it can be answered, and for how long that works.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from adapters.slack import markup
from adapters.slack.payload import (
    Json,
    Malformed,
    clean,
    flag,
    name,
    name_or_none,
    part,
    part_or_nothing,
    rows,
    words,
)
from rituals.engine.events import Action, Command, FormChanged, FormClosed, FormSubmitted, Origin, Search, Value
from rituals.engine.names import Ref
from store.accounts import AccountSeen
from store.frozen import frozen
from store.places import PlaceKind, PlaceSeen

NAME = "slack"
MENU = "menu"
_MOST_VALUES = 100
_PRIVATE_NAMES: Mapping[str, PlaceKind] = {"privategroup": "private", "mpim": "chat"}
_SORTED = json.JSONEncoder(sort_keys=True, default=str)
Names = Mapping[str, str]


@frozen
class Asked:
    """An open request. `url` is its response_url; with `replaces`, what goes there takes the place of the private
    message that was pressed. `view` is the dialog it came from, and `inputs` the fields in it.
    """

    workspace: str
    user: str
    channel: str | None = None
    thread: str | None = None
    trigger: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    replaces: bool = False
    view: str = ""
    inputs: tuple[str, ...] = ()
    draft: str = ""


def workspace_of(body: Json) -> str:
    """The team in which the app is installed, else the whole organisation of an enterprise."""
    view = part_or_nothing(body, "view")
    if installed := name_or_none(view, "app_installed_team_id"):
        return installed
    for holder in (part_or_nothing(body, "team"), *rows(body, "authorizations")[:1]):
        if found := name_or_none(holder, "id") or name_or_none(holder, "team_id"):
            return found
    found = name_or_none(body, "team_id")
    return found or name(part_or_nothing(body, "enterprise") or {"id": body.get("enterprise_id")}, "id")


def place_of(
    channel: str | None, called: str = "", *, kind: PlaceKind | None = None, shared: bool | None = None
) -> PlaceSeen | None:
    """None for a chat of two."""
    if channel is None or channel.startswith("D"):
        return None
    return PlaceSeen(channel, called, kind, shared)


def command(body: Json, at: datetime, names: Names) -> tuple[Command, Asked]:
    """A slash command."""
    word = name(body, "command").removeprefix("/").lower()
    channel, user, workspace = name(body, "channel_id"), name(body, "user_id"), workspace_of(body)
    called = words(body, "channel_name")
    text, mentions = markup.read(words(body, "text"), names)
    trigger = name_or_none(body, "trigger_id") or ""
    origin = Origin(NAME, workspace, AccountSeen(user), _named_place(channel, called))
    asked = Asked(workspace, user, channel, trigger=trigger, url=_address(body))
    mark = delivery(workspace, "command", _gesture(body, trigger, user, channel, word, text))
    return Command(delivery=mark, at=at, origin=origin, word=word, text=text.strip(), mentions=mentions), asked


def pressed(body: Json, at: datetime) -> tuple[Action | None, Asked]:
    """A pressed button; None for what only opens an address or belongs to a field."""
    asked, origin = _spot(body)
    found = rows(body, "actions")
    if not found:
        raise Malformed("actions is missing or odd")
    value = words(found[0], "value")
    if found[0].get("type") != "button" or not value or found[0].get("url"):
        return None, asked
    action, _, ref = value.partition(" ")
    container = part_or_nothing(body, "container")
    message = name_or_none(container, "message_ts")
    posted = posted_id(asked.channel, message) if asked.channel and message and not asked.replaces else None
    mark = delivery(asked.workspace, "action", _gesture(body, asked.trigger, asked.user, value))
    return Action(delivery=mark, at=at, origin=origin, action=action, ref=_ref(ref), posted=posted), asked


def changed(body: Json, at: datetime) -> FormChanged | None:
    """Something typed in a field that is watched; None for every other press."""
    _, origin = _spot(body)
    action, view = next(iter(rows(body, "actions")), {}), part_or_nothing(body, "view")
    if action.get("type") != "plain_text_input" or view.get("type") != "modal":
        return None
    form, draft, _ = _metadata(view)
    typed = values_of(view)
    where = name(action, "block_id")
    return FormChanged(
        delivery="", at=at, origin=origin, form=form, draft=draft, field=where,
        values={**typed, where: words(action, "value")},
    )  # fmt: skip


def submitted(body: Json, at: datetime) -> tuple[FormSubmitted, Asked]:
    """A dialog that was sent. Sent once more after a complaint it is another delivery, with the same view."""
    asked, origin = _spot(body)
    view = part(body, "view")
    form, draft, ref = _metadata(view)
    same = asked.trigger or _digest({"view": view.get("id"), "hash": view.get("hash"), "state": view.get("state")})
    return (
        FormSubmitted(
            delivery=delivery(asked.workspace, "form", f"{same}/{asked.user}"),
            at=at, origin=origin, form=form, draft=draft, values=values_of(view), ref=ref,
        ),
        asked,
    )  # fmt: skip


def closed(body: Json, at: datetime) -> FormClosed | None:
    """A dialog that was closed; None where Slack does not tell what was typed, so that nothing kept is lost."""
    asked, origin = _spot(body)
    view = part(body, "view")
    typed = values_of(view)
    if not typed:
        return None
    form, draft, ref = _metadata(view)
    mark = delivery(asked.workspace, "closed", _digest({"view": view.get("id"), "hash": view.get("hash")}))
    return FormClosed(delivery=mark, at=at, origin=origin, form=form, draft=draft, values=typed, ref=ref)


def searched(body: Json, at: datetime) -> Search:
    """Somebody types in a field of people."""
    _, origin = _spot(body)
    return Search(delivery="", at=at, origin=origin, query=words(body, "value")[:100])


def shortcut(body: Json, at: datetime, names: Names) -> tuple[Command, Asked]:
    """A shortcut from everywhere, or from the menu of a message: its callback is a command's word, up to any `/`."""
    asked, origin = _spot(body)
    message = part_or_nothing(body, "message")
    text, mentions = markup.read(words(message, "text"), names)
    mark = delivery(asked.workspace, "shortcut", asked.trigger or _digest(body))
    return (
        Command(
            delivery=mark, at=at, origin=origin, word=name(body, "callback_id").partition("/")[0], text=text.strip(),
            mentions=mentions, picked=True,
        ),
        asked,
    )  # fmt: skip


def values_of(view: Json) -> dict[str, Value]:
    """What stands in each field of a dialog."""
    state = part_or_nothing(part_or_nothing(view, "state"), "values")
    if len(state) > _MOST_VALUES:
        raise Malformed("too many values")
    found: dict[str, Value] = {}
    for label, inner in state.items():
        if not isinstance(inner, dict) or not all(isinstance(one, dict) for one in inner.values()):
            raise Malformed("values is odd")
        for element in inner.values():
            found[clean(label)] = _value(element)
    return found


def delivery(workspace: str, kind: str, mark: str) -> str:
    """Our name for one delivery; a very long mark is shortened without losing what makes it unlike another."""
    short = mark if len(mark) <= 200 else hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()
    return f"slack:{workspace}:{kind}:{short}"


def posted_id(channel: str, ts: str) -> str:
    """Our id of a message: where it stands, and Slack's own name for it there."""
    return f"{channel}:{ts}"


def _spot(body: Json) -> tuple[Asked, Origin]:
    """Who does something interactive, and where."""
    user, container = part(body, "user"), part_or_nothing(body, "container")
    channel = part_or_nothing(body, "channel")
    where = name_or_none(channel, "id") or name_or_none(container, "channel_id")
    view = part_or_nothing(body, "view")
    in_dialog = view.get("type") == "modal"
    asked = Asked(
        workspace=workspace_of(body),
        user=name(user, "id"),
        channel=where,
        thread=name_or_none(container, "thread_ts"),
        trigger=name_or_none(body, "trigger_id") or "",
        url=_address(body),
        replaces=flag(container, "is_ephemeral"),
        view=name(view, "id") if in_dialog else "",
        inputs=_inputs(view),
        draft=_draft(view) if in_dialog else "",
    )
    place = _named_place(where, words(channel, "name")) if where else None
    thread = posted_id(where, asked.thread) if where and asked.thread else None
    return asked, Origin(NAME, asked.workspace, _account(body, user, asked.workspace), place, thread)


def _account(body: Json, user: Json, workspace: str) -> AccountSeen:
    """Whoever comes from another team than the one the app is installed in is from outside.

    Not in an enterprise: there Slack names the home of somebody who may belong here too (slackapi/bolt-js#1875), and
    only its list of people tells.
    """
    team = name_or_none(user, "team_id")
    elsewhere = team is not None and team != workspace and team.startswith("T") and workspace.startswith("T")
    outside = elsewhere and not part_or_nothing(body, "enterprise")
    return AccountSeen(name(user, "id"), kind="outsider" if outside else None)


def _named_place(channel: str | None, called: str) -> PlaceSeen | None:
    """Slack gives no real name to commands from private channels and group chats."""
    if called.startswith("mpdm-"):
        return place_of(channel, "", kind="chat")
    if called in _PRIVATE_NAMES or called == "directmessage":
        return place_of(channel, "", kind=_PRIVATE_NAMES.get(called))
    return place_of(channel, called)


def _address(body: Json) -> str:
    url = body.get("response_url")
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""


def _metadata(view: Json) -> tuple[str, str, Ref | None]:
    """The form, its draft and its thing, as `forms.view` wrote them down."""
    try:
        found = json.loads(words(view, "private_metadata"))
        form, draft, ref = found["form"], found["draft"], found.get("ref")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed("the private_metadata is not ours") from error
    if not (isinstance(form, str) and isinstance(draft, str) and isinstance(ref, str | None)):
        raise Malformed("the private_metadata is not ours")
    return form, draft, _ref(ref or "")


def _draft(view: Json) -> str:
    try:
        return _metadata(view)[1]
    except Malformed:
        return ""


def _inputs(view: Json) -> tuple[str, ...]:
    found = (name_or_none(block, "block_id") for block in rows(view, "blocks") if block.get("type") == "input")
    return tuple(one for one in found if one)


def _ref(text: str) -> Ref | None:
    try:
        return Ref.parse(text) if text else None
    except ValueError as error:
        raise Malformed("a ref is odd") from error


def _value(element: Json) -> Value:
    """Of a field of text or a day one string, of every other kind all that was chosen."""
    kind = element.get("type")
    if kind == "datepicker":
        return words(element, "selected_date")
    if kind == "file_input":
        return tuple(name(one, "id") for one in rows(element, "files"))
    if kind in ("multi_external_select", "multi_static_select", "checkboxes"):
        return tuple(words(one, "value") for one in rows(element, "selected_options"))
    if kind in ("external_select", "static_select", "radio_buttons"):
        one = part_or_nothing(element, "selected_option")
        return (words(one, "value"),) if one else ()
    return words(element, "value")


def _gesture(body: Json, trigger: str, *said: str) -> str:
    """Its trigger names a gesture, together with what it says: a stand-in that always gives the same trigger must not
    make one gesture of two.
    """
    if not trigger:
        return _digest(body)
    return hashlib.blake2b("\0".join((trigger, *said)).encode(), digest_size=32).hexdigest()  # NUL stands in none


def _digest(body: Json) -> str:
    """For what comes without an id of its own: sent again, it says the same."""
    return hashlib.sha256(_SORTED.encode(body).encode()).hexdigest()
