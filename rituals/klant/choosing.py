"""Settings in chat: forms made from what the rituals declare, for the organisation, this place, or oneself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rituals.engine.cards import ChoiceField, Field, Form, Option, TextField
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted, Value
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, Private, ShowForm
from rituals.engine.ritual import Ritual, Scope, Setting
from rituals.klant import cards
from rituals.klant.caring import cared_for, meant, refused, unknown
from store import choices

YES, NO = "yes", "no"


def typed(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant instellingen bel`."""
    ritual, _ = meant(context, words)
    if ritual is None and words:
        return _say(unknown(context))
    rituals = [one for one in cared_for(context) if ritual in (None, one)]
    return _form(context, rituals[0]) if rituals else _say(refused(context, ritual))


def form_button(event: Action, context: Context) -> Outcome:
    """[Instellingen van de bel]."""
    ritual = _ritual(context, event.ref)
    return _form(context, ritual) if ritual else _say(refused(context))


def _ritual(context: Context, ref: Ref | None) -> Ritual | None:
    return next((one for one in cared_for(context) if ref and one.name == ref.id), None)


def _form(context: Context, ritual: Ritual) -> Outcome:
    fields = tuple(_field(context, ritual, setting, scope) for setting, scope in _choosable(context, ritual))
    say = context.say
    ref = Ref("ritual", ritual.name)  # the title alone would be too long for some platforms
    return Outcome(ShowForm(Form("klant.settings", say("Instellingen"), fields, say("Bewaar"), ref, say(ritual.title))))


def _choosable(context: Context, ritual: Ritual) -> Iterator[tuple[Setting[Any], Scope]]:
    """The place's own settings only where there is a place."""
    for setting in ritual.settings:
        for scope in setting.scopes:
            if scope == "organisation" or (scope == "place" and context.place):
                yield setting, scope


def _field(context: Context, ritual: Ritual, setting: Setting[Any], scope: Scope) -> Field:
    say = context.say
    place = context.place if scope == "place" else None
    person = context.person if scope == "person" else None
    value = context.setting_of(ritual, setting, place, person)
    name, label = f"{ritual.name}.{scope}.{setting.name}", say(setting.label)
    hint = say(setting.hint) if setting.hint else ""
    if place:
        label = say("{vraag} (#{plek})", vraag=label, plek=place.name)
    if isinstance(value, bool):
        either = (Option(YES, say("Ja")), Option(NO, say("Nee")))
        return ChoiceField(name, label, either, (YES if value else NO,), hint=hint)
    if setting.options:
        options = tuple(Option(one or "none", say(words)) for one, words in setting.options.items())
        return ChoiceField(name, label, options, (str(value) or "none",), hint=hint)
    return TextField(name, label, str(value), hint=hint, max_length=200)


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form of a ritual."""
    ritual = _ritual(context, event.ref)
    if ritual is None:
        return Outcome(FormErrors({"": refused(context)}))
    wanted = [(ritual, setting, scope) for setting, scope in _choosable(context, ritual)]
    return _save(event, context, wanted)


def typed_preferences(_words: str, _event: Command, context: Context) -> Outcome:
    """`/klant voorkeuren`."""
    return _preferences(context)


def preferences_button(_event: Action, context: Context) -> Outcome:
    """[Mijn voorkeuren]."""
    return _preferences(context)


def _own(context: Context) -> list[tuple[Ritual, Setting[Any], Scope]]:
    return [
        (ritual, setting, scope)
        for ritual in context.rituals
        for setting in ritual.settings
        for scope in setting.scopes
        if scope == "person"
    ]


def _preferences(context: Context) -> Outcome:
    say = context.say
    fields = tuple(_field(context, ritual, setting, scope) for ritual, setting, scope in _own(context))
    return Outcome(ShowForm(Form("klant.preferences", say("Mijn voorkeuren"), fields, say("Bewaar"))))


def preferred(event: FormSubmitted, context: Context) -> Outcome:
    """The form of one's own choices."""
    return _save(event, context, _own(context))


def _save(event: FormSubmitted, context: Context, wanted: list[tuple[Ritual, Setting[Any], Scope]]) -> Outcome:
    """All or nothing: only what changed is written, and nothing when one value does not fit."""
    errors: dict[str, str] = {}
    changed: list[tuple[str, str, str, object]] = []
    for ritual, setting, scope in wanted:
        name = f"{ritual.name}.{scope}.{setting.name}"
        if name not in event.values:
            continue
        value = _read(setting, event.values[name])
        if value is None or not setting.fits(value):
            errors[name] = _remedy(context, setting)
        elif value != _now(context, ritual, setting, scope):
            changed.append((_scope(context, scope), ritual.name, setting.name, value))
    if errors:
        return Outcome(FormErrors(errors))
    for where, of, name, value in changed:
        choices.put(context.tx, where, of, name, value, context.person.id, context.now)
    return _say(context.say("Bewaard.") if changed else context.say("Er is niets veranderd."))


def _now(context: Context, ritual: Ritual, setting: Setting[Any], scope: Scope) -> object:
    place = context.place if scope == "place" else None
    person = context.person if scope == "person" else None
    return context.setting_of(ritual, setting, place, person)


def _scope(context: Context, scope: Scope) -> str:
    if scope == "place" and context.place:
        return f"place:{context.place.id}"
    return f"person:{context.person.id}" if scope == "person" else choices.ORGANISATION


def _read(setting: Setting[Any], given: Value) -> object:
    words = given if isinstance(given, str) else next(iter(given), "")
    words = words.strip()
    match setting.default:
        case bool():
            return {YES: True, NO: False}.get(words)
        case int():
            return int(words) if words.isascii() and words.removeprefix("-").isdecimal() and len(words) < 10 else None
        case _:
            return "" if words == "none" else words


def _remedy(context: Context, setting: Setting[Any]) -> str:
    if setting.least is not None and setting.most is not None:
        return context.say("Kies een getal van {van} tot en met {tot}.", van=setting.least, tot=setting.most)
    if setting.hint:
        return context.say(setting.hint)
    return context.say("Dat past niet. Kies een van de mogelijkheden.")


def _say(words: str) -> Outcome:
    return Outcome(Private(cards.sentence(words)))
