"""Rows that were read become quotes: cleaned, no two the same, a part at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rituals.engine.context import Context
from rituals.engine.localtime import local_day
from rituals.engine.tidy import says_something
from rituals.quote.clean import cleaned
from rituals.quote.files import Known
from rituals.quote.files_rows import Found, is_sure
from rituals.quote.settings import AFDELINGEN, SMALL, THEMES, protected_until
from store import quote_files, quotes
from store.quotes import NewQuote, sameness

SOURCE = "file"
AT_ONCE = 20
"""Rows that become quotes in one transaction: looking through them is what takes the time."""
_COMPARED = 2000
NAMED = 8
"""Rows that are named because we had their words already."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many became quotes, how many of those can be used at once, and how many we had already.

    `named` are the first rows of the last kind, each with its number and its words.
    """

    added: int = 0
    ready: int = 0
    known: int = 0
    named: Sequence[tuple[int, str]] = ()

    def plus(self, other: Taken) -> Taken:
        """Both together."""
        named = [*self.named, *other.named][:NAMED]
        return Taken(self.added + other.added, self.ready + other.ready, self.known + other.known, named)


def told(context: Context, column: str = "") -> Mapping[str, Any]:
    """What the reader of a file is told."""
    return Known(
        today=local_day(context.now, context.organisation.calendar.zone),
        themes=context.setting(THEMES),
        afdelingen=context.setting(AFDELINGEN),
        columns=quote_files.named_columns(context.tx),
        column=column,
        texts=tuple(text for _, text in quotes.recent_texts(context.tx, _COMPARED)),
        small=context.setting(SMALL),
        protected_until=protected_until(context),
    ).encoded()


def rows_of(part: str) -> list[Found]:
    """The rows of one part, as the reader encoded them."""
    return [Found(*row) for row in json.loads(part)]


def take(context: Context, rows: list[Found], *, ready: bool) -> Taken:
    """`ready`: what is sure need not be looked over any more."""
    taken, day = Taken(), local_day(context.now, context.organisation.calendar.zone)
    small, until = context.setting(SMALL), protected_until(context)
    for row in rows:
        taken = taken.plus(_one(context, row, ready=ready and is_sure(row, small, until, day)))
    return taken


def _one(context: Context, row: Found, *, ready: bool) -> Taken:
    clean = cleaned(context, row.text)
    mark = sameness(clean.text)
    if quotes.same_as(context.tx, clean.text) or quotes.from_source(context.tx, SOURCE, mark):
        return Taken(known=1, named=[(row.row, clean.text)])
    if not says_something(clean.text):
        return Taken()
    new = NewQuote(
        text=clean.text, source=SOURCE, external=mark, side=row.side, theme=row.theme, afdeling=row.afdeling,
        received_on=local_day(context.now, context.organisation.calendar.zone), channel=row.channel, month=row.month,
        giver_id=context.actor.id if context.actor else None,
    )  # fmt: skip
    original = context.sealer.seal(row.text) if clean.changes else None
    quotes.add(context.tx, replace(new, original=original, ready=ready), context.now)
    return Taken(added=1, ready=int(ready))
