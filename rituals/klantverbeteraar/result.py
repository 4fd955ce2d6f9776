"""What came of it, told once: winners who agreed, several with as many votes, one candidate, or nobody.

Nobody is named without having said yes, and no number of votes is told.
"""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card, Strong, Voice, buttons, text
from rituals.engine.clusters import cut
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action, NotShown, SlotSkipped
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Private, Show
from rituals.engine.sentences import told
from rituals.klantverbeteraar import spotlight
from rituals.klantverbeteraar.names import NAME, key, round_of, round_ref
from rituals.klantverbeteraar.places import audience, everywhere, to_holders
from rituals.klantverbeteraar.words import month_called
from store import bells, quotes, rounds
from store.places import Place
from store.rounds import Round

MOMENTS = 3
_LONGEST = 400
_LATELY = timedelta(days=31)
_READ = 30


def tell(context: Context, of: Round) -> tuple[Effect, ...]:
    """The result, in every place; a round is told once."""
    if of.state != "revealing":
        return ()
    rounds.set_state(context.tx, of.id, "done" if spotlight.winners(context, of) else "none")
    return (*everywhere(context, key(of.id, "result")), *spotlight.nominees(context, of))


def card(drawing: Drawing, of: Round) -> Card:
    """The message at the reveal."""
    won = spotlight.winners(drawing, of)
    if not won:
        return _nobody(drawing, of)
    return spotlight.card(drawing, of, won)


def _nobody(drawing: Drawing, of: Round) -> Card:
    say, found, month = drawing.say, moments(drawing, of), month_called(drawing, of)
    if not found:
        return Card((text(say("Voor {maand} is er geen klantverbeteraar. Volgende keer weer.", maand=month)),))
    words = say("Deze maand geen verbeteraar, wel deze mooie momenten:")
    return Card((text(Strong(words)), *(Voice(one) for one in found)))


def moments(view: View, of: Round) -> list[str]:
    """Up to three bells and praise of that time; in a place only what stood there itself."""
    since = min(of.opens, of.reveal - _LATELY)
    rung = bells.rung_between(view.tx, since, view.now)[::-1][:_READ]
    praise = [one for one in quotes.recent(view.tx, _READ) if one.side == "positive"]
    things = [(Ref("bell", str(one.id)), one.text) for one in rung]
    things += [(Ref("quote", str(one.id)), one.text) for one in praise]
    place = view.place if isinstance(view, Drawing) else None
    heard = (words for ref, words in things if place is None or place in view.stands(ref))
    return [cut(words, _LONGEST) for words, _ in zip(heard, range(MOMENTS), strict=False)]


def missed(event: NotShown, context: Context) -> Outcome:
    """Perhaps a card stands there, and nobody can look: whoever looks after it decides whether it goes again."""
    round_id, _, what = event.key.rest.partition("/")
    if event.reason != "uncertain" or not isinstance(event.to, Place) or what not in ("vote", "result", "longer"):
        return Outcome()
    return Outcome(effects=to_holders(context, key(round_id, f"doubt/{what}/{event.to.id}")))


def doubt_card(view: View, of: Round, rest: str) -> Card | None:
    """Only a person can see whether it stands there."""
    what, _, number = rest.partition("/")
    place = view.directory.places.get(Ref("place", number).number)
    if place is None:
        return None
    say, ref = view.say, Ref("rounddoubt", f"{of.id}/{what}/{place.id}")
    words = say(
        "Ik weet niet zeker of het bericht over de klantverbeteraar in {plek} is geplaatst. Zal ik het nog een keer "
        "sturen?",
        plek=view.place_called(place),
    )
    again = Button(say("Stuur nog eens"), "klantverbeteraar.again", ref)
    return Card((text(words), buttons(again, Button(say("Laat maar"), "klantverbeteraar.enough", ref))))


def again(event: Action, context: Context) -> Outcome:
    """[Stuur nog eens]."""
    round_id, what, number = [*(event.ref.id if event.ref else "").split("/"), "", ""][:3]
    place = context.directory.places.get(Ref("place", number).number)
    if place is None or place not in audience(context):
        return Outcome(Private(told(context.say("Daar komt de klantverbeteraar niet meer."))))
    done = Private(told(context.say("Goed, ik stuur het nog een keer.")))
    return Outcome(done, (Show(key(round_id, what), place, resend=True),))


def enough(_event: Action, context: Context) -> Outcome:
    """[Laat maar]."""
    return Outcome(Private(told(context.say("Goed, ik laat het zo."))))


def skipped(event: SlotSkipped, context: Context) -> Outcome:
    """After a standstill of months, or a backup that was put back: perhaps it was told already."""
    if event.slot.name != "reveal":
        return Outcome()
    return Outcome(effects=to_holders(context, key(round_of(Ref.parse(event.slot.subject)), "untold")))


def untold_card(view: View, of: Round) -> Card:
    """Was it told? Only people know."""
    say = view.say
    if of.state != "revealing":
        return Card((text(say("Dat is al verteld.")),))
    words = say(
        "Misschien is de uitslag van {maand} nog niet verteld. Zal ik dat nu doen?", maand=month_called(view, of)
    )
    return Card((text(words), buttons(Button(say("Vertel het nu"), f"{NAME}.tell", round_ref(of.id)))))


def tell_now(event: Action, context: Context) -> Outcome:
    """[Vertel het nu]."""
    of = rounds.take(context.tx, round_of(event.ref))
    effects = tell(context, of) if of else ()
    words = context.say("Goed, ik vertel het nu.") if effects else context.say("Dat is al verteld.")
    return Outcome(Private(told(words)), effects)
