"""Settings in chat: forms made from what the rituals declare, for the organisation, this place, or oneself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rituals.engine.absence import AWAY_UNTIL, FREE_DAYS, working_days
from rituals.engine.cards import ChoiceField, Field, Form, Option, TextField
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted, Value
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, Private, ShowForm, Tell
from rituals.engine.ritual import Ritual, Scope, Setting
from rituals.klant import absent, cards
from rituals.klant.caring import cared_for, meant, refused, unknown
from store import choices
from store.frozen import frozen

YES, NO = "yes", "no"


@frozen
class Choosable:
    """A setting as it can be chosen here."""

    ritual: Ritual
    setting: Setting[Any]
    scope: Scope

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"{self.ritual.name}.{self.scope}.{self.setting.name}"

    def excluded(self) -> Choosable | None:
        """What goes off when this one goes on."""
        others = (one for one in self.ritual.settings if one.name == self.setting.excludes)
        return next((replace(self, setting=one) for one in others), None)


Changed = dict[str, tuple[Choosable, object]]
"""New values by the name of their field."""


def typed(words: str, _event: Command, context: Context) -> Outcome:
    """`/klant instellingen bel`."""
    ritual, _ = meant(context, words)
    if ritual is None and words:
        return _say(unknown(context))
    if not words and len(cards.settings_buttons(context)) > 1:
        return Outcome(Private(cards.which_settings(context)))
    rituals = [one for one in cared_for(context) if ritual in (None, one)]
    return _form(context, rituals[0]) if rituals else _say(refused(context, ritual))


def form_button(event: Action, context: Context) -> Outcome:
    """[Instellingen van de bel]."""
    ritual = _ritual(context, event.ref)
    return _form(context, ritual) if ritual else _say(refused(context))


def _ritual(context: Context, ref: Ref | None) -> Ritual | None:
    return next((one for one in cared_for(context) if ref and one.name == ref.id), None)


def _form(context: Context, ritual: Ritual) -> Outcome:
    fields = tuple(_field(context, one) for one in _choosable(context, ritual))
    say = context.say
    ref = Ref("ritual", ritual.name)  # the title alone would be too long for some platforms
    return Outcome(ShowForm(Form("klant.settings", say("Instellingen"), fields, say("Bewaar"), ref, say(ritual.title))))


def _choosable(context: Context, ritual: Ritual) -> Iterator[Choosable]:
    """The place's own settings only where there is a place."""
    for setting in ritual.settings:
        for scope in setting.scopes:
            if scope == "organisation" or (scope == "place" and context.place):
                yield Choosable(ritual, setting, scope)


def _field(context: Context, one: Choosable) -> Field:
    say, setting, name = context.say, one.setting, one.name
    place = context.place if one.scope == "place" else None
    value = _now(context, one)
    label, hint = say(setting.label), say(setting.hint) if setting.hint else ""
    if place:
        label = say("{vraag} ({plek})", vraag=label, plek=context.place_called(place))
    if isinstance(value, bool):
        either = (Option(YES, say("Ja")), Option(NO, say("Nee")))
        return ChoiceField(name, label, either, (YES if value else NO,), hint=hint)
    if isinstance(value, tuple) and setting.options:
        every = tuple(Option(one, say(words)) for one, words in setting.options.items())
        return ChoiceField(name, label, every, value, multiple=True, required=False, hint=hint)
    if setting.options:
        options = tuple(Option(one or "none", say(words)) for one, words in setting.options.items())
        return ChoiceField(name, label, options, (str(value) or "none",), hint=hint)
    return TextField(name, label, str(value), hint=hint, max_length=200)


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form of a ritual."""
    ritual = _ritual(context, event.ref)
    if ritual is None:
        return Outcome(FormErrors({"": refused(context)}))
    return _save(event, context, [*_choosable(context, ritual)])


def typed_preferences(_words: str, _event: Command, context: Context) -> Outcome:
    """`/klant voorkeuren`."""
    return _preferences(context)


def preferences_button(_event: Action, context: Context) -> Outcome:
    """[Mijn voorkeuren]."""
    return _preferences(context)


def _own(context: Context) -> list[Choosable]:
    return [
        Choosable(ritual, setting, scope)
        for ritual in context.rituals
        for setting in ritual.settings
        for scope in setting.scopes
        if scope == "person"
    ]


def _preferences(context: Context) -> Outcome:
    say = context.say
    fields = tuple(_field(context, one) for one in _own(context))
    return Outcome(ShowForm(Form("klant.preferences", say("Mijn voorkeuren"), fields, say("Bewaar"))))


def preferred(event: FormSubmitted, context: Context) -> Outcome:
    """The form of one's own choices."""
    return _save(event, context, _own(context))


