"""A simulation tells what would be posted, and leaves nothing behind."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Loaded, Settings
from bot.environment import Environment
from bot.simulate import RecordingPlatform, simulate
from rituals.engine.cards import Card, Strong, text
from rituals.engine.clock import Clock
from rituals.engine.platform import Parcel
from store.installations import Workspace
from store.places import Place


def test_days_pass_without_a_chat_platform_or_a_database(tmp_path: Path) -> None:
    said: list[str] = []
    environment = Environment(database_url=f"sqlite:///{tmp_path}/own.db", key_dir=tmp_path / "keys")

    posted = simulate(Loaded(Settings(), environment, ()), date(2026, 11, 23), 1, said.append)

    assert posted == 1
    assert [one.partition("  ")[0] for one in said] == ["maandag 23 november 09:00"]
    assert list(tmp_path.iterdir()) == []


async def test_a_message_is_one_line_with_the_local_time() -> None:
    clock = Clock(wall=lambda: datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    platform = RecordingPlatform(clock, ZoneInfo("Europe/Amsterdam"), "nl")
    place = Place(1, 1, "successen", "successen", "channel", False, "open")
    card = Card((text(Strong("De bel ging."), " Mooi!"), text("Door Sanne")))
    parcel = Parcel("bel:1", Workspace(1, "simulate", "simulate", "simulate", "admitted"), card, place)

    first = await platform.post(parcel)
    await platform.update(parcel)
    second = await platform.post(parcel)

    assert first != second
    assert platform.lines[0] == "maandag 23 november 09:00  #successen  De bel ging. Mooi! / Door Sanne"
    assert platform.lines[1].startswith("maandag 23 november 09:00  #successen  * De bel")
