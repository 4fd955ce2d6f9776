"""Whether two texts say the same, whatever their capitals, signs and spaces."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

_SIGN = re.compile(r"[\W_]")
_SIGNS = re.compile(r"[\W_]+")


def sameness(text: str) -> str:
    """The same for texts that differ only in capitals, signs, spaces, and what does not show."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    # A list has thousands of texts, and in most of them every sign shows.
    words = _SIGNS.sub(" ", plain) if plain.isascii() else _SIGN.sub(_bare, plain)
    return sha256((" ".join(words.split()) or text).encode()).hexdigest()


def _bare(sign: re.Match[str]) -> str:
    return "" if unicodedata.category(sign[0]) in ("Cf", "Mn") else " "
