"""The fields of a form within a platform's capabilities; `fit` is its only caller."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.cards import ChoiceField, DateField, Field, FileField, Option, PersonField, TextField
from rituals.engine.clusters import cut
from rituals.engine.platform import Capabilities


def fit_fields(fields: tuple[Field, ...], capabilities: Capabilities, dropped: list[str]) -> tuple[Field, ...]:
    """Every field fitted; what was lost is added to `dropped`."""
    return tuple(_fit_field(_fit_words(field, capabilities, dropped), capabilities, dropped) for field in fields)


def _fit_words(field: Field, capabilities: Capabilities, dropped: list[str]) -> Field:
    width = min(capabilities.max_text, capabilities.max_value)
    label, hint = cut(field.label, width), cut(field.hint, width)
    if (label, hint) == (field.label, field.hint):
        return field
    dropped.append(f"label or hint of field {field.name} cut to {width} characters")
    return replace(field, label=label, hint=hint)


def _fit_field(field: Field, capabilities: Capabilities, dropped: list[str]) -> Field:
    match field:
        case TextField():
            return _fit_text(field, capabilities, dropped)
        case ChoiceField():
            return _fit_choice(field, capabilities, dropped)
        case PersonField():
            return replace(field, value=_fit_options(field.name, field.value, capabilities, dropped))
        case DateField() | FileField():
            return field


def _fit_text(field: TextField, capabilities: Capabilities, dropped: list[str]) -> TextField:
    most = capabilities.max_text
    value = cut(field.value, most)
    if value != field.value:
        dropped.append(f"value of field {field.name} cut from {len(field.value)} to {len(value)} characters")
    watched = field.watched and capabilities.previews  # no word is lost by it: the answer tells the same
    return replace(field, value=value, max_length=min(field.max_length, most), watched=watched)


def _fit_choice(field: ChoiceField, capabilities: Capabilities, dropped: list[str]) -> ChoiceField:
    options = _fit_options(field.name, field.options, capabilities, dropped, set(field.value))
    offered = {option.value for option in options}
    return replace(field, options=options, value=tuple(value for value in field.value if value in offered))


def _fit_options(
    name: str,
    options: tuple[Option, ...],
    capabilities: Capabilities,
    dropped: list[str],
    chosen: set[str] | frozenset[str] = frozenset(),
) -> tuple[Option, ...]:
    """The first ones that fit, but a chosen one is never left out for one that is not."""
    carried = [option for option in options if len(option.value) <= capabilities.max_value]
    places = sorted(range(len(carried)), key=lambda place: carried[place].value not in chosen)
    kept = [carried[place] for place in sorted(places[: capabilities.max_options])]
    if len(kept) < len(options):
        dropped.append(f"{len(options) - len(kept)} of {len(options)} options of field {name} left out")
    short = tuple(replace(option, label=cut(option.label, capabilities.max_label)) for option in kept)
    if short != tuple(kept):
        dropped.append(f"labels of options of field {name} cut to {capabilities.max_label} characters")
    return short
