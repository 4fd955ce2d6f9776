"""What the doctor says of Teams, asked over the wire of the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from adapters import Chart, Drawn, Finding
from adapters.teams.examine import examine
from bot.looking import looking
from rituals.engine.cards import Button, Buttons, Card, Form, TextField, text
from rituals.engine.clock import Clock
from rituals.engine.organisation import Organisation
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages
from rituals.engine.workdays import Calendar
from store import installations, places, references
from store.migrate import create_all
from store.open import open_store
from store.places import Place, PlaceSeen
from store.references import PlaceReference
from store.tx import Tx
from tests.fakes.teams.faults import EVERY, status
from tests.fakes.teams.teams import TENANT, FakeTeams, running

T = TypeVar("T")
SAY = Languages(Organisation("Waterrand", Calendar(ZoneInfo("Europe/Amsterdam")))).say("nl")
CARD = Card((text("De bel gaat"), Buttons((Button("Klap mee", "bel.clap"),))))
FORM = Form("bel.ring", "Luid de bel", (TextField("what", "Wat is gelukt?"),), "Luiden")
NOW = datetime.now(UTC)


@pytest.fixture
async def fake() -> AsyncIterator[FakeTeams]:
    async with running() as found:
        yield found


def nothing_known(work: Callable[[Tx], T]) -> T:
    with looking(None) as look:
        return look(work)


def chart(fake: FakeTeams, environment: dict[str, str] | None = None, **more: Any) -> Chart:
    own = {**fake.environment(), "PUBLIC_URL": "https://klant.example", **(environment or {})}
    whole = Chart(
        environment=own, drawn=Drawn((CARD,), (FORM,)), clock=Clock(), say=SAY, sealer=Sealer([b"k" * 32]),
        look=nothing_known,
    )  # fmt: skip
    return replace(whole, **more)


async def findings(chart: Chart) -> list[Finding]:
    return [one async for one in examine(chart)]


async def wrong(chart: Chart) -> list[str]:
    return [f"{one.what}. {one.remedy}" for one in await findings(chart) if one.level == "wrong"]


async def heard_of(fake: FakeTeams, url: str, service_url: str | None = None) -> None:
    """A channel from which Teams sent something."""
    team = fake.team("Noord", fake.person("Sanne de Wit"))
    create_all(url)
    store = open_store(url)

    def put(tx: Tx) -> None:
        workspace = installations.put(tx, "teams", TENANT, "Waterrand", "admitted")
        place = places.see(tx, workspace.id, PlaceSeen(team.general.id, "Noord", "channel", state="open"))
        address = service_url or fake.connector.service_url
        references.put_place(tx, place.id, PlaceReference(address, team.id), NOW)

    await store.transact(put)
    await store.close()


async def test_a_tenant_in_which_all_is_well(fake: FakeTeams, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    await heard_of(fake, url)

    with looking(url) as look:
        found = await findings(chart(fake, look=look))

    said = " / ".join(one.what for one in found)
    assert [one for one in found if one.level != "ok" and "not checked" not in one.what] == []
    assert "https://klant.example/api/messages" in said
    assert "gives a token" in said
    assert "keys of Teams" in said
    assert "Teams told of 1 channel or chat /" in said
    assert f"connector {fake.connector.service_url} answers" in said
    assert "the largest of 1 cards and 1 dialogs" in said


async def test_nothing_is_posted(fake: FakeTeams, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    await heard_of(fake, url)

    with looking(url) as look:
        await findings(chart(fake, look=look))

    assert {one.route for one in fake.counters.all} == {"token", "metadata", "keys", "team"}


async def test_a_tenant_that_told_of_nothing_yet(fake: FakeTeams) -> None:
    found = await findings(chart(fake))

    (one,) = [one for one in found if "not told of any" in one.what]
    assert one.level == "note"
    assert "klantritme teams package" in one.remedy


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("TEAMS_APP_PASSWORD", "wrong", "and not its id"),
        ("TEAMS_APP_ID", "33333333-3333-4333-8333-333333333333", "not known in this tenant"),
        ("TEAMS_TENANT_ID", "44444444-4444-4444-8444-444444444444", "Directory (tenant) ID"),
    ],
)
async def test_what_microsoft_refuses_is_told_by_the_variable(
    fake: FakeTeams, variable: str, value: str, remedy: str
) -> None:
    (line,) = await wrong(chart(fake, {variable: value}))

    assert line.startswith("Microsoft gives no token: 40")
    assert variable in line
    assert remedy in line


@pytest.mark.parametrize("number", [429, 500, 503])
async def test_trouble_of_microsoft_is_no_fault_of_our_settings(fake: FakeTeams, tmp_path: Path, number: int) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    await heard_of(fake, url)
    fake.connector.server.faults.always(EVERY, status(number))
    with looking(url) as look:
        (connector,) = await wrong(chart(fake, look=look))
    fake.login.faults.always("keys", status(number))
    (keys,) = await wrong(chart(fake))
    fake.login.faults.always("token", status(number))
    token, _ = await wrong(chart(fake))

    for line in (connector, keys, token):
        assert str(number) in line
        assert "run the doctor again" in line
        assert "TEAMS_" not in line


async def test_a_secret_that_has_expired(fake: FakeTeams) -> None:
    fake.login.registration.secret_expired = True

    (line,) = await wrong(chart(fake))

    assert "make a new one" in line


async def test_a_login_host_that_is_not_there(fake: FakeTeams) -> None:
    (line,) = await wrong(chart(fake, {"TEAMS_LOGIN_URL": "http://127.0.0.1:9"}))

    assert line.startswith("no answer from http://127.0.0.1:9 (ClientConnector")
    assert "Look at TEAMS_LOGIN_URL, the network," in line


async def test_keys_of_somebody_else(fake: FakeTeams) -> None:
    no_token, *keys = await wrong(chart(fake, {"TEAMS_TOKEN_ISSUER": "https://elders.example"}))

    assert "invalid_scope" in no_token
    assert all("TEAMS_TOKEN_ISSUER" in line for line in (no_token, *keys))
    assert len(keys) == 1


async def test_keys_that_may_not_sign_for_teams(fake: FakeTeams) -> None:
    fake.login.keys.published.clear()

    (line,) = await wrong(chart(fake))

    assert "TEAMS_OPENID_METADATA_URL" in line


@pytest.mark.parametrize("url", ["http://klant.example", ""])
async def test_teams_only_calls_https(fake: FakeTeams, url: str) -> None:
    (line,) = await wrong(chart(fake, {"PUBLIC_URL": url}))

    assert line.startswith("PUBLIC_URL is not an https:// address")


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (120, "note"), (400, "wrong")])
async def test_a_clock_that_is_apart(fake: FakeTeams, seconds: int, level: str) -> None:
    ours = Clock(wall=lambda: datetime.now(UTC) + timedelta(seconds=seconds))

    found = await findings(chart(fake, clock=ours))

    assert [one.level for one in found if "clock" in one.what] == [level]


async def test_a_connector_that_is_not_on_the_list_is_not_spoken_to(fake: FakeTeams, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    await heard_of(fake, url, "https://kwaad.example/")

    with looking(url) as look:
        (line,) = await wrong(chart(fake, look=look))

    assert "TEAMS_SERVICE_HOSTS" in line


async def test_a_place_that_teams_never_told_of(fake: FakeTeams, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    await heard_of(fake, url)
    elsewhere = Place(9, 1, "19:elders@thread.tacv2", "Zuid", "channel", False, "open")

    with looking(url) as look:
        (line,) = await wrong(chart(fake, look=look, wanted=(elsewhere,)))

    assert line.startswith("Zuid is switched on")


async def test_a_team_that_took_the_app_out(fake: FakeTeams, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    await heard_of(fake, url)
    fake.world.teams[0].installed = False

    with looking(url) as look:
        found = await findings(chart(fake, look=look))

    assert [one.level for one in found if "answers 403" in one.what or "answers 404" in one.what] == ["note"]


async def test_a_dialog_that_is_too_large(fake: FakeTeams) -> None:
    fields = tuple(TextField(f"field{n}", "Vraag " * 20, "antwoord " * 300) for n in range(10))

    (line,) = await wrong(chart(fake, drawn=Drawn((CARD,), (replace(FORM, fields=fields),))))

    assert "of the 24.0 KB that Teams takes" in line
