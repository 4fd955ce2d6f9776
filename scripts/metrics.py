"""Writes the table of metrics into docs/operations.md, from the metrics themselves.

.venv/bin/python -m scripts.metrics
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.metrics import SERIES

PAGE = Path(__file__).parents[1] / "docs/operations.md"
BEGIN, END = "<!-- metrics: begin -->", "<!-- metrics: end -->"


def main() -> None:
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stderr.write(f"{PAGE.name} is up to date\n")


def filled(page: str) -> str:
    """The page with the metrics as they are now. Raises ValueError when it has no place for them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} and {END}")
    table = "\n".join(_rows())
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def _rows() -> Iterator[str]:
    yield "| metric | kind | labels | what it is |"
    yield "| --- | --- | --- | --- |"
    for one in SERIES:
        name = f"{one.name}_total" if one.kind == "counter" else one.name
        labels = ", ".join(f"`{label}`" for label in one.labels)
        yield f"| `{name}` | {one.kind} | {labels} | {one.about} |"


if __name__ == "__main__":
    main()
