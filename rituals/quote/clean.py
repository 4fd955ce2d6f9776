"""Customers' data goes before anybody sees a quote."""

from __future__ import annotations

from dataclasses import dataclass

from rituals.engine.context import Context
from rituals.engine.redact import find_private, shorten_names, without


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without a customer's data; `changes` are the pairs of what stood there and what stands there now."""

    text: str
    changes: tuple[tuple[str, str], ...]


def cleaned(context: Context, words: str) -> Cleaned:
    """Numbers, addresses and names are replaced; a human still looks."""
    found = find_private(words)
    bare = without(words, found)
    text, names = shorten_names(bare, keep=())
    changes = [(one.text, "…") for one in found] + [(one.before, one.after) for one in names]
    return Cleaned(text, tuple(changes))
