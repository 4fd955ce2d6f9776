"""How a round, its moments and its candidates are called in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rituals.engine.clusters import cut
from rituals.engine.context import View
from rituals.engine.localtime import local_day, wall_time
from rituals.engine.when import date_words, day_words, month_words
from rituals.klantverbeteraar.month import is_summer, month_of
from store import accounts
from store.candidates import Candidate
from store.rounds import Round

NAMED = 55
"""Characters of a name that every platform shows in a list of a form."""
_WHOLE = 120
"""Characters of a name anywhere else."""


def month_called(view: View, of: Round) -> str:
    """ "november", or "juli en augustus"; with the year when that is another."""
    return _month_called(view, of, local_day(view.now, view.organisation.calendar.zone))


def period_called(view: View, of: Round) -> str:
    """ "november 2026", whenever it is read."""
    month = month_of(of.id)
    return f"{_month_called(view, of, month)} {month.year}" if month else view.say("de proef")


def _month_called(view: View, of: Round, today: date) -> str:
    month = month_of(of.id)
    if month is None:
        return view.say("de proef")
    if not is_summer(of.id):
        return month_words(month, today, view.say.locale)
    july = month_words(month.replace(month=7), month, view.say.locale)
    return view.say.names([july, month_words(month, today, view.say.locale)])


def day_called(view: View, at: datetime) -> str:
    """ "dinsdag 24 november", never "morgen": a card that was drawn anew stands where it was posted days ago."""
    zone = view.organisation.calendar.zone
    return date_words(local_day(at, zone), local_day(view.now, zone), view.say.locale)


def since(view: View, at: datetime) -> str:
    """ "vandaag", or "dinsdag 24 november": in an answer that is read at once."""
    zone = view.organisation.calendar.zone
    return day_words(local_day(at, zone), local_day(view.now, zone), view.say.locale)


def moment_called(view: View, at: datetime) -> str:
    """ "dinsdag 24 november 17:00"."""
    return f"{day_called(view, at)} {wall_time(at, view.organisation.calendar.zone):%H:%M}"


def candidates_called(view: View, candidates: Sequence[Candidate], most: int = _WHOLE) -> dict[int, str]:
    """What candidates are called in full: everybody must be able to tell them apart."""
    people = accounts.many(view.tx, [one.person_id for one in candidates if one.person_id is not None])
    names = {one.id: people[one.person_id].name if one.person_id in people else one.name for one in candidates}
    return {number: cut(name, most) or view.say("Een {collega}") for number, name in names.items()}
