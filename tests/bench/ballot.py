"""A ballot that is open, as every benchmark of a vote finds it."""

from __future__ import annotations

from datetime import datetime, timedelta

from rituals.klantverbeteraar.names import key
from store import candidates, choices, outbox, rounds
from store.outbox import Wanted
from store.places import Place
from store.rounds import Dates
from store.tx import Tx

ROUND = "2026-11"
"""The month, and the name of its key."""
CANDIDATES = range(8_000_001, 8_000_009)


def opened(tx: Tx, place: Place, now: datetime) -> None:
    """Until tomorrow, with its card in one place."""
    choices.put(tx, f"place:{place.id}", "klantverbeteraar", "here", True, None, now)
    rounds.add(tx, ROUND, Dates(*(now + timedelta(days=n) for n in (-20, -10, -5, 1, 3))), ROUND, state="voting")
    tx.run(candidates.candidate.insert(), [
        {"id": one, "round_id": ROUND, "name": f"Kandidaat {one}", "state": "candidate", "consent": "none",
         "won": False} for one in CANDIDATES
    ])  # fmt: skip
    shown = Wanted(
        key=str(key(ROUND, "vote")), target=f"place:{place.id}", workspace_id=place.workspace_id, place_id=place.id,
        person_id=None, account_id=None, kind="post", rank=2, policy="at_most_once", thread=None, not_before=now,
        until=None,
    )  # fmt: skip
    outbox.want(tx, [shown], now)
