"""Writes the register of tables into docs/privacy.md, from what stands beside the tables themselves.

.venv/bin/python -m scripts.register
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from scripts.generated import Part, code, table, write
from store.schema import About
from store.tables import metadata

HEADS = ("table", "whose", "why", "how long", "when somebody asks for their data", "when somebody is erased")


def main() -> None:
    write([REGISTER])


def register() -> str:
    """Every table in one Markdown table."""
    return table(HEADS, _rows())


def _rows() -> Iterator[list[str]]:
    for name, one in sorted(metadata.tables.items()):
        about = _about(one)
        yield [code(name), about.whose, about.why, about.keep, about.export, about.erase]


def _about(one: Table) -> About:
    about: About = one.info["about"]
    return about


REGISTER = Part("register", "privacy.md", register)

if __name__ == "__main__":
    main()
