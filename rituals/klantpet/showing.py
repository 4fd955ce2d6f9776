"""What each message of the klantpet looks like when it is sent: what is too late is not sent any more."""

from __future__ import annotations

from rituals.engine.cards import Card
from rituals.engine.context import Drawing
from rituals.engine.names import Key
from rituals.klantpet import afterwards, broken, cards, hosting, monthly, now, overview, swapping, times
from rituals.klantpet.names import parts
from store import pet_meetings, rotas
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota


def draw(drawing: Drawing, key: Key) -> Card | None:
    """By kind: about a rota, a meeting, a turn, or what was seen."""
    what, number, more = parts(key)
    match what:
        case "month" | "broken" | "preview":
            rota = rotas.get(drawing.tx, number)
            return _of_rota(drawing, what, rota, more) if rota else None
        case "seen" | "noted":
            seen = rotas.seen_one(drawing.tx, number)
            drawn = afterwards.shared if what == "seen" else afterwards.kept
            return drawn(drawing, seen) if seen else None
        case "host" | "moved" | "cancelled" | "outside" | "start" | "now" | "drawn":
            meeting = pet_meetings.get(drawing.tx, number)
            rota = rotas.get(drawing.tx, meeting.rota_id) if meeting else None
            return _of_meeting(drawing, what, rota, meeting, more) if rota and meeting else None
        case _:
            return _turn(drawing, what, pet_meetings.get_turn(drawing.tx, number), more)


def _of_rota(drawing: Drawing, what: str, rota: Rota, more: str) -> Card | None:
    match what:
        case "month":
            return monthly.card(drawing, rota, more)
        case "preview":
            return overview.preview(drawing, rota) if rota.state != "stopped" else None
        case _:
            return broken.card(drawing, rota)


def _late(drawing: Drawing, meeting: Meeting) -> bool:
    """Not sent yet, and it has begun."""
    return drawing.posted_at is None and drawing.now >= meeting.starts


def _of_meeting(drawing: Drawing, what: str, rota: Rota, meeting: Meeting, more: str) -> Card | None:
    match what:
        case "now":
            return now.card(drawing, meeting)
        case "drawn":
            return now.told(drawing, rota, meeting)
        case "start":
            return hosting.opening(drawing, meeting)
        case _ if _late(drawing, meeting):
            return None
        case "host" if drawing.posted_at is None and more != times.local_of(drawing, meeting.starts):
            return None  # there is another one for the new start
        case "host":
            return hosting.reminder(drawing, rota, meeting, drawing.viewer.id if drawing.viewer else None, more)
        case "moved":
            return _moved(drawing, rota, meeting)
        case "cancelled":
            return _cancelled(drawing, rota, meeting)
        case _:
            return hosting.question(drawing, rota, meeting)


def _moved(drawing: Drawing, rota: Rota, meeting: Meeting) -> Card | None:
    """One word to the wearer, unless it moved back before they could read it; taken down for who wears it no more."""
    if drawing.posted_at is None and meeting.told_for == meeting.starts:
        return None
    turn = pet_meetings.wearer(drawing.tx, meeting.id)
    if turn is None or meeting.state != "planned" or drawing.viewer is None or turn.person_id != drawing.viewer.id:
        return None
    say, title, when = drawing.say, times.title(rota, meeting), times.when(drawing, meeting.starts)
    if not title:
        return cards.sentence(say("Je overleg is verplaatst naar {moment}. De klantpet gaat met je mee.", moment=when))
    return cards.sentence(
        say(
            "Het overleg is verplaatst: {overleg} is {moment}. De klantpet gaat met je mee.", overleg=title, moment=when
        )
    )


def _cancelled(drawing: Drawing, rota: Rota, meeting: Meeting) -> Card | None:
    """One word to who knew of the turn; when the meeting is held after all it is taken down."""
    if meeting.state != "gone":
        return None
    name, when = cards.capital(times.called(drawing, rota, meeting)), times.beside(drawing, rota, meeting)
    words = drawing.say("{overleg} gaat {moment} niet door. Jouw beurt met de klantpet houd je tegoed.",
                        overleg=name, moment=when)  # fmt: skip
    return cards.sentence(words)


def _turn(drawing: Drawing, what: str, turn: Turn | None, more: str) -> Card | None:
    meeting = pet_meetings.get(drawing.tx, turn.meeting_id) if turn else None
    rota = rotas.get(drawing.tx, meeting.rota_id) if meeting else None
    if turn is None or meeting is None or rota is None:
        return None
    if what == "after":
        return afterwards.question(drawing, rota, meeting)
    return None if _late(drawing, meeting) else _of_turn(drawing, what, rota, meeting, turn, more)


def _of_turn(drawing: Drawing, what: str, rota: Rota, meeting: Meeting, turn: Turn, more: str) -> Card | None:
    say = drawing.say
    match what:
        case "turn":
            live = turn.state in ("asked", "sure") and meeting.state == "planned"
            return cards.turn(drawing, rota, meeting, turn) if live or drawing.posted_at else None
        case "next":
            return hosting.told_next(drawing, turn)
        case "swap":
            return _swap(drawing, rota, meeting, turn)
        case "taken":
            wearer = pet_meetings.wearer(drawing.tx, meeting.id)
            name = cards.capital(cards.name_of(drawing, wearer.person_id if wearer else None))
            return cards.sentence(
                say("{naam} draagt de klantpet. Jij bent nu vrij om gewoon mee te praten.", naam=name)
            )
        case "cannot":
            name = cards.capital(cards.name_of(drawing, int(more) if more.isdecimal() else None))
            return cards.sentence(
                say("{naam} kan niet. Jij draagt de klantpet, tenzij je met een ander ruilt.", naam=name)
            )
        case "off":
            return cards.sentence(say("Je hoeft de klantpet deze keer niet te dragen. Dank je wel dat je klaarstond!"))
        case _:
            return None


def _swap(drawing: Drawing, rota: Rota, meeting: Meeting, turn: Turn) -> Card | None:
    say, viewer = drawing.say, drawing.viewer.id if drawing.viewer else None
    live = meeting.state == "planned" and turn.state in ("asked", "sure")
    if live and turn.asked_id == viewer:
        return swapping.asked_card(drawing, rota, meeting, turn)
    if drawing.posted_at is None:
        return None
    if meeting.state == "gone":
        return cards.sentence(say("Dit overleg gaat niet door. Je hoeft niets meer te doen."))
    return cards.sentence(swapping.not_needed(drawing, turn if live else None, viewer))
