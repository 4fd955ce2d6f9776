"""House numbers, and postcodes with one, in a plain text."""

import re
from collections.abc import Iterator

from rituals.engine.redact_counts import is_counted
from rituals.engine.redact_sure import Hit, Sure
from rituals.engine.redact_wordlist import words

HOUSE = (
    r"\d{1,4}(?:(?: ?-? ?[A-Ha-h]|[A-Za-z])(?!\w))?"
    r"(?:[-/](?:\d{1,4}|[A-Za-z]{1,3})(?!\w)| ?-?(?:hs|huis|bis|I{1,3}|IV|hoog|boven|beneden|rood|zwart)(?!\w)"
    r"(?! (?:de|het|een)\b)"
    r"|-?[1-9]hoog(?!\w)| [1-9]-?hoog(?!\w))?"
    r"(?![\w%]|[.,:]\d)"
)
NUMBERED = r"(?:(?:nr\.?|no\.?|nummer|huisnummer|huisnr\.?):? {0,2})?"
YEAR = re.compile(r"(?:19|20)\d\d")

_PAIR = r"(?!SA|SD|SS|sa|sd|ss)(?:[A-Z]{2}|[a-z]{2}|[A-Z][a-z])(?!\w)"
_POSTCODE = re.compile(
    rf"(?<![\w.,-])(?P<digits>[1-9]\d{{3}})(?P<gap> ?)(?P<pair>{_PAIR})"
    rf"(?P<house>(?:,| -|-)? {{0,2}}{NUMBERED}(?!(?:19|20)\d\d(?!\d)){HOUSE})?(?P<town>(?=,? [A-Z][a-z']))?"
)
_POSTCODE_WORD = re.compile(r"(?:postcode|pc)(?: is)?:? ?$", re.IGNORECASE)
_HOUSE_BEFORE = re.compile(r"[^\W\d_]{4,30} \d{1,4} ?[A-Za-z]?,? {1,2}$")
# Units and what else stands behind a number in capitals.
_NO_PAIRS = words(
    """
    KM KG PK MB GB TB KW MW WH CM MM ML EU WK EK OS AD NA TV VR ZO MA DI DO CV WW NL PM AM DE HET UUR CE BC
    """
)
_SMALL_WORDS = words(
    """
    op en in is de of om na te je ze we al er nu zo ik nr km kg pk kw mb gb cm mm ml dl et an as el ga ja nee af bv
    ca co da do eh ex ha he hm ho hé jij mw no oh ok pm re tv uw va vd wc zn
    """
)


def postcodes(text: str) -> Iterator[Hit]:
    for match in _POSTCODE.finditer(text):
        end = match.end()
        if match["house"] and is_counted(text, end):
            end = match.end("pair")
        if _is_postcode(text, match, housed=match["house"] is not None and end == match.end()):
            yield match.start(), end, Sure.CERTAIN


def _is_in_address(text: str, match: re.Match[str]) -> bool:
    """ "Kerklaan 4, 7311 ab", "7311ab Apeldoorn"."""
    if match["town"] is not None and not match["gap"]:
        return True
    return _HOUSE_BEFORE.search(text, max(0, match.start() - 40), match.start()) is not None


def _is_postcode(text: str, match: re.Match[str], *, housed: bool) -> bool:
    if _POSTCODE_WORD.search(text, max(0, match.start() - 14), match.start()):
        return True
    pair = match["pair"]
    if not pair.isupper():
        if pair.upper() in _NO_PAIRS or (pair in _SMALL_WORDS and match["gap"]):
            return False
        return housed or (pair not in _SMALL_WORDS and _is_in_address(text, match))
    if pair in _NO_PAIRS:
        return housed and not match["gap"] and not YEAR.fullmatch(match["digits"])
    return housed or not YEAR.fullmatch(match["digits"]) or match["town"] is not None
