"""Prints one paper, inside the child process with limits: see `files_child`."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Literal

import typst

from rituals.engine.files import Unreadable

_ROOT = Path(__file__).resolve().parents[2]
_ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""A PDF that a screen reader can read. It also refuses letters for which there is no font, where others show boxes."""
_NO_GLYPH = "could not be displayed"


def printed(told: bytes, args: dict[str, Any]) -> dict[str, str]:
    """The page as PNG and as PDF. Only the fonts that come along: the same page on every machine."""
    template = _ROOT / args["template"]
    compiler = typst.Compiler(
        template, root=template.parent, ignore_system_fonts=True, sys_inputs={"told": told.decode()}
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=_ACCESSIBLE)
        png = compiler.compile(format="png", ppi=args["dots"])
    except typst.TypstError as error:
        raise Unreadable("no_letters" if _NO_GLYPH in error.message else "broken") from None
    return {"png": _text(png), "pdf": _text(pdf)}


def _text(page: bytes | list[bytes] | None) -> str:
    if not isinstance(page, bytes):
        raise Unreadable("broken")
    return base64.b64encode(page).decode()
