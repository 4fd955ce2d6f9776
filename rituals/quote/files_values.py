"""What a cell says: days, scores, sides and channels, as people and Dutch Excel write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from rituals.quote.files_columns import plain

if TYPE_CHECKING:  # the process that reads files needs no database
    from store.quotes import Side

_EXCEL = date(1899, 12, 30)
_SERIAL = range(20_000, 80_000)
"""Days since then that can be a quote's: 1954 to 2119."""
_MONTHS = (
    ("januari", "january"), ("februari", "february"), ("maart", "march", "mrt"), ("april",), ("mei", "may"),
    ("juni", "june"), ("juli", "july"), ("augustus", "august"), ("september",), ("oktober", "october"),
    ("november",), ("december",),
)  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?")
_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(r"(?:[a-z]+ )?(?:(\d{1,2}) )?([a-z]{3,9}) (\d{4}|\d{2})(?: .*)?")
_NUMBER = re.compile(
    r"([+-]?\d{1,4}(?:[.,]\d{1,6})?)\s*(?:\(?(?:/|van|op|out of|uit)\s*(?:de\s*)?(5|7|10|100)\b\)?)?\s*"
    r"(?:(%)|(sterren|ster|stars?|[★⭐])|punten|punt|points?|pt|[+-])?(?:\s*[-–—:=.(!]\D*)?"
)
"""What follows a number has no numbers: "9 (heel goed)" is a score, "2 weken", "8/20" and a date are none."""
_STARS = re.compile(r"[★⭐]+[☆★⭐]*")
_SIDES: Mapping[str, Side] = MappingProxyType({
    "positief": "positive", "positive": "positive", "compliment": "positive", "pluim": "positive", "lof": "positive",
    "promoter": "positive", "good": "positive", "tevreden": "positive",
    "kritisch": "critical", "kritiek": "critical", "negatief": "critical", "negative": "critical",
    "klacht": "critical", "critical": "critical", "detractor": "critical", "bad": "critical",
    "ontevreden": "critical", "verbeterpunt": "critical",
    "gemengd": "mixed", "neutraal": "mixed", "neutral": "mixed", "mixed": "mixed", "passive": "mixed",
})  # fmt: skip
_DENIED = frozenset({"niet", "geen", "noch", "nooit", "not", "no", "nor", "neither", "never"})
_CHANNELS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "onderzoek": ("onderzoek", "enquete", "survey", "kto", "meting", "nps", "vragenlijst", "form"),
    "telefoon": ("telefoon", "telefonisch", "phone", "gebeld", "call", "tel"),
    "review": ("review", "reviews", "trustpilot", "google", "kiyoh", "klantenvertellen"),
    "social": ("social", "facebook", "instagram", "linkedin", "twitter", "x", "tiktok"),
    "balie": ("balie", "loket", "desk", "kantoor", "bezoek"),
})  # fmt: skip


def day_of(cell: object) -> date | None:
    """The day, or the first of the month when no day is told; None for what is no date."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _EXCEL + timedelta(days=int(cell)) if _SERIAL.start <= cell < _SERIAL.stop else None
    return _written(str(cell).strip()[:60])


def _written(text: str) -> date | None:
    if text.isascii() and text.isdecimal() and len(text) == 5:
        return day_of(int(text))
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3] or 1))
    if match := _DUTCH.fullmatch(text):
        day, month, year = int(match[1]), int(match[2]), _year(match[3])
        return _date(year, month, day) or _date(year, day, month)
    if match := _MONTH_YEAR.fullmatch(text):
        return _date(int(match[2]), int(match[1]), 1)
    words = _WORDS.fullmatch(plain(text))
    named = _month(words[2]) if words else None
    return _date(_year(words[3]), named, int(words[1] or 1)) if words and named else None


def _month(word: str) -> int | None:
    for number, names in enumerate(_MONTHS, start=1):
        if any(name == word or (len(word) in (3, 4) and name.startswith(word)) for name in names):
            return number
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def score_of(cell: object) -> tuple[float, float | None] | None:
    """A score, and the highest there is where the cell tells ("8/10", "★★★★☆"); None for what is no score."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (float(cell), None) if 0 <= cell <= 100 else None
    text = str(cell).strip().casefold()[:60].replace("\ufe0f", "")
    if _STARS.fullmatch(text):
        return float(sum(text.count(sign) for sign in "★⭐")), 5.0
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    value = float(match[1].replace(",", "."))
    best = float(match[2]) if match[2] else 100.0 if match[3] else 5.0 if match[4] else None
    return (value, best) if 0 <= value <= (best or 100) else None


def side_of(cell: object) -> Side | None:
    """What kind of words, as somebody wrote it beside them; None for "niet tevreden" and for two kinds at once."""
    words = plain(str(cell)[:60]).split()
    told = {_SIDES[one] for one in words if one in _SIDES}
    return told.pop() if len(told) == 1 and _DENIED.isdisjoint(words) else None


def channel_of(cell: object) -> str:
    """Where it was said, as one of the channels; empty when it is none of them."""
    words = plain(str(cell)[:60]).split()
    return next((name for name, known in _CHANNELS.items() if any(one in known for one in words)), "")
