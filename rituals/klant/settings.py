"""What everybody can choose about the bot as a whole."""

from __future__ import annotations

from rituals.engine.ritual import Permission, Setting
from rituals.engine.translate import mark

LANGUAGE = Setting(
    "language",
    "",
    mark("In welke taal spreek ik met jou?"),
    scopes=("person",),
    options={"": mark("Zoals mijn app"), "nl": "Nederlands", "en": "English"},
)
LOOK_AFTER = Permission(
    "look_after",
    frozenset({"ritueelhouder"}),
    mark("Dit kan alleen wie over dit ritueel gaat. Vraag het de beheerder."),
)
"""Asked of the ritual that is meant, not of the house."""
ADMIN = Permission("admin", frozenset({"beheerder"}), mark("Dit kan alleen de beheerder."))
