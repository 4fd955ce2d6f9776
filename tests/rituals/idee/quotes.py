"""A ritual that shows a real quote at once and wherever it is asked to, with room for the buttons of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rituals.engine.cards import Card, More, Offers, Small, Voice, buttons
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Command
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, Show
from rituals.engine.ritual import Handled, Permission, Ritual, Usage
from store import accounts, idea_standing, quotes
from store.base import Store
from store.quotes import NewQuote, Quote
from store.tx import Tx
from tests.fakes.world import MONDAY

WORDS = "Ik moest drie keer hetzelfde uitleggen"
SHOW = Permission("show", frozenset({"lid"}), "Quotes zijn voor collega's.")


def _first(tx: Tx) -> Quote:
    quote = quotes.get(tx, 1)
    assert quote
    return quote


@dataclass
class Quotes:
    """One quote, number 1, of which nobody knows whose it is."""

    store: Store

    async def open(self) -> Quotes:
        """It is there, and may be shown."""
        await self.store.transact(lambda tx: quotes.add(tx, _quote(None), MONDAY))
        return self

    async def through(self, person_id: int) -> None:
        """A colleague can tell the customer."""
        await self.store.transact(lambda tx: quotes.rewrite(tx, _first(tx), _quote(person_id)))

    async def take_away(self) -> None:
        """It was not right after all."""
        await self.store.transact(lambda tx: quotes.set_state(tx, 1, "gone", None))


def _quote(contact_id: int | None) -> NewQuote:
    return NewQuote(WORDS, "test", date(2026, 11, 20), side="critical", contact_id=contact_id,
                    anonymous=contact_id is None, ready=True)  # fmt: skip


def ritual() -> Ritual:
    """`/citaat 1` posts a quote where it is typed."""
    return Ritual(
        name="citaat",
        title="Citaten",
        draw=draw,
        commands={"citaat": Handled(show, SHOW)},
        usages=(Usage("citaat", "/citaat 1", "Laat een citaat zien."),),
        things=frozenset({"quote"}),
        permissions=(SHOW,),
        menu=lambda _context, _ref: (),
        keys=lambda _view, ref: (Key("citaat", ref.id),),
    )


def draw(drawing: Drawing, key: Key) -> Card | None:
    """The voice, how it stands with the ideas, and the buttons."""
    ref, quote = Ref("quote", key.rest), quotes.get(drawing.tx, int(key.rest))
    if quote is None:
        return None
    stands = idea_standing.of(drawing.tx, str(ref))
    owner = accounts.get(drawing.tx, stands.owner_id) if stands.owner_id else None
    line = f"{stands.ideas} ideeën, opgepakt: {(owner.first if owner else 'een collega') if stands.taken else '-'}"
    return Card((Voice(quote.text), Small(line), buttons(Offers(ref), More(ref))))


def show(event: Command, context: Context) -> Outcome:
    """`/citaat 1`."""
    return Outcome(effects=(Show(Key("citaat", event.text), context.place),))
