"""The language somebody reads: their own choice, else what their app says."""

from __future__ import annotations

from rituals.engine.directory import Snapshot
from rituals.engine.ritual import Setting
from rituals.engine.translate import mark
from store.accounts import Person
from store.tx import Tx

LANGUAGE = Setting(
    "language",
    "",
    mark("In welke taal spreek ik met jou?"),
    scopes=("person",),
    options={"": mark("Zoals mijn app"), "nl": mark("Nederlands"), "en": mark("English")},
)
HOUSE = "klant"
"""The ritual that lets people choose it."""


def locale_of(tx: Tx, directory: Snapshot, person: Person | None) -> str:
    """Empty: the organisation's own."""
    if person is None:
        return ""
    chosen = directory.own_choices(tx, person.id).get((HOUSE, LANGUAGE.name))
    return chosen if isinstance(chosen, str) and chosen else person.locale
