"""Cards and forms as HTML. Templates escape everything; the browser gets nothing of people as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.playground import demo
from adapters.playground.parse import EMOJI
from adapters.playground.words import of_form
from rituals.engine.cards import Buttons, Card, Form
from rituals.engine.codec import Undecodable, decode
from rituals.engine.ritual import Usage
from rituals.engine.translate import Say
from store.playground import Message, Reacted

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Shown:
    """An emoji under a message, as one viewer sees it."""

    emoji: str
    times: int
    mine: bool


class Renderer:
    """Draws for the people of one organisation."""

    def __init__(self, zone: ZoneInfo, organisation: str) -> None:
        self._zone = zone
        self._organisation = organisation
        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["kind"] = lambda thing: type(thing).__name__
        self._templates.filters["address"] = _address

    def page(self, usages: Sequence[Usage]) -> str:
        """The page itself, in which everything else is shown."""
        return self._draw(
            "page.html",
            organisation=self._organisation,
            zone=self._zone.key,
            world=_world(),
            people=demo.COLLEAGUES,
            usages=usages,
        )

    def message(self, message: Message, reactions: Sequence[Reacted]) -> str:
        """One message with its emoji."""
        who, card = demo.colleague(message.author), _card(message)
        return self._draw(
            "message.html",
            message=message,
            name=who.name if who else demo.BOT_NAME,
            mine=message.author != demo.BOT,
            card=card,
            time=self.moment(message.at),
            reactions=_shown(reactions) if _is_for_all(message) and card and _has_buttons(card) else (),
        )

    def card(self, card: Card) -> str:
        """A card on its own."""
        return self._draw("card.html", card=card)

    def form(self, form: Form, say: Say) -> str:
        """What stands in the dialog."""
        return self._draw("form.html", form=form, words=of_form(say), language=say.locale)

    def refusal(self, sentence: str) -> str:
        """A page with one sentence."""
        return self._draw("refusal.html", sentence=sentence)

    def moment(self, at: datetime, pattern: str = "EEE d MMM HH:mm") -> str:
        """A moment in the organisation's own time, in Dutch."""
        return format_datetime(at.astimezone(self._zone), pattern, locale="nl")

    def _draw(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(values)


def _world() -> Mapping[str, object]:
    """Who is in which room, for the page."""
    return {
        "people": {one.account: {"name": one.name, "work": one.work} for one in demo.COLLEAGUES},
        "rooms": [
            {
                "id": room.external,
                "purpose": room.purpose,
                "private": room.kind == "private",
                "shared": room.shared,
                "members": room.members,
            }
            for room in demo.ROOMS
        ],
    }


def _card(message: Message) -> Card | None:
    """None when there is none, or when a later version cannot read it: its text is always there."""
    if message.card is None:
        return None
    try:
        found = decode(message.card)
    except Undecodable:
        return None
    return found if isinstance(found, Card) else None


def _is_for_all(message: Message) -> bool:
    return message.author == demo.BOT and message.viewer is None and message.parent is None


def _has_buttons(card: Card) -> bool:
    return any(isinstance(block, Buttons) for block in card.blocks)


def _address(url: str) -> str:
    """Only what a browser opens as a page; `javascript:` and the like lead nowhere."""
    return url if url.startswith(("https://", "http://", "/")) else "#"


def _shown(reactions: Sequence[Reacted]) -> tuple[Shown, ...]:
    counted = {one.emoji: one for one in reactions}
    return tuple(
        Shown(emoji, counted[emoji].times, counted[emoji].mine) if emoji in counted else Shown(emoji, 0, False)
        for emoji in EMOJI
    )
