"""Who may look after the house."""

from __future__ import annotations

from rituals.engine.ritual import Permission
from rituals.engine.translate import mark

LOOK_AFTER = Permission(
    "look_after",
    frozenset({"ritueelhouder"}),
    mark("Dit mag alleen wie over dit ritueel gaat. Vraag het aan een beheerder."),
)
"""Asked of the ritual that is meant, not of the house."""
ADMIN = Permission("admin", frozenset({"beheerder"}), mark("Dit mag alleen een beheerder."))
