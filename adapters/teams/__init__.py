"""Microsoft Teams: our own check of tokens, our own calls, and of botbuilder only what is sound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.teams.limits import NAME

if TYPE_CHECKING:
    from adapters import Adapter, House, Preview
    from rituals.engine.cards import Card, Form
    from rituals.engine.translate import Say

__all__ = ["NAME", "build", "preview", "wanted"]


def wanted(environment: Mapping[str, str]) -> bool:
    """Any variable of Teams asks for it; which ones it needs is checked before it is built."""
    return any(value and name.startswith("TEAMS_") for name, value in environment.items())


def build(house: House) -> Adapter:
    """The adapter for this house. Imported here: botbuilder, for whoever uses Teams."""
    from adapters.teams.adapter import Teams

    return Teams(house)


def preview(shown: Card | Form, say: Say, /, *, private: bool = False) -> Preview:
    """What Teams would be sent."""
    from adapters.teams.previews import previewed

    return previewed(shown, say, private)
