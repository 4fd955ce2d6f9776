"""The markdown that lives in the texts of an Adaptive Card: emphasis, links, lists, entities and date functions.

Read wide rather than narrow: what some client may take for markup counts as markup.
"""

from __future__ import annotations

import re
from html import unescape

MARKS = {
    "link": re.compile(r"!?\[(?P<words>[^\]]*)\]\([^)]*\)"),
    "strong": re.compile(r"(\*\*|__)(?=\S)(?P<words>.+?)(?<=\S)\1"),
    "emphasis": re.compile(r"(\*|(?<!\w)_)(?=\S)(?P<words>.+?)(?<=\S)\1(?!\w)"),
    "code": re.compile(r"(`+)(?P<words>.+?)\1"),
    "strikethrough": re.compile(r"~~(?P<words>.+?)~~"),
    "date": re.compile(r"\{\{(?:DATE|TIME)\((?P<words>[^)]*)\)\}\}"),
    "autolink": re.compile(r"<(?P<words>[a-z][a-z0-9+.-]*:[^ <>]*)>", re.IGNORECASE),
}
BLOCKS = {
    "list": re.compile(r"^\s{0,3}(?:[-*+]|\d{1,9}[.)])\s+(?P<words>\S.*)$", re.MULTILINE),
    "heading": re.compile(r"^\s{0,3}#{1,6}\s+(?P<words>\S.*)$", re.MULTILINE),
    "quote": re.compile(r"^\s{0,3}>\s?(?P<words>.*)$", re.MULTILINE),
}
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
PRIVATE = 0xF0000
"""Escaped signs wait here until markup has been worked out."""


def rendered(text: str) -> tuple[str, set[str]]:
    """The words as they are read, and what markup did to them."""
    live: set[str] = set()
    text = ESCAPED.sub(lambda found: chr(PRIVATE + ord(found[1])), text)
    for name, pattern in (*BLOCKS.items(), *MARKS.items()):
        text, count = pattern.subn(lambda found: found["words"], text)
        if count:
            live.add(name)
    text, count = ENTITY.subn(lambda found: unescape(found[0]), text)
    if count:
        live.add("entity")
    return "".join(chr(ord(one) - PRIVATE) if PRIVATE <= ord(one) < PRIVATE + 128 else one for one in text), live
