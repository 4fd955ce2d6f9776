"""What happens in a run that is killed: people doing things at moments, as data that every run can begin anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rituals.engine.answer import Answer
from rituals.engine.cards import Button, controls_of, plain
from rituals.engine.outcome import Private, ShowForm
from tests.fakes.world import World

Told = Mapping[str, Mapping[str, Any]]
"""What each step that was answered was told: its `words`, the `refs` on its buttons, the `draft` of its form."""


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody does something, with a delivery id of its own; None: it makes no sense after what was told."""

    name: str
    after: timedelta
    do: Callable[[World, Told, str], Awaitable[Answer | None]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps at the same moment are handed in together."""

    steps: Sequence[Step]
    lasts: timedelta


def told(answer: Answer | None) -> dict[str, Any]:
    """What of an answer the next steps need."""
    reply = answer.reply if answer else None
    if isinstance(reply, Private):
        refs = [str(one.ref) for one in controls_of(reply.card) if isinstance(one, Button)]
        return {"words": plain(reply.card), "refs": refs, "draft": None}
    if isinstance(reply, ShowForm):
        return {"words": reply.form.title, "refs": [], "draft": reply.form.draft}
    return {"words": "" if answer else "passed over", "refs": [], "draft": None}
