"""One typed line as a nomination: who, and what they did. Without store or clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rituals.engine.tidy import ended, tidy
from store.frozen import frozen

LONGEST = 1000
"""Characters of what a colleague writes."""
PEOPLE = 5
"""Colleagues in one nomination."""
SHORTEST = 20
"""Letters below which words tell nothing."""
NAME = 80


def _words(some: str) -> frozenset[str]:
    return frozenset(some.split())


_JOINS = re.compile(r"^(?:[\s,;&+]+|(?:en|and|plus)\b)+", re.IGNORECASE)
_BECAUSE = re.compile(
    r"(?:^|(?<=[\s,;]))(?:omdat|want|voor|vanwege|because|for|since|die)\b|:|(?<=\s)[-–—](?=\s)", re.IGNORECASE
)
_LINKS = re.compile(r"^(?:want|[:–—,;.-])\s*", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_PRAISE = _words(
    "top topper toppertje super held heldin kanjer ster goed heel erg zo gewoon altijd lief leuk fijn mooi geweldig "
    "fantastisch goud waard knap klasse bedankt dank je jij hij zij ze is was een de het echt en collega beste wat "
    "great awesome hero star good very just always nice best amazing thanks you he she they a the and really "
    "omdat want voor because for die er nog weer hard werker aardig wow bravo hulde"
)


@frozen
class Spoken:
    """`mentioned` are the words of mentions, `named` typed names, `reason` what they did; each may be empty."""

    mentioned: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    reason: str = ""


def read(text: str, mentions: Iterable[str], colleagues: Iterable[str] = ()) -> Spoken:
    """Who stands before the reason. `colleagues` are names by which somebody may be called without any "omdat"."""
    rest = re.sub(r"^(?:voor|for)\s+(?=@)", "", text.strip(), flags=re.IGNORECASE)
    known = sorted(filter(None, mentions), key=len, reverse=True)
    mentioned: list[str] = []
    while words := next((one for one in known if rest.startswith(one)), None):
        mentioned.append(words)
        joins = _JOINS.match(rest[len(words) :])
        left = rest[len(words) + (joins.end() if joins else 0) :]
        if joins and joins[0].strip() and not left.startswith(tuple(known)) and _is_name(left, joins[0]):
            return Spoken(_once(mentioned), *_named(left, colleagues))
        rest = left
    if mentioned:
        return Spoken(_once(mentioned), (), sentence(_LINKS.sub("", rest)))
    named, reason = _named(rest, colleagues)
    later = _once(one for one in known if one in rest)
    return Spoken((), named, reason) if named or not later else Spoken(later, (), sentence(rest))


def _is_name(text: str, joined: str) -> bool:
    """After "@youssef en" comes somebody; after a comma only what looks like a name does."""
    return joined.strip() != "," or text[:1].isupper() or text.startswith(("@", "de ", "het "))


def _named(text: str, colleagues: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Names that were typed, and what comes after them."""
    found = _BECAUSE.search(text)
    before = text[: found.start()] if found else ""
    if found and before.strip() and len(before.split()) <= 4 * PEOPLE:
        after = text[found.start() :].lstrip() if found[0][:1].isalpha() else text[found.end() :]
        return names(before), sentence(_LINKS.sub("", after))
    called = _called(text, colleagues)
    if called:
        return (called,), sentence(_LINKS.sub("", text.lstrip("@")[len(called) :].lstrip()))
    short = text and not (found and found.start() == 0) and len(text.split()) <= 3
    return (names(text), "") if short else ((), sentence(text))


def _called(text: str, colleagues: Iterable[str]) -> str:
    """The longest name of a colleague that the words begin with."""
    bare = text.lstrip("@").casefold()
    begin = [one for one in colleagues if re.match(rf"{re.escape(one.casefold())}(?!\w)", bare)]
    return max(begin, key=len, default="")


def names(text: str) -> tuple[str, ...]:
    """ "Ron, Kees en de balie" is three."""
    parts = re.split(r"\s*[,;&+]\s*|\s+(?:en|and|plus)\s+", text.strip(), flags=re.IGNORECASE)
    return _once(name for one in parts if (name := tidy(one.lstrip("@"))[:NAME].strip(" .,:;-")))


def sentence(text: str) -> str:
    """What they did, as one line that can stand by itself."""
    words = tidy(text)
    return ended(words[:1].upper() + words[1:])


def is_long(reason: str) -> bool:
    """Whether it is more than one nomination holds; the full stop that we put there does not count."""
    return len(reason.removesuffix(".")) > LONGEST


def is_vague(reason: str) -> bool:
    """Whether nobody learns from it what a customer noticed."""
    words = {one.casefold() for one in _WORD.findall(reason)}
    return len(_LETTERS.findall(reason)) < SHORTEST or words <= _PRAISE


def _once(some: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(some))


def same_name(one: str, other: str) -> bool:
    """Whether two typed names are of one colleague."""
    return tidy(one).casefold() == tidy(other).casefold()


def listed(some: Sequence[str]) -> tuple[str, ...]:
    """What an organisation wrote in a list, tidied and once each."""
    return _once(words for one in some if (words := tidy(one)[:75]))
