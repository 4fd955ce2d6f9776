"""CSV as Dutch and English programs write it: separator and letters are found out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from statistics import mode

from rituals.engine.files import Unreadable
from rituals.quote import files_marks
from rituals.quote.files_columns import find_heading, known_in

SEPARATORS = ";,\t|"
_LOOKED_AT = 20
"""Lines from which the separator is told."""
_LONGEST_CELL = 11 * 1024 * 1024
_HTML = ("<!doctype", "<html", "<?xml", "<head", "<body", "<table")


def rows(data: bytes, most_columns: int) -> Iterator[list[str]]:
    """Every line; raises Unreadable for what is no CSV."""
    text = letters(data)
    start = text.lstrip()[:200].casefold()
    if start.startswith(_HTML):
        raise Unreadable("web_page")
    if start.startswith(("{", "[{", '["', "[[")) or "\x00" in text:
        raise Unreadable("not_a_table")
    separator, text = _separator(text)
    text = files_marks.sound(text, separator, _width(_sample(text, separator)))
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [cell.replace(files_marks.LETTER, '"') for cell in _trimmed(row, most_columns)]
    except csv.Error as error:
        raise Unreadable("broken") from error


def letters(data: bytes) -> str:
    """The text in whichever of the four ways that spreadsheets write it."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return _eight_bits(data.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError as error:
        raise Unreadable("letters") from error


def _eight_bits(data: bytes) -> str:
    """Line by line where two files were put together: one line in other letters spoils no other."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        lines = data.splitlines(keepends=True)
        return data.decode("cp1252") if len(lines) == 1 else "".join(map(_eight_bits, lines))


def _trimmed(row: list[str], most: int) -> list[str]:
    """Without the empty cells that a spreadsheet adds at the end; no wider than what shows that it is too wide."""
    while len(row) > 1 and not row[-1].strip():
        row.pop()
    return row[: most + 1]


def _separator(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text without a line that only says so (`sep=;`)."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"')
    if told.casefold().startswith("sep=") and len(told) == 5 and told[4] in SEPARATORS:
        return told[4], f"\n{rest}"
    return max(SEPARATORS, key=lambda sign: _likely(text, sign)), text


def _likely(text: str, sign: str) -> tuple[tuple[int, int], int, int]:
    """More headings that are known, then more rows as wide as the first, then wider rows."""
    sample = _sample(text, sign)
    if not sample:
        return (0, 0), 0, 0
    width = len(sample[0])
    even = sum(len(row) == width for row in sample) if width > 1 else 0
    return known_in(sample), even, width


def _width(sample: list[list[str]]) -> int:
    """How many cells a row has: as many as there are headings, or as most rows have."""
    heading = find_heading([*enumerate(sample)], lambda _: "")
    return len(_trimmed([*heading.line], len(heading.line))) if heading else mode(map(len, sample or [[""]]))


def _sample(text: str, sign: str) -> list[list[str]]:
    """The first rows that hold something."""
    sample = []
    try:
        for row in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=sign):
            if any(row):
                sample.append(row)
            if len(sample) >= _LOOKED_AT:
                break
    except csv.Error:
        pass  # a cell that runs on: what was read so far decides
    return sample
