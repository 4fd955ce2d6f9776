"""A spreadsheet becomes rows that may be quotes. Runs in a child process, on bytes that nobody has looked at yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from hashlib import sha256
from typing import Any

from rituals.engine.files import Unreadable
from rituals.quote.files_columns import TEXT, find_heading
from rituals.quote.files_rows import Judge, Judged, is_sure
from rituals.quote.files_same import Lookalikes
from store.frozen import frozen

BIGGEST = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
PART = 50
"""Rows that are taken in together."""
NAMED = 30
"""Rows of which it is told by name why they are left out."""


@frozen
class Known:
    """What the reader is told: today, labels that exist, columns that were named before, the newest quotes, and which
    criticism waits for a curator.
    """

    today: date
    themes: tuple[str, ...] = ()
    afdelingen: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """By the mark of a heading line the heading above the words."""
    column: str = ""
    """The heading above the words, as somebody named it just now."""
    texts: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    """The afdelingen of a handful of people."""
    protected_until: date | None = None

    def encoded(self) -> dict[str, Any]:
        """As it goes to the child."""
        return {
            "today": self.today.isoformat(), "themes": self.themes, "afdelingen": self.afdelingen,
            "columns": dict(self.columns), "column": self.column, "texts": self.texts,
            "small": self.small,
            "protected_until": self.protected_until.isoformat() if self.protected_until else "",
        }  # fmt: skip


def read(data: bytes, args: Mapping[str, Any]) -> dict[str, Any]:
    """A summary and the rows in parts, each encoded; raises Unreadable with the name of what is wrong."""
    known = Known(
        date.fromisoformat(args["today"]), tuple(args["themes"]), tuple(args["afdelingen"]), args["columns"],
        args["column"], tuple(args["texts"]), tuple(args["small"]),
        date.fromisoformat(args["protected_until"]) if args["protected_until"] else None,
    )  # fmt: skip
    rows = _rows(data)
    heading = find_heading(rows, lambda line: known.column or known.columns.get(mark_of(line), ""))
    if heading is None:
        raise Unreadable("no_column" if known.column else "no_text", known.column)
    judged = Judge(heading, known.today, known.themes, known.afdelingen).all(rows)
    likes = Lookalikes(known.texts)
    found = likes.told(judged.found)
    lines = [[one.row, one.text, one.side, one.theme, one.afdeling, one.channel, one.month, one.like]
             for one in found]  # fmt: skip
    return {
        "parts": [json.dumps(lines[start : start + PART]) for start in range(0, len(lines), PART)],
        "mark": sha256(data).hexdigest(),
        "heading": mark_of(heading.line),
        "columns": {name: heading.line[column] for name, column in heading.columns.items()},
        "text": heading.line[heading.columns[TEXT]],
        "count": len(found),
        "sure": sum(is_sure(one, known.small, known.protected_until, known.today) for one in found),
        "left_out": len(judged.left_out),
        "reasons": [[one.row, one.why, one.detail] for one in judged.left_out[:NAMED]],
        "likes": [[one.row, one.like] for one in found if one.like][:NAMED],
        "notes": _notes(judged),
        "samples": [one.text for one in found[:3]],
    }


def mark_of(line: Sequence[str]) -> str:
    """What a heading line is remembered by: the same for a next file of the same make."""
    return sha256("\x1f".join(" ".join(one.casefold().split()) for one in line).encode()).hexdigest()


def _rows(data: bytes) -> list[tuple[int, list[Any]]]:
    """Every row that holds something, with its number as a spreadsheet counts."""
    from rituals.quote import files_csv, files_xlsx  # for the child alone: at rest they would only lie in memory

    if len(data) > BIGGEST:
        raise Unreadable("too_big")
    if not data.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise Unreadable("empty")
    reader = files_xlsx if files_xlsx.is_workbook(data) else files_csv
    rows = []
    for number, row in enumerate(reader.rows(data, MOST_COLUMNS), start=1):
        if len(row) > MOST_COLUMNS:
            raise Unreadable("too_many_columns")
        if any(cell not in ("", None) for cell in row):
            rows.append((number, row))
        if len(rows) > MOST_ROWS + 1:
            raise Unreadable("too_many_rows")
    if not rows:
        raise Unreadable("empty")
    return rows


def _notes(judged: Judged) -> dict[str, Any]:
    """What was read and not understood, and of which nothing is lost but a label."""
    return {
        "scale": judged.scale_unknown,
        "dates": judged.dates_unknown,
        "themes": sorted(judged.themes_unknown)[:5],
        "afdelingen": sorted(judged.afdelingen_unknown)[:5],
    }
