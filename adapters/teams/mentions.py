"""Who is mentioned in a message: its words bear tags, and beside them Teams tells whom each tag is about.

It does not always tell it well: a name of several words may come as one mention for each word
(microsoft/botframework-sdk issue 6617), and a mention of a name with an & in it may lack its words
(microsoft/BotFramework-Services issue 204).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.teams.activity import Json, Spot, objects, person_of, within, word
from rituals.engine.events import Mention

MOST_TEXT = 10_000
AT = re.compile(r"<at[^>]*>(.*?)</at>", re.DOTALL | re.IGNORECASE)
Accounts = Mapping[str, str]
"""From Teams' id of somebody for this bot to the id we know them by."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag with its place in the words; `whom` is empty for one that nothing is told about."""

    start: int
    end: int
    name: str
    whom: Json


def mentioned(found: Json) -> list[str]:
    """Teams' ids of the people mentioned, without the bot."""
    bot = word(found, "recipient", "id")
    return [name for one in _mentions(found) if (name := word(one, "mentioned", "id")) and name != bot]


def read(found: Json, spot: Spot, accounts: Accounts) -> tuple[str, tuple[Mention, ...], bool]:
    """The words with everybody's name in them, who they are, and whether the bot was one of them."""
    text = word(found, "text")[:MOST_TEXT]
    people: dict[str, Mention] = {}
    to_us = text != "" != spot.bot and any(word(one, "mentioned", "id") == spot.bot for one in _mentions(found))
    parts, done = [], 0
    for tag in _tags(text, _mentions(found)):
        parts += [text[done : tag.start], _shown(tag, spot, accounts, people)]
        done = tag.end
    # The words of people come escaped, so a tag that is left is Teams' own.
    return html.unescape("".join((*parts, text[done:]))).strip(), tuple(people.values()), to_us


def _shown(tag: _Tag, spot: Spot, accounts: Accounts, people: dict[str, Mention]) -> str:
    member = word(tag.whom, "id")
    if not member:
        return tag.name
    if member == spot.bot:
        return " "
    external, words = accounts.get(member) or person_of(tag.whom), f"@{tag.name}"
    number = 1
    while people.setdefault(words, Mention(words, external)).account != external:  # a namesake
        number += 1
        words = f"@{tag.name} ({number})"
    return words


def _tags(text: str, told: list[Json]) -> list[_Tag]:
    """The tags in order, those that together are one name as one."""
    tags: list[_Tag] = []
    used: set[int] = set()
    for match in AT.finditer(text):
        tag = _Tag(match.start(), match.end(), html.unescape(match[1]), _whom(match, told, used))
        last = tags[-1] if tags else None
        if last and _goes_on(last, tag, text):
            tags[-1] = _Tag(last.start, tag.end, f"{last.name} {tag.name}", tag.whom)
        else:
            tags.append(tag)
    return tags


def _goes_on(last: _Tag, tag: _Tag, text: str) -> bool:
    """Whether this is the next word of the same name, and not the same person once more."""
    same = word(last.whom, "id") == word(tag.whom, "id") != ""
    return same and last.name != tag.name and not html.unescape(text[last.end : tag.start]).strip()


def _whom(match: re.Match[str], told: list[Json], used: set[int]) -> Json:
    """Teams tells of each tag in the order in which they stand: two people may be called the same."""
    fits = [number for number, one in enumerate(told) if _is_of(one, match)]
    number = next((one for one in fits if one not in used), fits[0] if fits else None)
    if number is None:
        return {}
    used.add(number)
    return within(told[number], "mentioned")


def _is_of(one: Json, match: re.Match[str]) -> bool:
    words = word(one, "text")
    return words == match[0] or (not words and word(one, "mentioned", "name") == html.unescape(match[1]))


def _mentions(found: Json) -> list[Json]:
    return [one for one in objects(found, "entities") if word(one, "type") == "mention"]
