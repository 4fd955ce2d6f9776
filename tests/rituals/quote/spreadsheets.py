"""Workbooks written by hand: sound ones, and ones that are made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def column(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(65 + left) + letters
    return letters


def cell(at: str, value: str | float) -> str:
    """One cell; a text that begins with = is a formula with a value."""
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{at}" t="str"><f>{escape(value[1:])}</f><v>uitkomst van de formule</v></c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def sheet(rows: Sequence[Sequence[str | float]]) -> str:
    """The rows of one sheet."""
    return "".join(
        f'<row r="{y}">{"".join(cell(f"{column(x)}{y}", value) for x, value in enumerate(row, 1))}</row>'
        for y, row in enumerate(rows, 1)
    )


def workbook(*sheets: str) -> bytes:
    """An XLSX with these sheets."""
    numbers = range(1, len(sheets) + 1)
    named = "".join(f'<sheet name="Blad{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    linked = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _TYPES)
        office = f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
        packed.writestr("_rels/.rels", f"{_PACKED}{office}</Relationships>")
        packed.writestr("xl/workbook.xml", f'<workbook {_NS} xmlns:r="{_REL}"><sheets>{named}</sheets></workbook>')
        packed.writestr("xl/_rels/workbook.xml.rels", f"{_PACKED}{linked}</Relationships>")
        for n, words in zip(numbers, sheets, strict=True):
            written = f"<worksheet {_NS}><sheetData>{words}</sheetData></worksheet>"
            packed.writestr(f"xl/worksheets/sheet{n}.xml", written)
    return out.getvalue()
