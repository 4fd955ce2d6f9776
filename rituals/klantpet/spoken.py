"""What people type as they would say it: "doe ik" does what the button does, of the first meeting it can be about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rituals.engine.context import Context
from rituals.engine.events import Action, Command
from rituals.engine.outcome import Outcome
from rituals.klantpet import setting_up, swapping, wearing
from rituals.klantpet.names import NAME, meeting_ref
from rituals.klantpet.wearing import said
from store import pet_meetings

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


def command(event: Command, context: Context) -> Outcome:
    """`/klant pet`, and what needs no command."""
    words = event.text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .!?")
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


def _pressed(event: Command, meeting_id: int) -> Action:
    return Action(delivery=event.delivery, at=event.at, origin=event.origin, action=NAME, ref=meeting_ref(meeting_id))
