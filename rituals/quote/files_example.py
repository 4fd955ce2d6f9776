"""An example of a list of quotes, as Dutch Excel opens it."""

from __future__ import annotations

import csv
import io

_ROWS = (
    ("Datum", "Cijfer", "Tekst", "Thema", "Kanaal"),
    ("3-11-2026", "9", "De monteur was er binnen een dag, en hij veegde ook nog de vloer.", "reparaties", "telefoon"),
    ("10-11-2026", "4", "Ik moest drie keer hetzelfde uitleggen.", "bereikbaarheid", "telefoon"),
    ("november 2026", "8,5", "Fijn dat er iemand meedacht.", "persoonlijk contact", "balie"),
)
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def example() -> bytes:
    """With a semicolon between the cells and a mark for the letters."""
    return written(_ROWS)


def written(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """Rows as CSV in which no cell begins a formula."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """A cell that a spreadsheet takes for text: what would begin a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip().startswith(_RUNS) or cell.startswith(_RUNS) else cell
