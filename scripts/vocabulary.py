"""Writes into docs/vocabulary.md every event, reply and effect with its fields, from the dataclasses themselves.

.venv/bin/python -m scripts.vocabulary
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import get_args

from rituals.engine import cards, events, meetings, outcome
from scripts.generated import Part, code, first_words, table, write

BASES = (events.Event, events.FromPerson)
"""What other events are made of; nothing happens that is only this."""
_OUTSIDE = {
    events.Uninstalled: "a platform", events.Received: "another system", meetings.MeetingsSeen: "the calendars",
    meetings.CalendarFailed: "the calendars", events.AbsenceTold: "the house",
}  # fmt: skip


def main() -> None:
    write(PARTS)


def kinds_of_events() -> list[type[events.Event]]:
    """In the order of the code: people, the clock, delivery, calendars."""
    named = {**vars(events), **vars(meetings)}.values()
    found = [one for one in named if isinstance(one, type) and issubclass(one, events.Event)]
    return [one for one in found if one not in BASES]


def told() -> str:
    return table(("event", "comes from", "fields", "what happened"), _events())


def _events() -> Iterator[list[str]]:
    for one in kinds_of_events():
        base = next(base for base in reversed(BASES) if issubclass(one, base))
        yield [code(one.__name__), _maker(one), _fields(one, base), first_words(one.__doc__)]


def _maker(one: type[events.Event]) -> str:
    if issubclass(one, events.FromPerson):
        return "somebody"
    return _OUTSIDE.get(one, "the engine")


def replies() -> str:
    return _kinds("reply", get_args(outcome.Reply))


def effects() -> str:
    return _kinds("effect", get_args(outcome.Effect))


def blocks() -> str:
    return _kinds("block", get_args(cards.Block))


def controls() -> str:
    return _kinds("control", get_args(cards.Control))


def form_fields() -> str:
    return _kinds("field", get_args(cards.Field))


def _kinds(head: str, kinds: Iterable[type]) -> str:
    rows = ([code(one.__name__), _fields(one), first_words(one.__doc__)] for one in kinds)
    return table((head, "fields", "what it is"), rows)


def _fields(one: type, base: type | None = None) -> str:
    inherited = {field.name for field in fields(base)} if base else set()
    return ", ".join(code(field.name) for field in fields(one) if field.name not in inherited)


def documented(one: type) -> bool:
    """Whether somebody wrote what it is; a dataclass has a docstring of its own making."""
    return not (inspect.getdoc(one) or "").startswith(f"{one.__name__}(")


PARTS = tuple(
    Part(name, "vocabulary.md", make)
    for name, make in (
        ("events", told), ("replies", replies), ("effects", effects), ("blocks", blocks), ("controls", controls),
        ("fields", form_fields),
    )
)  # fmt: skip

if __name__ == "__main__":
    main()
