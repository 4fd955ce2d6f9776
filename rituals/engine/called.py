"""What things are called where somebody reads of them: a place as its own platform writes it, a command as typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rituals.engine.platform import Capabilities
from rituals.engine.translate import Say, mark
from store.installations import Workspace
from store.places import APART, Place

FIRST = mark("Algemeen")
"""The first channel of a team, which has no name of its own: each reader sees one in their own language."""


CHAT = mark("een groepschat")
"""A chat of several people that nobody gave a name: those who are in it see each other's names instead."""


class Named(Protocol):
    """All that a ritual may know of a platform."""

    @property
    def name(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...


def place_called(place: Place, workspace: Workspace | None, platforms: Sequence[Named], say: Say) -> str:
    """A place as people write it on its own platform: "#team-noord", "Waterrand › Algemeen"."""
    if _is_nameless(place):
        return say(CHAT)
    there = next((one for one in platforms if workspace and one.name == workspace.platform), None)
    sign = there.capabilities.before_place if there else ""
    return f"{sign}{whole_name(place, say)}"


def whole_name(place: Place, say: Say) -> str:
    """The name of a place, in somebody's language."""
    if _is_nameless(place):
        return say(CHAT)
    team, apart, channel = place.name.rpartition(APART)
    return f"{team}{apart}{say(FIRST)}" if apart and channel == FIRST else place.name


def _is_nameless(place: Place) -> bool:
    return place.kind == "chat" and place.name == place.external
