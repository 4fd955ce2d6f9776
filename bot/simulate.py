"""`klantritme simulate`: days of rituals in seconds, on a database that is thrown away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.app import build
from bot.config import Loaded
from bot.environment import Environment
from bot.serve import Parts
from rituals.engine.cards import plain
from rituals.engine.clock import Clock
from rituals.engine.errors import Vanished
from rituals.engine.localtime import resolve
from rituals.engine.platform import Capabilities, Limits, Parcel
from rituals.engine.ritual import Ritual
from store import choices, installations, places
from store.handles import Handle
from store.places import PlaceSeen
from store.tx import Tx

NAME = "simulate"
HERE = "here"
_PLACE = "successen"
_CAPABILITIES = Capabilities(
    private_in_place=True, form_from_command=True, form_from_words=True, press_redraws=True, reactions=True,
    threads=True, lookup=False, silent=True, files=True, previews=True, before_command="/", before_place="#",
    max_text=10_000, max_card=100_000, max_blocks=200, max_buttons=25,
    max_label=75, max_options=100, max_title=100, max_value=3000,
)  # fmt: skip


@dataclass
class RecordingPlatform:
    """Posts nowhere: every message becomes one line."""

    clock: Clock
    zone: ZoneInfo
    locale: str
    lines: list[str] = field(default_factory=list)
    name: str = NAME
    capabilities: Capabilities = _CAPABILITIES
    limits: Limits = field(default_factory=Limits)
    parcels: list[Parcel] = field(default_factory=list)

    async def post(self, parcel: Parcel) -> str:
        self.parcels.append(parcel)
        self._line(parcel)
        return str(len(self.parcels))

    async def update(self, parcel: Parcel) -> None:
        self._line(parcel, "* ")

    async def remove(self, parcel: Parcel) -> None:
        self._line(parcel, "- ")

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        raise Vanished("nobody asked anything in a simulation")

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        return None

    def _line(self, parcel: Parcel, mark: str = "") -> None:
        from babel.dates import format_datetime

        local = self.clock.now().astimezone(self.zone)
        when = format_datetime(local, "EEEE d MMMM HH:mm", locale=self.locale)
        self.lines.append(f"{when}  {_where(parcel)}  {mark}{' / '.join(plain(parcel.card).splitlines())}")


def _where(parcel: Parcel) -> str:
    if parcel.place is not None:
        return f"#{parcel.place.name}"
    return f"@{parcel.account.external}" if parcel.account is not None else "?"


def simulate(loaded: Loaded, first: date, days: int, say: Callable[[str], None]) -> int:
    """Tell what would be posted from the morning of `first`; how many messages that is."""
    with TemporaryDirectory(prefix="klantritme-") as folder:
        environment = _environment(loaded.environment, Path(folder))
        return asyncio.run(_walk(replace(loaded, environment=environment), first, days, say))


def _environment(environment: Environment, folder: Path) -> Environment:
    from store.migrate import upgrade

    url = f"sqlite:///{folder}/simulate.db"
    upgrade(url)
    return replace(environment, database_url=url, secret_keys=(), key_dir=folder / "keys", values={})


async def _walk(loaded: Loaded, first: date, days: int, say: Callable[[str], None]) -> int:
    zone = ZoneInfo(loaded.settings.organisation.timezone)
    begin = resolve(first, time(0), zone)
    clock = Clock(wall=lambda: begin)
    parts: Parts = build(loaded.settings, loaded.environment, clock=clock)
    engine = parts.engine
    platform = RecordingPlatform(clock, zone, engine.organisation.locale)
    engine.platforms.append(platform)

    # Told between two moments and not while posting, where a closed pipe would be a fault of the platform.
    def tell(_moment: datetime) -> None:
        for line in platform.lines:
            say(line)
        platform.lines.clear()

    try:
        await parts.store.transact(lambda tx: _seed(tx, engine.rituals, begin))
        end = resolve(first + timedelta(days=days), time(0), zone)
        await engine.walk(end, tell)
        tell(end)
    finally:
        await parts.store.close()
    return len(platform.parcels)


def _seed(tx: Tx, rituals: Sequence[Ritual], now: datetime) -> None:
    """One channel, in which everything that can be switched on per place is on."""
    workspace = installations.put(tx, NAME, NAME, NAME, "admitted")
    place = places.see(tx, workspace.id, PlaceSeen(_PLACE, _PLACE, state="open"))
    for ritual in rituals:
        if any(setting.name == HERE for setting in ritual.settings):
            choices.put(tx, f"place:{place.id}", ritual.name, HERE, True, None, now)
