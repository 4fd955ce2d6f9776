"""What a delivery was answered: noted beside it in the inbox, and given again to a redelivery."""

from __future__ import annotations

from rituals.engine import codec, drawing
from rituals.engine.answer import Answer
from rituals.engine.desk import Desk
from rituals.engine.events import FromPerson
from rituals.engine.names import Key
from rituals.engine.outcome import FormErrors, Nothing, Private, Reply, ShowForm
from store import inbox
from store.tx import Tx


def noted(answer: Answer) -> str:
    """For whom, where, and what: a card with a key is drawn anew when it is asked for again, the rest is kept."""
    place = answer.place.id if answer.place else ""
    reply = "" if answer.key else codec.encode(answer.reply)
    return f"{answer.person_id or ''}\n{place}\n{answer.key or ''}\n{reply}"


def given(desk: Desk, tx: Tx, event: FromPerson) -> Answer | None:
    """The answer that this delivery got before; None when it was never handled."""
    handled = inbox.get(tx, event.delivery)
    if handled is None:
        return None
    if not handled.answer or desk.clock.now() - handled.at >= inbox.ANSWER_KEPT:
        return Answer(Nothing())
    person, place, key, encoded = handled.answer.split("\n", 3)
    person_id = int(person) if person else None
    reply = drawing.again(desk, tx, event.origin, Key.parse(key), person_id) if key else _decoded(encoded)
    places = desk.directory.snapshot(tx, desk.clock.now()).places
    return Answer(reply, key=key or None, person_id=person_id, place=places.get(int(place)) if place else None)


def _decoded(text: str) -> Reply:
    reply = codec.decode(text)
    return reply if isinstance(reply, Private | ShowForm | FormErrors | Nothing) else Nothing()
