"""Quotation marks in a CSV: one that opens a cell and is never closed takes no rows along."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

LETTER = "\x00"
"""Stands for a mark that is a letter, while the cells are told apart: no text that is read holds it."""
_LOOKED_AT = 20_000
"""Marks that are not closed as they should: more rows than that are not read."""
_WORDS = r'[^"]*+(?:""[^"]*+)*+"'
_CLOSING = re.compile(_WORDS)
_LINE = re.compile(r"\r\n|\r|\n")


def sound(text: str, sign: str, width: int) -> str:
    """The text in which a mark is a letter where its cell would run over rows of `width` cells.

    A cell in quotes that keeps to the rules is left alone, however many lines it has.
    """
    return "".join(_parts(text, sign, width)) if '"' in text else text


def _parts(text: str, sign: str, width: int) -> Iterator[str]:
    ends = rf"[{sign}\r\n]"
    one_line = _WORDS.replace('[^"]', r'[^"\r\n]')
    cell = rf'"{_WORDS}(?={ends})|"{one_line}[^{sign}\r\n]*+|(?!")[^{sign}\r\n]*+'
    cells, rest = re.compile(rf"{ends}*+(?:(?:{cell}){ends}++)*+"), re.compile(rf"[^{sign}\r\n]*+")
    told = at = before = 0
    for _ in range(_LOOKED_AT):
        mark = _past(cells, text, at)
        if text[mark : mark + 1] != '"':
            break
        before = _before(text[at:mark], sign, before)
        closing = _CLOSING.match(text, mark + 1)
        at = closing.end() if closing else len(text)
        closed = closing and (at == len(text) or not _LINE.search(text, mark + 1, at))
        if not closed and _takes_rows(text, mark + 1, at, sign, before, width):
            yield text[told:mark] + LETTER
            told = at = mark + 1
        at = _past(rest, text, at)
    yield text[told:]


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else len(text)


def _before(between: str, sign: str, before: int) -> int:
    """How many cells of its row stand before a mark; `between` is what stands since the cell of the last one."""
    rows, cells = 0, 0
    for row in csv.reader(io.StringIO(between + "x", newline=""), delimiter=sign):
        rows, cells = rows + 1, len(row) - 1
    return cells + before if rows == 1 else cells


def _takes_rows(text: str, start: int, end: int, sign: str, before: int, width: int) -> bool:
    """Whether it runs over lines of which most are as wide as a row; a paragraph of somebody's answer is not."""
    line_end = _LINE.search(text, end)
    lines: list[str] = _LINE.split(text[start : line_end.start() if line_end else len(text)])
    cells = [line.count(sign) + 1 for line in lines if line.strip()]
    if lines[0].strip():
        cells[0] += before
    return 2 * sum(one >= width for one in cells) > len(cells)
