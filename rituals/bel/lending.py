"""What the bell gives to others: its messages, and a button for what was made better."""

from __future__ import annotations

from rituals.bel import cards
from rituals.bel.reach import key_of
from rituals.bel.settings import RING
from rituals.engine.cards import Option
from rituals.engine.context import Context, View
from rituals.engine.events import Action
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, ShowForm
from rituals.engine.ritual import Offer
from rituals.engine.translate import mark
from store import accounts, ideas
from store.accounts import Person


def keys(_view: View, ref: Ref) -> tuple[Key, ...]:
    """The messages about a bell that others may have drawn anew."""
    return (key_of(ref.number),)


def may_ring(view: View, person: Person | None, ref: Ref) -> bool:
    """Once it was told that something was made better."""
    idea = ideas.get(view.tx, ref.number)
    return idea is not None and idea.state == "told" and (person is None or view.may_person(person, RING))


IDEA = Offer("idea", mark("🔔 Luid de bel"), frozenset({"idea"}), may_ring, opens_form=True)


def for_idea(event: Action, context: Context) -> Outcome:
    """[🔔 Luid de bel], on what was made better: the form, filled in."""
    idea = ideas.get(context.tx, event.ref.number) if event.ref and event.ref.kind == "idea" else None
    owner = accounts.get(context.tx, idea.owner_id) if idea and idea.owner_id else None
    makers = (Option(f"person:{owner.id}", owner.name),) if owner and owner.active else ()
    return Outcome(ShowForm(cards.form(context, None, idea.effect if idea else "", makers)))
