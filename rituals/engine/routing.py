"""From an event of a person to the ritual and the handler it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rituals.engine.events import Action, Command, FormSubmitted, FromPerson, Said
from rituals.engine.names import Ref
from rituals.engine.outcome import Outcome
from rituals.engine.ritual import Permission, Ritual
from store.expected import Expected
from store.frozen import frozen

HOUSE = "klant"
"""The command of the house itself; also the word before any other command: `/klant bel ...`."""
MENU = "menu"
"""The action of the [⋯] of a card."""
OPEN = "open"
"""The action of the button that opens a form which a typed command could not."""
SEND = "send"
"""The action of the button that brings a paper where it has no address."""
_FIRST = re.compile(r"[\s/]*([^\s:]+)[\s:]*(.*)", re.DOTALL)
HELP = frozenset({"help", "hulp", "?", "uitleg"})


@frozen
class Route:
    """Where an event goes, and the event as the handler gets it."""

    ritual: Ritual
    event: FromPerson
    handle: Callable[[Any, Any], Outcome]
    permission: Permission | None


class Router:
    """Knows every word, action and form of the installed rituals."""

    def __init__(self, rituals: tuple[Ritual, ...], words: Mapping[str, str]) -> None:
        """`words` gives a command another name: {"bel": "gong"}."""
        self._rituals = {ritual.name: ritual for ritual in rituals}
        self._things = {thing: ritual for ritual in rituals for thing in ritual.things}
        self._commands = {word: ritual for ritual in rituals for word in ritual.commands}
        aliases = {alias: word for ritual in rituals for alias, word in ritual.aliases.items()}
        self._understood = HELP.union(*(ritual.words for ritual in rituals))
        self._phrases = {phrase: words for ritual in rituals for phrase, words in ritual.phrases.items()}
        self._words = aliases | {own.lower(): word for word, own in words.items()}

    def ritual_of(self, thing: str) -> Ritual | None:
        """The ritual to which refs of this kind belong."""
        return self._things.get(thing)

    def knows(self, text: str) -> bool:
        """Whether plain words begin as a command does."""
        first = split(text)[0].lower()
        word = self._words.get(first, first)
        known = word in self._commands or word in self._understood or self._meant(text) != text
        return text.lstrip().startswith("/") or known

    def answer(self, event: Said, asked: Expected) -> Route | None:
        """To whoever asked; None when that ritual is not there any more."""
        ritual = self._rituals.get(asked.ritual)
        handled = ritual.answers.get(asked.answer) if ritual else None
        about = replace(event, ref=Ref.parse(asked.ref) if asked.ref else None)
        return Route(ritual, about, handled.handle, handled.permission) if ritual and handled else None

    def find(self, event: FromPerson) -> Route | None:
        """None for what nobody handles."""
        match event:
            case Command():
                return self._command(event)
            case Said():
                return self._said(event)
            case Action():
                return self._handled(event, event.action, "actions")
            case FormSubmitted():
                return self._handled(event, event.form, "forms")
            case _:
                return None

    def _command(self, event: Command) -> Route | None:
        event = self._peeled(event)
        ritual = self._commands.get(event.word) or self._commands.get(HOUSE)
        if ritual is None:
            return None
        word = event.word if event.word in ritual.commands else HOUSE
        if word != event.word:  # a word nobody knows: the house answers with what it does know
            event = replace(event, word=HOUSE, text=f"{event.word} {event.text}".strip())
        handled = ritual.commands[word]
        return Route(ritual, event, handled.handle, handled.permission)

    def _peeled(self, event: Command) -> Command:
        """`/klant bel tekst` is `/bel tekst`."""
        word = self._words.get(event.word.lower(), event.word.lower())
        if word == HOUSE:
            first, rest = split(self._meant(event.text))
            inner = self._words.get(first.lower(), first.lower())
            if inner != HOUSE and inner in self._commands:
                return replace(event, word=inner, text=rest)
        whole = f"{event.word} {event.text}".strip()
        if (meant := self._meant(whole)) != whole:
            word, text = split(meant)
            return replace(event, word=word, text=text)
        return event if word == event.word else replace(event, word=word)

    def _said(self, event: Said) -> Route | None:
        first, rest = split(event.text)
        spoken = Command(
            delivery=event.delivery,
            at=event.at,
            origin=event.origin,
            word=first,
            text=rest,
            mentions=event.mentions,
        )
        return self._command(spoken)

    def _meant(self, text: str) -> str:
        """`voor mij`, and nothing else, is `verbeteraars mij`."""
        plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .!?")
        return self._phrases.get(" ".join(plain.split()), text)

    def _handled(self, event: Action | FormSubmitted, name: str, kind: str) -> Route | None:
        owner, _, own = name.partition(".")
        ritual = self._rituals.get(owner)
        handled = getattr(ritual, kind).get(own) if ritual else None
        return Route(ritual, event, handled.handle, handled.permission) if ritual and handled else None


def split(text: str) -> tuple[str, str]:
    """The first word of what was typed, and the rest: a new line or a colon ends a word as well as a space does."""
    found = _FIRST.match(text)
    return (found[1], found[2].rstrip()) if found else ("", "")


def wants_help(event: FromPerson) -> bool:
    """`/bel help`."""
    return isinstance(event, Command) and not event.picked and event.text.strip().lower() in HELP
