"""What is decided about votes, without store or clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

FEWEST = 5
"""Votes: with fewer nobody is chosen without being asked, and no count is shown."""
MOST = 3
"""Candidates that one vote names at most."""
COOL_DOWN = 3
"""Rounds after which somebody who won can be elected again."""

Choice = tuple[int, ...]
"""The candidates that somebody votes for."""


def choice_of(wanted: Iterable[str], offered: Collection[int]) -> Choice | None:
    """One to three of the candidates that were offered; None for anything else."""
    chosen = {int(one) if one.isascii() and one.isdecimal() and len(one) < 16 else -1 for one in wanted}
    fits = 1 <= len(chosen) <= MOST and chosen <= set(offered)
    return tuple(sorted(chosen)) if fits else None


def as_one(choice: Choice, doubles: Mapping[int, int], oneself: int | None) -> Choice:
    """A choice for candidates who turned out to be one is for that one, once; and none is for oneself."""
    return tuple(sorted({doubles.get(one, one) for one in choice} - {oneself}))


def tally(choices: Iterable[Choice], candidates: Collection[int]) -> dict[int, int]:
    """Votes per candidate who still stands."""
    counted = Counter(one for choice in choices for one in choice)
    return {one: counted[one] for one in sorted(candidates)}


def winners(totals: Mapping[int, int]) -> Sequence[int]:
    """Whoever has most; several with as many win together, and without a vote nobody does."""
    most = max(totals.values(), default=0)
    return [one for one, total in sorted(totals.items()) if total == most] if most else []
