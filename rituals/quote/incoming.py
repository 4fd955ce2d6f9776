"""Another system tells what customers said: cleaned, given a side by its score, and left for a curator."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rituals.engine.context import Context
from rituals.engine.events import Entry, Received
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Outcome, Refresh
from rituals.engine.tidy import says_something, tidy
from rituals.quote import rules
from rituals.quote.clean import cleaned
from rituals.quote.files_values import channel_of
from rituals.quote.names import ref_of
from rituals.quote.settings import CHANNELS
from store import quotes
from store.quotes import NewQuote, Quote, Side

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""What is said to be older is a mistake."""


def received(event: Received, context: Context) -> Outcome:
    """New ones wait to be looked over; changed ones change while they wait; those that are gone are taken away."""
    source = f"hook:{event.source}"
    refreshed = [ref for entry in event.entries if (ref := _one(context, event, entry, source)) is not None]
    effects: tuple[Effect, ...] = tuple(Refresh(ref) for ref in refreshed)
    return Outcome(effects=effects)


def _one(context: Context, event: Received, entry: Entry, source: str) -> Ref | None:
    """The quote that changed for whoever has it before them."""
    before = quotes.from_source(context.tx, source, entry.external) if entry.external else None
    if entry.gone:
        if before is None or before.state in ("gone", "refused"):
            return None
        quotes.set_state(context.tx, before.id, "gone", None)
        return ref_of(before)
    words = _words(entry)
    if not words or (before is not None and before.state != "new"):
        return None
    new = _new(context, event, entry, words, source)
    if new is None:
        return None
    twin = quotes.same_as(context.tx, new.text)
    if before is None:
        if twin is None:
            quotes.add(context.tx, new, context.now)
        return None
    if twin is None or twin.id == before.id:
        return ref_of(before) if quotes.rewrite(context.tx, before, _with_labels(new, before)) else None
    return None


def _with_labels(new: NewQuote, before: Quote) -> NewQuote:
    """With what colleagues said of it meanwhile, as far as its source says nothing else."""
    return replace(
        new, side=new.side or before.side, channel=new.channel or before.channel, month=new.month or before.month,
        theme=before.theme, afdeling=before.afdeling, contact_id=before.contact_id, anonymous=before.anonymous,
    )  # fmt: skip


def _words(entry: Entry) -> str:
    """The words, with the title before them when they do not say it themselves; empty when it is no quote."""
    text, title = tidy(entry.text), tidy(entry.title)
    if title and not text.casefold().startswith(title.casefold().rstrip(".!?… ")):
        text = f"{title}{'' if title.endswith(('.', '!', '?')) else '.'} {text}"
    return text if says_something(text) and len(text) <= rules.LONGEST else ""


def _new(context: Context, event: Received, entry: Entry, words: str, source: str) -> NewQuote | None:
    clean = cleaned(context, words)
    if not says_something(clean.text):
        return None
    zone = context.organisation.calendar.zone
    month = local_day(entry.at, zone) if entry.at and _EARLIEST <= entry.at <= context.now else None
    return NewQuote(
        text=clean.text, source=source, external=entry.external or None, side=_side(event, entry),
        received_on=local_day(context.now, zone), month=f"{month:%Y-%m}" if month else "",
        channel=entry.channel if entry.channel in CHANNELS else channel_of(entry.channel),
        original=context.sealer.seal(words) if clean.changes else None,
    )  # fmt: skip


def _side(event: Received, entry: Entry) -> Side | None:
    """By the score, where the source says what its scores mean."""
    if entry.score is None or event.scale is None:
        return None
    if entry.score >= event.scale.positive_from:
        return "positive"
    return "critical" if entry.score <= event.scale.critical_to else "mixed"
