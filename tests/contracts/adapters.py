"""What a chat platform's tests give to the contract that all platforms must keep.

A folder in `adapters` that gives a NAME has a module `contract.py` in its folder of `tests/adapters`, with one
function `subject(store)`: an asynchronous context manager of a `Subject`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from adapters import Adapter
from bot.found import adapter_names
from rituals.engine.cards import Card
from rituals.engine.clock import Clock
from rituals.engine.platform import Parcel
from store.accounts import Account
from store.base import Store
from store.handles import Handle
from store.installations import Workspace
from store.places import Place


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as people have it before them.

    `text` is the fallback for screen readers and notifications, `read` all words of the drawn card with the
    platform's markup worked out, `elements` the kinds of things it is drawn with (tags, blocks, mentions).
    """

    id: str
    text: str
    read: str
    elements: frozenset[str]
    thread: str | None = None


@dataclass(frozen=True)
class Subject:
    """A platform that has started, with two places, somebody, and eyes to see what stands there."""

    platform: Adapter
    clock: Clock
    workspace: Workspace
    here: Place
    there: Place
    somebody: Account
    standing: Callable[[Place | Account], Awaitable[list[Standing]]]
    """What stands in a place, or in the private chat with somebody, oldest first."""
    answered: Callable[[Card], Awaitable[Handle]]
    """Gives `somebody` a private answer in `here`, as after an event, with the handle to change it."""
    answer_of: Callable[[Handle], Awaitable[str]]
    """What that private answer says now."""
    listed: Callable[[], Awaitable[None]]
    """The platform has told who is in its places."""
    leaves: Callable[[], Awaitable[None]] | None = None
    """`somebody` leaves `here`, as the platform tells it; None where nobody ever leaves."""

    def parcel(self, card: Card, to: Place | Account | None = None, *, key: str = "probe:1",
               posted: str | None = None, thread: str | None = None) -> Parcel:  # fmt: skip
        """A message on its way, to `here` unless said otherwise."""
        account = to if isinstance(to, Account) else None
        place = None if account else to if isinstance(to, Place) else self.here
        return Parcel(key, self.workspace, card, place, account, posted, thread)


class Descriptor(Protocol):
    """The module `contract.py` of a platform's tests."""

    def subject(self, store: Store) -> AbstractAsyncContextManager[Subject]: ...


def platform_names() -> tuple[str, ...]:
    """The adapter folders that are chat platforms."""
    return tuple(name for name in adapter_names() if hasattr(import_module(f"adapters.{name}"), "NAME"))


def descriptor(name: str) -> Descriptor:
    """How the tests of this platform build it and look at it."""
    return cast(Descriptor, import_module(f"tests.adapters.{name}.contract"))
