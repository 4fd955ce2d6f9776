"""A form as a dialog of Slack's, and its answers: options of people, and complaints beside the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack import words
from adapters.slack.limits import (
    FIELD_LABEL,
    FIELD_TEXT,
    LABEL,
    LIST,
    OPTION_VALUE,
    PLAIN_TEXT,
    RADIOS,
    TITLE,
)
from adapters.slack.payload import Json as Read
from adapters.slack.render import plain_text
from rituals.engine.cards import ChoiceField, DateField, Field, FileField, Form, Option, PersonField, TextField
from rituals.engine.clusters import cut
from rituals.engine.events import Value
from rituals.engine.translate import Say

Json = dict[str, Any]

VALUE = "value"
PEOPLE = "people"
PEOPLE_OR_WORDS = "people_or_words"
"""The action of a field of people that also takes a name typed out."""
_OPEN = 4
"""So many answers, of which one is chosen, stand open; more of them would push the button off the screen."""


def view(form: Form, say: Say) -> Json:
    """The dialog. What it is about stands in private_metadata: names of ours, and no word of people."""
    about = {"form": form.name, "draft": form.draft, "ref": str(form.ref) if form.ref else None}
    return {
        "type": "modal",
        "callback_id": form.name[:255],
        "private_metadata": json.dumps(about, separators=(",", ":")),
        "title": plain_text(cut(form.title, TITLE)),
        "submit": plain_text(cut(form.submit, TITLE)),
        "close": plain_text(cut(say(words.CLOSE), TITLE)),
        "notify_on_close": True,
        "blocks": _blocks(form, say),
    }


def values(form: Form) -> dict[str, Value]:
    """What stands in a form that is about to open, as it would come back."""
    found: dict[str, Value] = {}
    for field in form.fields:
        match field:
            case TextField(value=value) | DateField(value=value):
                found[field.name] = value or ""
            case ChoiceField(value=chosen):
                found[field.name] = tuple(chosen)
            case PersonField(value=people):
                found[field.name] = tuple(one.value for one in people)
            case FileField():
                pass
    return found


def complaints(errors: Mapping[str, str], inputs: Sequence[str]) -> dict[str, str]:
    """A sentence per field that stands in the dialog; what is about none of them comes at the first."""
    found: dict[str, str] = {}
    for field, sentence in errors.items():
        at = field if field in inputs else inputs[0] if inputs else field
        found[at] = f"{found[at]} {sentence}" if at in found else sentence
    return {field: cut(sentence, FIELD_LABEL) for field, sentence in found.items() if field}


def suggestions(payload: Read, typed: str, people: Sequence[Option], say: Say) -> Json:
    """What a field of people offers for the letters typed so far, with the typed words themselves at the end."""
    offered = list(people[: LIST - 1])
    typed = typed.strip()
    if payload.get("action_id") == PEOPLE_OR_WORDS and typed and len(typed) <= OPTION_VALUE:
        offered.append(Option(typed, say(words.NO_ACCOUNT, naam=typed)))
    return {"options": [_option(one) for one in offered]}


def _blocks(form: Form, say: Say) -> list[Json]:
    intro = [{"type": "section", "text": plain_text(cut(form.intro, PLAIN_TEXT))}] if form.intro else []
    first = [_input(field, say) for field in form.fields if not field.folded]
    folded = [_input(field, say) for field in form.fields if field.folded]
    if folded:
        folded = [{"type": "divider"}, {"type": "context", "elements": [plain_text(say(words.MORE))]}, *folded]
    return [*intro, *first, *folded]


def _input(field: Field, say: Say) -> Json:
    block: Json = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(cut(field.label, FIELD_LABEL) or field.name),
        "optional": not field.required,
        "element": _element(field, say),
    }
    if isinstance(field, TextField) and field.watched:
        block["dispatch_action"] = True
        block["element"]["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    if field.hint:
        block["hint"] = plain_text(cut(field.hint, FIELD_LABEL))
    return block


def _element(field: Field, say: Say) -> Json:
    match field:
        case TextField():
            return _text(field)
        case ChoiceField():
            return _choice(field, say)
        case PersonField():
            return _people(field, say)
        case DateField():
            return {"type": "datepicker", "action_id": VALUE, **({"initial_date": field.value} if field.value else {})}
        case FileField():
            return {"type": "file_input", "action_id": VALUE, "filetypes": list(field.accept), "max_files": 1}


def _text(field: TextField) -> Json:
    most = max(1, min(field.max_length, FIELD_TEXT))
    made: Json = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": field.multiline,
        "max_length": most,
    }
    if value := cut(field.value, most):
        made["initial_value"] = value
    return made


def _choice(field: ChoiceField, say: Say) -> Json:
    """Few answers stand open, many fold into a list."""
    options = [_option(one) for one in field.options[:LIST]]
    chosen = [_option(one) for one in field.options[:LIST] if one.value in field.value]
    open_list = len(options) <= (RADIOS if field.multiple else _OPEN)
    if field.multiple:
        made: Json = {"type": "checkboxes" if open_list else "multi_static_select", "initial_options": chosen}
    else:
        first = chosen[0] if chosen else None
        made = {"type": "radio_buttons" if open_list else "static_select", "initial_option": first}
    made = {name: value for name, value in made.items() if value}
    if not open_list:
        made["placeholder"] = plain_text(say(words.CHOOSE))
    return {**made, "action_id": VALUE, "options": options}


def _people(field: PersonField, say: Say) -> Json:
    made: Json = {
        "type": "multi_external_select" if field.multiple else "external_select",
        "action_id": PEOPLE_OR_WORDS if field.words else PEOPLE,
        "min_query_length": 1,
        "placeholder": plain_text(say(words.TYPE_A_NAME)),
    }
    chosen = [_option(one) for one in field.value[:LIST] if len(one.value) <= OPTION_VALUE]
    if chosen:
        made["initial_options" if field.multiple else "initial_option"] = chosen if field.multiple else chosen[0]
    return made


def _option(option: Option) -> Json:
    return {"text": plain_text(cut(option.label, LABEL) or option.value[:LABEL]), "value": option.value[:OPTION_VALUE]}
