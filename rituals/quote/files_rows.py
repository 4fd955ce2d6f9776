"""Row by row: what may be a quote, and what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from rituals.engine.tidy import says_something, tidy
from rituals.quote import rules
from rituals.quote.files_columns import TEXT, Heading, plain
from rituals.quote.files_values import channel_of, day_of, score_of, side_of
from store.frozen import frozen

if TYPE_CHECKING:  # the process that reads files needs no database
    from store.quotes import Side

_NOTHING = frozenset({
    "nvt", "n v t", "geen", "geen opmerking", "geen opmerkingen", "geen toelichting", "geen commentaar", "nee", "niets",
    "none", "nothing", "no", "no comment", "no comments", "null", "nan", "n a",
})  # fmt: skip
_FAILED = frozenset({
    "n b", "n a", "verw", "naam", "deel 0", "waarde", "getal", "leeg", "ref", "name", "div 0", "value", "num", "null",
})  # fmt: skip
"""What a formula says that failed, after a #."""
_WORD = re.compile(r"\w+")


@frozen
class Found:
    """A row that may become a quote. `like` is the text of one we have that is almost the same."""

    row: int
    text: str
    side: Side | None = None
    theme: str = ""
    afdeling: str = ""
    channel: str = ""
    month: str = ""
    like: str = ""


def is_sure(row: Found, small: Sequence[str], until: date | None, today: date) -> bool:
    """It has a side, looks like nothing we have, and is no criticism that a curator must allow."""
    known = row.side is not None and not row.like
    return known and not rules.is_protected(row.side or "critical", row.afdeling, small, until, today)


@frozen
class LeftOut:
    """A row that is not taken, and why: "no_text", "too_long" or "twice", which the row `detail` tells more of."""

    row: int
    why: str
    detail: str = ""


@dataclass
class Judged:
    """All rows, and what was in them that says nothing to us."""

    found: list[Found] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    scale_unknown: bool = False
    dates_unknown: int = 0
    themes_unknown: set[str] = field(default_factory=set)
    afdelingen_unknown: set[str] = field(default_factory=set)


class Judge:
    """Knows the columns of one file, and the labels that exist."""

    def __init__(self, heading: Heading, today: date, themes: Sequence[str], afdelingen: Sequence[str]) -> None:
        self._heading = heading
        self._today = today
        self._themes = {one.casefold(): one for one in themes}
        self._afdelingen = {one.casefold(): one for one in afdelingen}
        self._seen: dict[str, int] = {}
        self._line = plain(" ".join(heading.line))

    def all(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> Judged:
        """Everything below the heading line."""
        below = [(number, row) for number, row in rows if number > self._heading.row and not self._repeats(row)]
        judged = Judged()
        best = self._best([row for _, row in below], judged)
        for number, row in below:
            self._one(number, row, best, judged)
        return judged

    def _repeats(self, row: Sequence[Any]) -> bool:
        """Whether it is the heading line once more, where two files were put together."""
        words = " ".join(str(cell or "") for cell in row)
        return len(words) < 2 * len(" ".join(self._heading.line)) + 10 and plain(words) == self._line

    def _best(self, rows: Sequence[Sequence[Any]], judged: Judged) -> float | None:
        """The highest score there is, as the heading tells or as scores above five do; None where it can be either."""
        scores = [found[0] for row in rows if (found := score_of(self._cell(row, "score"))) and found[1] is None]
        told, highest = self._heading.best, max(scores, default=0)
        if told is not None:
            judged.scale_unknown = highest > told
            return None if told < highest <= 10 else told
        judged.scale_unknown = bool(scores) and (highest <= 5 or min(scores) <= 10 < highest)
        return None if highest <= 5 else 10 if highest <= 10 else 100

    def _one(self, number: int, row: Sequence[Any], best: float | None, judged: Judged) -> None:
        raw = written(self._cell(row, TEXT))
        text = tidy(raw) if len(raw) <= 10 * rules.LONGEST else raw
        if says_nothing(text):
            judged.left_out.append(LeftOut(number, "no_text"))
        elif len(text) > rules.LONGEST:
            judged.left_out.append(LeftOut(number, "too_long"))
        elif (first := self._seen.setdefault(_bare(text), number)) != number:
            judged.left_out.append(LeftOut(number, "twice", str(first)))
        else:
            judged.found.append(self._labelled(Found(number, text), row, best, judged))

    def _labelled(self, found: Found, row: Sequence[Any], best: float | None, judged: Judged) -> Found:
        return replace(
            found, side=self._side(row, best), month=self._month(row, judged),
            theme=_known(self._cell(row, "theme"), self._themes, judged.themes_unknown),
            afdeling=_known(self._cell(row, "afdeling"), self._afdelingen, judged.afdelingen_unknown),
            channel=channel_of(self._cell(row, "channel")),
        )  # fmt: skip

    def _side(self, row: Sequence[Any], best: float | None) -> Side | None:
        told = side_of(self._cell(row, "side"))
        score = score_of(self._cell(row, "score"))
        if told is not None or score is None:
            return told
        most, sure = score[1] or best, score[1] or self._heading.best
        if not most or score[0] > most or (not sure and score[0] <= 10 < most):
            return None
        return rules.suggest("", score[0], most)

    def _month(self, row: Sequence[Any], judged: Judged) -> str:
        cell = self._cell(row, "date")
        day = day_of(cell)
        known = day is not None and date(2000, 1, 1) <= day <= self._today
        judged.dates_unknown += not known and cell not in ("", None)
        return f"{day:%Y-%m}" if day is not None and known else ""

    def _cell(self, row: Sequence[Any], name: str) -> Any:
        column = self._heading.columns.get(name)
        return row[column] if column is not None and column < len(row) else ""


def says_nothing(text: str) -> bool:
    """No words, "n.v.t.", keys that lie side by side, or what a formula says that failed."""
    if not says_something(text) or (len(text) < 100 and rules.is_only_keys(text)):
        return True
    return len(text) < 20 and _bare(text) in (_NOTHING | _FAILED if text.startswith("#") else _NOTHING)


def _bare(text: str) -> str:
    """The same for texts that differ in capitals, signs and spaces alone."""
    return " ".join(_WORD.findall(text.casefold())) or text


def _known(cell: Any, known: dict[str, str], unknown: set[str]) -> str:
    """One of the organisation's own labels."""
    words = tidy(written(cell))[:80]
    if not words or words.casefold() in known:
        return known.get(words.casefold(), "")
    if len(unknown) < 100:
        unknown.add(words)
    return ""


def written(cell: Any) -> str:
    """A cell as somebody sees it; a formula is what stands in it, and is never run."""
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
