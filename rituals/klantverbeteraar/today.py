"""What the klantverbeteraar says of today, and its buttons on the bot's own page."""

from __future__ import annotations

from rituals.engine.cards import Block, Button, Small, Strong, text
from rituals.engine.context import Context
from rituals.engine.names import Ref
from rituals.klantverbeteraar import answers, checking, consent, mine, noting, voting
from rituals.klantverbeteraar.names import round_of, round_ref
from rituals.klantverbeteraar.settings import NOMINATE, VOTE
from rituals.klantverbeteraar.watching import may_watch
from rituals.klantverbeteraar.words import day_called
from store import candidates, rounds
from store.rounds import Round


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """Behind the [⋯] of the card of a round."""
    return _holding(context, round_of(ref))


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page."""
    if not context.may(NOMINATE):
        return ()
    form = Button(context.say("Nomineer een {collega}"), "klantverbeteraar.nominate", opens_form=True)
    found = rounds.under_way(context.tx)
    own = [answers.own_button(context, of) for of in found if _is_nominating(context, of)]
    # While it is looked over, what is said of today has these buttons.
    holding = _holding(context, found[0].id) if found and found[0].state != "looking" else ()
    return (form, *own, mine.button(context), *holding)


def _is_nominating(context: Context, of: Round) -> bool:
    return noting.is_open(context, of) and of.opens <= context.now


def _holding(context: Context, round_id: str) -> tuple[Button, ...]:
    if not round_id or not may_watch(context, round_id):
        return ()
    label = context.say("Verzet de dagen")
    read = Button(context.say("Bekijk de teksten"), "klantverbeteraar.look", round_ref(round_id))
    return (read, Button(label, "klantverbeteraar.dates", round_ref(round_id), opens_form=True))


def today(context: Context) -> tuple[Block, ...]:
    """What somebody can do now: nominate, vote, look over, and say what may be shared."""
    if not context.may(VOTE):
        return ()
    return tuple(block for of in rounds.under_way(context.tx) for block in _of(context, of))


def _of(context: Context, of: Round) -> tuple[Block, ...]:
    if voting.is_open(context, of):
        asked = _asked(context, of)
        brief = (block for block in voting.card(context, of).blocks if not (asked and isinstance(block, Small)))
        return (*brief, *asked)
    if _is_nominating(context, of):
        until = day_called(context, of.nominate_until)
        words = context.say("Nomineer een klantverbeteraar: dat kan t/m {dag}.", dag=until)
        return (text(Strong(words)),)  # with the buttons of `home` below it
    if of.state != "looking":
        return ()
    looks = checking.card(context, of).blocks if may_watch(context, of.id) else ()
    soon = context.say("Stemmen op de klantverbeteraar kan vanaf {dag}.", dag=day_called(context, of.vote_from))
    return (*(looks or (Small(soon),)), *_asked(context, of))


def _asked(context: Context, of: Round) -> tuple[Block, ...]:
    """The question what may be shared, while it is open."""
    own = [one for one in candidates.standing(context.tx, of.id) if one.person_id == context.person.id]
    waits = [one for one in own if one.consent == "none" and one.asked_at]
    asked = consent.card(context, of, str(waits[0].id)) if waits else None
    return asked.blocks if asked else ()
