"""What happened, in the past tense and without any platform's types.

Adapters make the events of people, Uninstalled and Received; the engine makes those of the clock, of delivery and of
accounts: SlotDue, SlotSkipped, SlotFailed, Returned, Shown, NotShown, MemberLeft, Linked and Joined; the house tells
AbsenceTold. `delivery` is the platform's own id of the delivery and the only thing that tells a redelivery from a
second press.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from rituals.engine.files import Upload
from rituals.engine.names import Key, Ref, Slot
from store.accounts import AccountSeen, Person
from store.frozen import frozen
from store.places import Place, PlaceSeen

Value = str | tuple[str, ...]


@frozen
class Origin:
    """Who did it and where, as the platform names them. `place` is None in a private chat with the bot.

    `message` is the platform's id of the person's own message in the place, where there is one.
    """

    platform: str
    workspace: str
    account: AccountSeen
    place: PlaceSeen | None = None
    thread: str | None = None
    message: str | None = None


@frozen
class Mention:
    """Somebody named in a text: the words as they stand there, and the platform's id of the account."""

    words: str
    account: str


@frozen(kw_only=True)
class Event:
    """Base of all events. `at` is aware."""

    delivery: str
    at: datetime


@frozen(kw_only=True)
class FromPerson(Event):
    """Base of what people do."""

    origin: Origin


@frozen(kw_only=True)
class Command(FromPerson):
    """A typed command: `/bel tekst` is word "bel" and text "tekst"; `/klant stil` is word "klant".

    `public`: the words already stand in the place for all to see, as with an @mention in a channel. `picked`: chosen
    from a menu or on somebody's message; a form opens, filled in with `text`.
    """

    word: str
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    public: bool = False
    picked: bool = False


@frozen(kw_only=True)
class Action(FromPerson):
    """A pressed button. `posted` is the platform's id of the message it stood on, where it tells."""

    action: str
    ref: Ref | None = None
    posted: str | None = None


@frozen(kw_only=True)
class FormSubmitted(FromPerson):
    """A form was sent. `draft` is the id the engine gave the form.

    `files` are by the name of their field; the engine has them read before the handler sees them.
    """

    form: str
    draft: str
    values: Mapping[str, Value] = field(default_factory=dict)
    ref: Ref | None = None
    files: Mapping[str, Upload] = field(default_factory=dict)


@frozen(kw_only=True)
class FormChanged(FromPerson):
    """Somebody types in a watched field. Read-only, and nothing of it is kept."""

    form: str
    draft: str
    values: Mapping[str, Value] = field(repr=False)
    field: str


@frozen(kw_only=True)
class FormClosed(FromPerson):
    """A form was closed without being sent; what was typed, where a platform tells."""

    form: str
    draft: str
    values: Mapping[str, Value] = field(default_factory=dict)
    ref: Ref | None = None


@frozen(kw_only=True)
class Search(FromPerson):
    """Somebody types in a person field. Read-only."""

    query: str


@frozen(kw_only=True)
class Said(FromPerson):
    """Plain words to the bot in a private chat."""

    text: str
    mentions: tuple[Mention, ...] = ()
    ref: Ref | None = None
    """What the question was about that these words answer: filled in by the engine."""


@frozen(kw_only=True)
class Reaction(FromPerson):
    """An emoji put on, or taken off, a message of ours. `emoji` is the character itself."""

    emoji: str
    added: bool
    posted: str
    key: Key | None = None
    """Which message of ours it is: filled in by the engine."""


@frozen(kw_only=True)
class HomeOpened(FromPerson):
    """The bot's own page was opened. Read-only."""


@frozen(kw_only=True)
class Installed(FromPerson):
    """The app was added to a workspace (place None) or a place, by whoever the origin says; `name` is the workspace's.

    An adapter sends it for a workspace that nobody knows yet: it is recorded, and waits until a beheerder admits it.
    """

    name: str = ""


@frozen(kw_only=True)
class Uninstalled(Event):
    """The app was taken out of a workspace (place None) or a place."""

    platform: str
    workspace: str
    place: str | None = None


@frozen
class Entry:
    """One thing that a customer said, as another system tells it; what it does not tell is empty.

    `external` is that system's own name for it, `gone` that it was taken away there, `at` aware.
    """

    external: str = ""
    text: str = ""
    title: str = ""
    score: float | None = None
    at: datetime | None = None
    channel: str = ""
    gone: bool = False


@frozen
class Scale:
    """What the scores of a system mean: praise from here on, criticism up to here, and mixed words between."""

    positive_from: float
    critical_to: float


@frozen(kw_only=True)
class Received(Event):
    """Another system told us what customers said. `source` is its name in config.yaml."""

    source: str
    entries: tuple[Entry, ...]
    scale: Scale | None = None


@frozen(kw_only=True)
class MemberLeft(Event):
    """An account was closed by its workspace. Made by the engine, from what an adapter lets it learn."""

    platform: str
    workspace: str
    account: str


@frozen(kw_only=True)
class MembersChanged(Event):
    """Somebody came into a place or left it. Made by the engine, from what an adapter lets it learn."""

    place_id: int


@frozen(kw_only=True)
class Linked(Event):
    """By its address alone an account was taken for that of a colleague with a role: a beheerder has to confirm it."""

    account_id: int


@frozen(kw_only=True)
class AbsenceTold(Event):
    """A colleague chose other days off, is away until a day, or is back: what counted on them may look again."""

    person_id: int


@frozen(kw_only=True)
class Joined(Event):
    """By an account two people turned out to be one: what was theirs is all this person's now."""

    person_id: int


@frozen(kw_only=True)
class SlotDue(Event):
    """The clock reached a slot; `due` is when it was planned for."""

    slot: Slot
    due: datetime


@frozen(kw_only=True)
class SlotSkipped(Event):
    """A slot was too late for its catch-up rule and is skipped for good."""

    slot: Slot
    due: datetime


@frozen(kw_only=True)
class SlotFailed(Event):
    """A slot's handler failed five times. Every ritual may listen; the house tells the beheerders."""

    slot: Slot
    error: str


@frozen(kw_only=True)
class Returned(Event):
    """The bot was away from `since` until now."""

    since: datetime


Reason = Literal["lapsed", "held", "refused", "uncertain", "parked", "withdrawn", "quiet"]


@frozen(kw_only=True)
class Shown(Event):
    """A message stands on its platform for the first time."""

    key: Key
    to: Place | Person


@frozen(kw_only=True)
class NotShown(Event):
    """A message does not stand there, and why; `detail` is for operators."""

    key: Key
    to: Place | Person
    reason: Reason
    detail: str = ""
