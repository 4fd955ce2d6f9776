"""What the ideas decide, without store or clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from rituals.engine.redact import WORDS, find_private, shorten_names, without
from rituals.engine.tidy import ended, says_something, tidy
from rituals.engine.workdays import Calendar
from store.frozen import frozen

LONGEST = 3000
"""Characters of an idea; every platform's text field takes as many."""
LINE = 500
"""Characters of what the customer notices."""
NUDGES = (14, 28)
"""Days after somebody took an idea up at which they are asked how it goes."""
FREE = 42
"""Days after which it is open to others again."""
GRACE = 7
"""Days that the customer's contact has, and an owner after a pause."""
ALIKE_AT_MOST = 3
COMPARED = 500
"""So many of the newest ideas are looked at for one that is alike."""
_ALIKE = 70.0
"""Of 100; where the same plan in other words begins."""
_HEAD = 300
"""What two ideas are about stands in their first characters: the rest costs time."""
THURSDAY = 3
LOOKS_BACK = timedelta(days=42)
"""What was done longer ago, and not told because of a pause, is no news any more."""


@frozen
class Clean:
    """A text fit to be shown, and the words that took the place of what told of a customer."""

    text: str
    instead: tuple[str, ...] = ()


def clean(text: str, colleagues: Collection[str] = ()) -> Clean:
    """A sentence on one line, without numbers and addresses, and with customers' names shortened.

    `colleagues` are names that stay as they are. The text is empty when it says nothing.
    """
    whole = tidy(text)
    shortened, names = shorten_names(whole, keep=tuple(colleagues))
    found = find_private(shortened)
    bare = without(shortened, found)
    if not (says_something(bare) and any(char.isalpha() for char in bare)):
        return Clean("")
    instead = dict.fromkeys([*(one.after for one in names), *(WORDS[one.kind] for one in found)])
    return Clean(ended(bare[:1].upper() + bare[1:]), tuple(instead))


def bare(text: str) -> str:
    """Names as they were typed, on one line, without numbers and addresses."""
    whole = tidy(text)
    return without(whole, find_private(whole))


def alike(text: str, others: Sequence[tuple[int, str]]) -> list[int]:
    """The ids of the ideas that look like this one, the nearest first."""
    from rapidfuzz import fuzz, process, utils  # only who has an idea needs it

    choices = {of: words[:_HEAD] for of, words in others}
    found = process.extract(
        text[:_HEAD], choices, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=ALIKE_AT_MOST,
        score_cutoff=_ALIKE,
    )  # fmt: skip
    return [int(of) for _, _, of in found]


def nearest(text: str, others: Sequence[tuple[int, str]], most: int) -> list[int]:
    """The ids of all of these, the ones that look like the text first; at most so many."""
    from rapidfuzz import fuzz, utils

    prepared = utils.default_process(text[:_HEAD])

    def distance(other: tuple[int, str]) -> float:
        return -fuzz.token_set_ratio(prepared, utils.default_process(other[1][:_HEAD]))

    return [of for of, _ in sorted(others, key=distance)[:most]]


def telling_days(today: date, calendar: Calendar) -> list[date]:
    """The next days on which all are told what was done: Thursday, or the working day before it."""
    monday = today - timedelta(days=today.weekday())
    thursdays = [monday + timedelta(days=THURSDAY, weeks=week) for week in (0, 1)]
    days = [one if calendar.is_workday(one) else calendar.previous_workday(one) for one in thursdays]
    return [one for one in dict.fromkeys(days) if one >= today]
