"""What is typed after `/klant`, and plain words in the private chat."""

from __future__ import annotations

import re
from collections.abc import Callable

from rituals.engine.cards import Card
from rituals.engine.context import Context
from rituals.engine.events import Action, Command
from rituals.engine.outcome import Nothing, Outcome, Private
from rituals.klant import cards, choosing, quiet, roles

Typed = Callable[[str, Command, Context], Outcome]

_THANKS = re.compile(
    r"(?:(?:ok(?:é|e|ay)?|dank(?:\s*(?:je|u))?(?:\s*wel)?|bedankt|thanks?(?:\s+you)?|top|fijn|super|mooi|leuk|prima|goed"
    r"|ja|nee|hoor|👍|🙏|❤️|😀|🙂|🎉|👏)[\s!.,🏻-🏿]*)+",
    re.IGNORECASE,
)
_THANKS_AT_MOST = 60


def command(event: Command, context: Context) -> Outcome:
    """`/klant <woord> ...`."""
    words = event.text.strip()
    if not words:
        return _private(cards.menu(context))
    if len(words) <= _THANKS_AT_MOST and _THANKS.fullmatch(words):
        return Outcome(Nothing())
    first, _, rest = words.partition(" ")
    known: dict[str, Typed] = {
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
        "rol": roles.typed,
        "role": roles.typed,
    }
    if first.lower() in ("help", "hulp", "?", "uitleg"):
        return _private(cards.usages(context))
    if first.lower() in ("alles", "menu", "all"):
        return _private(cards.menu(context))
    handle = known.get(first.lower())
    return handle(rest.strip(), event, context) if handle else _private(cards.unknown(context))


def everything(_event: Action, context: Context) -> Outcome:
    """[Alles zien]."""
    return _private(cards.menu(context))


def help_button(_event: Action, context: Context) -> Outcome:
    """[Zo typ je het]."""
    return _private(cards.usages(context))


def _private(card: Card) -> Outcome:
    return Outcome(Private(card))
