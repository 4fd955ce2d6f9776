"""The oorkonde of the klantverbeteraar: which words stand on the page. How they stand is in `oorkonde.typ`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from rituals.engine.clusters import boundary, cut
from rituals.engine.organisation import Organisation
from rituals.engine.papers import Paper
from rituals.engine.tidy import tidy
from rituals.engine.translate import Say

TEMPLATE = "rituals/klantverbeteraar/oorkonde.typ"
REASONS = 2
_LONGEST_NAME, _LONGEST_WORDS, _LONGEST_HOUSE = 120, 300, 80
_KEPT = frozenset("°©®№™")
_AROUND = re.compile(r"[\ufe0e\ufe0f\u20e3]|\u200d(?!\w)")
"""What makes an emoji of a sign: with the emoji gone it would hang about alone."""
_ENDLESS = re.compile(r"\S{41,}")
_PIECE = 8


def oorkonde(
    say: Say, organisation: Organisation, *, names: Sequence[str], period: str, day: date,
    reasons: Sequence[str] = (), customer: str = "",
) -> Paper:  # fmt: skip
    """`period` as people say it: "november 2026". Of the nominators' words the first two; `customer` are the
    customer's own, if there are any.
    """
    one = len(names) == 1
    heading = (
        say("Klantverbeteraar van {maand}", maand=period) if one else say("Klantverbeteraars van {maand}", maand=period)
    )
    house = inked(organisation.name, _LONGEST_HOUSE)
    said = inked(customer, _LONGEST_WORDS)
    told = {
        "language": say.locale,
        "colours": {"main": organisation.colours.main, "accent": organisation.colours.accent},
        "organisation": directed(house),
        "heading": directed(heading),
        "given_to": say("uitgereikt aan"),
        "also": say("en"),
        "names": [directed(name) for words in names if (name := inked(words, _LONGEST_NAME))],
        "reasons": [directed(f"“{reason}”") for words in reasons if (reason := inked(words, _LONGEST_WORDS))][:REASONS],
        "customer": {"said": say("Een {klant} zei"), "words": directed(f"“{said}”")} if said else None,
        "date": _written(day, say.locale),
        "date_label": say("Datum"),
        "signed": directed(say("Namens {organisatie}", organisatie=house)),
    }
    return Paper(TEMPLATE, told, f"oorkonde-{_file_name(period)}")


def inked(text: str, most: int) -> str:
    """Words of people as ink can say them: on one line, and without emoji, for which no letter of type exists."""
    inked = (sign for sign in _AROUND.sub("", text) if sign in _KEPT or not _is_emoji(sign))
    return _ENDLESS.sub(_breakable, cut(tidy("".join(inked)), most))


def _breakable(endless: re.Match[str]) -> str:
    """No word is this long: it may go on on the next line, wherever it does not break a sign."""
    word = endless[0]
    ends = sorted({boundary(word, end) for end in range(_PIECE, len(word), _PIECE)} | {len(word)})
    return "\u200b".join(word[start:end] for start, end in zip([0, *ends], ends, strict=False))


def _is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) == "So" or "\U0001f3fb" <= sign <= "\U0001f3ff" or sign >= "\U000e0000"


def directed(text: str) -> dict[str, object]:
    """Words with the direction of their own script: that of the first letter."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return {"text": text, "rtl": first != "L"}


def _written(day: date, locale: str) -> str:
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=locale)


def _file_name(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "klantverbeteraar"
