"""One folder per outside world: chat platforms and web pages.

A chat platform's folder gives `NAME`, `wanted(environment)` and `build(house)`; the application finds it by
that and lists nothing by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rituals.engine.platform import Platform

if TYPE_CHECKING:
    from aiohttp.web import AbstractRouteDef

    from rituals.engine.engine import Engine
    from store.base import Store

__all__ = ["Adapter", "House"]


@dataclass(frozen=True)
class House:
    """What an adapter is built with. `environment` holds the operator's variables, NAME_FILE already read."""

    engine: Engine
    store: Store
    environment: Mapping[str, str]


class Adapter(Platform, Protocol):
    """A platform that the application can host: it answers on `routes` and may work in the background."""

    def routes(self) -> Sequence[AbstractRouteDef]:
        """What it listens to."""

    async def start(self) -> None:
        """Called once, before the listener opens: make itself known in the store."""

    async def run(self) -> None:
        """Work in the background until cancelled."""

    async def stop(self) -> None:
        """Close streams and sessions; called before the listener closes."""
