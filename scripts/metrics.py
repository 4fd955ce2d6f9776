"""Writes the table of metrics into docs/operations.md, from the metrics themselves.

.venv/bin/python -m scripts.metrics
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.metrics import SERIES
from scripts.generated import Part, code, table, write


def main() -> None:
    write([METRICS])


def metrics() -> str:
    """Every metric of ours in one table."""
    return table(["metric", "kind", "labels", "what it is"], _rows())


def _rows() -> Iterator[list[str]]:
    for one in SERIES:
        name = f"{one.name}_total" if one.kind == "counter" else one.name
        yield [code(name), one.kind, ", ".join(map(code, one.labels)), one.about]


METRICS = Part("metrics", "operations.md", metrics)

if __name__ == "__main__":
    main()
