"""Invented quotes for a try-out: a housing association's sixty, and twenty each of care and of a municipality.

Nobody said these. They come only into the playground, never into a workspace where people work.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from store import quotes
from store.quotes import NewQuote, Side
from store.tx import Tx

SECTORS = ("wonen", "zorg", "gemeente")
_SIDES: dict[str, Side] = {"+": "positive", "-": "critical", "~": "mixed"}


def fill(tx: Tx, now: datetime, sector: str = SECTORS[0]) -> int:
    """Put the quotes of a sector into a new try-out, looked over and ready; how many."""
    found = read(sector, now.date())
    for new in found:
        quotes.add(tx, new, now)
    return len(found)


def read(sector: str, today: date) -> list[NewQuote]:
    """The quotes of a sector, said in the months before `today`."""
    with Path(__file__).with_name(f"{sector}.csv").open(encoding="utf-8", newline="") as file:
        return [_quote(row, today) for row in csv.DictReader(file, delimiter=";")]


def _quote(row: dict[str, str], today: date) -> NewQuote:
    number = int(row["maand"])
    month = date(today.year if number < today.month else today.year - 1, number, 1)
    return NewQuote(
        text=row["tekst"], source="demo", received_on=month, side=_SIDES[row["soort"]], theme=row["thema"],
        channel=row["bron"], month=f"{month:%Y-%m}", ready=True,
    )  # fmt: skip
