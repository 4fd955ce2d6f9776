"""Rituals meet without knowing each other, and a folder is all it takes to be one of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import adapters
import rituals
from bot.app import build
from bot.config import Settings
from bot.environment import read
from bot.found import adapter_names, find_rituals, wanted_adapters
from rituals import bel, klant
from rituals.engine.cards import Button, Card
from rituals.engine.errors import Misfit
from rituals.engine.names import Ref
from rituals.engine.ritual import Ritual
from store import choices
from store.base import Store
from store.migrate import create_all
from store.tx import Tx
from tests.fakes import tiny
from tests.fakes.world import PLACES, World, card_of, labels, words_of

FAKES = Path(__file__).parents[2] / "fakes"


async def a_bell(store: Store, *installed: Ritual) -> tuple[World, Card]:
    world = await World(store, rituals=(bel.ritual(), klant.ritual(), *installed)).open()
    await world.say("fatima", "team-noord", "/bel De sleutel was er op tijd")
    await world.walk(seconds=11)
    (posted,) = world.platform.standing("team-noord")
    return world, posted.card


async def test_a_ritual_lends_its_button_to_the_card_of_another(sqlite_store: Store) -> None:
    world, card = await a_bell(sqlite_store, tiny.ritual())

    answer = await world.press("sanne", card, "Bewaar dit", place="team-noord")

    assert labels(card) == ["👏 Klap mee", "Bewaar dit"]
    assert words_of(answer) == "Bewaard: bell:1."


async def test_a_lent_button_stands_in_the_menu_too(sqlite_store: Store) -> None:
    world, card = await a_bell(sqlite_store, tiny.ritual())

    menu = card_of(await world.more("sanne", card, place="team-noord"))

    assert "Bewaar dit" in labels(menu)


async def test_what_does_not_fit_beside_the_rest_stands_behind_it(sqlite_store: Store) -> None:
    (lent,) = tiny.ritual().offers
    two = replace(tiny.ritual(), offers=(lent, replace(lent, name="clear", label="Ruim dit op")))

    world, card = await a_bell(sqlite_store, two)
    menu = card_of(await world.more("sanne", card, place="team-noord"))

    assert labels(card) == ["👏 Klap mee", "Bewaar dit"]
    assert labels(menu)[-2:] == ["Bewaar dit", "Ruim dit op"]


async def test_a_button_may_stand_behind_the_rest_only(sqlite_store: Store) -> None:
    (lent,) = tiny.ritual().offers
    folded = replace(tiny.ritual(), offers=(replace(lent, behind=frozenset({"bell"})),))

    world, card = await a_bell(sqlite_store, folded)
    menu = card_of(await world.more("sanne", card, place="team-noord"))

    assert labels(card) == ["👏 Klap mee"]
    assert "Bewaar dit" in labels(menu)


async def test_where_a_thing_stands_is_told_without_places_shared_with_others(sqlite_store: Store) -> None:
    world, _ = await a_bell(sqlite_store)

    async def stands(kind: str) -> set[str]:
        found = await world.read(lambda tx: world.desk.view(tx, klant.ritual()).stands(Ref(kind, "1")))
        return {place.name for place in found}

    before = await stands("bell")
    await world.engine.learn(world.platform.name, "w1", [], [replace(PLACES["algemeen"], shared=True)])

    assert before == {"team-noord", "algemeen", "successen"}
    assert await stands("bell") == {"team-noord", "successen"}
    assert await stands("round") == set()


async def test_another_word_for_a_command_is_that_command(sqlite_store: Store) -> None:
    known = replace(tiny.ritual(), aliases={"klein": "tiny"})
    world = await World(sqlite_store, rituals=(known, klant.ritual())).open()

    said = [words_of(await world.say("sanne", "team-noord", typed)) for typed in ("/klein iets", "/klant klein iets")]

    assert said == ["Genoteerd."] * 2


async def test_a_ritual_that_is_absent_leaves_no_button(sqlite_store: Store) -> None:
    world, card = await a_bell(sqlite_store)

    menu = card_of(await world.more("sanne", card, place="team-noord"))

    assert labels(card) == ["👏 Klap mee"]
    assert labels(menu) == ["Er klopt iets niet"]


async def test_there_is_no_button_before_its_action_exists(sqlite_store: Store) -> None:
    _, card = await a_bell(sqlite_store, replace(tiny.ritual(), actions={}))

    assert labels(card) == ["👏 Klap mee"]


async def test_somebody_who_may_not_sees_no_lent_button_and_cannot_press_it(sqlite_store: Store) -> None:
    world, card = await a_bell(sqlite_store, tiny.ritual())

    menu = card_of(await world.more("ron", card, place="team-noord"))
    answer = await world.press("ron", card, "Bewaar dit", place="team-noord")

    assert "Bewaar dit" not in labels(menu)
    assert words_of(answer) == tiny.KEEP.refusal


async def test_what_is_lent_follows_the_settings_of_the_lender(sqlite_store: Store) -> None:
    world, card = await a_bell(sqlite_store, tiny.ritual())
    await sqlite_store.transact(
        lambda tx: choices.put(tx, choices.ORGANISATION, "tiny", tiny.LENDS.name, False, None, world.now)
    )

    menu = card_of(await world.more("sanne", card, place="team-noord"))

    assert "Bewaar dit" not in labels(menu)


@pytest.mark.parametrize(("kind", "lent"), [("bell", ["Bewaar dit"]), ("note", ["Bewaar dit"]), ("round", [])])
async def test_a_ritual_lends_its_button_only_where_it_says_so(sqlite_store: Store, kind: str, lent: list[str]) -> None:
    world = World(sqlite_store, rituals=(tiny.ritual(),))

    def offered(tx: Tx) -> tuple[Button, ...]:
        return world.desk.offered(world.desk.view(tx, tiny.ritual()), None, Ref(kind, "1"))

    assert [button.label for button in await world.read(offered)] == lent


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Room for one more ritual and one more platform, beside those of the house."""
    known = set(sys.modules)
    for package in (rituals, adapters):
        more = tmp_path / package.__name__
        more.mkdir()
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(more)])
    yield tmp_path
    for name in set(sys.modules) - known:
        if name.startswith(("rituals.", "adapters.")):
            del sys.modules[name]


