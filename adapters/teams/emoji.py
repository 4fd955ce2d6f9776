"""From Teams' names of reactions to characters.

Six have old names of their own; the others are code points in hexadecimal and a description:
"1f44f_clappinghandssign". A skin tone means nothing to us.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMED: Mapping[str, str] = {
    "like": "👍",
    "heart": "❤",
    "laugh": "😆",
    "surprised": "😮",
    "sad": "😢",
    "angry": "😠",
    "clap": "👏",
    "launch": "🚀",
}
_CODES = re.compile(r"([0-9a-f]{2,6}(?:-[0-9a-f]{2,6})*)(?:_.*)?", re.IGNORECASE)
_TONES_AND_STYLES = {0xFE0F: None, **dict.fromkeys(range(0x1F3FB, 0x1F400))}
_MOST = 0x110000


def character(reaction: str) -> str:
    """The character, or an empty text for what is none."""
    name = reaction.strip()[:200]
    if name.lower() in _NAMED:
        return _NAMED[name.lower()]
    if not name.isascii():
        return name.translate(_TONES_AND_STYLES)
    codes = _CODES.fullmatch(name)
    numbers = [int(code, 16) for code in codes[1].split("-")] if codes else []
    if not numbers or any(number < 0x80 or number >= _MOST or 0xD800 <= number < 0xE000 for number in numbers):
        return ""
    return "".join(map(chr, numbers)).translate(_TONES_AND_STYLES)
