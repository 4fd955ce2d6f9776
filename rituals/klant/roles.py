"""Roles in chat: `/klant rol @sanne ritueelhouder bel`. What config.yaml gives stays."""

from __future__ import annotations

from rituals.engine.context import Context
from rituals.engine.events import Command
from rituals.engine.outcome import Outcome, Private
from rituals.klant import cards
from rituals.klant.settings import ADMIN
from store import roles
from store.accounts import Person
from store.roles import Given

GIVEN = ("beheerder", "ritueelhouder", "curator")
NONE = ("geen", "none")


def typed(words: str, event: Command, context: Context) -> Outcome:
    """Give somebody a role, or with "geen" take all roles back that were given in chat."""
    if not context.may(ADMIN):
        return _say(context.say(ADMIN.refusal))
    people = list(context.mentioned(event.mentions).items())
    rest = words
    for mention, _ in people:
        rest = rest.replace(mention, " ")
    asked = rest.lower().split()
    if len(people) != 1 or not asked or asked[0] not in (*GIVEN, *NONE):
        return _say(context.say("Typ bijvoorbeeld: /klant rol @sanne ritueelhouder bel. Of: /klant rol @sanne geen."))
    person = people[0][1]
    if asked[0] in NONE:
        return _take(context, person)
    if not person.member:
        return _say(context.say("Rollen zijn voor collega's van de organisatie zelf."))
    ritual = next((one.name for one in context.rituals if asked[1:] and one.name == asked[1]), None)
    if asked[1:] and ritual is None:
        return _say(context.say("Dat ritueel ken ik niet."))
    roles.give(context.tx, Given(person.id, asked[0], ritual), context.person.id, context.now)
    return _say(context.say("{naam} is nu {rol}.", naam=person.name, rol=" ".join(asked[:2])))


def _take(context: Context, person: Person) -> Outcome:
    for given in context.directory.roles.get(person.id, ()):
        roles.take(context.tx, given)
    return _say(context.say("{naam} heeft geen rollen meer die in de chat gegeven zijn.", naam=person.name))


def _say(words: str) -> Outcome:
    return Outcome(Private(cards.sentence(words)))
