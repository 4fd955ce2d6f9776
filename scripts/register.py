"""Writes the register of tables into docs/privacy.md, from what stands beside the tables themselves.

.venv/bin/python -m scripts.register
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Table

from store.schema import About
from store.tables import metadata

PAGE = Path(__file__).parents[1] / "docs/privacy.md"
BEGIN, END = "<!-- register: begin -->", "<!-- register: end -->"
HEADS = ("table", "whose", "why", "how long", "when somebody asks for their data", "when somebody is erased")


def main() -> None:
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stderr.write(f"{PAGE.name} is up to date\n")


def filled(page: str) -> str:
    """The page with the register as it is now. Raises ValueError when the page has no place for it."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{register()}\n{END}{after}"


def register() -> str:
    """Every table in one Markdown table."""
    return "\n".join([_row(HEADS), _row(["---"] * len(HEADS)), *_rows()])


def _rows() -> Iterator[str]:
    for name, table in sorted(metadata.tables.items()):
        about = _about(table)
        yield _row([f"`{name}`", about.whose, about.why, about.keep, about.export, about.erase])


def _about(table: Table) -> About:
    about: About = table.info["about"]
    return about


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    main()
