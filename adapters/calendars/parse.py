"""From what was told to the meetings of the engine's vocabulary, and the mark by which a change is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from adapters.calendars.rules import Told
from rituals.engine.meetings import Answer, Guest, Meeting


def meeting(told: Told) -> Meeting:
    """One that was settled."""
    return Meeting(
        told.external, told.series, told.title, told.starts, told.ends, told.host.address if told.host else "",
        tuple(Guest(one.address, one.name, cast(Answer, one.answer)) for one in told.guests), told.private,
    )  # fmt: skip


def plain_meeting(told: Mapping[str, Any]) -> Meeting:
    """One as the child process says it."""
    host = told["host"]
    return Meeting(
        told["external"], told["series"], told["title"], datetime.fromisoformat(told["starts"]),
        datetime.fromisoformat(told["ends"]), host["address"] if host else "",
        tuple(Guest(**one) for one in told["guests"]), told["private"],
    )  # fmt: skip


def digest(meetings: Sequence[Meeting]) -> str:
    """The same for the same meetings; never empty."""
    lines = (json.dumps(asdict(one), default=str, sort_keys=True) for one in meetings)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def rows(found: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects in a list of an answer; what is none is left out."""
    listed = found.get(name) if isinstance(found, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def words(found: Any, *names: str) -> str:
    """The text that stands at the end of these names, or nothing."""
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""


def first(some: Iterable[str]) -> str:
    """The first that says something."""
    return next((one for one in some if one), "")
