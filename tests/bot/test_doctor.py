"""The doctor as an operator meets it: one line per finding, and the exit code."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from adapters import Drawn, Finding
from adapters.slack.scopes import BOT_SCOPES
from bot.cli import main
from bot.config import Loaded, Roles, Settings
from bot.doctor import examine, line
from bot.environment import Environment
from store import choices, installations, places, sightings
from store.accounts import AccountSeen
from store.migrate import create_all
from store.open import open_store
from store.places import PlaceSeen, PlaceState
from store.tx import Tx
from tests.bot.rehearsed import rehearsed
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN, TEAM, FakeSlack, fake_slack
from tests.fakes.teams.teams import TENANT, running

HEARD = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test goes the whole way."""
    if "beside_a_process" not in request.node.name:
        drawn, _ = rehearsed()

        async def again(_loaded: Loaded) -> Drawn:
            return drawn

        monkeypatch.setattr("bot.doctor.rehearse", again)


def call(folder: Path, **environ: str) -> Result:
    cleared = dict.fromkeys(os.environ, None)
    environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/data/x.db")
    return CliRunner().invoke(main, ["doctor"], env={**cleared, "HOME": str(folder), **environ})


def loaded(url: str, values: dict[str, str]) -> Loaded:
    return Loaded(Settings(), Environment(database_url=url, secret_keys=(b"k" * 32,), values=values), ())


def slack_values(fake: FakeSlack) -> dict[str, str]:
    fake.state.tokens[BOT_TOKEN] = replace(fake.state.tokens[BOT_TOKEN], scopes=frozenset(BOT_SCOPES))
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": fake.api_url}


def furnish(tx: Tx) -> None:
    workspace = installations.put(tx, "slack", TEAM, "Waterrand", "admitted")
    for external, name in (("C1", "successen"), ("C2", "algemeen"), ("C9", "oud")):
        state: PlaceState = "archived" if name == "oud" else "open"
        place = places.see(tx, workspace.id, PlaceSeen(external, name, "channel", state=state))
        choices.put(tx, f"place:{place.id}", "bel", "here", True, None, HEARD)
    sightings.see(tx, workspace.id, AccountSeen("U1", "Fatima"), HEARD)
    elsewhere = installations.put(tx, "teams", TENANT, "Waterrand", "admitted")
    sightings.see(tx, elsewhere.id, AccountSeen("aad-fatima", "Fatima"), HEARD - timedelta(days=2))
    sightings.see(tx, elsewhere.id, AccountSeen("aad-sanne", "Sanne"), HEARD, used=False)


def test_the_playground_has_nothing_outside(tmp_path: Path) -> None:
    result = call(tmp_path)

    assert result.exit_code == 0
    assert "ok     playground: there is nothing outside this machine to examine." in result.stdout
    assert not (tmp_path / "data").exists()


def test_a_wrong_configuration_is_told_first(tmp_path: Path) -> None:
    result = call(tmp_path, PORT="x")

    assert result.exit_code == 2
    assert result.stderr.startswith("klantritme: PORT: ")


def test_a_platform_that_does_not_answer_is_something_to_do(tmp_path: Path) -> None:
    result = call(
        tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s" * 32, SLACK_API_URL="http://127.0.0.1:9/api/"
    )

    assert result.exit_code == 1
    assert "to do  slack: no answer from http://127.0.0.1:9/api/ (ClientConnectorError)." in result.stdout


def test_troubles_of_the_rehearsal_are_not_told_as_if_they_were_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, _ = rehearsed()

    async def troubled(_loaded: Loaded) -> Drawn:
        structlog.get_logger("rituals.engine.results").warning("not delivered", key="bel:2", platform="rehearsal")
        return drawn

    monkeypatch.setattr("bot.doctor.rehearse", troubled)
    result = call(
        tmp_path, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s" * 32, SLACK_API_URL="http://127.0.0.1:9/api/"
    )

    assert "to do  slack:" in result.stdout
    assert result.stderr == ""


def test_a_secret_stands_in_no_line(tmp_path: Path) -> None:
    result = call(
        tmp_path,
        SLACK_BOT_TOKEN="xoxb-geheim",
        SLACK_SIGNING_SECRET="zegel" * 6,
        SLACK_API_URL="http://127.0.0.1:9/api/",
    )

    assert "geheim" not in result.output
    assert "zegel" not in result.output


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (Finding("ok", "it works"), "ok     slack: it works."),
        (Finding("note", "not yet", "Wait."), "note   slack: not yet. Wait."),
        (Finding("wrong", "it broke.", "Mend it."), "to do  slack: it broke. Mend it."),
    ],
)
def test_a_finding_is_one_line(finding: Finding, told: str) -> None:
    assert line("slack", finding) == told


async def test_slack_and_teams_are_both_examined_beside_a_process_that_runs(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    await store.transact(furnish)
    said: list[str] = []

    async with fake_slack() as slack, running() as teams:
        values = {**slack_values(slack), **teams.environment(), "PUBLIC_URL": "https://klant.example"}
        well = await examine(loaded(sqlite_url, values), said.append)
    await store.close()

    assert not well
    (only,) = [one for one in said if one.startswith("to do")]
    assert only.startswith("to do  slack: #algemeen is switched on for a ritual, and the bot is not in it.")
    assert any("slack: events arrive: somebody did something around 2026-11-23 09:15 UTC" in one for one in said)
    assert any("teams: events arrive: somebody did something around 2026-11-21 09:15 UTC" in one for one in said)
    assert any(one.startswith("ok     teams: Microsoft gives a token") for one in said)
    assert any(one.startswith("ok     slack: Slack accepts every shape of card and dialog") for one in said)


async def test_who_waits_and_that_nobody_can_admit_them(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    await store.transact(lambda tx: installations.put(tx, "slack", "T9", "Elders", "waiting"))
    await store.close()
    said: list[str] = []

    async with fake_slack() as slack:
        await examine(loaded(sqlite_url, slack_values(slack)), said.append)

    assert any(one.startswith("note   slack: Elders waits to be admitted.") for one in said)
    assert any(one.startswith("note   house: nobody is beheerder yet") for one in said)


@pytest.mark.parametrize("named", ["Fatima@waterrand.example", "slack:u1"])
async def test_who_is_named_looks_after_the_bot_once_seen(sqlite_url: str, named: str) -> None:
    store = open_store(sqlite_url)
    whole = loaded(sqlite_url, {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": "http://127.0.0.1:9/api/"})
    whole = replace(whole, settings=Settings(roles=Roles(beheerder=(named,))))
    before: list[str] = []
    after: list[str] = []

    await examine(whole, before.append)
    await store.transact(see_fatima)
    await store.close()
    await examine(whole, after.append)

    assert any(one.startswith(f"note   house: not seen yet, of roles.beheerder: {named}.") for one in before)
    assert "ok     house: somebody looks after the bot." in after


def see_fatima(tx: Tx) -> None:
    workspace = installations.put(tx, "slack", TEAM, "Waterrand", "admitted")
    seen = AccountSeen("U1", "Fatima", email="fatima@waterrand.example")
    sightings.see(tx, workspace.id, seen, HEARD)


async def test_all_is_well(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    create_all(url)
    said: list[str] = []

    async with fake_slack() as slack:
        assert await examine(loaded(url, slack_values(slack)), said.append)

    assert [one for one in said if one.startswith("to do")] == []
