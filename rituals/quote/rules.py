"""What the quote of the day decides, without store or clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rituals.engine.clusters import boundary
from rituals.engine.tidy import isolated
from store.frozen import frozen

if TYPE_CHECKING:  # the process that reads files needs no database
    from store.quote_days import Past
    from store.quote_stock import Candidate
    from store.quotes import Side

FRAGMENT = 600
"""Characters on the card; the rest opens with [Hele verhaal]."""
LONGEST = 3000
"""More than this is no quote."""
REST = timedelta(days=180)
"""How long a quote rests before it may come back."""
LOOKED_BACK = 20
"""Posting days over which themes and afdelingen take turns."""
ENOUGH = 5
"""Working days: with less in stock the curators hear it."""
AT_ONCE = 5
"""Quotes to look at in one message."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WAYS = (*_ROWS, *(row[::-1] for row in _ROWS))
_RUNS = {row[start:end] for row in _WAYS for start in range(len(row)) for end in range(start + 3, len(row) + 1)}
_LONGEST_FIRST = "|".join(sorted(_RUNS, key=lambda run: (-len(run), run)))
_NO_WORD = re.compile(rf"([a-z])\1\1+|(?=.{{4}})(?>{_LONGEST_FIRST})++")
"""One letter again and again, or keys that lie side by side; nothing is tried twice, so a long one costs no time."""
OTHER: Mapping[Side, Side] = {"positive": "critical", "critical": "positive", "mixed": "positive"}


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_PRAISE = _words(
    "bedankt dank dankbaar blij fijn fijne geweldig goed goede geholpen netjes prettig prima snel snelle "
    "super tevreden top vriendelijk vriendelijke meedenken kundig opgelost compliment complimenten lief "
    "keurig fantastisch attent geduldig duidelijk happy thanks great friendly helpful quick "
)
_BLAME = _words(
    "niet nooit geen slecht slechte lang wachten wachtte boos kapot lekt lekkage klacht klachten "
    "teleurgesteld onbereikbaar onduidelijk vergeten opnieuw schimmel kou koud herrie laat onbegrijpelijk "
    "jammer frustrerend doorverbonden niemand helaas moeizaam never bad slow rude waiting broken "
)


@frozen
class Choice:
    """The quote that takes the turn. `side` is the turn; `missing` that the side whose turn it was had nothing."""

    candidate: Candidate
    side: Side
    missing: bool


def wanted(past: Sequence[Past]) -> Side:
    """The opposite of what was posted last; praise comes first."""
    return OTHER[past[0].side] if past else "positive"


def choose(turn: Side, pools: Mapping[Side, Sequence[Candidate]], past: Sequence[Past]) -> Choice | None:
    """Whose turn it is: the wanted side or mixed words, else the other side; None when there is nothing at all.

    Within it the theme and afdeling that were seen least lately, then the oldest, then the draw.
    """
    for side in (turn, OTHER[turn]):
        pool = [*pools.get(side, ()), *pools.get("mixed", ())]
        if pool:
            return Choice(_fairest(pool, past), side, missing=side != turn)
    return None


def _fairest(pool: Sequence[Candidate], past: Sequence[Past]) -> Candidate:
    lately = past[:LOOKED_BACK]
    themes, afdelingen = Counter(one.theme for one in lately), Counter(one.afdeling for one in lately)
    return min(
        pool, key=lambda one: (themes[one.theme], afdelingen[one.afdeling], one.received_on, one.lot, one.id)
    )  # fmt: skip


def lasts(stock: Mapping[Side, int]) -> int:
    """For how many working days there is enough, when praise and criticism take turns and mixed fills the gap."""
    less, more = sorted((stock.get("positive", 0), stock.get("critical", 0)))
    mixed = stock.get("mixed", 0)
    return min(less + more + mixed, 2 * (less + mixed) + 1)


def running_low(stock: Mapping[Side, int]) -> Side | None:
    """The side that is empty within a working week, while there still is some of it; mixed words count for it."""
    side: Side = min("positive", "critical", key=lambda one: stock.get(one, 0))
    left = stock.get(side, 0) + stock.get("mixed", 0)
    return side if left and lasts(stock) < ENOUGH else None


def is_only_keys(text: str) -> bool:
    """ "xxx" or "asdfasdf": somebody who tries what a key does. Whatever may be a word is one: "Ok", "Pfff", "Haha"."""
    words = text.casefold().split()
    return bool(words) and all(_NO_WORD.fullmatch(word.strip(".,;:!?…-")) for word in words)


def takes_praise(side: Side | None) -> bool:
    """Whether a compliment fits under such words: under mixed ones too, under criticism never."""
    return side != "critical"


def rested(day: date) -> date:
    """A quote that was shown on this day or before may come back on `day`."""
    return day - REST


def fragment(text: str) -> tuple[str, bool]:
    """What stands on the card, and whether there is more; cut between sentences or words."""
    words, more = _cut(text)
    return isolated(words), more


def _cut(text: str) -> tuple[str, bool]:
    if len(text) <= FRAGMENT:
        return text, False
    sentence = max(text.rfind(end, FRAGMENT // 2, FRAGMENT) for end in (". ", "! ", "? "))
    if sentence > 0:
        return f"{text[: sentence + 1]} …", True
    space = text.rfind(" ", FRAGMENT // 2, FRAGMENT)
    cut = space if space > 0 else boundary(text, FRAGMENT) or FRAGMENT
    return f"{text[:cut].rstrip()} …", True


def suggest(text: str, score: float | None = None, best: float = 10) -> Side | None:
    """What kind of words these seem to be, by the score or by the words; a person decides."""
    if score is not None and best > 0:
        share = score / best
        return "positive" if share >= 0.8 else "critical" if share <= 0.6 else "mixed"
    words = "".join(char if char.isalnum() else " " for char in text.casefold()).split()
    praise, blame = sum(word in _PRAISE for word in words), sum(word in _BLAME for word in words)
    if praise == blame:
        return "mixed" if praise else None
    return "positive" if praise > blame else "critical"


def is_protected(side: Side, afdeling: str, small: Sequence[str], until: date | None, today: date) -> bool:
    """Whether criticism has to wait for a curator: of a handful of people, or in a time in which it hurts."""
    if side == "positive":
        return False
    return (until is not None and today <= until) or bool(of_a_few((afdeling,), small))


def of_a_few(afdelingen: Sequence[str], small: Sequence[str]) -> tuple[str, ...]:
    """Which of these are afdelingen of a handful of people, whatever their capitals."""
    few = {one.casefold() for one in small}
    return tuple(dict.fromkeys(one for one in afdelingen if one.casefold() in few))
