"""Who looks after which ritual, what is said to whoever does not, and which ritual is meant by a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rituals.engine.context import Context
from rituals.engine.permissions import beheerders
from rituals.engine.ritual import Ritual
from rituals.klant.settings import ADMIN, LOOK_AFTER
from store.accounts import Person

ARTICLES = ("de ", "het ", "the ")
NAMED_AT_MOST = 3


def real(context: Context) -> list[Ritual]:
    """The rituals; the house itself is none."""
    return [ritual for ritual in context.rituals if not ritual.house]


def in_charge(context: Context, ritual: Ritual) -> bool:
    """Whether the actor looks after this ritual."""
    return replace(context, ritual=ritual).may(LOOK_AFTER)


def cared_for(context: Context) -> list[Ritual]:
    """The rituals that the actor looks after."""
    return [ritual for ritual in real(context) if in_charge(context, ritual)]


def meant(context: Context, words: str) -> tuple[Ritual | None, str]:
    """The ritual that these words begin with ("bel", "de bel", "the bell"), and the words after it."""
    lowered = words.strip().lower()
    bare = words.strip()[next((len(one) for one in ARTICLES if lowered.startswith(one)), 0) :]
    first, _, rest = bare.strip().partition(" ")
    wanted = context.organisation.meant(first)
    found = (one for one in real(context) if wanted in (one.name, context.say(one.title).lower().split()[-1]))
    return next(found, None), rest.strip()


def unknown(context: Context) -> str:
    """Nobody knows that ritual: these there are."""
    names = [context.organisation.typed(ritual.name) for ritual in real(context)]
    return context.say("Dat ritueel ken ik niet. Er is: {namen}.", namen=", ".join(names))


def refused(context: Context, ritual: Ritual | None = None) -> str:
    """Only for who looks after it (without a ritual: after any), by name where that is known."""
    of = [ritual] if ritual else real(context)
    found = {one.id: one for each in of for one in replace(context, ritual=each).holders(context.place)}
    people = list(found.values())[:NAMED_AT_MOST]
    if not people:
        return context.say(LOOK_AFTER.refusal)
    say = context.say
    what = say(ritual.title).lower() if ritual else say("een ritueel")
    return say.plural(
        "Dit mag alleen wie over {ritueel} gaat. Dat is {namen}.",
        "Dit mag alleen wie over {ritueel} gaat. Dat zijn {namen}.",
        len(people),
        ritueel=what,
        namen=_names(context, people),
    )


def only_beheerder(context: Context) -> str:
    """Only for a beheerder, by name where that is known."""
    people = beheerders(context)[:NAMED_AT_MOST]
    if not people:
        return context.say(ADMIN.refusal)
    return context.say("Dit mag alleen een beheerder. Vraag het aan {namen}.", namen=_names(context, people))


def _names(context: Context, people: Sequence[Person]) -> str:
    called = context.called(people)
    return context.say.names([called[one.id] for one in people])
