"""Texts as people type them, made ready to be shown: one line, without what hides, turns or piles up."""

from __future__ import annotations

import re
import unicodedata

from rituals.engine.clusters import boundary
from rituals.engine.redact import WORDS
from rituals.engine.redaction import PLACEHOLDERS

PARAGRAPH = 1500
"""Characters in one paragraph of a long text."""

_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_JOINERS = re.compile("(?<=[\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f]|$)")
"""They shape emoji and Arabic letters; beside Latin ones they only hide that two texts are the same."""
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters that show nothing."""
_ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILES = re.compile(f"({_ACCENT}{{3}}){_ACCENT}+")
"""More accents on one letter than any language has: they would run over the messages above and below."""
_SPACES = re.compile(r"\s+")
_TAKEN = re.compile("|".join(map(re.escape, (*WORDS.values(), *PLACEHOLDERS.values()))))
_PAIRS = (("“", "”"), ("„", "”"), ("«", "»"), ('"', '"'))
_OPENING = frozenset(opening for opening, _ in _PAIRS)
_QUOTES = str.maketrans({"‘": "’", "‛": "’", "`": "’", "´": "’"})


def tidy(text: str) -> str:
    """One line, with nothing in it that hides, turns, piles up or cannot be stored; empty when nothing shows."""
    if text.isascii() and text.isprintable():  # most words: nothing in them can hide or pile up
        text = " ".join(text.replace("`", "’").split())
    else:
        text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
        text = _PILES.sub(r"\1", _JOINERS.sub("", _INVISIBLE.sub("", text))).translate(_QUOTES)
        text = _SPACES.sub(" ", text).strip()
    if not any(map(_shows, text)):
        return ""
    return _unquoted(text) if text[0] in _OPENING else text


def _unquoted(text: str) -> str:
    for opening, closing in _PAIRS:
        alone = text.count(opening) == (1 if opening != closing else 2)
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing) and alone:
            text = text[1:-1].strip()
    return text


def _shows(char: str) -> bool:
    """A letter, a figure or an emoji: with nothing but signs nobody knows what went well."""
    if char.isascii():
        return char.isalnum()
    category = unicodedata.category(char)
    return (category[0] in "LN" or category == "So") and char not in _BLANKS


def says_something(text: str) -> bool:
    """Whether anything is left of a text from which names, numbers and addresses were taken."""
    return any(map(_shows, _TAKEN.sub("", text)))


def ended(text: str) -> str:
    """A sentence ends with a full stop, unless it ends with something else already."""
    return f"{text}." if text and text[-1].isalnum() else text


def isolated(text: str) -> str:
    """Words that run from right to left, such that they leave the order of the sentence around them alone."""
    turns = not text.isascii() and any(unicodedata.bidirectional(char) in _FROM_THE_RIGHT for char in text)
    return f"\u2068{text}\u2069" if turns else text


def paragraphs(text: str, most: int = PARAGRAPH) -> list[str]:
    """A long text in pieces that every platform can show."""
    pieces = []
    while len(text) > most:
        cut = between_words(text, most)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces


def between_words(text: str, most: int) -> int:
    """Where to cut a text that may have so many characters: between words where that can be, never through a sign."""
    space = text.rfind(" ", most // 2, most)
    return space if space > 0 else boundary(text, most) or most
