"""Cutting text without breaking what people see as one sign.

A cut may not fall inside an emoji sequence, a flag, a letter with its accents, a Hangul syllable or CR LF.
This is a little more careful than Unicode's UAX 29: whatever follows a zero-width joiner stays with it.
"""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
_JOINER = "\u200d"


def cut(text: str, most: int) -> str:
    """At most `most` characters, ending in "…" when something had to go; "" when not even that fits."""
    if len(text) <= most:
        return text
    if most < 1:
        return ""
    return text[: boundary(text, most - 1)].rstrip() + ELLIPSIS


def boundary(text: str, position: int) -> int:
    """The last place at or before `position` where the text may be cut."""
    while 0 < position < len(text) and not _may_cut(text, position):
        position -= 1
    return position


def _may_cut(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    if before == _JOINER or _extends(after) or (before, after) == ("\r", "\n"):
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, position) % 2 == 0
    return not _continues_syllable(before, after)


def _extends(char: str) -> bool:
    """Accents, variation selectors, skin tones, the tags of regional flags, joiners."""
    return (
        char in (_JOINER, "\u200c")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_letters_before(text: str, position: int) -> int:
    start = position
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return position - start


def _continues_syllable(before: str, after: str) -> bool:
    """Korean written as separate letters: lead, vowel, tail."""
    if "\u1100" <= before <= "\u115f":
        return "\u1100" <= after <= "\u11a7" or "\uac00" <= after <= "\ud7a3"
    if "\u1160" <= before <= "\u11a7" or "\uac00" <= before <= "\ud7a3":
        return "\u1160" <= after <= "\u11ff"
    return "\u11a8" <= before <= "\u11ff" and "\u11a8" <= after <= "\u11ff"
