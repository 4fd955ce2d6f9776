"""What the messages and moments of the quote are called."""

from __future__ import annotations

from datetime import date

from rituals.engine.names import Key, Ref, Slot
from store.quote_days import ORGANISATION, Day
from store.quotes import Quote


def ref_of(quote: Quote) -> Ref:
    """The quote itself."""
    return Ref("quote", str(quote.id))


def day_key(stream: str, day: date) -> Key:
    """The card of a day: `quote:2026-11-23`, or `quote:2026-11-23/place:3` in a stream of its own."""
    tail = "" if stream == ORGANISATION else f"/{stream}"
    return Key("quote", f"{day.isoformat()}{tail}")


def key_of(day: Day) -> Key:
    """The card of a day."""
    return day_key(day.stream, day.day)


def stream_of(rest: str) -> tuple[str, date] | None:
    """The stream and day of a card's key; None for the other messages."""
    words, _, stream = rest.partition("/")
    try:
        return stream or ORGANISATION, date.fromisoformat(words)
    except ValueError:
        return None


def slot(name: str, day: date) -> Slot:
    """A moment of the whole organisation."""
    return Slot("quote", name, "organisation", day.isoformat())


def compliment_ref(number: int) -> Ref:
    """A compliment."""
    return Ref("compliment", str(number))
