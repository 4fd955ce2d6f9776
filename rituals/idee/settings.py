"""What can be chosen about ideas, and who may do what."""

from __future__ import annotations

from rituals.engine.ritual import Permission, Setting
from rituals.engine.translate import mark

NAMED = Setting(
    "named", True, mark("Mijn naam mag staan bij een idee dat ik oppak of afmaak"), scopes=("person",)
)  # fmt: skip
"""`store.ideas` reads the choice too, by these words, for the card of a quote."""

SHARE = Permission(
    "share",
    frozenset({"lid", "ritueelhouder"}),
    mark("Ideeën zijn voor {collegas} van de organisatie. Vertel je idee aan een van hen."),
)
HOLD = Permission("hold", frozenset({"ritueelhouder"}), mark("Dit kan alleen degene die over de ideeën gaat."))
