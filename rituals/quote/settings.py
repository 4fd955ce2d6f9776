"""What can be chosen about the quote of the day, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rituals.engine.context import View
from rituals.engine.ritual import Permission, Setting
from rituals.engine.themes import THEMES as BEGUN_WITH
from rituals.engine.translate import mark

HERE = Setting("here", False, mark("De quote van de dag komt hier"), scopes=("place",))
OWN = Setting(
    "own",
    False,
    mark("Dit kanaal krijgt zijn eigen quote"),
    scopes=("place",),
    hint=mark("Anders komt hier dezelfde quote als overal."),
)
TIME = Setting(
    "time",
    "09:00",
    mark("Tijd van de quote van de dag"),
    hint=mark("Schrijf een tijd als 09:00, vóór 12:00."),
    pattern=r"(0\d|1[01]):[0-5]\d",
)
THEMES: Setting[tuple[str, ...]] = Setting(
    "themes",
    BEGUN_WITH,
    mark("Thema's waar een quote over kan gaan"),
)
AFDELINGEN: Setting[tuple[str, ...]] = Setting(
    "afdelingen", (), mark("Afdelingen waar een quote over kan gaan")
)  # fmt: skip
SMALL: Setting[tuple[str, ...]] = Setting(
    "small_afdelingen",
    (),
    mark("Afdelingen met minder dan vijf mensen"),
    hint=mark("Een kritische quote daarover wacht op een curator."),
)
PROTECTED = Setting(
    "protected_until",
    "",
    mark("Kritische quotes wachten op een curator tot en met"),
    hint=mark("Schrijf een datum als 2026-12-31, of laat leeg."),
    pattern=r"(\d{4}-\d{2}-\d{2})?",
)
ASK_ME = Setting(
    "ask_me",
    False,
    mark("Vraag mij elke week naar een uitspraak van een {klant}"),
    scopes=("person",),
)

SHARE = Permission(
    "share",
    frozenset({"lid", "ritueelhouder", "curator"}),
    mark("Alleen {collegas} bewaren een quote. Vraag er een om dat voor je te doen."),
)
REACT = Permission("react", frozenset({"lid"}), mark("Reageren is voor {collegas} van de organisatie."))
REPORT = Permission("report", frozenset({"lid", "gast"}), mark("Vraag een {collega} om dit te melden."))
LOOK = Permission(
    "look", frozenset({"curator", "ritueelhouder"}), mark("Dit kan alleen degene die de quotes bekijkt.")
)  # fmt: skip

CHANNELS: Mapping[str, str] = {
    "onderzoek": mark("in een onderzoek"),
    "telefoon": mark("aan de telefoon"),
    "review": mark("in een review"),
    "social": mark("op social media"),
    "balie": mark("aan de balie"),
}
"""Where the words were said, and how a card says so."""
CHANNEL_LABELS: Mapping[str, str] = {
    "onderzoek": mark("Onderzoek"),
    "telefoon": mark("Telefoon"),
    "review": mark("Review"),
    "social": mark("Social media"),
    "balie": mark("Balie"),
}


def protected_until(view: View) -> date | None:
    """The last day on which criticism waits for a curator."""
    chosen = view.setting(PROTECTED)
    try:
        return date.fromisoformat(chosen) if chosen else None
    except ValueError:  # the 31st of a month that has none
        return None
