"""The words an idea began with, and who can tell that customer something: read from the other rituals' stores."""

from __future__ import annotations

from collections.abc import Iterable

from rituals.engine.names import Ref
from store import bells, quotes, rotas
from store.tx import Tx


def voice_of(tx: Tx, about: Ref | None) -> str | None:
    """The words themselves; None when they were taken away."""
    if about is None:
        return None
    if about.kind == "quote":
        found = quotes.contact(tx, about.number)
        return found.text if found else None
    if about.kind == "seen":
        seen = rotas.seen_one(tx, about.number)
        return seen.text if seen else None
    bell = bells.get(tx, about.number) if about.kind == "bell" else None
    return bell.text if bell and bell.state == "rung" else None


def contact_of(tx: Tx, abouts: Iterable[Ref]) -> int | None:
    """The colleague who can tell the customer; None where nobody can know who that is."""
    found = (quotes.contact(tx, one.number) for one in abouts if one.kind == "quote")
    return next((one.person_id for one in found if one and one.person_id and not one.anonymous), None)
