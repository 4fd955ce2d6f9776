"""Makes a meeting's turn and messages fit what is known of it now: the same step at four o'clock and after any change.

Nothing here is sent after the start: a message waits until then at most, and is drawn when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator

from rituals.engine.context import Context
from rituals.engine.events import Shown, SlotDue
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, Outcome, Show
from rituals.klantpet import people, preparing, times
from rituals.klantpet.leading import host_of
from rituals.klantpet.names import key, parts
from rituals.klantpet.rules import FEWEST
from store import accounts, pet_meetings, rotas
from store.accounts import Person
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota


def due(event: SlotDue, context: Context) -> Outcome:
    """The day before at four, or something changed."""
    meeting = pet_meetings.get(context.tx, Ref.parse(event.slot.subject).number)
    return Outcome(effects=settled(context, meeting.id)) if meeting else Outcome()


def settled(context: Context, meeting_id: int) -> tuple[Effect, ...]:
    """What has to be shown, to whom."""
    meeting = pet_meetings.get(context.tx, meeting_id)
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    if meeting is None or rota is None or context.now >= meeting.starts:
        return ()
    return tuple(_settled(context, rota, meeting))


def _settled(context: Context, rota: Rota, meeting: Meeting) -> Iterator[Effect]:
    turn = pet_meetings.wearer(context.tx, meeting.id)
    come = people.coming(context, rota, meeting)
    if meeting.state != "planned" or rota.state != "on" or len(come) < FEWEST:
        yield from over(context, turn)
        yield Show(host_key(context, meeting), None)
        return
    told = turn is not None or context.now >= times.wearer_at(context, meeting.starts)
    if not told or _kept_quiet(context, rota, meeting):
        return
    if turn is not None and turn.person_id not in come:
        yield from over(context, turn)
        turn = None
    elif turn is not None:
        yield from _unasked(context, meeting, turn, come)
        yield from _still(context, meeting, turn, come[turn.person_id])
    if turn is None:
        turn = preparing.next_turn(context, rota, meeting, come)
        yield from _asked(context, rota, meeting, turn)
    yield from _to_host(context, rota, meeting, turn)


def _kept_quiet(context: Context, rota: Rota, meeting: Meeting) -> bool:
    """In stilte nobody is asked, and nothing is caught up."""
    place = context.directory.places.get(rota.place_id)
    if context.hush() is None and (place is None or context.hush(place) is None):
        return False
    if pet_meetings.wearer(context.tx, meeting.id) is None:
        pet_meetings.set_state(context.tx, meeting.id, "skipped")
    return True


def over(context: Context, turn: Turn | None) -> tuple[Effect, ...]:
    """Nobody needs this turn any more: what was said of it is drawn anew, without a new message."""
    if turn is None:
        return ()
    pet_meetings.set_turn(context.tx, turn.id, "over")
    return Show(key("turn", turn.id), None), Show(key("swap", turn.id), None), Show(key("next", turn.id), None)


def _still(context: Context, meeting: Meeting, turn: Turn, wearer: Person) -> Iterator[Effect]:
    """The wearer stays: one word when the start moved, and it is brought up to date when it moves again."""
    if meeting.told_for is None:  # still on its way, and then as late as the new start lets it
        yield show_turn(context, meeting, turn)
        return
    yield from (
        Show(key("turn", turn.id), None),
        Show(key("swap", turn.id), None),
        Show(key("moved", meeting.id), None),
    )
    if meeting.told_for != meeting.starts:
        yield Show(key("moved", meeting.id), wearer, kind="task", until=meeting.starts)


def _unasked(context: Context, meeting: Meeting, turn: Turn, come: dict[int, Person]) -> Iterator[Effect]:
    """Whoever was asked to take it over does not come any more: who asked keeps it, and hears so."""
    if turn.asked_id is None or turn.asked_id in come:
        return
    pet_meetings.ask(context.tx, turn.id, None)
    yield Show(key("swap", turn.id), None)
    word = key("cannot", turn.id, str(turn.asked_id))
    yield Show(word, come[turn.person_id], kind="task", until=meeting.starts)


def _asked(context: Context, rota: Rota, meeting: Meeting, turn: Turn | None) -> Iterator[Effect]:
    """The one whose turn it is reads so; the host too, when they were told of somebody else."""
    had = [one for one in pet_meetings.turns(context.tx, meeting.id) if one.state != "cannot"]
    before = [one for one in had if turn is None or one.id != turn.id]
    host = host_of(context, rota, meeting)
    if turn is not None:
        yield show_turn(context, meeting, turn)
    last = turn or (before[-1] if before else None)
    told = context.now >= times.host_at(context, meeting.starts)
    if before and last and host and told and host.id != last.person_id:
        yield Show(key("next", last.id), host, kind="task", until=meeting.starts)


def show_turn(context: Context, meeting: Meeting, turn: Turn) -> Show:
    """That it is theirs."""
    return to_wearer(context, meeting, turn, key("turn", turn.id))


def to_wearer(context: Context, meeting: Meeting, turn: Turn, message: Key) -> Show:
    """To the wearer, in the tool they use; not on a day off of their own, unless it would come too late."""
    person = accounts.get(context.tx, turn.person_id)
    at = context.calendar_of(turn.person_id).next_allowed(context.now)
    not_before = at if at < meeting.starts else None
    return Show(message, person, kind="task", not_before=not_before, until=meeting.starts)


def shown(event: Shown, context: Context) -> None:
    """From here on the wearer knows when it is, and that it moved."""
    what, number, _ = parts(event.key)
    turn = pet_meetings.get_turn(context.tx, number) if what == "turn" else None
    live = turn.meeting_id if turn and turn.state in ("asked", "sure") else None
    meeting = pet_meetings.get(context.tx, number if what == "moved" else live or 0)
    if meeting is not None:
        pet_meetings.told(context.tx, meeting.id, meeting.starts)


def _to_host(context: Context, rota: Rota, meeting: Meeting, turn: Turn | None) -> Iterator[Effect]:
    """Asked once whether somebody from outside is a customer; and reminded, by whoever leads it now."""
    host = host_of(context, rota, meeting)
    if turn is None or host is None:
        yield Show(host_key(context, meeting), None)
        return
    if meeting.outside == "there":
        pet_meetings.set_outside(context.tx, meeting.id, "asked")
        yield Show(key("outside", meeting.id), host, kind="task", until=meeting.starts)
    if context.now >= times.host_at(context, meeting.starts):
        yield from reminder(context, rota, meeting)


def reminder(context: Context, rota: Rota, meeting: Meeting) -> tuple[Effect, ...]:
    """To the host, unless they wear it themselves and read so already; what stands with another host is drawn anew."""
    host, turn = host_of(context, rota, meeting), pet_meetings.wearer(context.tx, meeting.id)
    again = (Show(host_key(context, meeting), None),)
    if host is None or turn is None or host.id == turn.person_id:
        return again
    return (*again, Show(host_key(context, meeting), host, kind="task", until=meeting.starts))


def host_key(context: Context, meeting: Meeting) -> Key:
    """One reminder for each start that a meeting had."""
    return key("host", meeting.id, times.local_of(context, meeting.starts))


def taken_over(context: Context, rota: Rota, meeting: Meeting, turn: Turn) -> tuple[Effect, ...]:
    """Somebody else wears it: a host who was reminded hears so."""
    host = host_of(context, rota, meeting)
    if host is None or context.now < times.host_at(context, meeting.starts):
        return ()
    again = Show(host_key(context, meeting), None)
    if host.id == turn.person_id:
        return (again,)
    return again, Show(key("next", turn.id), host, kind="task", until=meeting.starts)
