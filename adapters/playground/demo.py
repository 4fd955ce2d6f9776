"""An invented organisation to try things out in: nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass

from store.accounts import AccountKind, AccountSeen
from store.places import PlaceKind, PlaceSeen

ORGANISATION = "Woonstichting Waterrand"
WORKSPACE = "playground"
BOT = "klantritme"
BOT_NAME = "Klantritme"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody invented; `work` is shown in the list of people."""

    account: str
    name: str
    work: str
    kind: AccountKind = "member"

    @property
    def seen(self) -> AccountSeen:
        """As a platform would show the account."""
        return AccountSeen(self.account, self.name, f"{self.account}@waterrand.example", self.kind, "nl")


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
    Colleague("fatima", "Fatima Bouzid", "klantcontact, beheerder"),
    Colleague("sanne", "Sanne de Wit", "wijkbeheerder"),
    Colleague("youssef", "Youssef el Amrani", "planning"),
    Colleague("marieke", "Marieke van der Horst", "MT"),
    Colleague("kees", "Kees Pronk", "communicatie, curator"),
    Colleague("anouk", "Anouk Visser", "ritueelhouder van de bel"),
    Colleague("ron", "Ron Bakker", "adviseur van buiten", "guest"),
)
_MEMBERS = tuple(colleague.account for colleague in COLLEAGUES if colleague.kind == "member")
ROOMS = (
    Room("algemeen", "voor iedereen", _MEMBERS),
    Room("successen", "wat goed ging", _MEMBERS),
    Room("team-noord", "het team van wijk Noord", ("fatima", "sanne", "youssef", "anouk")),
    Room("mt", "besloten", ("marieke", "fatima", "anouk"), "private"),
    Room("bouwpartners", "met mensen van buiten", ("sanne", "youssef", "kees", "ron"), shared=True),
)


def seed() -> Seed:
    """Where which ritual is on, and who looks after what."""
    return Seed(
        on_in=(("bel", "algemeen"), ("bel", "successen"), ("quote", "algemeen"), ("quote", "team-noord")),
        beheerders=("fatima",),
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
