"""What the bell decides, without store or clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from rituals.engine.tidy import between_words, ended, paragraphs, says_something, tidy
from store.frozen import frozen

__all__ = ["ended", "paragraphs", "says_something", "tidy"]

LONGEST = 500
"""Characters on the card; the rest goes into the thread."""
HUGE = 5000
"""More than this is not a bell."""
EDITABLE = timedelta(minutes=15)
"""How long the ringer may change or take back a bell."""
LATE = timedelta(minutes=15)
"""From here on a bell that comes late says when it was, and makes no sound."""
CHATS_WAIT = timedelta(hours=2)
"""How long a bell waits for a chat that is down."""
LEFT_LYING = timedelta(days=1)
"""How long after its moment a bell waits for its ringer to decide."""
LONGEST_UNDO = timedelta(minutes=1)
PER_DAY = 3
IMPATIENT = timedelta(seconds=10)
SILENT_DAYS = 10

EVERYBODY = ("@channel", "@here", "@everyone", "@kanaal", "@iedereen")
"""Such words ping nobody, so they go where they only stand at the end."""
_WANTING = (
    *("dankzij", "door", "van", "aan", "bij", "met", "namens", "naar", "via", "is", "was", "heet"),
    *("to", "by", "from", "with", "of", "at"),
)
"""A sentence whose last word is one of these is broken without the mention after it."""
_WANTS_A_NAME = re.compile(rf"\b({'|'.join(_WANTING)})$", re.IGNORECASE)
_JOINS = frozenset({"en", "and", "voor", "for"})
_LOOSE = " ,;&+"
"""What joins two mentions, and stays behind without them."""


@frozen
class Written:
    """A text as it is shown, and the mentions in it, in order and without doubles."""

    text: str
    mentioned: tuple[str, ...]


def written(text: str, mentions: Collection[str] = (), called: Callable[[str], str] = str) -> Written:
    """Tidy what was typed. `mentions` are the words of each mention, `called` gives the name to show for them.

    A mention at the end only says whom it is for and goes; one in the sentence becomes the name.
    """
    text = tidy(text)
    known = {tidied: words for words in mentions if (tidied := _found(words, text))}
    found = tuple(known[tidied] for tidied in sorted(known, key=text.index)) if len(known) > 1 else (*known.values(),)
    bare = _without_tail(text, (*known, *EVERYBODY))
    text = text if _wants_a_name(bare) else bare
    if within := [tidied for tidied in known if tidied in text]:
        either = "|".join(re.escape(tidied) for tidied in sorted(within, key=len, reverse=True))
        text = re.sub(either, lambda match: called(known[match[0]]), text)
    return Written(ended(text[:1].upper() + text[1:]), found)


def _found(words: str, text: str) -> str:
    """The words as they stand in the tidied text; empty when they do not."""
    tidied = words if words in text else tidy(words)
    return tidied if tidied in text else ""


def _without_tail(text: str, mentions: tuple[str, ...]) -> str:
    """The text without the mentions it ends with: "gelukt! voor @sanne en @youssef" is "gelukt!"."""
    while text.endswith(mentions):
        last = next(words for words in mentions if text.endswith(words))
        text = text.removesuffix(last).rstrip(_LOOSE)
        joins = _last_word(text)
        if joins.lower() in _JOINS:
            text = text.removesuffix(joins).rstrip(_LOOSE)
    return text


def _wants_a_name(tidied: str) -> bool:
    # Few sentences end so: asking the pattern about them alone is the cheaper way.
    return tidied.lower().endswith(_WANTING) and bool(_WANTS_A_NAME.search(_last_word(tidied)))


def _last_word(tidied: str) -> str:
    return tidied.rpartition(" ")[2]


def split(text: str) -> tuple[str, str]:
    """What stands on the card, and the rest for the thread; cut between words where that can be."""
    if len(text) <= LONGEST:
        return text, ""
    cut = between_words(text, LONGEST)
    return f"{text[:cut].rstrip()} …", f"… {text[cut:].lstrip()}"


def pressed(clap: tuple[bool, datetime] | None, now: datetime) -> bool | None:
    """One clap per person: the first press claps, a later one takes it back, and an impatient one means nothing.

    True: clap; False: take back; None: leave it.
    """
    if clap is None:
        return True
    on, since = clap
    return None if now - since < IMPATIENT else not on


def may_change(ringer_id: int | None, person_id: int, rung_at: datetime, now: datetime, *, holder: bool) -> bool:
    """The ringer for a quarter of an hour, a ritueelhouder always."""
    return holder or (ringer_id == person_id and now - rung_at < EDITABLE)


def is_kept(rings_at: datetime, now: datetime) -> bool:
    """Whether a bell that is being changed was kept for later, and not in its seconds to think again."""
    return rings_at - now > LONGEST_UNDO


def is_late(planned: datetime, shown: datetime) -> bool:
    """Whether a message that came to stand at `shown` is marked with its own time."""
    return shown - planned >= LATE


def is_milestone(of_all: int) -> bool:
    """The hundredth, the two hundredth, ..."""
    return of_all > 0 and of_all % 100 == 0
