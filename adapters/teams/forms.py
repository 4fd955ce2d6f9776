"""From the neutral Form to an Adaptive Card, and from what was typed in it back to values.

Teams forgets a dialog as soon as it is sent, so that one with a mistake in it has to be drawn anew, with all that
was typed. What the form looks like therefore travels along in its button, encrypted; nothing that was typed does.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from adapters.teams.activity import Json, clean
from adapters.teams.cards import (
    ActionSet,
    AdaptiveCard,
    Choice,
    ChoiceSetInput,
    Container,
    DateInput,
    Inner,
    Query,
    Submit,
    TextInput,
)
from adapters.teams.mentions import MOST_TEXT
from adapters.teams.render import paragraph
from adapters.teams.words import CHOOSE, CHOOSE_ONE, NEEDED, NO_FILES, TYPE_A_NAME
from rituals.engine.cards import (
    ChoiceField,
    DateField,
    Field,
    FileField,
    Form,
    Option,
    PersonField,
    TextField,
)
from rituals.engine.codec import Undecodable, decode, encode
from rituals.engine.events import Value
from rituals.engine.seal import Sealer
from rituals.engine.translate import Say

PEOPLE = "people"
NAMES = "names"
"""The lists that are searched while typing: colleagues, and colleagues or a typed name."""
FORM = "form"
_INPUT = "field."
_CHOSEN = re.compile(r"[a-z_]+(:\d+(,[a-z_]+:\d+)*)?")
_EXPANDED = 4
_LISTED = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back: what it looked like, and what was typed in it."""

    form: Form
    values: Mapping[str, Value]

    @property
    def refilled(self) -> Form:
        """With everything that was typed."""
        return replace(self.form, fields=tuple(_refilled(one, self.values.get(one.name)) for one in self.form.fields))


class Forms:
    """Draws forms, and recognises its own."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def card(self, form: Form, say: Say, errors: Mapping[str, str] | None = None) -> AdaptiveCard:
        """What stands in the dialog; its title is the dialog's own."""
        wrong = dict(errors or {})
        names = {field.name for field in form.fields}
        body = [paragraph(sentence, attention=True) for name, sentence in wrong.items() if name not in names]
        body += [paragraph(form.intro)] if form.intro else []
        shown = [item for one in form.fields if not one.folded for item in _field(one, say, wrong)]
        folded = [item for one in form.fields if one.folded for item in _field(one, say, wrong)]
        rest = [Container(items=folded, separator=True)] if folded else []
        return AdaptiveCard(body=[*body, *shown, *rest, ActionSet(actions=[self._submit(form)])])

    def read(self, data: Json) -> Sent | None:
        """A form that was sent; None when it is none of ours, or its seal no longer opens."""
        form = self._opened(data.get(FORM))
        if form is None:
            return None
        values = {one.name: _value(one, data.get(input_id(one.name))) for one in form.fields}
        return Sent(form, values)

    def _submit(self, form: Form) -> Submit:
        bare = replace(form, fields=tuple(_emptied(one) for one in form.fields))
        packed = base64.b64encode(zlib.compress(encode(bare).encode())).decode()
        sealed = base64.b64encode(self._sealer.seal(packed)).decode()
        return Submit(title=form.submit or form.title, data={FORM: sealed}, style="positive")

    def _opened(self, sealed: object) -> Form | None:
        if not isinstance(sealed, str):
            return None
        try:
            packed = self._sealer.open(base64.b64decode(sealed, validate=True))
            found = decode(zlib.decompress(base64.b64decode(packed)).decode()) if packed else None
        except (binascii.Error, zlib.error, ValueError, Undecodable):
            return None
        return found if isinstance(found, Form) else None


def typed_in(data: Json) -> str:
    """What was typed in a form that can no longer be read, to give it back: texts, and not what was chosen."""
    found = (clean(one).strip() for name, one in data.items() if name.startswith(_INPUT) and isinstance(one, str))
    return "\n".join(one for one in found if one and not _CHOSEN.fullmatch(one))[:MOST_TEXT]


