"""One folder per outside world: chat platforms and web pages.

A chat platform's folder gives `NAME`, `wanted(environment)` and `build(house)`; the application finds it by
that and lists nothing by hand. A module `examine` in it gives `examine(chart)`, for `klantritme doctor`; a function
`preview` gives what the platform would be sent, for whoever compares platforms.
A folder without `NAME` is no chat platform: it only listens.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from rituals.engine.platform import Platform

if TYPE_CHECKING:
    from datetime import datetime

    from aiohttp.web import AbstractRouteDef

    from rituals.engine.cards import Card, Form
    from rituals.engine.clock import Clock
    from rituals.engine.engine import Engine
    from rituals.engine.ritual import Shortcut, Usage
    from rituals.engine.seal import Sealer
    from rituals.engine.translate import Say
    from store.base import Store
    from store.installations import Workspace
    from store.places import Place
    from store.tx import Tx

__all__ = [
    "Adapter", "Chart", "Drawn", "Examiner", "Finding", "Hosted", "House", "Look", "Preview", "Previewer", "Registry",
    "Source",
]  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True)
class Preview:
    """What a platform would be sent, in its own format; nothing is sent.

    `dropped` is what had to go to make it fit, in words for operators.
    """

    title: str
    format: Literal["block kit", "adaptive card"]
    sent: Mapping[str, Any]
    dropped: tuple[str, ...] = ()


class Previewer(Protocol):
    """The function `preview` of an adapter's folder: works without the platform's SDK, token or network."""

    def __call__(self, shown: Card | Form, say: Say, /, *, private: bool = False) -> Preview:
        """`private`: the card is for one person alone."""


@dataclass(frozen=True)
class Source:
    """A system that calls us with what customers said: how it proves who it is, and where things stand (JMESPath).

    `scale` is the score from which words are praise, and the one up to which they are criticism.
    """

    name: str
    verify: Literal["path", "bearer", "hmac"]
    secret: str = field(repr=False)
    header: str = ""
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    items: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class House:
    """What an adapter is built with. `environment` holds the operator's variables, NAME_FILE already read.

    `previewers` are those of all installed platforms, also of the ones that are not wanted. `calendar_hosts` are
    those of this organisation's own network that calendars may be read from.
    """

    engine: Engine
    store: Store
    environment: Mapping[str, str]
    previewers: Sequence[Previewer] = ()
    sources: tuple[Source, ...] = ()
    calendar_hosts: frozenset[str] = frozenset()


class Hosted(Protocol):
    """What the application can host: it answers on `routes` and may work in the background."""

    @property
    def name(self) -> str: ...

    def routes(self) -> Sequence[AbstractRouteDef]:
        """What it listens to."""

    async def start(self) -> None:
        """Called once, before the listener opens: make itself known in the store."""

    async def run(self) -> None:
        """Work in the background until cancelled."""

    async def stop(self) -> None:
        """Close streams and sessions; called before the listener closes."""


class Adapter(Platform, Hosted, Protocol):
    """A chat platform that the application hosts."""


@dataclass(frozen=True)
class Registry:
    """What people can type and pick, for a platform's own list of commands; `organisation` is whose bot it is.

    `usages` and `shortcuts` are in the organisation's language, `english` the same for who reads English.
    """

    organisation: str
    locale: str
    usages: tuple[Usage, ...]
    shortcuts: tuple[Shortcut, ...]
    english: tuple[tuple[Usage, ...], tuple[Shortcut, ...]] = ((), ())


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `what` and `remedy` are for operators: English, and without words of people."""

    level: Literal["ok", "note", "wrong"]
    what: str
    remedy: str = ""


@dataclass(frozen=True)
class Drawn:
    """Every card and form that the product showed in a rehearsal; none has been fitted to a platform yet."""

    cards: tuple[Card, ...] = ()
    forms: tuple[Form, ...] = ()


class Look(Protocol):
    """Reads from the database; it cannot write, and another process may be running on it."""

    def __call__(self, work: Callable[[Tx], T], /) -> T: ...


@dataclass(frozen=True)
class Chart:
    """What an examination is given. It asks and looks, and changes nothing anywhere.

    `workspaces` are the platform's own, `wanted` their open places in which something was switched on, `heard` is
    when somebody was last seen to do something there, to within an hour: it is kept no closer.
    """

    environment: Mapping[str, str]
    drawn: Drawn
    clock: Clock
    say: Say
    sealer: Sealer
    look: Look
    workspaces: tuple[Workspace, ...] = ()
    wanted: tuple[Place, ...] = ()
    heard: datetime | None = None


class Examiner(Protocol):
    """The module `examine` of an adapter's folder."""

    def examine(self, chart: Chart, /) -> AsyncIterator[Finding]: ...
