"""A meeting paper as a DOCX: the five parts that a word processor needs, and no more."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from rituals.verhaal.paper import Paper

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same story gives the same file."""

_CONTENT = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:after="80"/><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="320" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:ind w:left="567" w:right="567"/></w:pPr><w:rPr><w:i/></w:rPr></w:style></w:styles>'
)


def docx(paper: Paper) -> bytes:
    """The file."""
    parts = {
        "[Content_Types].xml": _CONTENT,
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": _document(paper),
        "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
        "word/styles.xml": _STYLES,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), part.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _relations(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{one}</Relationships>'


def _document(paper: Paper) -> str:
    body = "".join(_paragraph(style, words) for style, words in _lines(paper))
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417"'
    section = f'<w:sectPr>{page} w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    return f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{section}</w:body></w:document>'


def _lines(paper: Paper) -> Iterator[tuple[str, str]]:
    """Every paragraph with its style."""
    yield "Heading1", paper.title
    yield "Subtitle", paper.label
    if paper.begun:
        yield "Quote", f"“{paper.begun}”"
    yield from (("Quote" if paper.literal else "Normal", one) for one in paper.story)
    yield "Heading2", paper.talk
    yield from (("Normal", f"{number}. {one}") for number, one in enumerate(paper.questions, 1))


def _paragraph(style: str, words: str) -> str:
    shown = escape(_NO_XML.sub("", words))
    run = f'<w:r><w:t xml:space="preserve">{shown}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'
