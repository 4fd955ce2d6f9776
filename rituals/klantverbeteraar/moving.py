"""Other days for a round: whoever looks after it chooses them, and those who did something are told."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from rituals.engine.cards import Card, DateField, Form, Strong, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.sentences import told
from rituals.klantverbeteraar import month
from rituals.klantverbeteraar.ending import redrawn
from rituals.klantverbeteraar.names import key, round_of, round_ref
from rituals.klantverbeteraar.planning import moved
from rituals.klantverbeteraar.words import day_called, moment_called, month_called
from store import accounts, nominations, rounds, votes
from store.rounds import Dates, Round

_AHEAD = {
    "nominating": ("nominate_until", "vote_from", "vote_until", "reveal"),
    "looking": ("vote_from", "vote_until", "reveal"),
    "voting": ("vote_until", "reveal"),
    "revealing": ("reveal",),
}
"""What can still be moved in each state."""


def ask(event: Action, context: Context) -> Outcome:
    """[Verzet de dagen]."""
    of = rounds.get(context.tx, round_of(event.ref))
    if of is None or of.state not in _AHEAD:
        return Outcome(Private(told(context.say("Deze ronde is voorbij."))))
    return Outcome(ShowForm(form(context, of)))


def form(context: Context, of: Round) -> Form:
    """The days that are still ahead."""
    say, labels = context.say, _labels(context)
    days = _days(of.dates, context)
    fields = tuple(DateField(name, labels[name], days[name].isoformat()) for name in _AHEAD[of.state])
    return Form("klantverbeteraar.move", say("Verzet de dagen"), fields, say("Verzet"), round_ref(of.id))


def _days(dates: Dates, view: View) -> dict[str, date]:
    """By name."""
    return asdict(month.days_in(dates, view.organisation.calendar))


def _labels(view: View) -> dict[str, str]:
    say = view.say
    return {
        "nominate_until": say("Nomineren kan t/m"),
        "vote_from": say("Stemmen begint op"),
        "vote_until": say("Stemmen kan t/m"),
        "reveal": say("De uitslag komt op"),
    }


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """Other days, each a working day that is still ahead and in order."""
    of = rounds.take(context.tx, round_of(event.ref))
    if of is None or of.state not in _AHEAD:
        return Outcome(FormErrors({"": context.say("Deze ronde is voorbij.")}))
    days, errors = _chosen(event, context, of)
    if errors:
        return Outcome(FormErrors(errors))
    dates = _kept(of, month.dates_of(days, context.organisation.calendar))
    if over := _over(context, of, dates):
        return Outcome(FormErrors(over))
    wrong = month.out_of_order(dates)
    if wrong:
        field = wrong if wrong in _AHEAD[of.state] else _AHEAD[of.state][0]
        return Outcome(FormErrors({field: context.say("Kies een dag die na de stap ervoor komt.")}))
    rounds.set_dates(context.tx, of.id, dates)
    effects = (*moved(of, dates), *redrawn(of), *_tell(context, of, dates))
    return Outcome(Private(told(context.say("De dagen zijn verzet. Wie al iets deed, hoort het van mij."))), effects)


def _chosen(event: FormSubmitted, context: Context, of: Round) -> tuple[month.Days, dict[str, str]]:
    calendar, days, errors = context.organisation.calendar, _days(of.dates, context), {}
    for name in _AHEAD[of.state]:
        day = _day(one(event.values, name))
        if day is None or not calendar.is_workday(day):
            errors[name] = context.say("Kies een werkdag.")
        days[name] = day or days[name]
    return month.Days(**days), errors


def _over(context: Context, of: Round, dates: Dates) -> dict[str, str]:
    """What was moved to a moment behind us: on a day that is today it may be too late already."""
    before, after = asdict(of.dates), asdict(dates)
    passed = [name for name in _AHEAD[of.state] if after[name] <= context.now and after[name] != before[name]]
    return dict.fromkeys(passed, context.say("Dat moment is al voorbij. Kies een dag die nog komt."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _kept(of: Round, dates: Dates) -> Dates:
    """What is behind us stays as it was."""
    ahead = _AHEAD[of.state]
    return replace(dates, **{name: value for name, value in asdict(of.dates).items() if name not in ahead})


def _tell(context: Context, of: Round, dates: Dates) -> tuple[Effect, ...]:
    """Whoever nominated, and while people vote whoever voted."""
    acted = {*nominations.nominators(context.tx, of.id)}
    if of.state == "voting":
        acted |= {one.person_id for one in votes.voted(context.tx, of.id)}
    word = key(of.id, f"moved/{context.now:%Y%m%d%H%M%S}")
    people = [one for _, one in sorted(accounts.many(context.tx, acted).items()) if one.active]
    return tuple(Show(word, person, kind="task", until=dates.reveal) for person in people)


def card(view: View, of: Round) -> Card:
    """The days as they are now."""
    say, dates = view.say, of.dates
    lines = {
        "nominating": say("Nomineren kan t/m {dag}.", dag=day_called(view, dates.nominate_until)),
        "looking": say("Stemmen kan vanaf {dag}.", dag=day_called(view, dates.vote_from)),
        "voting": say("Stemmen kan tot {moment}.", moment=moment_called(view, dates.vote_until)),
    }
    reveal = say("Je hoort {moment} wie het is.", moment=moment_called(view, dates.reveal))
    head = say("De dagen van de klantverbeteraar van {maand} zijn veranderd.", maand=month_called(view, of))
    return Card((text(Strong(head)), text(" ".join([*filter(None, [lines.get(of.state)]), reveal]))))
