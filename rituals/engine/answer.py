"""What an adapter answers on an open request."""

from __future__ import annotations

from dataclasses import field

from rituals.engine import sentences
from rituals.engine.cards import Card
from rituals.engine.events import FormSubmitted, FromPerson
from rituals.engine.names import Key
from rituals.engine.outcome import FormErrors, Private, Reply
from store.frozen import frozen
from store.places import Place


@frozen
class Answer:
    """What an adapter answers on the open request.

    `redrawn` is the pressed card drawn anew for the one who pressed. With a `key` the private answer may change
    later: the adapter keeps a handle for it under the key and `person_id`. `place` is where the event belongs; for a
    form's answer where the form was opened from. `stored` False: it could not be stored, and nothing happened. A
    person reads so in the reply; for an event without anybody waiting the platform should deliver it again.
    `repeated`: a redelivery's, which was answered before: what the person then got in private need not be sent again.
    `paper` is to be sent into the private chat after this answer.
    """

    reply: Reply
    redrawn: Card | None = None
    key: str | None = None
    person_id: int | None = None
    place: Place | None = None
    stored: bool = True
    paper: Key | None = None
    repeated: bool = field(default=False, compare=False)
    wakes: bool = field(default=True, compare=False)
    """Whether there may be something to deliver now."""


def as_reply(event: FromPerson, sentence: str) -> FormErrors | Private:
    """A sentence to the person; in a form it stands in the form, which stays open with all that was typed."""
    if isinstance(event, FormSubmitted):
        return FormErrors({"": sentence})
    return Private(sentences.told(sentence))
