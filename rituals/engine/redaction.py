"""Takes customers' data out of a Dutch text, before a human approves it; docs/redaction.md says how well.

Everything is looked for in the text as it reads (`redact_plain`); places are those of the text as it was given.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from rituals.engine import redact_numbers as numbers
from rituals.engine import redact_patterns as patterns
from rituals.engine import redact_postcodes, redact_streets
from rituals.engine.redact import Kind
from rituals.engine.redact_people import CONTACT, names
from rituals.engine.redact_plain import plain
from rituals.engine.redact_sure import Hit, Sure
from store.frozen import frozen

__all__ = ["LONGEST", "PLACEHOLDERS", "Finding", "Kind", "Redaction", "Sure", "TooLong", "redact"]

LONGEST = 50_000
"""Signs that a text may have: ten times the longest story, and read in well under a second."""

PLACEHOLDERS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.IBAN: "[rekening]",
        Kind.EMAIL: "[e-mail]",
        Kind.PHONE: "[telefoon]",
        Kind.BSN: "[bsn]",
        Kind.ADDRESS: "[adres]",
        Kind.POSTCODE: "[postcode]",
        Kind.PLATE: "[kenteken]",
        Kind.NUMBER: "[nummer]",
        Kind.DATE: "[datum]",
        Kind.NAME: "[naam]",
    }
)


class TooLong(ValueError):
    """The text has more than LONGEST signs; `length` says how many."""

    def __init__(self, length: int) -> None:
        super().__init__(f"a text of {length} signs: at most {LONGEST} can be looked through")
        self.length = length


@frozen
class Finding:
    """Something private at [start:end] of the text as it was given, and what comes in its place."""

    kind: Kind
    start: int
    end: int
    replacement: str
    sure: Sure


@frozen
class Redaction:
    """The text without what was found; the findings are in its order and do not overlap."""

    text: str
    findings: tuple[Finding, ...]


def redact(text: str, colleagues: Collection[str] = (), *, keep: Collection[str] = ()) -> Redaction:
    """The text without customers' data and without the names of colleagues, which are given in full.

    `keep` holds what may look like a name and is none, as the organisation's own. Raises TooLong.
    """
    if len(text) > LONGEST:
        raise TooLong(len(text))
    read = plain(text)
    kept = frozenset(name.casefold() for name in keep if name.strip())
    found: list[Finding] = []
    for kind, start, found_end, sure in _found(read.text, colleagues):
        end = start + _without_kept(read.text[start:found_end], kept) if kind is Kind.NAME else found_end
        if end > start:
            found.append(Finding(kind, *read.span(start, end), PLACEHOLDERS[kind], sure))
    findings = tuple(sorted(found, key=lambda one: one.start))
    return Redaction(_replaced(text, findings), findings)


def _without_kept(name: str, kept: Collection[str]) -> int:
    """How much of it is a name: nothing of "van Vivare", and "Smit" of "Smit van Vivare", where Vivare is kept."""
    small = name.casefold()
    if small in kept or len(small) != len(name):
        return 0 if small in kept else len(name)
    for match in _VAN.finditer(small):
        rest = small[match.end() :]
        if rest in kept or rest.removeprefix("de ").removeprefix("het ") in kept:
            return match.start()
    return len(name)


def _found(text: str, colleagues: Collection[str]) -> Iterator[tuple[Kind, int, int, Sure]]:
    """What could be two things is the first of them, so each finder sees only what is left."""
    rest = text
    # Most texts have no digit and no @, and then only names can be found.
    for kind, find in _FINDERS if _HINT.search(text) else ():
        hits = sorted(find(rest))
        yield from ((kind, *hit) for hit in hits)
        rest = patterns.masked(rest, [(start, end) for start, end, _ in hits], CONTACT if kind in _CONTACTS else "\0")
        if kind is Kind.DATE:
            rest = patterns.masked(rest, [match.span() for match in patterns.HARMLESS.finditer(rest)])
    yield from ((Kind.NAME, *hit) for hit in names(rest, colleagues))


def _replaced(text: str, findings: tuple[Finding, ...]) -> str:
    pieces: list[str] = []
    done = 0
    for one in findings:
        pieces += [text[done : one.start], one.replacement]
        done = one.end
    return "".join([*pieces, text[done:]])


_CONTACTS = frozenset({Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.EMAIL})
_VAN = re.compile(r"(?:^| {1,3})van {1,3}")
_HINT = re.compile(r"[@\d]|apenstaart|[(\[] ?at ?[)\]]|(?:punt|dot) (?:nl|com|net|org)")
_FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[Hit]]], ...] = (
    (Kind.DATE, numbers.births),
    (Kind.IBAN, numbers.accounts),
    (Kind.EMAIL, numbers.emails),
    (Kind.NUMBER, numbers.numbered),
    (Kind.PHONE, numbers.phones),
    (Kind.BSN, numbers.bsns),
    (Kind.POSTCODE, redact_postcodes.postcodes),
    (Kind.ADDRESS, redact_streets.boxes),
    (Kind.ADDRESS, redact_streets.streets),
    (Kind.PLATE, numbers.plates),
    (Kind.NUMBER, numbers.things),
    (Kind.NUMBER, numbers.long_ones),
)