@pytest.mark.parametrize("folder", ["idle", "tiny"])
def test_adding_a_ritual_is_one_folder(folders: Path, folder: str) -> None:
    before = {ritual.name for ritual in find_rituals()}

    shutil.copytree(FAKES / folder, folders / "rituals" / folder)

    assert {ritual.name for ritual in find_rituals()} == {*before, folder}


def test_a_folder_and_its_ritual_bear_the_same_name(folders: Path) -> None:
    shutil.copytree(FAKES / "idle", folders / "rituals" / "other")

    with pytest.raises(Misfit, match="rituals/other gives a ritual of another name, 'idle'"):
        find_rituals()


def test_adding_a_platform_is_one_folder(folders: Path) -> None:
    shutil.copytree(FAKES / "nowhere", folders / "adapters" / "nowhere")

    assert "nowhere" in adapter_names()
    assert [one.NAME for one in wanted_adapters({"NOWHERE": "yes", "SLACK_BOT_TOKEN": "x"})] == ["nowhere", "slack"]


async def test_the_house_is_built_with_what_it_finds_and_without_what_is_switched_off(
    folders: Path, tmp_path: Path
) -> None:
    shutil.copytree(FAKES / "idle", folders / "rituals" / "idle")
    shutil.copytree(FAKES / "tiny", folders / "rituals" / "tiny")
    url = f"sqlite:///{tmp_path}/house.db"
    create_all(url)
    environment, problems = read({"DATABASE_URL": url, "KEY_DIR": str(tmp_path / "keys")}, ("playground",))

    parts = build(Settings.model_validate({"rituals": {"tiny": {"enabled": False}}}), environment)

    assert problems == ()
    assert {"bel", "klant", "idle"} <= {ritual.name for ritual in parts.engine.rituals}
    assert "tiny" not in {ritual.name for ritual in parts.engine.rituals}
    await parts.store.close()
