"""Ideas to make things better: from a quote, a bell or out of the blue, to "dat hoeft niet meer"."""

from __future__ import annotations

from datetime import time, timedelta

from rituals.engine.cards import Card
from rituals.engine.context import Drawing, View
from rituals.engine.events import MemberLeft
from rituals.engine.names import Key, Ref
from rituals.engine.ritual import CatchUp, Handled, Offer, Ritual, Shortcut, SlotRule, Usage
from rituals.engine.translate import mark
from rituals.idee import cards, demo, finishing, listing, loop, merging, saying, taking, weekly
from rituals.idee.keys import FREED, HOME, NUDGED, REMOVED, home_key
from rituals.idee.settings import HOLD, NAMED, SHARE
from store import idea_lists, ideas
from store.accounts import Person
from store.ideas import Idea


def may_share(view: View, person: Person | None, _ref: Ref) -> bool:
    """A card for everybody bears the button; a press is checked again."""
    return person is None or view.may_person(person, SHARE)


IDEA = Offer(
    "idea",
    mark("Ik heb een idee"),
    frozenset({"quote", "bell"}),
    may_share,
    opens_form=True,
    behind=frozenset({"bell"}),
)
FROM_SEEN = Offer("from_seen", mark("Maak er een idee van"), frozenset({"seen"}), may_share, opens_form=True)
TAKE = Offer("take", mark("Ik pak dit op"), frozenset({"quote"}), taking.may_take)


def ritual() -> Ritual:
    """The ideas, as the application installs them."""
    return Ritual(
        name="idee",
        title=mark("Ideeën"),
        draw=draw,
        commands={"idee": Handled(saying.command, SHARE)},
        aliases={"ideeen": "idee", "ideeën": "idee", "idea": "idee", "ideas": "idee"},
        usages=(
            Usage(
                "idee",
                mark("/idee Bel een dag van tevoren even op wanneer we komen"),
                mark("Wat kan er beter? Alleen {/idee} laat alle ideeën zien."),
            ),
        ),
        shortcuts=(Shortcut("idee", mark("Maak er een idee van"), on_message=True),),
        actions={
            "idea": Handled(saying.form_button, SHARE),
            "from_seen": Handled(saying.from_seen, SHARE),
            "keep": Handled(saying.keep, SHARE),
            "support": Handled(saying.support, SHARE),
            "join": Handled(saying.join, SHARE),
            "list": Handled(listing.show, SHARE),
            "read": Handled(listing.read, SHARE),
            "take": Handled(taking.take, SHARE),
            "busy": Handled(taking.busy, SHARE),
            "give_back": Handled(taking.give_back, SHARE),
            "done": Handled(finishing.done, SHARE),
            "told": Handled(finishing.told, SHARE),
            "cannot": Handled(finishing.cannot, SHARE),
            "merge": Handled(merging.merge, SHARE),
            "remove": Handled(merging.remove, SHARE),
        },
        forms={
            "idea": Handled(saying.submitted, SHARE),
            "done": Handled(finishing.finished, SHARE),
            "merge": Handled(merging.merged, SHARE),
        },
        slots={
            NUDGED: SlotRule(taking.ask, CatchUp(late=timedelta(days=3))),
            FREED: SlotRule(taking.release),
            HOME: SlotRule(finishing.waited),
            "week": SlotRule(weekly.due, CatchUp(before=time.max)),
        },
        listens={MemberLeft: taking.left},
        plan=weekly.plan,
        things=frozenset({"idea", "ideas"}),
        menu=merging.menu,
        home=listing.home,
        today=listing.today,
        settings=(NAMED,),
        permissions=(SHARE, HOLD),
        offers=(IDEA, FROM_SEEN, TAKE),
        subject=subject,
        keys=lambda _view, ref: (home_key(ref.number),),
        repeats=loop.repeats,
        demo=demo.fill,
    )


def subject(key: Key) -> Ref | None:
    """Every message but that of the week is about one idea."""
    number = key.rest.split("/")[0]
    return Ref("idea", number) if number.isdecimal() else None


def draw(drawing: Drawing, key: Key) -> Card | None:
    """The posts in places, and what one colleague reads."""
    first, _, rest = key.rest.partition("/")
    if first == "week":
        return loop.week(drawing, idea_lists.of_week(drawing.tx, rest), drawing.place)
    idea, kind = ideas.get(drawing.tx, ref_number(first)), rest.partition("/")[0]
    if idea is None:
        return None
    if idea.state == "gone":
        return cards.removed(drawing, idea) if kind == REMOVED else None
    if not kind:
        return loop.home(drawing, idea, drawing.place) if idea.state == "told" else None
    return _private(drawing, idea, kind)


def ref_number(first: str) -> int:
    """The number in a key; -1, which no idea has, for any other words."""
    return Ref("idea", first).number


def _private(drawing: Drawing, idea: Idea, kind: str) -> Card | None:
    """Not sent when it is no longer so; what stands there already says how it stands now."""
    viewer = drawing.viewer.id if drawing.viewer else None
    match kind:
        case "nudge":
            still = idea.state == "taken" and idea.owner_id == viewer
            return cards.nudge(drawing, idea) if still else _settled(drawing)
        case "tell":
            return cards.task(drawing, idea) if not idea.told_at and idea.teller_id == viewer else _settled(drawing)
        case "free":
            return cards.freed(drawing, idea)
        case "merged":
            into = ideas.get(drawing.tx, idea.merged_into) if idea.merged_into else None
            return cards.merged(drawing, idea, into) if into else None
        case "thanked":
            return cards.thanked(drawing, idea)
        case _:
            return None


def _settled(drawing: Drawing) -> Card | None:
    return cards.sentence(drawing.say("Dit is al afgehandeld. Dank je wel!")) if drawing.posted_at else None
