"""A round under way for a try-out, with invented nominations of the colleagues there are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rituals.engine.localtime import local_day
from rituals.engine.workdays import Calendar
from rituals.klantverbeteraar import month
from rituals.klantverbeteraar.planning import key_name
from store import accounts, candidates, nominations, rounds
from store.rounds import Dates
from store.tx import Tx

STORIES = (
    "Belde mevrouw A. dezelfde dag nog terug, en vroeg een week later hoe het ging.",
    "Zag dat een huurder de brief niet begreep, en schreef hem samen met haar opnieuw.",
    "Bleef bij de kapotte lift tot de monteur er was, en droeg de boodschappen naar boven.",
)
_NOMINATED = ("Fatima", "Sanne", "Youssef", "Grace")
"""Who looks after a round is none of them, so that a visitor sees that too."""
_ZONE = ZoneInfo("Europe/Amsterdam")


def fill(tx: Tx, now: datetime) -> None:
    """Three colleagues, each nominated by another; with fewer colleagues there is nobody."""
    found = _under_way(now, Calendar(_ZONE))
    people = [one for name in _NOMINATED for one in accounts.search(tx, name, 1)][: len(STORIES)]
    if found is None or len(people) < 2:
        return
    round_id, dates = found
    rounds.add(tx, round_id, dates, key_name(round_id))
    for number, (person, story) in enumerate(zip(people, STORIES, strict=False)):
        candidate = candidates.add(tx, round_id, person.id)
        nominations.add(tx, candidate, people[number - 1].id, story, now)


def _under_way(now: datetime, calendar: Calendar) -> tuple[str, Dates] | None:
    """The round of this month; where that one is over, or not begun, one that begins today."""
    found = month.coming(now, calendar)
    if found and found[1].opens <= now:
        return found
    today = local_day(now, calendar.zone)
    nominate_until = calendar.add_workdays(today, month.LONGER)
    vote_from = calendar.add_workdays(nominate_until, month.LOOKING + 1)
    vote_until = calendar.add_workdays(vote_from, month.VOTING - 1)
    reveal = calendar.add_workdays(vote_until, month.BEFORE_REVEAL)
    days = month.Days(today, nominate_until, vote_from, vote_until, reveal)
    dates = month.dates_of(days, calendar)
    return month.name_of(today.year, today.month), Dates(
        min(now, dates.opens), dates.nominate_until, dates.vote_from, dates.vote_until, dates.reveal
    )
