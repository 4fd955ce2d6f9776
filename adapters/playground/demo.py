"""An invented organisation to try things out in: nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass

from rituals.engine.translate import mark
from store.accounts import AccountKind, AccountSeen
from store.places import PlaceKind, PlaceSeen

ORGANISATION = "Woonstichting Waterrand"
WORKSPACE = "playground"
BOT = "klantritme"
BOT_NAME = "Klantritme"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody invented; `work` is shown in the list of people, and `teams` that they use Teams besides Slack."""

    account: str
    name: str
    work: str
    kind: AccountKind = "member"
    teams: bool = False
    organises: bool = False

    def seen(self, locale: str = "nl") -> AccountSeen:
        """As a platform would show the account, with an app in this language."""
        return AccountSeen(self.account, self.name, f"{self.account}@waterrand.example", self.kind, locale)


@dataclass(frozen=True, slots=True)
class Room:
    """A channel and who is in it."""

    external: str
    purpose: str
    members: tuple[str, ...]
    kind: PlaceKind = "channel"
    shared: bool = False

    @property
    def seen(self) -> PlaceSeen:
        """As a platform would show the place."""
        return PlaceSeen(self.external, self.external, self.kind, self.shared, "open")


@dataclass(frozen=True, slots=True)
class Seed:
    """What the application chooses once for a new playground."""

    on_in: tuple[tuple[str, str], ...]
    """Rituals, and the places they come to."""
    beheerders: tuple[str, ...]
    curators: tuple[str, ...]
    ritueelhouders: tuple[tuple[str, str], ...]


COLLEAGUES = (
    Colleague("fatima", "Fatima Bouzid", mark("klantcontact")),
    Colleague("sanne", "Sanne de Wit", mark("wijkbeheerder"), teams=True),
    Colleague("youssef", "Youssef el Amrani", mark("planning")),
    Colleague("marieke", "Marieke van der Horst", mark("MT"), teams=True),
    Colleague("kees", "Kees Pronk", mark("communicatie, curator")),
    Colleague("anouk", "Anouk Visser", mark("ritueelhouder van de bel"), organises=True),
    Colleague("bas", "Bas Willems", mark("ICT, beheerder"), organises=True),
    Colleague("ron", "Ron Bakker", mark("adviseur van buiten"), "guest"),
)
RINGS = "bel"
"""The ritual whose new messages can be heard and seen."""
_MEMBERS = tuple(colleague.account for colleague in COLLEAGUES if colleague.kind == "member")
ROOMS = (
    Room("algemeen", mark("voor iedereen"), _MEMBERS),
    Room("successen", mark("wat goed ging"), _MEMBERS),
    Room("team-noord", mark("het team van wijk Noord"), ("fatima", "sanne", "youssef", "anouk")),
    Room("mt", mark("besloten"), ("marieke", "fatima", "anouk"), "private"),
    Room("bouwpartners", mark("met mensen van buiten"), ("sanne", "youssef", "kees", "ron"), shared=True),
)


def seed() -> Seed:
    """Where which ritual is on, and who looks after what."""
    return Seed(
        on_in=(
            ("bel", "algemeen"),
            ("bel", "successen"),
            ("quote", "algemeen"),
            ("quote", "team-noord"),
            ("verhaal", "algemeen"),
            ("klantverbeteraar", "algemeen"),
        ),
        beheerders=("bas",),
        curators=("kees",),
        ritueelhouders=(("anouk", "bel"),),
    )


def colleague(account: str) -> Colleague | None:
    """The invented colleague with this account."""
    return next((one for one in COLLEAGUES if one.account == account), None)


def room(external: str) -> Room | None:
    """The room with this name."""
    return next((one for one in ROOMS if one.external == external), None)


def channels_of(account: str) -> tuple[str, ...]:
    """Everything somebody can look into: their rooms and their own chat with the bot."""
    return (*(one.external for one in ROOMS if account in one.members), private_chat(account))


def private_chat(account: str) -> str:
    """The name of somebody's own chat with the bot."""
    return f"dm:{account}"
