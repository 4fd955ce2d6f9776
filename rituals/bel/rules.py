"""What the bell decides, without store or clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

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
PER_DAY = 3
IMPATIENT = timedelta(seconds=10)
SILENT_DAYS = 10

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f\x1b]")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans({"‘": "’", "‛": "’", "`": "’", "´": "’"})


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is shown, and the mentions in it, in order and without doubles."""

    text: str
    mentioned: tuple[str, ...]


def written(text: str, mentions: Mapping[str, str]) -> Written:
    """Tidy what was typed. `mentions` gives, for the words of each mention, the name to show.

    A mention at the end only says whom it is for and goes; one in the sentence becomes the name.
    """
    text = _tidy(text)
    found = sorted((words for words in mentions if words in text), key=text.index)
    trailing = True
    while trailing:
        trailing = False
        for words in mentions:
            if text.endswith(words):
                text, trailing = text.removesuffix(words).rstrip(" ,;&+"), True
                text = re.sub(r"(^|\s)(en|and|voor|for|met|with)$", "", text).rstrip()
    for words in sorted(mentions, key=len, reverse=True):
        text = text.replace(words, mentions[words])
    return Written(ended(text), tuple(found))


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    text = _INVISIBLE.sub("", text).translate(_QUOTES)
    text = _SPACES.sub(" ", text).strip()
    for opening, closing in ("“”", "„”", "«»", '""'):
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing) and text.count(opening) < 3:
            text = text[1:-1].strip()
    return text


def ended(text: str) -> str:
    """A sentence ends with a full stop, unless it ends with something else already."""
    return f"{text}." if text and text[-1].isalnum() else text


def split(text: str) -> tuple[str, str]:
    """What stands on the card, and the rest for the thread; cut between words where that can be."""
    if len(text) <= LONGEST:
        return text, ""
    cut = text.rfind(" ", LONGEST // 2, LONGEST)
    cut = cut if cut > 0 else LONGEST
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


def is_late(planned: datetime, shown: datetime) -> bool:
    """Whether a message that came to stand at `shown` is marked with its own time."""
    return shown - planned >= LATE


def is_milestone(of_all: int) -> bool:
    """The hundredth, the two hundredth, ..."""
    return of_all > 0 and of_all % 100 == 0