def input_id(name: str) -> str:
    """A field beside the data of the button: the two come back in one object."""
    return f"{_INPUT}{name}"


def _field(field: Field, say: Say, wrong: Mapping[str, str]) -> Sequence[Inner]:
    sentence = wrong.get(field.name)
    above = [paragraph(sentence, attention=True)] if sentence else []
    hint = [paragraph(field.hint, small=True)] if field.hint and not isinstance(field, TextField) else []
    return [*above, _input(field, say), *hint]


def _input(field: Field, say: Say) -> Inner:
    name, label = input_id(field.name), clean(field.label) or field.name
    needed = True if field.required else None
    match field:
        case TextField():
            return TextInput(
                id=name, label=label, value=field.value or None, placeholder=field.hint or None,
                isMultiline=field.multiline or None, maxLength=max(field.max_length, 1), isRequired=needed,
                errorMessage=say(NEEDED) if needed else None,
            )  # fmt: skip
        case ChoiceField():
            return _choices(field, say)
        case PersonField():
            return _people(field, say)
        case DateField():
            return DateInput(
                id=name, label=label, value=_day(field.value), isRequired=needed,
                errorMessage=say(NEEDED) if needed else None,
            )  # fmt: skip
        case FileField():
            return paragraph(f"{label}: {say(NO_FILES)}")


def _choices(field: ChoiceField, say: Say) -> ChoiceSetInput:
    needed, few = True if field.required else None, len(field.options) <= _EXPANDED
    return ChoiceSetInput(
        id=input_id(field.name), label=clean(field.label) or field.name, choices=_options(field.options),
        value=",".join(field.value) or None, style="expanded" if few else "compact",
        placeholder=None if few else say(CHOOSE_ONE),
        isMultiSelect=field.multiple or None, isRequired=needed, errorMessage=say(CHOOSE) if needed else None,
    )  # fmt: skip


def _people(field: PersonField, say: Say) -> ChoiceSetInput:
    needed = True if field.required else None
    return ChoiceSetInput(
        id=input_id(field.name), label=clean(field.label) or field.name, choices=_options(field.value),
        query=Query(dataset=NAMES if field.words else PEOPLE), style="filtered",
        value=",".join(option.value for option in field.value) or None, placeholder=say(TYPE_A_NAME),
        isMultiSelect=field.multiple or None, isRequired=needed, errorMessage=say(CHOOSE) if needed else None,
    )  # fmt: skip


def _options(options: Sequence[Option]) -> list[Choice]:
    return [Choice(title=one.label or one.value, value=one.value) for one in options if one.value]


def _day(value: str) -> str | None:
    """Not every client sends a day as it is asked for, and none shows another."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _value(field: Field, typed: object) -> Value:
    text = clean(typed)[:MOST_TEXT] if isinstance(typed, str) else ""
    match field:
        case ChoiceField() | PersonField():
            many = text.split(",") if field.multiple else [text]
            return tuple(dict.fromkeys(one.strip() for one in many[:_LISTED] if one.strip()))
        case TextField() | DateField() | FileField():
            return text


def _refilled(field: Field, value: Value | None) -> Field:
    match field:
        case TextField() | DateField() if isinstance(value, str):
            return replace(field, value=value)
        case ChoiceField() if isinstance(value, tuple):
            return replace(field, value=value)
        case PersonField() if isinstance(value, tuple):
            names = {one.value: one.label for one in field.value}
            return replace(field, value=tuple(Option(one, names.get(one, one)) for one in value))
        case TextField() | DateField() | ChoiceField() | PersonField() | FileField():
            return field


def _emptied(field: Field) -> Field:
    """Without what was filled in; the names of people are kept, to show them again."""
    match field:
        case TextField() | DateField():
            return replace(field, value="")
        case ChoiceField():
            return replace(field, value=())
        case PersonField() | FileField():
            return field
