"""Other systems that call us with what customers said: POST /hooks/<source>. What they are stands in config.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters import House
    from adapters.sources.hooks import Hooks


def wanted(environment: Mapping[str, str]) -> bool:
    """A source whose secret is set."""
    return any(name.startswith("SOURCE_") and name.endswith("_SECRET") for name in environment)


def build(house: House) -> Hooks:
    """The routes of every source."""
    from adapters.sources.hooks import Hooks

    return Hooks(house.engine, house.sources)
