"""What a customer said lately, for the wearer to take along: read from the quotes, as long as they still stand."""

from __future__ import annotations

from hashlib import sha256

from rituals.engine.context import View
from rituals.engine.names import Ref
from store import quotes

LONGEST = 200
"""Characters: what can be said aloud in one breath or two."""
RECENT = 20
_SIDES = {"decision": "critical", "management": "critical"}
"""Where something is decided, what goes wrong is heard first."""


def chosen(view: View, kind: str, seed: str) -> str | None:
    """The ref of a recent quote that is short enough; None while there is none."""
    short = [one for one in quotes.recent(view.tx, RECENT) if len(one.text) <= LONGEST and one.shown_on]
    wanted = [one for one in short if one.side == _SIDES.get(kind, one.side)] or short
    drawn = min(wanted, key=lambda one: _lot(seed, one.id), default=None)
    return str(Ref("quote", str(drawn.id))) if drawn else None


def _lot(seed: str, number: int) -> bytes:
    return sha256(f"{seed}/{number}".encode()).digest()


def words(view: View, voice: str | None) -> str | None:
    """What was said; None when it was taken away since."""
    quote = quotes.get(view.tx, Ref.parse(voice).number) if voice else None
    return quote.text if quote and quote.state == "ready" else None
