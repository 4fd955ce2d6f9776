"""Recall and precision per kind.

A marked span is found when a finding of its kind covers all its letters and digits; a finding is right when it
lies in a marked span of its kind, and has no letter or digit beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rituals.engine.redaction import Finding, Kind, redact
from tests.corpus.redaction.quotes import Quote, Span, lines


@dataclass(slots=True)
class Score:
    """How many of the marked spans were found, and how many of the findings were right."""

    marked: int = 0
    found: int = 0
    findings: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.marked + other.marked,
            self.found + other.found,
            self.findings + other.findings,
            self.right + other.right,
        )

    @property
    def recall(self) -> float:
        """1 when nothing was marked."""
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        """1 when nothing was found."""
        return self.right / self.findings if self.findings else 1.0


@dataclass(slots=True)
class Measured:
    """Scores per kind, and each mistake in words."""

    quotes: int = 0
    private: int = 0
    scores: dict[Kind, Score] = field(default_factory=lambda: {kind: Score() for kind in Kind})
    mistakes: list[str] = field(default_factory=list)

    @property
    def structured(self) -> Score:
        """All kinds but names together."""
        return sum((score for kind, score in self.scores.items() if kind is not Kind.NAME), Score())


def measured(quotes: Iterable[Quote]) -> Measured:
    """Each quote is looked through with the colleagues of the corpus and its organisations."""
    result = Measured()
    colleagues, keep = tuple(lines("colleagues")), tuple(lines("organisations"))
    for quote in quotes:
        result.quotes += 1
        result.private += bool(quote.spans)
        _compare(result, quote, redact(quote.text, colleagues, keep=keep).findings)
    return result


def _compare(result: Measured, quote: Quote, findings: tuple[Finding, ...]) -> None:
    for span in quote.spans:
        score = result.scores[span.kind]
        score.marked += 1
        if any(one.kind is span.kind and _covers(quote.text, one, span) for one in findings):
            score.found += 1
        else:
            result.mistakes.append(f"missed {span.kind} {quote.text[span.start : span.end]!r}: {quote.text!r}")
    for one in findings:
        score = result.scores[one.kind]
        score.findings += 1
        if any(one.kind is span.kind and _covers(quote.text, span, one) for span in quote.spans):
            score.right += 1
        else:
            result.mistakes.append(f"wrong {one.kind} {quote.text[one.start : one.end]!r}: {quote.text!r}")


def _covers(text: str, outer: Finding | Span, inner: Finding | Span) -> bool:
    beside = (
        text[inner.start : max(inner.start, min(outer.start, inner.end))]
        + text[max(outer.end, inner.start) : inner.end]
    )
    return outer.start < inner.end and inner.start < outer.end and not any(sign.isalnum() for sign in beside)


def table(result: Measured) -> Iterator[str]:
    """The figures as lines of text."""
    yield f"{result.quotes} quotes, {result.private} with something private"
    yield f"{'':12}{'marked':>8}{'recall':>9}{'findings':>10}{'precision':>11}"
    rows = [(str(kind), score) for kind, score in result.scores.items()]
    for name, score in [*rows, ("but names", result.structured)]:
        yield f"{name:12}{score.marked:8}{score.recall:9.2%}{score.findings:10}{score.precision:11.2%}"
