"""Rows that were read become quotes: cleaned, no two the same, a part at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rituals.engine.context import Context
from rituals.engine.localtime import local_day
from rituals.engine.tidy import says_something
from rituals.quote.clean import Cleaned, cleaned
from rituals.quote.files import Known
from rituals.quote.files_rows import Found, is_sure
from rituals.quote.settings import AFDELINGEN, SMALL, THEMES, protected_until
from store import quote_files, quotes
from store.frozen import frozen
from store.quotes import NewQuote
from store.sameness import sameness

SOURCE = "file"
AT_ONCE = 20
"""Rows that become quotes in one transaction: looking through them is what takes the time."""
_COMPARED = 2000
NAMED = 8
"""Rows that are named because we had their words already."""


@frozen
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
        today=_today(context),
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


def take(context: Context, rows: Sequence[Found], *, ready: bool) -> Taken:
    """`ready`: what is sure need not be looked over any more."""
    cleans = [cleaned(context, row.text) for row in rows]
    marks = [sameness(clean.text) for clean in cleans]
    had = quotes.known(context.tx, SOURCE, marks)
    fresh: list[NewQuote] = []
    named: list[tuple[int, str]] = []
    day, small, until = _today(context), context.setting(SMALL), protected_until(context)
    for row, clean, mark in zip(rows, cleans, marks, strict=True):
        if mark in had:
            named.append((row.row, clean.text))
        elif says_something(clean.text):
            had.add(mark)
            new = _new(context, row, clean, mark)
            fresh.append(replace(new, ready=ready and is_sure(row, small, until, day)))
    quotes.add_all(context.tx, fresh, context.now)
    return Taken(len(fresh), sum(one.ready for one in fresh), len(named), named[:NAMED])


def _new(context: Context, row: Found, clean: Cleaned, mark: str) -> NewQuote:
    return NewQuote(
        text=clean.text, source=SOURCE, external=mark, side=row.side, theme=row.theme, afdeling=row.afdeling,
        received_on=_today(context), channel=row.channel, month=row.month,
        original=context.sealer.seal(row.text) if clean.changes else None,
        giver_id=context.actor.id if context.actor else None,
    )  # fmt: skip


def _today(context: Context) -> date:
    return local_day(context.now, context.organisation.calendar.zone)
