"""An example of a list of quotes, as Dutch Excel opens it: as CSV, and as a workbook of the five parts it needs."""

from __future__ import annotations

import csv
import io
import zipfile
from html import escape

_ROWS = (
    ("Datum", "Cijfer", "Tekst", "Thema", "Kanaal"),
    ("3-11-2026", "9", "De monteur was er binnen een dag, en hij veegde ook nog de vloer.", "reparaties", "telefoon"),
    ("10-11-2026", "4", "Ik moest drie keer hetzelfde uitleggen.", "bereikbaarheid", "telefoon"),
    ("november 2026", "8,5", "Fijn dat er iemand meedacht.", "persoonlijk contact", "balie"),
)
_RUNS = ("=", "+", "-", "@", "\t", "\r")


NAME = "voorbeeld-quotes.xlsx"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Quotes" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def workbook() -> bytes:
    """The same rows as a workbook, in which every cell is text."""
    rows = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in _ROWS)
    wide = "".join(f'<col min="{n}" max="{n}" width="{width}"/>' for n, width in enumerate((16, 8, 70, 22, 12), 1))
    sheet = f'<worksheet xmlns="{_MAIN}"><cols>{wide}</cols><sheetData>{rows}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(zipfile.ZipInfo(name, _LONG_AGO), _HEAD + part)
    return out.getvalue()


def _cell(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(words, quote=False)}</t></is></c>'


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
