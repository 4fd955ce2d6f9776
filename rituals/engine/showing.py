"""What becomes of words that are still being typed, for the preview under their field."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.cards import Block, Small
from rituals.engine.clusters import cut
from rituals.engine.tidy import isolated
from rituals.engine.translate import Say

_NAMED = 5
_WIDE = 60


def changes(say: Say, pairs: Sequence[tuple[str, str]]) -> tuple[Block, ...]:
    """ "Zo laat ik het zien: Jan de Vries → [naam]", of pairs of what stands there and what is shown."""
    if not pairs:
        return ()
    shown = ", ".join(f"{isolated(cut(before, _WIDE))} → {after}" for before, after in pairs[:_NAMED])
    more = len(pairs) - _NAMED
    if more > 0:
        return (Small(say("Zo laat ik het zien: {wat} en nog {n}.", wat=shown, n=more)),)
    return (Small(say("Zo laat ik het zien: {wat}", wat=shown)),)
