"""Which column holds what, by the heading above it, in Dutch and in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from store.frozen import frozen

TEXT = "text"
_SEARCHED = 10
"""Rows among which the heading line is looked for: reports begin with a title."""
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    TEXT: (
        "tekst", "quote", "quotes", "klantquote", "citaat", "uitspraak", "opmerking", "opmerkingen", "toelichting",
        "reactie", "antwoord", "verhaal", "feedback", "review", "bericht", "commentaar", "text", "comment", "comments",
        "remark", "remarks", "verbatim", "response", "message", "wat zei de klant", "wat zei de huurder",
    ),
    "score": (
        "score", "cijfer", "rapportcijfer", "waardering", "sterren", "nps", "csat", "rating", "grade", "stars",
        "tevredenheid", "aanbeveling", "beoordeling",
    ),
    "side": ("soort", "sentiment", "toon", "polariteit", "polarity", "positief of kritisch", "type"),
    "date": (
        "datum", "maand", "ingevuld op", "datum ingevuld", "tijdstip", "tijdstempel", "date", "month", "created",
        "created at", "submitted at", "timestamp", "datum tijd",
    ),
    "theme": ("thema", "onderwerp", "categorie", "theme", "topic", "category", "subject"),
    "afdeling": ("afdeling", "team", "department", "dienst"),
    "channel": ("kanaal", "bron", "channel", "source", "herkomst", "medium"),
})  # fmt: skip
_PLACES = {heading: (name, place) for name, headings in HEADINGS.items() for place, heading in enumerate(headings)}
_SCALE = re.compile(r"\b(?:[01]\s*(?:-|–|t/m|tot|tot en met)\s*|van\s*|/\s*|op\s*|out of\s*)(5|7|10|100)\b")
_ABOUT = re.compile(r" (?:op|bij|over|van|voor|on|about|of|for) ")
"""What comes after it is what the first part is about: "toelichting op uw cijfer", and not "antwoord op vraag 3"."""
_EFFORT = "ces"
"""How much trouble somebody had: in one list more is better, in another worse."""
_OF_TEN = ("cijfer", "rapportcijfer", "nps")
_OF_FIVE = ("sterren", "stars")


@frozen
class Heading:
    """The heading line: on which row it stands, its words, and by name which column is what."""

    row: int
    line: tuple[str, ...]
    columns: Mapping[str, int]

    @property
    def best(self) -> float | None:
        """The highest score there is, where the heading tells."""
        if "score" not in self.columns:
            return None
        words = self.line[self.columns["score"]].casefold()
        told = _SCALE.search(words)
        if told:
            return float(told[1])
        if any(map(str.isdigit, words)):  # "1 = slecht, 5 = goed": which it is, nobody can be sure of
            return None
        bare = plain(words).split()
        return 10.0 if any(one in bare for one in _OF_TEN) else 5.0 if any(one in bare for one in _OF_FIVE) else None


def find_heading(rows: Sequence[tuple[int, Sequence[Any]]], named: Callable[[tuple[str, ...]], str]) -> Heading | None:
    """The first line under which words of customers can stand. `named` tells the heading that a person chose."""
    found = []
    for number, row in rows[:_SEARCHED]:
        line = tuple(str(cell or "").strip()[:200] for cell in row)
        columns = _columns(line, named(line))
        if TEXT in columns:
            found.append(Heading(number, line, columns))
    first = next(iter(found), None)
    if first is None or sum(map(bool, first.line)) > 1:
        return first
    # "Quotes maart 2026" by itself is a title, where headings come below it; or else it is the only heading.
    return next((one for one in found if _is_headings(one)), first)


def _is_headings(of: Heading) -> bool:
    """Whether it holds more than one heading, of which one is nothing else."""
    return len(of.columns) > 1 and any(plain(of.line[column]) in _PLACES for column in of.columns.values())


def known_in(rows: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """How many headings we know, in the line of which one is of the words; and where there is none, in any line."""
    heading = find_heading([*enumerate(rows)], lambda _: "")
    if heading is not None:
        return len(heading.columns), 0
    lines = (tuple(str(cell or "")[:200] for cell in row) for row in rows[:_SEARCHED])
    return 0, max((len(_columns(line, "")) for line in lines), default=0)


def plain(words: str) -> str:
    """Small letters and figures alone."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(one if one.isalnum() else " " for one in bare if not unicodedata.combining(one)).split())


def _columns(line: tuple[str, ...], named: str) -> dict[str, int]:
    """Of two columns with the same meaning the one whose heading says it best."""
    found: dict[str, tuple[tuple[int, int], int]] = {}
    for column, words in enumerate(line):
        meaning = _meaning(words)
        if meaning is not None:
            name, rank = meaning
            if name not in found or rank < found[name][0]:
                found[name] = (rank, column)
    columns = {name: column for name, (_, column) in found.items()}
    wanted = plain(named)
    if wanted:
        chosen = next((column for column, words in enumerate(line) if plain(words) == wanted), None)
        columns = {name: column for name, column in columns.items() if name != TEXT and column != chosen}
        if chosen is not None:
            columns[TEXT] = chosen
    return columns


def _meaning(words: str) -> tuple[str, tuple[int, int]] | None:
    """What a heading means, and how well it says so: the whole heading before a word in it."""
    bare = plain(words)
    if bare in _PLACES:
        name, place = _PLACES[bare]
        return name, (0, place)
    if len(bare) > 60:
        return None
    first = "" if any(map(str.isdecimal, bare)) else _ABOUT.split(bare)[0]
    known = _known(first) or _known(bare)
    if _EFFORT in bare.split():
        known = [one for one in known if one[0] != "score"]
    if not known:
        return None
    name, place = min(known, key=lambda one: one[1])
    return name, (1, place)


def _known(words: str) -> list[tuple[str, int]]:
    return [_PLACES[one] for one in words.split() if one in _PLACES and one != "type"]
