"""What can be chosen about the stories, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rituals.engine.ritual import Permission, Setting
from rituals.engine.translate import mark

DAYS: Mapping[str, str] = MappingProxyType(
    {
        "monday": mark("Maandag"),
        "tuesday": mark("Dinsdag"),
        "wednesday": mark("Woensdag"),
        "thursday": mark("Donderdag"),
        "friday": mark("Vrijdag"),
    }
)
"""In the order of the week, so that the place of a day is its number."""

HERE = Setting("here", False, mark("Het klantverhaal van de week komt hier"), scopes=("place",))
DAY = Setting("day", "friday", mark("Dag van het klantverhaal"), options=DAYS)
TIME = Setting(
    "time",
    "11:00",
    mark("Tijd van het klantverhaal"),
    hint=mark("Schrijf een tijd als 11:00, tussen 07:00 en 17:00."),
    pattern=r"(0[7-9]|1[0-6]):[0-5]\d",
)
ASK_HOW = Setting(
    "ask_how", True, mark("Vraag mij hoe we het deden, als de bel voor mij luidde"), scopes=("person",)
)  # fmt: skip
PAPER = Setting(
    "meeting_paper", False, mark("Vergaderstuk: stuur mij elke twee weken een klantverhaal"), scopes=("person",)
)

SHARE = Permission(
    "share",
    frozenset({"lid", "ritueelhouder", "curator"}),
    mark("Alleen {collegas} bewaren een verhaal. Vraag er een om dat voor je te doen."),
)
READ = Permission("read", frozenset({"lid", "gast"}), mark("Vraag een {collega} naar dit verhaal."))
LOOK = Permission(
    "look", frozenset({"curator", "ritueelhouder"}), mark("Dit kan alleen degene die de verhalen bekijkt.")
)
