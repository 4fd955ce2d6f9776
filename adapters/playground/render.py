"""Cards and forms as HTML. Templates escape everything; the browser gets nothing of people as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.playground import demo, tour, words
from adapters.playground.parse import EMOJI
from rituals.engine.cards import Card, Form
from rituals.engine.codec import Undecodable, decode
from rituals.engine.ritual import Shortcut, Usage
from rituals.engine.translate import Languages, Say
from store.playground import Message, Reacted

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_OPEN_CHOICES = 4
"""So many answers stand open; more of them fold into a list."""


class Renderer:
    """Draws for the people of one organisation."""

    def __init__(self, languages: Languages, zone: ZoneInfo, organisation: str) -> None:
        self.say = languages.say
        self._zone = zone
        self._organisation = organisation

    @cached_property
    def _templates(self) -> Environment:
        # Loaded when somebody looks: a start needs no templates, and they take two megabytes.
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        templates = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        templates.policies["json.dumps_kwargs"] = {"sort_keys": False}  # people stay in their own order
        templates.filters["kind"] = lambda thing: type(thing).__name__
        templates.filters["address"] = _address
        return templates

    def page(
        self, locale: str, usages: Sequence[Usage] = (), shortcuts: Sequence[Shortcut] = (),
        rituals: Iterable[str] = (), previews: Mapping[str, str] | None = None,
    ) -> str:  # fmt: skip
        """The page itself, in which everything else is shown.

        `previews` are the addresses that draw a "message" or an open "form" as other platforms would get it, with {id}
        in them; the page does not speak of what is not there.
        """
        say = self.say(locale)
        page_words = words.of_page(say, self._organisation)
        told = {
            **_world(say),
            "zone": self._zone.key,
            "words": page_words,
            "commands": [{"word": one.word, "example": one.example, "what": one.explanation} for one in usages],
            "picks": [{"word": one.word, "label": one.label} for one in shortcuts if one.on_message],
            "tour": tour.steps(say, rituals),
            "previews": previews or {},
        }
        return self._draw("page.html", language=locale, organisation=self._organisation, words=page_words, told=told)

    def message(self, message: Message, reactions: Sequence[Reacted], locale: str = "nl") -> str:
        """One message with its emoji."""
        who, card = demo.colleague(message.author), _card(message)
        return self._draw(
            "message.html",
            message=message,
            name=who.name if who else demo.BOT_NAME,
            mine=message.author != demo.BOT,
            card=card,
            time=self.moment(message.at, "HH:mm", locale),
            moment=self.moment(message.at, "EEEE d MMMM y HH:mm", locale),
            words=words.of_message(self.say(locale)),
            reactions=reactions if message.viewer is None else (),
        )

    def card(self, card: Card, locale: str = "nl") -> str:
        """A card on its own."""
        return self._draw("card.html", card=card, words=words.of_message(self.say(locale)))

    def form(self, form: Form, say: Say) -> str:
        """What stands in the dialog."""
        return self._draw(
            "form.html", form=form, words=words.of_form(say), language=say.locale, open_choices=_OPEN_CHOICES
        )

    def refusal(self, sentence: str, locale: str) -> str:
        """A page with one sentence."""
        title = words.of_page(self.say(locale), self._organisation)["title"]
        return self._draw("refusal.html", sentence=sentence, title=title, language=locale)

    def moment(self, at: datetime, pattern: str, locale: str = "nl") -> str:
        """A moment in the organisation's own time."""
        from babel.dates import format_datetime  # with its data, when somebody looks

        return format_datetime(at.astimezone(self._zone), pattern, locale=locale)

    def _draw(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(values)


def _world(say: Say) -> Mapping[str, object]:
    """Who is in which room, for the page."""
    return {
        "people": {
            one.account: {"name": one.name, "work": say(one.work), "teams": one.teams, "organises": one.organises}
            for one in demo.COLLEAGUES
        },
        "rooms": [
            {
                "id": room.external,
                "purpose": say(room.purpose),
                "private": room.kind == "private",
                "shared": room.shared,
                "members": room.members,
            }
            for room in demo.ROOMS
        ],
        "bot": demo.BOT,
        "botName": demo.BOT_NAME,
        "emoji": EMOJI,
        "rings": demo.RINGS,
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


def _address(url: str) -> str:
    """Only what a browser opens as a page; `javascript:` and the like lead nowhere."""
    return url if url.startswith(("https://", "http://", "/")) else "#"
