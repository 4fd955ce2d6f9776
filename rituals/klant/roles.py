"""Roles in chat: `/klant rol @sanne ritueelhouder bel`. What config.yaml gives stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from rituals.engine.context import Context
from rituals.engine.events import Command
from rituals.engine.outcome import Outcome, Private
from rituals.engine.permissions import beheerders, roles_of, was_curator
from rituals.engine.ritual import Ritual
from rituals.klant import cards
from rituals.klant.caring import meant, only_beheerder, unknown
from rituals.klant.notices import without_curator
from rituals.klant.settings import ADMIN
from store import roles
from store.accounts import Person
from store.roles import Given

ROLES: Mapping[str, str] = {
    "beheerder": "beheerder",
    "administrator": "beheerder",
    "admin": "beheerder",
    "ritueelhouder": "ritueelhouder",
    "keeper": "ritueelhouder",
    "curator": "curator",
}
NONE = frozenset({"geen", "none"})


def typed(words: str, event: Command, context: Context) -> Outcome:
    """Give somebody a role, or with "geen" take all roles back that were given in chat."""
    if not context.may(ADMIN):
        return _say(only_beheerder(context))
    people = context.mentioned(event.mentions)
    asked = words
    for mention in event.mentions:
        asked = asked.replace(mention.words, " ")
    strangers = [one.words for one in event.mentions if one.words not in people]
    strangers += [word for word in asked.split() if word.startswith("@")]
    if strangers:
        return _say(context.say("Ik ken {naam} niet.", naam=strangers[0]))
    if len(set(people.values())) != 1 or not asked.strip():
        return _example(context)
    return _change(context, next(iter(people.values())), asked.strip())


def _change(context: Context, person: Person, asked: str) -> Outcome:
    word, _, of = asked.partition(" ")
    if word.lower() in NONE:
        return _take(context, person)
    role = ROLES.get(word.lower())
    if role is None:
        return _say(context.say("Die rol bestaat niet. Kies beheerder, ritueelhouder of curator."))
    if not person.member:
        return _say(context.say("Rollen zijn voor collega's van de organisatie zelf."))
    ritual, _ = meant(context, of)
    if of and role != "ritueelhouder":
        return _example(context)
    if of and ritual is None:
        return _say(unknown(context))
    roles.give(context.tx, Given(person.id, role, ritual.name if ritual else None), context.person.id, context.now)
    return _say(_given(context, person, role, ritual))


def _given(context: Context, person: Person, role: str, ritual: Ritual | None) -> str:
    say = context.say
    if role == "beheerder":
        return say("{naam} is nu beheerder.", naam=person.name)
    if role == "curator":
        return say("{naam} is nu curator.", naam=person.name)
    over = say(ritual.title).lower() if ritual else say("alle rituelen")
    return say("{naam} gaat nu over {ritueel}.", naam=person.name, ritueel=over)


def _take(context: Context, person: Person) -> Outcome:
    held = roles.settle(context.tx)  # two beheerders may be sending each other away at this very moment
    without = _without(context, person, held)
    if not beheerders(without):
        return _say(context.say("Jij bent de enige beheerder. Maak eerst een collega beheerder."))
    for given in held:
        if given.person_id == person.id:
            roles.take(context.tx, given)
    told = without_curator(without, person) if was_curator(context, person) else ()
    return replace(_taken(without, person), effects=told)


def _taken(without: Context, person: Person) -> Outcome:
    say = without.say
    if any(_kept(replace(without, ritual=ritual), person) for ritual in without.rituals):
        return _say(say("{naam} houdt de rol die in config.yaml staat. Die gaat alleen daar weg.", naam=person.name))
    return _say(say("{naam} heeft geen rol meer.", naam=person.name))


def _without(context: Context, person: Person, held: Collection[Given]) -> Context:
    """As it will be when this person has no role any more that was given in chat."""
    others = {given.person_id for given in held} - {person.id}
    rest = {who: tuple(given for given in held if given.person_id == who) for who in others}
    return replace(context, directory=replace(context.directory, roles=rest))


def _kept(context: Context, person: Person) -> Collection[str]:
    return roles_of(context, person, context.place) - {"lid", "gast"}


def _example(context: Context) -> Outcome:
    return _say(context.say("Typ bijvoorbeeld: {/klant} rol @sanne ritueelhouder bel. Of: {/klant} rol @sanne geen."))


def _say(words: str) -> Outcome:
    return Outcome(Private(cards.sentence(words)))
