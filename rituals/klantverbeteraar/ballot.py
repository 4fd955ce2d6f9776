"""The sealed part of a vote: written, opened, and the lots that the ballot's key draws.

A choice is written with always the same length, under a key that is a file and is destroyed once all is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.context import View
from rituals.engine.seal import Sealer
from rituals.klantverbeteraar.rules import MOST, Choice
from store.candidates import Candidate
from store.rounds import Round
from store.votes import Ballot

_DIGITS = 15


def sealer_of(view: View, of: Round) -> Sealer | None:
    """The key of the ballot; None when it is not there, or cannot be read."""
    try:
        return view.keyring.sealer(of.key) if of.key else None
    except OSError:
        return None


def sealed(sealer: Sealer, choice: Choice) -> bytes:
    """A vote for the database."""
    padded = (*choice, *[0] * (MOST - len(choice)))
    return sealer.seal("".join(f"{one:0{_DIGITS}}" for one in padded))


def opened(sealer: Sealer, ballots: Sequence[Ballot]) -> list[Choice] | None:
    """All votes, in the order of these ballots; None when one of them was sealed under another key."""
    texts = [text for one in ballots if (text := sealer.open(one.sealed)) is not None]
    return [_choice(text) for text in texts] if len(texts) == len(ballots) else None


def shuffled(sealer: Sealer, person_id: int, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The order in which this voter reads them: by lot, and the same every time."""
    return sorted(candidates, key=lambda one: sealer.lot(f"order {person_id} {one.id}"))


def _choice(text: str) -> Choice:
    numbers = (int(text[start : start + _DIGITS]) for start in range(0, MOST * _DIGITS, _DIGITS))
    return tuple(one for one in numbers if one)
