"""Somebody with the database of every moment, its log, a backup and all that was printed, who wants to know for whom
people voted.

They know how the program works and how many votes each candidate got. Each trick is a guess per voter; without a clue
the guess is whoever got most votes, which is the best that anybody can do by chance.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Choice = tuple[int, ...]
NONCE = 12
_KEYED = 'SELECT * FROM "{0}" EXCEPT SELECT * FROM before."{0}"'
_NUMBERED = 'SELECT * FROM "{0}" WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM before."{0}") ORDER BY rowid'


@dataclass(frozen=True, slots=True)
class Found:
    """What fell into their hands about one poll."""

    ballots: Sequence[tuple[int, bytes]]
    """Who and what, in the order of rows, while people voted."""
    participants: Sequence[int]
    """In the order of rows, after closing."""
    rows: Sequence[str]
    """Every other row that came or changed, as text, of the database during and after, the log and the backup."""
    totals: Mapping[int, int]
    keys: Sequence[bytes] = ()
    """Whatever could be a key."""


Guesses = Mapping[int, int]
Trick = Callable[[Found], Guesses]


def rows_since(before: Path, path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Of every table, the rows that came since then, in the order in which they stand."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("ATTACH ? AS before", (str(before),))
        tables = opened.execute("SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table'")
        asked = {name: (_KEYED if keyed else _NUMBERED).format(name) for name, keyed in tables}
        return {name: opened.execute(sql).fetchall() for name, sql in asked.items()}


def by_chance(found: Found) -> Guesses:
    """Everybody voted for whoever got most."""
    best = max(found.totals, key=lambda one: (found.totals[one], -one))
    return {person: best for person, _ in found.ballots}


def by_groups(groups: Mapping[int, object], found: Found) -> Guesses:
    """Votes that look alike are for the same candidate: the largest group for whoever got most."""
    sizes = Counter(groups.values())
    ranked = [one for one, _ in sorted(found.totals.items(), key=lambda item: -item[1])]
    alike = [kind for kind, _ in sizes.most_common()]
    if not 1 < len(alike) <= 3 * len(ranked):
        return by_chance(found)
    meant = {kind: ranked[number % len(ranked)] for number, kind in enumerate(alike)}
    return {person: meant[kind] for person, kind in groups.items()}


def by_length(found: Found) -> Guesses:
    """A longer row is another choice: lengths and candidates in the same order."""
    lengths = sorted({len(sealed) for _, sealed in found.ballots})
    if len(lengths) == 1:
        return by_chance(found)
    names = sorted(found.totals)
    meant = {length: names[min(number, len(names) - 1)] for number, length in enumerate(lengths)}
    return {person: meant[len(sealed)] for person, sealed in found.ballots}


def by_sameness(found: Found) -> Guesses:
    """The same bytes are the same choice."""
    return by_groups(dict(found.ballots), found)


def by_nonce(found: Found) -> Guesses:
    """The nonce hangs on the choice."""
    n = max(2, len(found.totals))
    return by_groups({person: sealed[NONCE - 1] % n for person, sealed in found.ballots}, found)


def by_first_byte(found: Found) -> Guesses:
    """So does the text behind it."""
    n = max(2, len(found.totals))
    return by_groups({person: sealed[NONCE] % n for person, sealed in found.ballots}, found)


def by_row(found: Found) -> Guesses:
    """Rows were written candidate by candidate."""
    return _in_turn([person for person, _ in found.ballots], found)


def by_participant(found: Found) -> Guesses:
    """The list of who took part was."""
    return {**by_chance(found), **_in_turn(found.participants, found)}


def by_number(found: Found) -> Guesses:
    """People vote in the order of their numbers."""
    return _in_turn(sorted(person for person, _ in found.ballots), found)


def _in_turn(people: Iterable[int], found: Found) -> dict[int, int]:
    turns = [one for one, total in sorted(found.totals.items()) for _ in range(total)] or sorted(found.totals)
    return {person: turns[number % len(turns)] for number, person in enumerate(people)}


def by_mention(found: Found) -> Guesses:
    """A row that names somebody and only a few candidates tells what they chose."""
    seen: dict[int, Counter[int]] = defaultdict(Counter)
    people = {person for person, _ in found.ballots}
    for row in found.rows:
        named = {int(one) for one in re.findall(r"\b9\d{9}\b", row)} & set(found.totals)
        if 0 < len(named) <= 3:
            for person in {int(one) for one in re.findall(r"\b\d{1,6}\b", row)} & people:
                seen[person].update(named)
    return {**by_chance(found), **{person: counted.most_common(1)[0][0] for person, counted in seen.items()}}


def by_layout(found: Found) -> Guesses:
    """People choose what they read first: the order of a form that is still kept."""
    first: dict[int, int] = {}
    people = {person for person, _ in found.ballots}
    for row in found.rows:
        named = [int(one) for one in re.findall(r"\b9\d{9}\b", row)]
        start = re.search(r"'(\d+)\\n", row)
        if named and start and int(start[1]) in people:
            first[int(start[1])] = named[0]
    return {**by_chance(found), **{person: one for person, one in first.items() if one in found.totals}}


def by_key(found: Found) -> Guesses:
    """Whatever looks like a key is tried."""
    opened = dict(by_chance(found))
    for key in found.keys:
        for person, sealed in found.ballots:
            try:
                text = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()
            except InvalidTag:
                break
            opened[person] = next(one for one in found.totals if str(one) in text)
    return opened


TRICKS: Mapping[str, Trick] = {
    one.__name__: one
    for one in (
        by_chance, by_length, by_sameness, by_nonce, by_first_byte, by_row, by_participant, by_number, by_mention,
        by_layout, by_key,
    )
}  # fmt: skip


def right(guesses: Guesses, truth: Mapping[int, Choice]) -> int:
    """How many voters were seen through."""
    return sum(guesses.get(person) in choice for person, choice in truth.items())