def _save(event: FormSubmitted, context: Context, wanted: list[Choosable]) -> Outcome:
    """All or nothing: only what changed is written, and nothing when one value does not fit."""
    errors: dict[str, str] = {}
    changed: Changed = {}
    for one in wanted:
        if one.name not in event.values:
            continue
        value = _read(one.setting, event.values[one.name])
        if value is None or not _fits(context, one.setting, value):
            errors[one.name] = _remedy(context, one.setting)
        elif value != _now(context, one):
            changed[one.name] = (one, value)
    errors.update(_both(context, changed))
    if errors:
        return Outcome(FormErrors(errors))
    off = _go_off(context, changed)
    for one, value in (*changed.values(), *((one, False) for one in off)):
        where = _scope(context, one.scope)
        choices.put(context.tx, where, one.ritual.name, one.setting.name, value, context.person.id, context.now)
    away = any(one.setting in (FREE_DAYS, AWAY_UNTIL) for one, _ in changed.values())
    return _say(_saved(context, changed, off), *((absent.told(context),) if away else ()))


def _go_on(changed: Changed) -> list[tuple[str, Choosable]]:
    """What goes on, with what cannot be on beside it."""
    return [(name, other) for name, (one, value) in changed.items() if value is True and (other := one.excluded())]


def _go_off(context: Context, changed: Changed) -> list[Choosable]:
    """What is on now, and cannot stay so beside what goes on."""
    return [one for _, one in _go_on(changed) if one.name not in changed and _now(context, one) is True]


def _both(context: Context, changed: Changed) -> dict[str, str]:
    """Two that exclude each other, and both go on: nobody can tell which one is meant."""
    on = dict(_go_on(changed))
    return {name: context.say("Dit kan niet allebei. Kies er één.") for name, other in on.items() if other.name in on}


def _saved(context: Context, changed: Changed, off: list[Choosable]) -> str:
    say = context.say
    if not changed:
        return say("Er is niets veranderd.")
    lines = [say("‘{instelling}’ staat nu uit.", instelling=say(one.setting.label)) for one in off]
    return " ".join((say("Bewaard."), *lines))


def _now(context: Context, one: Choosable) -> object:
    place = context.place if one.scope == "place" else None
    person = context.person if one.scope == "person" else None
    return context.setting_of(one.ritual, one.setting, place, person)


def _scope(context: Context, scope: Scope) -> str:
    if scope == "place" and context.place:
        return f"place:{context.place.id}"
    return f"person:{context.person.id}" if scope == "person" else choices.ORGANISATION


def _read(setting: Setting[Any], given: Value) -> object:
    words = given if isinstance(given, str) else next(iter(given), "")
    words = words.strip()
    match setting.default:
        case tuple() if setting.options:
            return given if isinstance(given, tuple) else (given,)
        case bool():
            return {YES: True, NO: False}.get(words)
        case int():
            return int(words) if words.isascii() and words.removeprefix("-").isdecimal() and len(words) < 10 else None
        case _:
            return "" if words == "none" else words


def _fits(context: Context, setting: Setting[Any], value: Any) -> bool:
    """Somebody who is off on every day would never hear anything again."""
    if setting is FREE_DAYS and not working_days(context.organisation.calendar, value):
        return False
    return setting.fits(value)


def _remedy(context: Context, setting: Setting[Any]) -> str:
    if setting.least is not None and setting.most is not None:
        return context.say("Kies een getal van {van} tot en met {tot}.", van=setting.least, tot=setting.most)
    if setting.hint:
        return context.say(setting.hint)
    return context.say("Dat past niet. Kies een van de mogelijkheden.")


def _say(words: str, *effects: Tell) -> Outcome:
    return Outcome(Private(cards.sentence(words)), effects)
