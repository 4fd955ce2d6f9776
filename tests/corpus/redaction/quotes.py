"""The marked quotes, as a text and its spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rituals.engine.redaction import PLACEHOLDERS, Kind

HERE = Path(__file__).parent
SETS = ("tuned", "held", "by_hand", "fresh")
_MARK = re.compile(r"\{(?P<label>[a-z-]+):(?P<text>[^{}]+)\}")
_KINDS = {placeholder.strip("[]"): kind for kind, placeholder in PLACEHOLDERS.items()}


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] is private, and of this kind."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote with the spans in its order."""

    text: str
    spans: tuple[Span, ...]


def lines(name: str) -> list[str]:
    """The lines of a file beside this one, without the empty ones."""
    return [line for line in (HERE / f"{name}.txt").read_text().split("\n") if line.strip()]


def quotes(name: str) -> list[Quote]:
    """The quotes of one of the SETS."""
    return [quote(line) for line in lines(name)]


def quote(line: str) -> Quote:
    """Raises KeyError for a label that is no placeholder."""
    pieces: list[str] = []
    spans: list[Span] = []
    done = at = 0
    marked = line.replace("\\n", "\n")
    for match in _MARK.finditer(marked):
        before = marked[done : match.start()]
        at += len(before)
        pieces += [before, match["text"]]
        spans.append(Span(_KINDS[match["label"]], at, at + len(match["text"])))
        at += len(match["text"])
        done = match.end()
    return Quote("".join([*pieces, marked[done:]]), tuple(spans))
