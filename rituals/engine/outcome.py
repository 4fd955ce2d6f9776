"""What a handler decided: a reply to the actor now, and effects that last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from rituals.engine.cards import Card, Form
from rituals.engine.events import Event
from rituals.engine.names import Key, Ref, Slot
from store.accounts import Person
from store.frozen import frozen
from store.places import Place

Kind = Literal["post", "answer", "task", "nudge"]


@frozen
class Private:
    """Only the actor sees it. With a key it can change later through Show(key, to=actor)."""

    card: Card
    key: Key | None = None


@frozen
class ShowForm:
    """Opens a form; where the platform cannot do so for a typed command, the engine gives a button that does."""

    form: Form


@frozen
class FormErrors:
    """The form stays open, with a sentence per field."""

    errors: Mapping[str, str]


@frozen
class Nothing:
    """Nothing to say; a pressed card is simply drawn anew."""


Reply = Private | ShowForm | FormErrors | Nothing


@frozen
class Show:
    """Make the message `key` look like its state in this place, or to this person; without `to`, wherever it stands.

    To a place the kind is `post`. To a person: `answer` (asked for, never held), `task` (planned around quiet
    hours, never counted away) or `nudge` (counts against the attention budget). `resend` sends an uncertain
    message once more, after a person said so. `under_actor` sends it as an answer under the actor's own message
    in that place, when this event came with one.
    """

    key: Key
    to: Place | Person | None
    kind: Kind = "post"
    not_before: datetime | None = None
    until: datetime | None = None
    thread: Key | None = None
    resend: bool = False
    under_actor: bool = False


@frozen
class Withdraw:
    """Take the message down wherever it stands, and do not send it where it does not stand yet."""

    key: Key
    to: Place | Person | None = None


@frozen
class Plan:
    """Plan a slot, or move the one that is planned. A slot that is done stays done."""

    slot: Slot
    due: datetime


@frozen
class Unplan:
    """Take a planned slot back."""

    slot: Slot


@frozen
class Refresh:
    """Something changed about a thing: its messages, and what repeats its words, are drawn anew wherever they stand."""

    ref: Ref


@frozen
class Expect:
    """The next plain words of this person in the private chat are an answer: once, and before `until`.

    `answer` is one of the ritual's `answers`. A command in between leaves it standing, a newer one takes its place.
    """

    person: Person
    answer: str
    ref: Ref | None
    until: datetime


@frozen
class Tell:
    """Every ritual that listens to such an event hears it, in the same transaction."""

    event: Event


Effect = Show | Withdraw | Plan | Unplan | Refresh | Expect | Tell


@frozen
class Outcome:
    """A handler's whole answer."""

    reply: Reply = field(default_factory=Nothing)
    effects: tuple[Effect, ...] = ()
