"""How a part of a page is made from the code: between two comments, by a function that knows nothing of the page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


@dataclass(frozen=True)
class Part:
    """What stands between `<!-- name: begin -->` and `<!-- name: end -->` of a page in docs/."""

    name: str
    page: str
    make: Callable[[], str]

    def filled(self, page: str) -> str:
        """The page with this part as it is now. Raises ValueError when the page has no place for it."""
        opening, closing = (f"<!-- {self.name}: {word} -->" for word in ("begin", "end"))
        before, begin, rest = page.partition(opening)
        _, end, after = rest.partition(closing)
        if not begin or not end:
            raise ValueError(f"the page has no {opening} and {closing}")
        return f"{before}{begin}\n{self.make()}\n{end}{after}"


def write(parts: Iterable[Part]) -> None:
    """Bring these parts up to date."""
    for part in parts:
        path = DOCS / part.page
        path.write_text(part.filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        sys.stderr.write(f"{part.page}: {part.name} is up to date\n")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar in a cell is no border."""
    every = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in every)


def code(words: object) -> str:
    """As code; nothing where there is nothing."""
    return f"`{words}`" if str(words) else ""


def first_words(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((docstring or "").strip().split("\n\n")[0].split())
