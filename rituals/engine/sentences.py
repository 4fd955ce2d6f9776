"""What the engine itself says to people: short, with the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rituals.engine.cards import Card, Span, Strong, text
from rituals.engine.organisation import Organisation
from rituals.engine.outcome import Effect, Outcome, Private
from rituals.engine.ritual import Usage
from rituals.engine.translate import Say, mark
from store.errors import Busy, Conflict, Full, ReadOnly, StoreError

BUSY = mark("Het is even druk. Er is niets gebeurd: probeer het zo nog eens.")
FULL = mark("Ik kan nu niets opslaan, want mijn schijf is vol. Er is niets gebeurd: vraag de beheerder om ruimte.")
READ_ONLY = mark("Ik mag nu niets opslaan. Er is niets gebeurd: vraag de beheerder om naar de database te kijken.")
UNAVAILABLE = mark("Ik kan nu niet bij mijn geheugen. Er is niets gebeurd: probeer het over een paar minuten nog eens.")
BROKEN = mark("Hier ging iets mis, en dat ligt aan mij. Er is niets gebeurd: probeer het nog eens.")
NOT_ADMITTED = mark("Ik mag hier nog niets doen: de beheerder moet deze werkplek eerst toelaten.")
FIRST_BEHEERDER = mark("Fijn dat ik er ben. Jij bent nu mijn beheerder: typ {/klant} om te zien wat ik kan.")
NO_BUTTON = mark("Deze knop werkt niet meer. Typ {/klant} om te zien wat er wel kan.")
NO_FORM = mark(
    "Dit formulier is al verstuurd, of stond langer dan een dag open. Open het opnieuw als je nog iets wilt sturen."
)
NO_FILES = mark("Hier kan ik geen bestand van je aannemen. Wie mij beheert kan het wel voor je inlezen.")
SHARED = mark("In {plek} zijn mensen van buiten. Daar doe ik niets: probeer het in een kanaal van onszelf.")


def of(error: StoreError) -> str:
    """The sentence for what the store could not do."""
    match error:
        case Busy():
            return BUSY
        case Full():
            return FULL
        case ReadOnly():
            return READ_ONLY
        case Conflict():
            return BROKEN
        case _:
            return UNAVAILABLE


def told(sentence: str) -> Card:
    """A card with one sentence."""
    return Card((text(sentence),))


def said(words: str, *effects: Effect) -> Outcome:
    """One sentence to whoever acted, and what lasts."""
    return Outcome(Private(told(words)), effects)


def example(say: Say, usage: Usage, organisation: Organisation) -> str:
    """How a command is typed there, with the organisation's own word for it."""
    return say(usage.example).replace(f"/{usage.word}", f"{say.before_command}{organisation.typed(usage.word)}", 1)


def usage(say: Say, usages: Iterable[Usage], organisation: Organisation) -> Card:
    """How commands are typed; those of one word in one block, for a card may only have so many."""
    blocks = []
    for _, same in groupby(usages, lambda one: one.word):
        spans: list[Span] = []
        for one in same:
            spans += ["\n"] if spans else []
            spans += [Strong(example(say, one, organisation)), f"\n{say(one.explanation)}"]
        blocks.append(text(*spans))
    return Card(tuple(blocks))
