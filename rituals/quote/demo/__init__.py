"""Invented quotes for a try-out: a housing association's sixty, and twenty each of care and of a municipality.

Nobody said these. They come only into the playground, never into a workspace where people work.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from store import accounts, choices, quotes
from store.quotes import NewQuote, Side
from store.tx import Tx

SECTORS = ("wonen", "zorg", "gemeente")
AFDELINGEN = ("Onderhoud", "Verhuur", "Klantcontact", "Wijkbeheer", "Servicebalie")
SMALL = ("Servicebalie",)
_TO_LOOK_AT = "te_bekijken"
_SPOKEN = frozenset({"telefoon", "balie"})
"""Who said it there spoke with a colleague, who can tell them something."""
_CONTACTS = 5
_SIDES: dict[str, Side] = {"+": "positive", "-": "critical", "~": "mixed"}


def fill(tx: Tx, now: datetime, sector: str = SECTORS[0]) -> None:
    """What a new try-out begins with: the quotes of a sector, ready, and a few that a curator still looks at."""
    for name, chosen in (("afdelingen", AFDELINGEN), ("small_afdelingen", SMALL)):
        choices.put(tx, choices.ORGANISATION, "quote", name, list(chosen), None, now)
    people = accounts.search(tx, "", _CONTACTS)
    for number, new in enumerate(read(sector, now.date())):
        known = people[number % len(people)].id if people and new.channel in _SPOKEN else None
        quotes.add(tx, replace(new, ready=True, contact_id=known), now)
    for new in read(_TO_LOOK_AT, now.date()):
        quotes.add(tx, new, now)


def read(name: str, today: date) -> list[NewQuote]:
    """The quotes of one file, said in the months before `today`; those that stand first come first."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [_quote(row, today, today - timedelta(days=len(rows) - number)) for number, row in enumerate(rows)]


def _quote(row: dict[str, str], today: date, received_on: date) -> NewQuote:
    number = int(row["maand"])
    month = date(today.year if number < today.month else today.year - 1, number, 1)
    return NewQuote(
        text=row["tekst"], source="demo", received_on=received_on, side=_SIDES.get(row["soort"]), theme=row["thema"],
        afdeling=row.get("afdeling", ""), channel=row["bron"], month=f"{month:%Y-%m}",
    )  # fmt: skip
