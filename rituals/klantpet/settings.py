"""What can be chosen about the klantpet, and who may do what."""

from __future__ import annotations

from rituals.engine.ritual import Permission, Setting
from rituals.engine.translate import mark

WEAR = Setting("wear", True, mark("Ik draag de klantpet als ik aan de beurt ben"), scopes=("person",))
ASK = Setting("ask", True, mark("Vraag mij na het overleg wat me opviel"), scopes=("person",))
MONTHLY = Setting("monthly", True, mark("Elke maand hier: wat we zagen door de klantpet"), scopes=("place",))

JOIN = Permission(
    "join",
    frozenset({"lid", "ritueelhouder"}),
    mark("Alleen {collegas} dragen de klantpet. Vraag het aan een van hen."),
)
LINK = Permission(
    "link",
    frozenset({"ritueelhouder"}),
    mark("Alleen je eigen agenda kun je koppelen. Vraag wie de klantpet beheert, of plak een agenda-adres."),
)
"""To read the mailbox of somebody else, of which a team then sees when there is a meeting and how it is called."""
