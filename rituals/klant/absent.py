"""Days on which somebody is not there: `/klant vrij woensdag vrijdag`, `/klant weg t/m 15 augustus`, `/klant terug`."""

from __future__ import annotations

from datetime import date

from rituals.engine.absence import AWAY_UNTIL, FREE_DAYS, LONGEST, WEEK, away_until, working_days
from rituals.engine.context import Context
from rituals.engine.events import AbsenceTold, Command
from rituals.engine.localtime import local_day
from rituals.engine.outcome import Outcome, Private, Tell
from rituals.engine.ritual import Setting
from rituals.engine.when import day_words, parse_until, weekdays_in
from rituals.klant import cards
from store import choices

NONE = frozenset({"geen", "niet", "nooit", "none", "never"})
BACK = frozenset(
    f"{who}{words}"
    for who in ("", "ik ", "i ", "i'm ", "ik ben ", "i am ")
    for words in ("er weer", "weer er", "weer terug", "terug", "ben er weer", "ben terug", "am back", "back")
)


def free(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant vrij woensdag vrijdag`, `/klant vrij geen`."""
    say = context.say
    if words.lower() in NONE:
        _choose(context, FREE_DAYS, [])
        return _say(say("Goed, je hebt geen vaste vrije dag meer."), told(context))
    days = weekdays_in(words)
    if days is None:
        return _say(say("Welke dagen? Typ bijvoorbeeld: {/klant} vrij woensdag vrijdag. Of: {/klant} vrij geen."))
    names = [name for number, name in enumerate(WEEK) if number in days]
    if not working_days(context.organisation.calendar, names):
        return _say(say("Dan blijft er geen werkdag over. Even weg? Typ bijvoorbeeld: {/klant} weg t/m 15 augustus."))
    _choose(context, FREE_DAYS, names)
    words = say("Goed, op {dagen} laat ik je met rust.", dagen=say.names([say(WEEK[name]) for name in names]))
    return _say(words, told(context))


def away(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant weg t/m 15 augustus`."""
    say, today = context.say, _today(context)
    last = parse_until(words, today, context.organisation.calendar) if words else None
    if last is None:
        return _say(say("Tot wanneer ben je weg? Typ bijvoorbeeld: {/klant} weg t/m 15 augustus."))
    if last > today + LONGEST:
        return _say(say("Dat is wel erg lang. Kies een dag binnen een jaar."))
    _choose(context, AWAY_UNTIL, last.isoformat())
    day = day_words(last, today, say.locale)
    words = say("Goed, ik laat je met rust t/m {dag}. Eerder terug? Typ dan: {/klant} terug.", dag=day)
    return _say(words, told(context))


def back(_words: str, _event: Command, context: Context) -> Outcome:
    """`/klant terug`, `/klant ik ben er weer`."""
    if away_until(context.setting(AWAY_UNTIL, person=context.person), _today(context)) is None:
        return _say(context.say("Ik wist niet dat je weg was. Je krijgt gewoon alles van me."))
    _choose(context, AWAY_UNTIL, "")
    return _say(context.say("Fijn dat je er weer bent!"), told(context))


def is_back(words: str) -> bool:
    """Whether somebody says that they are there again."""
    return words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .!") in BACK


def told(context: Context) -> Tell:
    """Rituals that counted on the actor look again."""
    delivery = f"absence:{context.person.id}:{context.now.isoformat()}"
    return Tell(AbsenceTold(delivery=delivery, at=context.now, person_id=context.person.id))


def _choose(context: Context, setting: Setting[str] | Setting[tuple[str, ...]], value: object) -> None:
    mine = f"person:{context.person.id}"
    choices.put(context.tx, mine, context.ritual.name, setting.name, value, context.person.id, context.now)


def _today(context: Context) -> date:
    return local_day(context.now, context.organisation.calendar.zone)


def _say(words: str, *effects: Tell) -> Outcome:
    return Outcome(Private(cards.sentence(words)), effects)
