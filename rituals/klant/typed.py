"""What is typed after `/klant`, and plain words in the private chat."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from rituals.engine.cards import Card
from rituals.engine.context import Context
from rituals.engine.events import Action, Command
from rituals.engine.outcome import Nothing, Outcome, Private
from rituals.klant import cards, choosing, quiet, roles

Typed = Callable[[str, Command, Context], Outcome]


def _words(some: str) -> frozenset[str]:
    return frozenset(some.split())


_THANKS = _words(
    "ok oke okay dank dankje dankjewel dankuwel bedankt merci thanks thank thanx thx cheers top fijn super mooi leuk"
    " prima goed great nice perfect lovely ja nee yes no 👍 🙏 ❤ 😀 🙂 😊 🎉 👏 🙌 💪"
)
_AROUND = _words("je jij u wel hoor he heel erg hartelijk veel voor alles you a lot so very much all")
"""Words that say nothing by themselves, but may stand around thanks."""
_SIGN = re.compile(r"[^\W_]+|[👍🙏❤😀🙂😊🎉👏🙌💪]")
_LOOSE = re.compile(r"[\s!?.,:;)(’'~*_\-\u200d\ufe0f🏻-🏿]*")
_THANKS_AT_MOST = 60


def command(event: Command, context: Context) -> Outcome:
    """`/klant <woord> ...`."""
    words = event.text.strip()
    if not words:
        return _private(cards.menu(context))
    if _is_thanks(words):
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
        return _private(cards.help_card(context))
    if first.lower() in ("alles", "menu", "all"):
        return _private(cards.menu(context))
    handle = known.get(first.lower())
    return handle(rest.strip(), event, context) if handle else _private(cards.unknown(context, event))


def _is_thanks(words: str) -> bool:
    """Nobody thanks to be answered: "Dank je wel!!", "top 👍", "thanks a lot"."""
    if len(words) > _THANKS_AT_MOST:
        return False
    bare = "".join(char for char in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(char))
    said = set(_SIGN.findall(bare))
    return bool(said & _THANKS) and said <= _THANKS | _AROUND and _LOOSE.fullmatch(_SIGN.sub("", bare)) is not None


def everything(_event: Action, context: Context) -> Outcome:
    """[Alles zien]."""
    return _private(cards.menu(context))


def help_button(_event: Action, context: Context) -> Outcome:
    """[Zo typ je het]."""
    return _private(cards.help_card(context))


def _private(card: Card) -> Outcome:
    return Outcome(Private(card))
