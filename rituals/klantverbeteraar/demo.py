"""A round under way for a try-out, with invented nominations of the colleagues there are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rituals.engine.workdays import Calendar
from rituals.klantverbeteraar import month
from rituals.klantverbeteraar.planning import key_name
from store import accounts, nominations, rounds
from store.tx import Tx

STORIES = (
    "Belde mevrouw A. dezelfde dag nog terug, en vroeg een week later hoe het ging.",
    "Zag dat een huurder de brief niet begreep, en schreef hem samen met haar opnieuw.",
    "Bleef bij de kapotte lift tot de monteur er was, en droeg de boodschappen naar boven.",
)
_ZONE = ZoneInfo("Europe/Amsterdam")


def fill(tx: Tx, now: datetime) -> None:
    """Three colleagues, each nominated by another; with fewer colleagues there is nobody."""
    found = month.coming(now, Calendar(_ZONE))
    people = accounts.search(tx, "", len(STORIES) + 1)
    if found is None or len(people) < 2:
        return
    round_id, dates = found
    rounds.add(tx, round_id, dates, key_name(round_id))
    for number, (person, story) in enumerate(zip(people, STORIES, strict=False)):
        candidate = rounds.add_candidate(tx, round_id, person.id)
        nominations.add(tx, candidate, people[number - 1].id, story, now)
