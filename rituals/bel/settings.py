"""What can be chosen about the bell, and who may do what."""

from __future__ import annotations

from rituals.engine.ritual import Permission, Setting
from rituals.engine.translate import mark

HERE = Setting("here", False, mark("Elke bel gaat ook hier"), scopes=("place",), excludes="never_here")
NEVER_HERE = Setting("never_here", False, mark("Hier gaat nooit een bel"), scopes=("place",), excludes="here")
UNDO = Setting(
    "undo_seconds",
    10,
    mark("Seconden bedenktijd voordat de bel gaat"),
    scopes=("organisation",),
    least=0,
    most=60,
)
KEPT_UNTIL = Setting(
    "kept_until",
    "09:00",
    mark("Tijd waarop een bewaarde bel gaat"),
    scopes=("organisation",),
    hint=mark("Schrijf een tijd als 09:00."),
    pattern=r"([01]\d|2[0-3]):[0-5]\d",
)
CELEBRATE = Setting("celebrate", True, mark("Mijn naam mag bij een bel staan"), scopes=("person",))
FIRSTS = Setting("firsts", True, mark("Zeg het erbij als het mijn eerste bel is"), scopes=("person",))

RING = Permission(
    "ring",
    frozenset({"lid", "ritueelhouder"}),
    mark("Alleen {collegas} luiden de bel. Vraag er een om dat voor je te doen."),
)
CLAP = Permission("clap", frozenset({"lid", "gast"}), mark("Klappen kan hier nu niet."))
REPORT = Permission("report", frozenset({"lid", "gast"}), mark("Vraag een {collega} om dit te melden."))
HOLD = Permission("hold", frozenset({"ritueelhouder"}), mark("Dit kan alleen degene die over de bel gaat."))
