"""The organisation this deployment is for: its words, its week, and what its config.yaml chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from rituals.engine.workdays import Calendar
from store.frozen import frozen


@frozen
class Word:
    """An organisation's own word, with its article: "de huurder", "huurders"."""

    singular: str
    plural: str
    article: str


@frozen
class Colours:
    """As #rrggbb: `main` sets words on white, `accent` only draws lines."""

    main: str = "#1b4965"
    accent: str = "#c08a2d"


@frozen
class ConfiguredRoles:
    """Who has which role by config.yaml: e-mail addresses, or "platform:account"."""

    beheerder: tuple[str, ...] = ()
    curator: tuple[str, ...] = ()
    ritueelhouder: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@frozen
class Organisation:
    """`configured` is what config.yaml chose per ritual; `commands` the word people type for a command: {bel: gong}.

    `calendars` are the kinds that can be read: `ics` always, `graph` or `google` where IT switched it on.
    """

    name: str
    calendar: Calendar
    locale: str = "nl"
    customer: Word = Word("klant", "klanten", "de")
    colleague: Word = Word("collega", "collega's", "de")
    colours: Colours = Colours()
    configured: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    switched_off: frozenset[str] = frozenset()
    roles: ConfiguredRoles = field(default_factory=ConfiguredRoles)
    commands: Mapping[str, str] = field(default_factory=dict)
    mail_domains: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset({"ics"})

    def typed(self, command: str) -> str:
        """The word that people type for a command."""
        return self.commands.get(command, command)

    def meant(self, word: str) -> str:
        """The command, or ritual, that people mean by a word."""
        word = word.lower()
        return next((command for command, typed in self.commands.items() if typed == word), word)
