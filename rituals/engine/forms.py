"""Forms and their drafts: what was typed is kept until the form was sent."""

from __future__ import annotations

import secrets
from dataclasses import replace

from rituals.engine.cards import ChoiceField, DateField, Field, FileField, Form, Option, PersonField, TextField
from rituals.engine.codec import decode, encode
from rituals.engine.context import Context
from rituals.engine.desk import Desk
from rituals.engine.events import FormClosed, FormSubmitted, Value
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Reply
from rituals.engine.people import Sight
from store import accounts, drafts
from store.drafts import Draft
from store.tx import Tx


def opened(tx: Tx, form: Form, context: Context, *, behind_button: bool = False) -> Form:
    """The form with its draft, and with what this person typed in it before and did not send.

    Behind a button it is kept as it is, for that button to open.
    """
    person_id = context.person.id
    ref = str(form.ref) if form.ref else None
    typed = drafts.typed(tx, person_id, form.name, context.now)
    draft_id = secrets.token_urlsafe(18)
    place_id = context.place.id if context.place else None
    form = replace(form, draft=draft_id)
    again = next((one for one in typed if one.ref == ref), None)
    if again:
        drafts.drop(tx, again.id)
        form = _filled(tx, form, again.values, keep=form.ref is None)
    shown = encode(form) if behind_button else None
    drafts.add(tx, Draft(draft_id, person_id, form.name, ref, place_id, "{}", context.now, shown))
    if again:
        drafts.keep(tx, draft_id, again.values)
    return form


def reopened(tx: Tx, draft: Draft) -> Form | None:
    """The form behind a button, with what was typed in it since."""
    form = decode(draft.shown) if draft.shown else None
    return _filled(tx, form, draft.values, keep=False) if isinstance(form, Form) else None


def _filled(tx: Tx, form: Form, typed: dict[str, Value], *, keep: bool) -> Form:
    """With what was typed earlier; `keep`: but not over what was typed with the command just now."""
    return replace(form, fields=tuple(_refilled(tx, field, typed.get(field.name), keep=keep) for field in form.fields))


def _refilled(tx: Tx, field: Field, value: Value | None, *, keep: bool) -> Field:
    match field:
        case TextField() | PersonField() if field.value and keep:
            return field
        case TextField() if isinstance(value, str) and value:
            # What was refused for its length is still there as a whole: a platform refuses a value above the limit.
            return replace(field, value=value, max_length=max(field.max_length, len(value)))
        case DateField() if isinstance(value, str) and value:
            return replace(field, value=value)
        case ChoiceField() if isinstance(value, tuple) and value:
            return replace(field, value=value)
        case PersonField() if isinstance(value, tuple) and value:
            return replace(field, value=_people(tx, value))
        case TextField() | DateField() | ChoiceField() | PersonField() | FileField():
            return field


def _people(tx: Tx, values: tuple[str, ...]) -> tuple[Option, ...]:
    """With the names they have now; who is no longer there is left out, as is what somebody typed to look like it."""
    numbers = [Ref("person", one.removeprefix("person:")).number for one in values if one.startswith("person:")]
    known = accounts.many(tx, numbers)
    names = {f"person:{person.id}": person.name for person in known.values() if person.active}
    return tuple(Option(one, names.get(one, one)) for one in values if one in names or not one.startswith("person:"))


def keep_typed(tx: Tx, event: FormClosed, seen: Sight, *, kept: bool = True) -> None:
    """A form that was closed with something in it is filled in again when it is opened again, where that is kept."""
    draft = drafts.get(tx, event.draft, event.at)
    if draft is None or draft.person_id != seen.known.person.id:
        return
    typed = {name: value for name, value in event.values.items() if value}
    if typed and kept:
        drafts.keep(tx, draft.id, typed)
    elif draft.shown:  # the button that opens it still stands there
        drafts.keep(tx, draft.id, {})
    else:
        drafts.drop(tx, draft.id)


def settle(tx: Tx, event: FormSubmitted, reply: Reply, *, kept: bool = True) -> None:
    """Sent and accepted: the draft has done its work. Refused: it keeps what was typed, where that is kept."""
    if isinstance(reply, FormErrors):
        if kept:
            drafts.keep(tx, event.draft, event.values)
    else:
        drafts.drop(tx, event.draft)


def where(seen: Sight, draft: Draft | None, desk: Desk, tx: Tx) -> Sight:
    """A form is sent from where it was opened, whatever the platform says of the place."""
    if draft is None or draft.place_id is None:
        return seen
    place = desk.directory.snapshot(tx, desk.clock.now()).places.get(draft.place_id)
    return replace(seen, place=place)
