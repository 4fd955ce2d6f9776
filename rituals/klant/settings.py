"""Who may look after the house."""

from __future__ import annotations

from rituals.engine.ritual import Permission
from rituals.engine.translate import mark

LOOK_AFTER = Permission(
    "look_after",
    frozenset({"ritueelhouder"}),
    mark("Dit kan alleen degene die over dit ritueel gaat. Vraag het aan de beheerder."),
)
"""Asked of the ritual that is meant, not of the house."""
ADMIN = Permission("admin", frozenset({"beheerder"}), mark("Dit kan alleen de beheerder."))
