"""What a ritual is: a folder that gives one `Ritual`, found by the application and never listed by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from rituals.engine.cards import Block, Button, Card
from rituals.engine.events import (
    Action,
    Command,
    Event,
    FormChanged,
    FormSubmitted,
    Said,
    SlotDue,
)
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome
from store.accounts import Person
from store.frozen import frozen
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.context import Context, Drawing, View
    from rituals.engine.papers import Paper

E = TypeVar("E", bound=Event, contravariant=True)
V = TypeVar("V", bool, int, str, tuple[str, ...])

Role = Literal["beheerder", "ritueelhouder", "curator", "lid", "gast"]
Scope = Literal["organisation", "place", "person"]
Policy = Literal["at_most_once", "at_least_once"]
Text = str
"""A Dutch text marked for translation; it is translated where it is shown."""


@frozen
class Setting(Generic[V]):
    """A choice: the place's (or person's), else the organisation's from chat, else config.yaml's, else `default`."""

    name: str
    default: V
    label: Text
    scopes: tuple[Scope, ...] = ("organisation",)
    hint: Text = ""
    options: Mapping[str, Text] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None
    pattern: str = ""
    """A regular expression that the whole text must match."""
    excludes: str = ""
    """A yes or no of the same ritual that goes off when this one goes on."""

    def fits(self, value: object) -> bool:
        """Whether a value may be chosen."""
        if type(value) is not type(self.default):
            return False
        match value:
            case bool():
                return True
            case tuple():
                return not self.options or all(one in self.options for one in value)
            case int():
                return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
            case str():
                return (not self.options or value in self.options) and re.fullmatch(
                    self.pattern or ".*", value
                ) is not None
            case _:
                return False


@frozen
class Permission:
    """What somebody may do, and who by default. A beheerder may everything a ritueelhouder may."""

    name: str
    roles: frozenset[Role]
    refusal: Text


@frozen
class Handled(Generic[E]):
    """A handler with the permission it asks; None means that everybody who can see it may."""

    handle: Callable[[E, Context], Outcome]
    permission: Permission | None = None


@frozen
class Reader:
    """Reads the file of a form, in a child process: "module:function", and what that is told besides the bytes."""

    recipe: str
    args: Callable[[Context, FormSubmitted], Mapping[str, Any]]


@frozen
class CatchUp:
    """How late a slot may still be handled: within `late`, not after the local `before`; both None: always."""

    late: timedelta | None = None
    before: time | None = None


@frozen
class SlotRule:
    """The handler of a slot name, and its catch-up rule."""

    handle: Callable[[SlotDue, Context], Outcome]
    catch_up: CatchUp = field(default_factory=CatchUp)


@frozen
class Offer:
    """A button this ritual lends to the cards of others, without knowing them. Its action bears the offer's name.

    `behind`: kinds of things on whose cards it only stands behind the [⋯].
    """

    name: str
    label: Text
    on: frozenset[str]
    allowed: Callable[[View, Person | None, Ref], bool]
    opens_form: bool = False
    behind: frozenset[str] = frozenset()


@frozen
class Usage:
    """How a command is typed, for help and for a platform's registration."""

    word: str
    example: Text
    explanation: Text


@frozen
class Shortcut:
    """A command that can be picked from a menu, or on somebody's message; it comes back as a picked Command.

    `word` is one of the ritual's commands, `on_message` that the message's text comes with it.
    """

    word: str
    label: Text
    on_message: bool = False


@frozen
class Ritual:
    """All that a ritual gives. Names in the mappings are the ritual's own: the action `bel.clap` is "clap" here."""

    name: str
    title: Text
    draw: Callable[[Drawing, Key], Card | None]
    commands: Mapping[str, Handled[Command]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other words for a command, that nobody has to be told of: {"ideeen": "idee"}."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """What may be typed after `/klant` for a command with its words: {"voor mij": "verbeteraars mij"}."""
    words: frozenset[str] = frozenset()
    """First words that its command understands: plain words that begin so are no answer to a question."""
    usages: tuple[Usage, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    actions: Mapping[str, Handled[Action]] = field(default_factory=dict)
    forms: Mapping[str, Handled[FormSubmitted]] = field(default_factory=dict)
    previews: Mapping[str, Callable[[FormChanged, Context], tuple[Block, ...]]] = field(default_factory=dict)
    """By the name of a form: what stands under a watched field while it is typed. They may only read."""
    samples: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """Files to begin with, by their name: anybody may have them, so nothing of people stands in them."""
    readers: Mapping[str, Reader] = field(default_factory=dict)
    """By the name of a form: how its file is read."""
    unkept: frozenset[str] = frozenset()
    """Forms of which nothing that was filled in is kept, not even when they are closed or refused."""
    answers: Mapping[str, Handled[Said]] = field(default_factory=dict)
    """What somebody types after an `Expect` of this name."""
    hears: Callable[[Context, str], str | None] | None = None
    """Which of its phrases is meant by words that nobody understands, where it has a question open to who said them."""
    slots: Mapping[str, SlotRule] = field(default_factory=dict)
    listens: Mapping[type[Event], Callable[..., Outcome]] = field(default_factory=dict)
    plan: Callable[[Context], Outcome] | None = None
    """Asked at start, every day at 00:05 and after a change of settings: plans the slots that come back."""
    things: frozenset[str] = frozenset()
    menu: Callable[[Context, Ref], tuple[Button, ...]] | None = None
    home: Callable[[Context], tuple[Button, ...]] | None = None
    today: Callable[[Context], tuple[Block, ...]] | None = None
    """How it stands today, for the one who asks: on the bot's own page and under `/klant`."""
    settings: tuple[Setting[bool] | Setting[int] | Setting[str] | Setting[tuple[str, ...]], ...] = ()
    permissions: tuple[Permission, ...] = ()
    offers: tuple[Offer, ...] = ()
    policy: Policy = "at_least_once"
    """What to do with a message of which nobody can say whether it was sent."""
    subject: Callable[[Key], Ref | None] | None = None
    """The thing a message is about: what is locked when delivery tells how it went."""
    keys: Callable[[View, Ref], tuple[Key, ...]] | None = None
    """The messages about a thing of its own: drawn anew when another ritual says `Refresh`."""
    repeats: Callable[[View, Ref], tuple[Key, ...]] | None = None
    """Its messages that repeat the words of another ritual's thing: drawn anew with that thing."""
    paper: Callable[[Drawing, Key], Paper | None] | None = None
    """A paper as it looks now; None when it is not there, or not for this viewer."""
    demo: Callable[[Tx, datetime], object] | None = None
    """Fills a new try-out with invented things; never called where people work."""
    house: bool = False
    """Looks after the bot itself, so it is heard in stilte too."""
