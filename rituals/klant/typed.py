"""What is typed after `/klant`, and plain words in the private chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rituals.engine.cards import Card
from rituals.engine.context import Context
from rituals.engine.events import Action, Command
from rituals.engine.outcome import Nothing, Outcome, Private
from rituals.engine.routing import HELP
from rituals.engine.thanks import says_thanks
from rituals.klant import absent, cards, choosing, quiet, roles

Typed = Callable[[str, Command, Context], Outcome]

_KNOWN: Mapping[str, Typed] = MappingProxyType(
    {
        "stil": quiet.hush,
        "stilte": quiet.hush,
        "quiet": quiet.hush,
        "pauzeer": quiet.pause,
        "pauze": quiet.pause,
        "pause": quiet.pause,
        "hervat": quiet.resume,
        "resume": quiet.resume,
        "instellingen": choosing.typed,
        "settings": choosing.typed,
        "voorkeuren": choosing.typed_preferences,
        "preferences": choosing.typed_preferences,
        "vrij": absent.free,
        "free": absent.free,
        "weg": absent.away,
        "afwezig": absent.away,
        "away": absent.away,
        "terug": absent.back,
        "back": absent.back,
        "rol": roles.typed,
        "rollen": roles.typed,
        "role": roles.typed,
    }
)
_MENU = frozenset({"alles", "menu", "all"})
WORDS = frozenset(_KNOWN) | _MENU | HELP
"""Every first word that means something here."""


def command(event: Command, context: Context) -> Outcome:
    """`/klant <woord> ...`."""
    words = event.text.strip()
    if not words:
        return _private(cards.menu(context))
    if says_thanks(words):
        return Outcome(Nothing())
    if absent.is_back(words):
        return absent.back("", event, context)
    first, _, rest = words.partition(" ")
    if first.lower() in HELP:
        return _private(cards.help_card(context))
    if first.lower() in _MENU:
        return _private(cards.menu(context))
    handle = _KNOWN.get(first.lower())
    return handle(rest.strip(), event, context) if handle else _private(cards.unknown(context, event))


def everything(_event: Action, context: Context) -> Outcome:
    """[Alles zien]."""
    return _private(cards.menu(context))


def help_button(_event: Action, context: Context) -> Outcome:
    """[Zo typ je het]."""
    return _private(cards.help_card(context))


def _private(card: Card) -> Outcome:
    return Outcome(Private(card))
