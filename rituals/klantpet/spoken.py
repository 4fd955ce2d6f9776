"""What people type as they would say it: "doe ik" does what the button does, of the first meeting it can be about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from rituals.engine.context import Context
from rituals.engine.events import Action, Command
from rituals.engine.outcome import Outcome
from rituals.klantpet import setting_up, swapping, wearing
from rituals.klantpet.names import NAME, meeting_ref
from rituals.klantpet.wearing import said
from store import pet_meetings
from store.pet_meetings import Turn

Press = Callable[[Action, Context], Outcome]

_OWN: Mapping[str, Press] = MappingProxyType(
    {
        **dict.fromkeys(("doe ik", "ik doe het", "will do", "i will", "i'll do it"), wearing.sure),
        **dict.fromkeys(("deze keer niet", "kan niet", "ik kan niet", "not this time", "i can't"), wearing.decline),
        **dict.fromkeys(("ruilen", "ik wil ruilen", "swap"), swapping.swap),
        **dict.fromkeys(("waarom ik", "why me"), wearing.why),
    }
)
"""What the wearer says."""
_ASKED: Mapping[str, Press] = MappingProxyType(
    {
        **dict.fromkeys(("neem over", "ik neem over", "ik neem het over", "i'll take it"), swapping.take),
        **dict.fromkeys(("doe ik", "ik doe het", "will do", "i will", "i'll do it"), swapping.take),
        **dict.fromkeys(("kan niet", "ik kan niet", "i can't"), swapping.cannot),
    }
)
"""What somebody says who was asked to take it over."""
PHRASES: Mapping[str, str] = MappingProxyType({words: f"{NAME} {words}" for words in (*_OWN, *_ASKED)})

LONGEST = 40
"""Words around a phrase are heard in a text of at most so many characters."""
_NO = frozenset({wearing.decline, swapping.cannot})
_MILD = frozenset({wearing.why, swapping.swap})
"""What may be asked: it decides nothing yet."""
_DENIED = frozenset(["niet", "geen", "nooit", "nee", "liever", "keer", "not", "no", "never", "rather", "time"])
"""Words around a yes that make it none: "doe ik liever een andere keer"."""
_BARE = frozenset({"i will"})
"""It begins sentences that mean anything, so it stands alone."""
_WAITING = frozenset({"wachten", "wait"})
"""Who cannot wait does not decline."""


def command(event: Command, context: Context) -> Outcome:
    """`/klant pet`, and what needs no command."""
    words = _plain(event.text)
    if words not in PHRASES:
        return setting_up.command(event, context)
    person, now = context.person.id, context.now
    for known, turns in ((_ASKED, pet_meetings.asked), (_OWN, pet_meetings.wearing)):
        found = turns(context.tx, person, now) if words in known else []
        if found:
            # Who said "doe ik" of one meeting and is asked about the next speaks of that one.
            first = min(found, key=lambda turn: turn.person_id == person and turn.state == "sure")
            return known[words](_pressed(event, first.meeting_id), context)
    return said(context.say("Jij draagt nu geen klantpet."))


def _plain(text: str) -> str:
    return text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .!?")


def hears(context: Context, text: str) -> str | None:
    """ "Ja hoor, doe ik", while a question of the klantpet stands open to who says so: the phrase in it."""
    if len(text.strip()) > LONGEST:
        return None
    person, now = context.person.id, context.now
    for known, turns in ((_ASKED, pet_meetings.asked), (_OWN, pet_meetings.wearing)):
        meant = _meant(text, known)
        if meant and any(_open(context, turn) for turn in turns(context.tx, person, now)):
            return meant
    return None


def _open(context: Context, turn: Turn) -> bool:
    """It was read, and its buttons still do something."""
    meeting = pet_meetings.get(context.tx, turn.meeting_id)
    return meeting is not None and meeting.told_for is not None and context.now < meeting.starts


def _meant(text: str, known: Mapping[str, Press]) -> str | None:
    """The phrase that a text begins or ends with; None for two that differ, and for what turns it around."""
    words = re.findall(r"[\w']+", _plain(text))
    found = {phrase: rest for phrase in known.keys() - _BARE if (rest := _around(words, phrase.split())) is not None}
    presses = {known[phrase] for phrase in found}
    if len(presses) != 1:
        return None
    longest = max(found, key=len)
    press, rest = known[longest], found[longest]
    asks = "?" in text and press not in _MILD
    return None if asks or rest & (_WAITING if press in _NO else _DENIED) else longest


def _around(words: list[str], phrase: list[str]) -> frozenset[str] | None:
    count = len(phrase)
    if words[:count] == phrase:
        return frozenset(words[count:])
    return frozenset(words[:-count]) if words[-count:] == phrase else None


def _pressed(event: Command, meeting_id: int) -> Action:
    return Action(delivery=event.delivery, at=event.at, origin=event.origin, action=NAME, ref=meeting_ref(meeting_id))
