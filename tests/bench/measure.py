"""Figures, the goals they have to reach, and the table they stand in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Literal

ROUNDS = 3
Verdict = Literal["PASS", "below aim", "BELOW", ""]


@dataclass(frozen=True, slots=True)
class Goal:
    """Below the floor the run fails; the aim is where we want to be. `most` turns both round."""

    floor: float
    aim: float
    unit: str = "x"
    most: bool = False

    def verdict(self, figure: float) -> Verdict:
        """Where a figure stands."""
        sign = -1 if self.most else 1
        if sign * figure < sign * self.floor:
            return "BELOW"
        return "PASS" if sign * figure >= sign * self.aim else "below aim"

    def __str__(self) -> str:
        sign = "≤" if self.most else "≥"
        aim = "" if self.aim == self.floor else f" ({self.aim:g})"
        return f"{sign} {self.floor:g}{aim} {self.unit}"


@dataclass(frozen=True, slots=True)
class Line:
    """`judged` is what the goal is about: the ratio unless it is given."""

    name: str
    ours: float
    unit: str
    anchor: float | None = None
    goal: Goal | None = None
    judged: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a part of the anchor's."""
        return self.ours / self.anchor if self.anchor else None

    @property
    def verdict(self) -> Verdict:
        """Empty for a figure that is only shown."""
        figure = self.ratio if self.judged is None else self.judged
        return self.goal.verdict(figure) if self.goal and figure is not None else ""


def own(name: str, figure: float, unit: str, goal: Goal | None = None, anchor: float | None = None) -> Line:
    """A line whose goal is about the figure itself."""
    return Line(name, figure, unit, anchor, goal, figure)


Run = Callable[[], Awaitable[float]]


async def in_turn(ours: Run, anchor: Run, rounds: int = ROUNDS) -> tuple[float, float]:
    """A B A B: the median figure of each."""
    figures: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        figures[0].append(await ours())
        figures[1].append(await anchor())
    return median(figures[0]), median(figures[1])


_HEAD = ("", "ours", "anchor", "ratio", "floor (aim)", "")
_WIDTHS = (58, 16, 16, 7, 22, 9)


def head() -> str:
    """The first line of the table."""
    return _row(_HEAD)


def rows(lines: Iterable[Line]) -> list[str]:
    """One row of the table for each line."""
    return [
        _row(
            (
                line.name,
                f"{_number(line.ours)} {line.unit}",
                "" if line.anchor is None else f"{_number(line.anchor)} {line.unit}",
                "" if line.ratio is None else f"{line.ratio:.2f}x",
                str(line.goal or ""),
                line.verdict,
            )
        )
        for line in lines
    ]


def _row(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
