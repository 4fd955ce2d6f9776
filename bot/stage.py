"""Where a rehearsal is played: invented colleagues, two channels, and a platform that takes everything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.simulate import HERE
from rituals.engine.cards import Card
from rituals.engine.errors import PerhapsSent, Vanished
from rituals.engine.language import HOUSE, LANGUAGE
from rituals.engine.platform import Capabilities, Limits, Parcel
from rituals.engine.ritual import Ritual
from store import choices, installations, roles, sightings
from store.accounts import AccountSeen
from store.handles import Handle
from store.places import PlaceSeen, see
from store.roles import Given
from store.tx import Tx

NAME = "rehearsal"
SECOND = "second"
"""Another workspace of the same organisation."""
DOMAIN = "waterrand.example"
PLACES = (
    PlaceSeen("hier", "hier", "channel", state="open"),
    PlaceSeen("team-noord", "team-noord", "channel", state="open"),
)
_ABLE = Capabilities(
    private_in_place=True, form_from_command=True, form_from_words=True, press_redraws=True, reactions=True,
    threads=True, lookup=True, silent=True, files=True, previews=True, sends_files=True, before_command="/",
    before_place="#",
    max_text=10_000, max_card=100_000, max_blocks=200, max_buttons=25,
    max_label=300, max_options=500, max_title=200, max_value=3000,
)  # fmt: skip
PEOPLE = (
    AccountSeen("fatima", "Fatima Bouzid", "fatima@waterrand.example", "member", "nl"),
    AccountSeen("anouk", "Anouk Visser", "anouk@waterrand.example", "member", "nl"),
    AccountSeen("sanne", "Sanne de Wit", "sanne@waterrand.example", "member", "nl"),
    AccountSeen("grace", "Grace Mensah", "grace@waterrand.example", "member", "en"),
    AccountSeen("ron", "Ron Bakker", "ron@elders.example", "guest", "nl"),
)
BEHEERDER, KEEPER = "fatima", "anouk"


@dataclass
class Stage:
    """The platform of the rehearsal: takes everything, and remembers what stands where."""

    able: bool = True
    """A typed command can open a form."""
    shown: list[Card] = field(default_factory=list)
    standing: dict[str, tuple[str | None, Card]] = field(default_factory=dict)
    """By our id: the account it was for, None for a place, and what it says now."""
    breaks_off: int = 0
    """Of so many messages to a place nobody can know whether they were sent."""
    limits: Limits = field(default_factory=Limits)
    name: str = NAME

    @property
    def capabilities(self) -> Capabilities:
        return replace(_ABLE, form_from_command=self.able, form_from_words=self.able, lookup=False)

    async def post(self, parcel: Parcel) -> str:
        if parcel.place and self.breaks_off:
            self.breaks_off -= 1
            raise PerhapsSent("broken off")
        posted = str(len(self.shown) + 1)
        self._show(posted, parcel)
        return posted

    async def update(self, parcel: Parcel) -> None:
        self._show(parcel.posted or "", parcel)

    async def remove(self, parcel: Parcel) -> None:
        self.standing.pop(parcel.posted or "", None)

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        raise Vanished("nobody waits for an answer in a rehearsal")

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        return None

    def _show(self, posted: str, parcel: Parcel) -> None:
        account = parcel.account.external if parcel.account and not parcel.place else None
        self.shown.append(parcel.card)
        self.standing[posted] = (account, parcel.card)


def seed(
    tx: Tx, rituals: tuple[Ritual, ...], places: tuple[PlaceSeen, ...], now: datetime, language: str = ""
) -> None:  # fmt: skip
    """Colleagues with each of the roles, and channels in which everything is on; all chose this language, if any."""
    workspace = installations.put(tx, NAME, NAME, "Waterrand", "admitted")
    installations.put(tx, NAME, SECOND, "Waterrand Advies", "admitted")
    known = {one.external: sightings.see(tx, workspace.id, one, now) for one in PEOPLE}
    for one in known.values() if language else ():
        choices.put(tx, f"person:{one.person.id}", HOUSE, LANGUAGE.name, language, None, now)
    seen = [see(tx, workspace.id, one) for one in places]
    roles.give(tx, Given(known[BEHEERDER].person.id, "beheerder"), None, now)
    for ritual in rituals:
        if ritual.demo:
            ritual.demo(tx, now)
        roles.give(tx, Given(known[KEEPER].person.id, "ritueelhouder", ritual.name), None, now)
        for place in seen if any(setting.name == HERE for setting in ritual.settings) else ():
            choices.put(tx, f"place:{place.id}", ritual.name, HERE, True, None, now)
