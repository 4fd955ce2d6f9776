"""The organisation's colours: the one that sets words has to be readable on white paper."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from rituals.engine.organisation import Colours

LEAST = 4.5
"""Contrast of words on what is behind them: WCAG 2.2, success criterion 1.4.3."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_OURS = Colours()


def contrast(colour: str) -> float:
    """Of #rrggbb on white, from 1 to 21."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _written(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError(f'{text!r} is no colour; write it as "{_OURS.main}", between quotes')
    return text.lower()


def _readable(text: str) -> str:
    if (found := contrast(text)) < LEAST:
        raise ValueError(
            f"{text} is too light for words: {found:.1f} to 1 on white; take one with at least {LEAST} to 1"
        )
    return text


Drawn = Annotated[str, AfterValidator(_written)]
Inked = Annotated[str, AfterValidator(_written), AfterValidator(_readable)]
