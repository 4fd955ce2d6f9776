"""Customers' data goes before anybody sees a quote."""

from __future__ import annotations

from rituals.engine.context import Context
from rituals.engine.redact import find_private, shorten_names, without
from rituals.engine.redaction import redact
from store.frozen import frozen


@frozen
class Cleaned:
    """A text without a customer's data; `changes` are the pairs of what stood there and what stands there now."""

    text: str
    changes: tuple[tuple[str, str], ...]


def cleaned(context: Context, words: str) -> Cleaned:
    """What a customer said, without anybody in it who could be recognised, colleagues too; a human still looks."""
    found = redact(words, context.colleagues(), keep=(context.organisation.name,))
    pairs = [(words[one.start : one.end], one.replacement) for one in found.findings]
    return Cleaned(found.text, tuple(dict.fromkeys(pairs)))


def softened(words: str) -> str:
    """What a colleague writes: colleagues are called by their names, customers shortened, numbers taken out."""
    return shorten_names(without(words, find_private(words)), keep=())[0]
