"""What can be chosen about the klantverbeteraar, and who may do what."""

from __future__ import annotations

from rituals.engine.ritual import Permission, Setting
from rituals.engine.translate import mark

HERE = Setting("here", False, mark("De klantverbeteraar van de maand komt hier"), scopes=("place",))

VOTE = Permission(
    "vote", frozenset({"lid", "ritueelhouder", "curator"}), mark("Stemmen is voor collega's van de organisatie.")
)  # fmt: skip
HOLD = Permission("hold", frozenset({"ritueelhouder"}), mark("Dit kan alleen wie over de klantverbeteraar gaat."))
