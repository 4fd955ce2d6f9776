"""Handing a paper over: on a card as a picture with a link, as a file in private, or in a sentence why not.

A link names the paper and whoever it was drawn for, sealed; behind it the page is drawn anew from the state, so what
was taken back or erased is there no more.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rituals.engine.cards import Block, Button, Buttons, Card, Control, Image, Link, Sheet, Small, controls_of
from rituals.engine.context import View
from rituals.engine.names import Key, Ref
from rituals.engine.papers import Paper, Papers, Printed, Unprintable
from rituals.engine.routing import SEND
from rituals.engine.translate import Say, mark
from store import accounts
from store.accounts import Person
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.desk import Desk
    from rituals.engine.platform import Platform
    from rituals.engine.seal import Sealer

PATH = "/stuk"
SAMPLES = f"{PATH}/voorbeeld"
THING = "paper"
"""The kind of a ref to a paper."""
STEP = 30 * 86_400
STEPS = 4
"""A link works for at least three and at most four times this many seconds, and changes as seldom."""

GONE = mark("Dit stuk is er niet meer.")
OLD = mark("Deze link is verlopen. Kijk in de chat: daar staat een nieuwe.")
NO_ADDRESS = mark("Ik kan hier nog geen plaatje laten zien. Vraag de beheerder om PUBLIC_URL in te stellen.")
COMING = mark("Komt eraan! Kijk zo in je chat met mij.")
_SEALED = "paper"


def laid_out(
    card: Card, view: View, viewer: Person | None, platform: Platform | None, public_url: str | None
) -> Card:  # fmt: skip
    """The card with every `Sheet` as this platform can hand it over."""
    blocks: list[Block] = []
    for block in card.blocks:
        blocks += _handed(block, view, viewer, platform, public_url) if isinstance(block, Sheet) else [block]
    return replace(card, blocks=tuple(blocks))


def sample(label: str, ritual: str, name: str) -> Link:
    """The way to one of a ritual's samples: where our pages can be reached it stands on the card."""
    return Link(label, f"{SAMPLES}/{ritual}/{name}")


def addressed(card: Card, platform: Platform | None, public_url: str | None) -> Card:
    """The card with whole addresses in the links to pages of our own; without those that nobody could open."""
    base = _base(platform, public_url)
    rows = (_linked(block, base) if isinstance(block, Buttons) else block for block in card.blocks)
    return replace(card, blocks=tuple(row for row in rows if row != Buttons(())))


def has_own_links(card: Card) -> bool:
    """Whether there is anything to complete."""
    return any(isinstance(one, Link) and one.url.startswith(SAMPLES) for one in controls_of(card))


def _linked(row: Buttons, base: str | None) -> Buttons:
    controls: list[Control] = []
    for one in row.controls:
        own = isinstance(one, Link) and one.url.startswith(SAMPLES)
        if isinstance(one, Link) and own and base is not None:
            controls.append(replace(one, url=f"{base.rstrip('/')}{one.url}"))
        elif not own:
            controls.append(one)
    return Buttons(tuple(controls))


def _base(platform: Platform | None, public_url: str | None) -> str | None:
    """What stands before our own paths; None where nobody can reach them."""
    return "" if platform and platform.capabilities.own_pages else public_url


def _handed(
    sheet: Sheet, view: View, viewer: Person | None, platform: Platform | None, public_url: str | None
) -> list[Block]:
    able = platform.capabilities if platform else None
    base = _base(platform, public_url)
    if base is not None:
        address = f"{base.rstrip('/')}{PATH}/{token(view.sealer, sheet.paper, viewer, view.now)}/{_slug(sheet.paper)}"
        return [Image(f"{address}.png", sheet.alt), Buttons((Link(view.say("PDF"), f"{address}.pdf"),))]
    if able and able.sends_files:
        return [Buttons((Button(sheet.send, SEND, Ref(THING, str(sheet.paper))),))]
    return [Small(view.say(NO_ADDRESS))] if viewer else []  # nobody is called upon in front of others


def token(sealer: Sealer, paper: Key, viewer: Person | None, now: datetime) -> str:
    """What stands in the address: alike as long as it may be, so that a card drawn anew keeps its picture."""
    until = (int(now.timestamp()) // STEP + STEPS) * STEP
    sealed = sealer.seal_alike(f"{_SEALED}\n{until}\n{viewer.id if viewer else ''}\n{paper}")
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def paper_of(ref: Ref | None) -> Key | None:
    """The paper that a button is about; None when that is nonsense."""
    try:
        return Key.parse(ref.id) if ref and ref.kind == THING else None
    except ValueError:
        return None


def _slug(key: Key) -> str:
    return re.sub(r"[^a-z0-9]+", "-", key.rest.lower()).strip("-") or "stuk"


class Handing:
    """Prints what was asked for, by whoever may have it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._papers = Papers()

    async def behind(self, link: str) -> Printed:
        """What a link leads to. Raises Unprintable, with a sentence in the reader's language."""
        say = self._desk.languages.say(self._desk.organisation.locale)
        text = _opened(self._desk.sealer, link)
        if text is None:
            raise Unprintable(say(GONE))
        _, until, person, key = text.split("\n", 3)
        if self._desk.clock.now().timestamp() > int(until):
            raise Unprintable(say(OLD))
        return await self.to(Key.parse(key), int(person) if person else None)

    async def to(self, key: Key, person_id: int | None) -> Printed:
        """A paper as this person, or everybody, may see it now; none for who left. Raises Unprintable, StoreError."""

        def look(tx: Tx) -> tuple[Paper | None, Say]:
            viewer = accounts.get(tx, person_id) if person_id else None
            gone = person_id is not None and (viewer is None or not viewer.active)
            return None if gone else self._desk.paper(tx, key, viewer), self._desk.speaks(tx, viewer)

        paper, say = await self._desk.store.read(look)
        if paper is None:
            raise Unprintable(say(GONE))
        try:
            return await self._papers.printed(paper)
        except Unprintable as error:
            raise Unprintable(say(error.sentence)) from None


def _opened(sealer: Sealer, link: str) -> str | None:
    """What was sealed for a paper; None for anything else, also of our own."""
    try:
        text = sealer.open(base64.urlsafe_b64decode(link + "=" * (-len(link) % 4)))
    except (binascii.Error, ValueError):
        return None
    return text if text and text.startswith(f"{_SEALED}\n") else None
