"""XLSX: what its cells show, without running anything in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rituals.engine.files import Unreadable
from rituals.quote.files_columns import known_in

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNPACKED = 120 * 1024 * 1024
"""Bytes: ten MB of text packs no better than this, what is larger is made to be."""
_LOOKED_AT = 10


def is_workbook(data: bytes) -> bool:
    """By what it holds and not by what it is called."""
    return data.startswith((_ZIP, _OLE))


def rows(data: bytes, most_columns: int) -> Iterator[list[Any]]:
    """The rows of the first sheet with several headings that are known, else with one, else of the first that shows."""
    if data.startswith(_OLE):
        raise Unreadable("password" if _ENCRYPTED in data else "old_excel")
    _require_sound(data)
    sheets = _sheets(data, most_columns)
    known = [known_in([row for row in one[:_LOOKED_AT] if any(row)]) for one in sheets]
    yield from sheets[max(range(len(sheets)), key=lambda at: (min(known[at][0], 2), min(known[at][1], 1)))]


def _require_sound(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("broken") from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable("password")
    if sum(part.file_size for part in parts) > _UNPACKED:
        raise Unreadable("too_heavy")
    if not any(part.filename.casefold().startswith("xl/") for part in parts):
        raise Unreadable("not_a_table")


def _sheets(data: bytes, most_columns: int) -> list[list[list[Any]]]:
    # Only the child process that reads files needs it.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata
                 if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet]  # fmt: skip
        found = []
        for name in names[:_LOOKED_AT]:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_width > most_columns and sheet.width > most_columns:
                raise Unreadable("too_many_columns")
            found.append(sheet.to_python(skip_empty_area=False))
    except PasswordError as error:
        raise Unreadable("password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("broken") from error
    if not found:
        raise Unreadable("empty")
    return found
