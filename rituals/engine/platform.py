"""What the engine knows of a chat platform: what it can show, how fast it may be used, how to send to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from rituals.engine.cards import Card
from store.accounts import Account
from store.frozen import frozen
from store.handles import Handle
from store.installations import Workspace
from store.places import Place


@frozen
class Capabilities:
    """What a platform can show, as data. Lengths count characters."""

    private_in_place: bool
    """A private answer can stand in the channel where it was asked."""
    form_from_command: bool
    """A form can open from a typed command; else the answer is a card with one button."""
    form_from_words: bool
    """The same, from plain words to the bot and from a mention in a place."""
    press_redraws: bool
    """A press can be answered with the pressed card drawn anew for the one who pressed."""
    reactions: bool
    threads: bool
    lookup: bool
    """It can be asked whether a message with our key stands in a place."""
    silent: bool
    """A message can come without sound or badge."""
    before_command: str
    """What people type before the word of a command."""
    before_place: str
    """What people write before the name of a place."""
    files: bool
    """A form can ask for a file."""
    previews: bool
    """A form can show something under a field while that is typed."""
    max_text: int
    max_card: int
    max_blocks: int
    max_buttons: int
    max_label: int
    max_options: int
    max_title: int
    max_value: int
    own_pages: bool = False
    """Its cards stand on pages of our own, where an address needs no host."""
    sends_files: bool = False
    """A file can be sent into somebody's private chat."""


@frozen
class Rate:
    """At most `count` calls in any `seconds`."""

    count: int
    seconds: float


@frozen
class Limits:
    """How fast the platform may be used; delivery spends 70 % of each and replies have the rest."""

    workspace: tuple[Rate, ...] = ()
    place: tuple[Rate, ...] = ()
    updates: tuple[Rate, ...] = ()


@frozen
class Parcel:
    """One message on its way to a place, or else to an account in private.

    `key` goes out in the platform's metadata where it has any. `posted` is the platform's id of a message that
    stands there already; `thread` that of the message this one answers. With `aloud` it answers words of a person
    for all to see: a platform that folds threads away shows it in the place as well.
    """

    key: str
    workspace: Workspace
    card: Card
    place: Place | None = None
    account: Account | None = None
    posted: str | None = None
    thread: str | None = None
    aloud: bool = False


class Platform(Protocol):
    """How delivery sends. Every method raises a DeliveryError, and never retries by itself."""

    @property
    def name(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...
    @property
    def limits(self) -> Limits: ...

    async def post(self, parcel: Parcel) -> str:
        """Send a new message; the platform's id of it."""

    async def update(self, parcel: Parcel) -> None:
        """Make the message `parcel.posted` look like the card."""

    async def remove(self, parcel: Parcel) -> None:
        """Take the message `parcel.posted` down."""

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        """Change a private answer through its handle."""

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        """The platform's id of the message with our key in this place, posted after `since`; needs `lookup`."""


def platform_named(platforms: Sequence[Platform], name: str) -> Platform | None:
    """The platform of a workspace, when it is configured here."""
    for platform in platforms:
        if platform.name == name:
            return platform
    return None
