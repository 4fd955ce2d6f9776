"""A trial round: everything that people would get to see, in private and one after the other, to the beheerder alone.

Nothing of it is stored, nobody is nominated, and nobody else gets a message.
"""

from __future__ import annotations

from collections.abc import Callable

from rituals.engine.cards import Block, Button, Card, Rule, Sheet, Small, Strong, Voice, buttons, text
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action, Command
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import Outcome, Private
from rituals.engine.papers import Paper
from rituals.klantverbeteraar import month
from rituals.klantverbeteraar.names import NAME, key
from rituals.klantverbeteraar.oorkonde import oorkonde
from rituals.klantverbeteraar.words import day_called, moment_called
from store.rounds import Dates

TRIAL = "proef"
_NAME = "Robin Voorbeeld"
_WRITER = "Kim"
_CANDIDATES = 5


def begin(_event: Command, context: Context) -> Outcome:
    """`/klant proefronde`."""
    return Outcome(Private(step(context, 1)))


def onward(event: Action, context: Context) -> Outcome:
    """[Verder]."""
    return Outcome(Private(step(context, event.ref.number if event.ref else 1)))


def step(view: View, number: int) -> Card:
    """One of the moments of a round, as people would see it."""
    number = min(max(number, 1), len(_STEPS))
    found = month.coming(view.now, view.organisation.calendar)
    say = view.say
    head = say("Proefronde: stap {n} van {allen}. Alleen jij ziet dit.", n=number, allen=len(_STEPS))
    next_ = Button(say("Verder"), f"{NAME}.trial", Ref("trial", str(number + 1)), "primary")
    more = (buttons(next_),) if number < len(_STEPS) else (Small(say("Dit was de proefronde. Er is niets bewaard.")),)
    if found is None:
        return Card((text(say("Er komt de komende maanden geen ronde. Luid gerust de bel!")),))
    when, blocks = _STEPS[number - 1](view, found[1])
    return Card((Small(head), Small(when), Rule(), *blocks, Rule(), *more))


def _story(view: View) -> str:
    return view.say("Belde mevrouw A. dezelfde dag nog terug en regelde dat de lift maandag werd gemaakt.")


Step = tuple[str, tuple[Block, ...]]


def _nominate(view: View, dates: Dates) -> Step:
    say, until = view.say, day_called(view, dates.nominate_until)
    when = say("Vanaf {dag} kan iedereen nomineren. Wie dat nog niet deed, krijgt twee keer een bericht.",
               dag=day_called(view, dates.opens))  # fmt: skip
    return when, (
        text(Strong(say("Wie deed deze maand iets moois voor een {klant}?"))),
        text(say("Nomineren kan t/m {dag}. Klein mag ook.", dag=until)),
    )


def _looking(view: View, dates: Dates) -> Step:
    when = view.say("Na {dag}: jij, of wie over de klantverbeteraar gaat, kijkt even na.",
                    dag=day_called(view, dates.nominate_until))  # fmt: skip
    return when, (text(Strong(_NAME)), Voice(_story(view)))


def _asked(view: View, dates: Dates) -> Step:
    when = view.say("Op {dag}, alleen aan de kandidaat.", dag=day_called(view, dates.nominate_until))
    return when, (
        text(view.say("Collega's hebben je genomineerd. Als je wint, wat mogen we dan delen?")),
        Small(" · ".join((view.say("Alles"), view.say("Alleen met mijn team"), view.say("Liever niet meedoen")))),
    )


def _vote(view: View, dates: Dates) -> Step:
    say, moment = view.say, moment_called
    when = say("Op {moment}, in de kanalen waar de klantverbeteraar aan staat.", moment=moment(view, dates.vote_from))
    last = say(
        "Tot de sluiting kan de beheerder van de server nog achterhalen op wie je stemde. Daarna kan niemand dat meer."
    )
    title = say("Stem op de klantverbeteraar van {maand} ({n} kandidaten)", maand=say("de proef"), n=_CANDIDATES)
    until = say("Stemmen kan tot {moment}.", moment=moment(view, dates.vote_until))
    return when, (text(Strong(title)), Small(until), Small(last))


def _reveal(view: View, dates: Dates) -> Step:
    say = view.say
    when = say("Op {moment}: in het zonnetje, als de winnaar dat goed vindt.", moment=moment_called(view, dates.reveal))
    called = say("de proef")
    return when, (
        text(Strong(say("🏆 De klantverbeteraar van {maand} is {naam}!", maand=called, naam=_NAME))),
        Voice(_story(view)),
        Sheet(key(TRIAL, "oorkonde"), say("De oorkonde van {namen}.", namen=_NAME), say("Stuur mij de oorkonde")),
        Small(say("Klap mee: zet een 👏 onder dit bericht.")),
    )


def _words(view: View, dates: Dates) -> Step:
    when = view.say("In hetzelfde uur, alleen aan wie genomineerd is.")
    return when, (text(Strong(view.say("Dit schreven je collega's"))), Voice(_story(view)), Small(_WRITER))


_STEPS: tuple[Callable[[View, Dates], Step], ...] = (_nominate, _looking, _asked, _vote, _reveal, _words)


def paper(drawing: Drawing) -> Paper | None:
    """An oorkonde to look at, for somebody who asks for it."""
    if drawing.viewer is None:
        return None
    return oorkonde(
        drawing.say, drawing.organisation, names=[_NAME], period=drawing.say("de proef"),
        day=local_day(drawing.now, drawing.organisation.calendar.zone), reasons=[_story(drawing)],
    )  # fmt: skip
