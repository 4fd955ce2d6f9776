"""Customers' data goes before anybody sees a story."""

from __future__ import annotations

from rituals.engine.context import Context
from rituals.engine.redaction import redact
from store.frozen import frozen

_TOLD_AT_MOST = 8


@frozen
class Cleaned:
    """A text without a customer's data; `changes` are the pairs of what stood there and what stands there now."""

    text: str
    changes: tuple[tuple[str, str], ...]


def cleaned(context: Context, words: str) -> Cleaned:
    """Numbers, addresses and names are replaced; a human still looks. Colleagues told it, and may be in it."""
    done = redact(words, keep=(context.organisation.name,))
    changes = tuple((words[one.start : one.end], one.replacement) for one in done.findings)
    return Cleaned(done.text, tuple(dict.fromkeys(changes)))


def taken_out(context: Context, clean: Cleaned) -> str:
    """ "Ik maakte van ‘Jan de Vries’ ‘[naam]’."."""
    some = clean.changes[:_TOLD_AT_MOST]
    return context.say(
        "Ik maakte {paren}.",
        paren=context.say.names([context.say("van ‘{voor}’ ‘{na}’", voor=before, na=after) for before, after in some]),
    )
