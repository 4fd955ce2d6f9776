"""The klantverbeteraar van de maand: nominated by colleagues, chosen in a secret ballot, named after saying yes.

`month` plans a round backwards from its reveal, `planning` makes slots of it and `moving` moves them; `opening` and
`closing` take a round from state to state, `voting` and `ballot` keep votes sealed, `result` tells what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from rituals.engine.cards import Block, Button, Card
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import NotShown, SlotDue, SlotSkipped
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome
from rituals.engine.ritual import CatchUp, Handled, Ritual, SlotRule, Usage
from rituals.engine.translate import mark
from rituals.klantverbeteraar import closing, forms_vote, moving, opening, planning, result, settings, voting
from rituals.klantverbeteraar.names import NAME, key, round_of, round_ref
from store import rounds
from store.rounds import Round

TOLD_WITHIN = timedelta(days=60)
"""A result that is older may have been told, and is asked about; so is one of a backup that was put back."""


def ritual() -> Ritual:
    """The klantverbeteraar, as the application installs it."""
    vote, hold = settings.VOTE, settings.HOLD
    return Ritual(
        name=NAME,
        title=mark("De klantverbeteraar van de maand"),
        draw=draw,
        commands={
            "stem": Handled(voting.command, vote),
        },
        usages=(
            Usage("stem", mark("/stem"), mark("Stem op de klantverbeteraar van de maand.")),
        ),
        actions={
            "vote": Handled(voting.ask, vote),
            "stories": Handled(forms_vote.read, vote),
            "dates": Handled(moving.ask, hold),
            "day_more": Handled(closing.day_more, hold),
            "nobody": Handled(closing.nobody_chosen, hold),
            "revote": Handled(closing.revote, hold),
            "again": Handled(result.again, hold),
            "enough": Handled(result.enough, hold),
            "tell": Handled(result.tell_now, hold),
        },
        forms={
            "vote": Handled(voting.submitted, vote),
            "move": Handled(moving.submitted, hold),
        },
        unkept=frozenset({"vote"}),
        slots={
            "look": SlotRule(opening.look),
            "vote": SlotRule(opening.vote),
            "close": SlotRule(closing.close),
            "destroy": SlotRule(closing.destroy),
            "reveal": SlotRule(reveal, CatchUp(late=TOLD_WITHIN)),
        },
        listens={
            NotShown: result.missed,
            SlotSkipped: result.skipped,
        },
        plan=planning.plan,
        things=frozenset({"round", "ballot", "ballotpage", "rounddoubt"}),
        menu=menu,
        home=home,
        today=today,
        settings=(settings.HERE,),
        permissions=(vote, hold),
        policy="at_most_once",
        subject=subject,
        keys=keys,
    )  # fmt: skip


def subject(of: Key) -> Ref | None:
    """Its messages are about a round."""
    return round_ref(of.rest.partition("/")[0])


def keys(_view: View, ref: Ref) -> tuple[Key, ...]:
    """The messages about a round that stand in places."""
    return (key(ref.id, "vote"), key(ref.id, "result")) if ref.kind == "round" else ()


def reveal(event: SlotDue, context: Context) -> Outcome:
    """The day of the result. What was left undecided is nobody; what cannot be opened waits for a person."""
    of = rounds.take(context.tx, opening.subject(event))
    if of is None or context.now < of.reveal:
        return Outcome()
    counted = closing.counted(context, of, undecided=True)
    after = rounds.get(context.tx, of.id)
    return Outcome(effects=(*counted, *(result.tell(context, after) if after else ())))


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """Behind the [⋯] of the card of a round."""
    return _holding(context, round_of(ref))


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page, for whoever looks after the round."""
    found = rounds.under_way(context.tx)
    return _holding(context, found[0].id) if found else ()


def _holding(context: Context, round_id: str) -> tuple[Button, ...]:
    if not context.may(settings.HOLD):
        return ()
    label = context.say("Verzet de dagen")
    return (Button(label, "klantverbeteraar.dates", round_ref(round_id), opens_form=True),)


def today(context: Context) -> tuple[Block, ...]:
    """The ballot, while it is open."""
    found = [one for one in rounds.under_way(context.tx) if voting.is_open(context, one)]
    return voting.card(context, found[0]).blocks if found and context.may(settings.VOTE) else ()


DRAWN: Mapping[str, Callable[[Drawing, Round, str], Card | None]] = MappingProxyType(
    {
        "vote": lambda drawing, of, _: voting.card(drawing, of),
        "result": lambda drawing, of, _: result.card(drawing, of),
        "longer": lambda drawing, of, _: opening.longer_card(drawing, of),
        "few": lambda drawing, of, _: closing.few_card(drawing, of),
        "locked": lambda drawing, of, _: closing.locked_card(drawing, of),
        "again": lambda drawing, of, _: voting.again_card(drawing, of),
        "moved": lambda drawing, of, _: moving.card(drawing, of),
        "doubt": lambda drawing, of, rest: result.doubt_card(drawing, of, rest),
        "untold": lambda drawing, of, _: result.untold_card(drawing, of),
    }
)
"""By the part of a key after the round; the rest of the key comes along."""


def draw(drawing: Drawing, of: Key) -> Card | None:
    """The messages of a round."""
    round_id, _, what = of.rest.partition("/")
    kind, _, rest = what.partition("/")
    found = rounds.get(drawing.tx, round_id)
    drawn = DRAWN.get(kind)
    return drawn(drawing, found, rest) if found and drawn else None
