"""What a text gives away about a customer: numbers and addresses to ask about, names to shorten.

The checks of IBAN and BSN are our own few lines, held by the tests against python-stdnum and phonenumbers:
importing those takes over 60 ms and 10 MB.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rituals.engine import redact_checks as checks
from rituals.engine import redact_patterns as patterns
from rituals.engine.redact_checks import Span
from rituals.engine.redact_names import Shortened, shorten_names

__all__ = ["WORDS", "Found", "Kind", "Shortened", "find_private", "shorten_names", "without"]


class Kind(StrEnum):
    """Sorts of private things; NUMBER is a customer's or contract's number, or any five digits in a row.

    The last three are told apart only by `redaction`: here a postcode is part of an address.
    """

    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    ADDRESS = "address"
    PLATE = "plate"
    NUMBER = "number"
    POSTCODE = "postcode"
    DATE = "date"
    NAME = "name"


WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.IBAN: "[rekeningnummer]",
        Kind.EMAIL: "[e-mailadres]",
        Kind.PHONE: "[telefoonnummer]",
        Kind.BSN: "[nummer]",
        Kind.ADDRESS: "[adres]",
        Kind.PLATE: "[kenteken]",
        Kind.NUMBER: "[nummer]",
    }
)


@dataclass(frozen=True)
class Found:
    """A private thing at text[start:end]."""

    kind: Kind
    start: int
    end: int
    text: str


def find_private(text: str) -> tuple[Found, ...]:
    """The private things in the text, in its order, without overlaps."""
    # Most texts have nothing of the kind, and a form asks at every letter typed.
    if not patterns.HINT.search(text):
        return ()
    rest = patterns.masked(text, [match.span() for match in patterns.HARMLESS.finditer(text)])
    found: list[Found] = []
    # What could be two things is the first of them: the end of an IBAN looks like a telephone number.
    for kind, find in _FINDERS:
        spans = list(find(rest))
        found += [Found(kind, start, end, text[start:end]) for start, end in spans]
        rest = patterns.masked(rest, spans)
    return tuple(sorted(found, key=lambda one: one.start))


def without(text: str, found: Sequence[Found], words: Mapping[Kind, str] = WORDS) -> str:
    """The text with a word in brackets for each private thing."""
    pieces: list[str] = []
    done = 0
    for one in sorted(found, key=lambda one: one.start):
        before = " " if text[done : one.start][-1:].isalnum() else ""
        after = " " if text[one.end : one.end + 1].isalnum() else ""
        pieces += [text[done : one.start], before, words[one.kind], after]
        done = one.end
    return re.sub(r"[ \t\u00a0]{2,}", " ", "".join([*pieces, text[done:]])).strip()


def _addresses(text: str) -> Iterator[Span]:
    streets = [match.span() for match in patterns.STREET.finditer(text) if _is_address(match)]
    postcodes = [match.span() for match in patterns.POSTCODE.finditer(patterns.masked(text, streets))]
    return iter(sorted(streets + postcodes))


def _is_address(match: re.Match[str]) -> bool:
    if patterns.YEAR.fullmatch(match["house"]) or match["after"].casefold() in patterns.COUNTED:
        return False
    return match["opened"] is not None or _is_street(match["street"], alone=match["before"] is not None)


def _is_street(word: str, *, alone: bool) -> bool:
    """Whether a word is a street: "Kerkstraat", and "Markt" only as in "Oude Markt"."""
    small = word.casefold()
    ends = patterns.STREET_ENDS_SURE if word[:1].islower() else patterns.STREET_ENDS
    shortest = 0 if alone else 2
    named = any(small.endswith(end) and len(small) >= len(end) + shortest for end in ends)
    return named and small not in patterns.NO_STREETS


def _plates(text: str) -> Iterator[Span]:
    for match in patterns.PLATE.finditer(text):
        name = "plate" if match["plate"] else "named"
        shape = "".join("D" if sign.isdecimal() else "L" for sign in match[name] if sign.isalnum())
        if shape in patterns.PLATE_SHAPES:
            yield match.span(name)


def _numbers(text: str) -> Iterator[Span]:
    for match in patterns.NUMBER.finditer(text):
        yield match.span("named" if match["named"] else "long")


_FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...] = (
    (Kind.IBAN, checks.ibans),
    (Kind.EMAIL, checks.emails),
    (Kind.PHONE, checks.phones),
    (Kind.BSN, checks.bsns),
    (Kind.ADDRESS, _addresses),
    (Kind.PLATE, _plates),
    (Kind.NUMBER, _numbers),
)
