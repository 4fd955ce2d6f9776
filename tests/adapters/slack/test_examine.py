"""What the doctor says of Slack, asked over the wire of the stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from adapters import Chart, Drawn, Finding
from adapters.slack.examine import examine
from adapters.slack.scopes import BOT_SCOPES
from bot.looking import looking
from rituals.engine.cards import Button, Buttons, Card, Form, TextField, text
from rituals.engine.clock import Clock
from rituals.engine.organisation import Organisation
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages
from rituals.engine.workdays import make_calendar
from store import tokens
from store.base import Store
from store.installations import Workspace
from store.migrate import create_all
from store.open import open_store
from store.places import Place
from store.tokens import Token
from store.tx import Tx
from tests.adapters.slack.conftest import Tried
from tests.adapters.slack.test_render import SAY
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, TEAM, FakeSlack, fake_slack
from tests.fakes.slack.faults import Fault, not_json, says, status, throttled

T = TypeVar("T")
WATERRAND = Workspace(1, "slack", TEAM, "Waterrand", "admitted")
CARD = Card((text("De bel gaat"), Buttons((Button("Klap mee", "bel.clap"),))))
FORM = Form("bel.ring", "Luid de bel", (TextField("what", "Wat is gelukt?"),), "Luiden")


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as found:
        found.state.tokens[BOT_TOKEN] = replace(found.state.tokens[BOT_TOKEN], scopes=frozenset(BOT_SCOPES))
        yield found


def nothing_known(work: Callable[[Tx], T]) -> T:
    with looking(None) as look:
        return look(work)


def chart(fake: FakeSlack, **more: Any) -> Chart:
    whole = Chart(
        environment={"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": fake.api_url},
        drawn=Drawn((CARD,), (FORM,)), clock=Clock(), say=SAY, sealer=Sealer([b"k" * 32]), look=nothing_known,
        workspaces=(WATERRAND,), heard=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )  # fmt: skip
    return replace(whole, **more)


async def findings(chart: Chart) -> list[Finding]:
    return [one async for one in examine(chart)]


def place(external: str, name: str) -> Place:
    return Place(7, WATERRAND.id, external, name, "channel", False, "open")


async def wrong(chart: Chart) -> list[str]:
    return [f"{one.what}. {one.remedy}" for one in await findings(chart) if one.level == "wrong"]


async def test_a_command_is_called_by_the_word_that_is_typed_there(fake: FakeSlack) -> None:
    renamed = Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")), commands={"klant": "huurder"})
    found = await findings(chart(fake, heard=None, say=Languages(renamed).say("nl")))

    (remedy,) = [one.remedy for one in found if one.what == "no event has arrived yet"]
    assert "and type /huurder;" in remedy


async def test_a_workspace_in_which_all_is_well(fake: FakeSlack) -> None:
    found = await findings(chart(fake))

    assert [one for one in found if one.level != "ok"] == []
    said = " / ".join(one.what for one in found)
    assert "in Waterrand" in said
    assert f"all {len(BOT_SCOPES)} scopes" in said
    assert "Socket Mode" in said
    assert "every shape of card and dialog (2)" in said
    assert "2026-11-23 09:00 UTC" in said


async def test_nothing_is_posted(fake: FakeSlack) -> None:
    await findings(chart(fake, wanted=(place("C2", "algemeen"),)))

    assert {one.method for one in fake.server.calls} <= {
        "auth.test", "users.conversations", "apps.connections.open", "blocks.validate",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "remedy"),
    [("invalid_auth", "xoxb-"), ("account_inactive", "taken out"), ("token_revoked", "Reinstall"), ("x", "Reinstall")],
)
async def test_a_token_that_is_refused(fake: FakeSlack, error: str, remedy: str) -> None:
    fake.state.tokens[BOT_TOKEN].error = error

    (line,) = await wrong(chart(fake))

    assert f"SLACK_BOT_TOKEN: {error}" in line
    assert remedy in line


@pytest.mark.parametrize(
    ("fault", "told", "remedy"),
    [
        (throttled("600"), "ratelimited", "run the doctor again"),
        (says("internal_error"), "internal_error", "run the doctor again"),
        (status(503), "status 503", "run the doctor again"),
        (status(404), "unknown_method", "SLACK_API_URL"),
        (not_json(), "no answer of Slack's", "SLACK_API_URL"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
async def test_a_slack_that_cannot_answer_now_is_no_reason_to_install_the_app_again(
    fake: FakeSlack, fault: Fault, told: str, remedy: str
) -> None:
    fake.always("auth.test", fault)

    (line,) = await wrong(chart(fake))

    assert line.startswith(f"SLACK_BOT_TOKEN could not be checked: {told}.")
    assert remedy in line
    assert "einstall" not in line


@pytest.mark.parametrize("fault", [says("internal_error"), status(503)], ids=lambda one: one.name)
async def test_trouble_of_slack_is_no_fault_of_a_card_or_of_socket_mode(fake: FakeSlack, fault: Fault) -> None:
    for method in ("users.conversations", "blocks.validate", "apps.connections.open"):
        fake.always(method, fault)

    found = await findings(chart(fake))

    assert not [one for one in found if one.level == "wrong"]
    assert len([one for one in found if "not checked" in one.what]) == 3


async def test_scopes_that_are_missing(fake: FakeSlack) -> None:
    given = frozenset(BOT_SCOPES) - {"im:write", "commands"}
    fake.state.tokens[BOT_TOKEN] = replace(fake.state.tokens[BOT_TOKEN], scopes=given)

    (line,) = await wrong(chart(fake))

    assert line.startswith("scopes are missing: commands, im:write. ")
    assert "klantritme slack manifest" in line


async def test_scopes_that_are_too_many_are_only_noted(fake: FakeSlack) -> None:
    given = frozenset(BOT_SCOPES) | {"pins:write"}
    fake.state.tokens[BOT_TOKEN] = replace(fake.state.tokens[BOT_TOKEN], scopes=given)

    found = await findings(chart(fake))

    assert ("note", "scopes that we never use: pins:write") in [(one.level, one.what) for one in found]


@pytest.mark.parametrize(("seconds", "level"), [(0, "ok"), (45, "ok"), (120, "note"), (400, "wrong"), (-400, "wrong")])
async def test_a_clock_that_is_apart(fake: FakeSlack, seconds: int, level: str) -> None:
    ours = Clock(wall=lambda: datetime.now(UTC) + timedelta(seconds=seconds))

    found = await findings(chart(fake, clock=ours))

    assert [one.level for one in found if "clock" in one.what] == [level]


async def test_a_place_where_a_ritual_is_on_and_the_bot_is_not(fake: FakeSlack) -> None:
    wanted = (place("C1", "successen"), place("C2", "algemeen"))

    (line,) = await wrong(chart(fake, wanted=wanted))

    assert line.startswith("#algemeen is switched on")
    assert "/invite @Klantritme" in line


async def test_a_bot_in_no_channel_hears_how_to_begin(fake: FakeSlack) -> None:
    for channel in fake.state.channels.values():
        channel.members.discard(fake.state.teams[TEAM].bot_user)

    found = await findings(chart(fake))

    assert [one.level for one in found if one.what == "the bot is in no channel yet"] == ["note"]


async def test_an_app_token_of_the_wrong_kind(fake: FakeSlack) -> None:
    whole = chart(fake)
    environment = {**whole.environment, "SLACK_APP_TOKEN": BOT_TOKEN}

    (line,) = await wrong(replace(whole, environment=environment))

    assert "SLACK_APP_TOKEN: not_allowed_token_type" in line
    assert "connections:write" in line


@pytest.mark.parametrize(("way", "remedy"), [("socket", "switch Socket Mode on"), ("http", "/slack/events")])
async def test_no_event_yet(fake: FakeSlack, way: str, remedy: str) -> None:
    environment = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": fake.api_url, "SLACK_SIGNING_SECRET": "s"}
    environment |= {"SLACK_APP_TOKEN": APP_TOKEN} if way == "socket" else {"PUBLIC_URL": "https://klant.example"}

    found = await findings(chart(fake, heard=None, environment=environment))

    (event,) = [one for one in found if "no event" in one.what]
    assert event.level == "note"
    assert remedy in event.remedy
    assert "a minute" in event.remedy


async def test_a_card_that_slack_refuses_is_told_without_its_words(fake: FakeSlack) -> None:
    errors = [{"pointer": "/blocks/0/text", "code": "failed_constraint", "message": "De bel gaat is too long"}]
    fake.always("blocks.validate", says("invalid_blocks", errors=errors))

    (line,) = await wrong(chart(fake))

    assert "invalid_blocks /blocks/0/text failed_constraint" in line
    assert "De bel" not in line


async def test_a_slack_that_says_to_wait_long_is_not_waited_for(fake: FakeSlack) -> None:
    fake.always("blocks.validate", throttled("600"))

    found = await findings(chart(fake))

    assert ("note", "0 of 2 cards and dialogs checked: Slack said to wait") in [(one.level, one.what) for one in found]


async def test_a_slack_that_knows_only_the_token(fake: FakeSlack) -> None:
    for method in ("users.conversations", "blocks.validate", "apps.connections.open"):
        fake.always(method, status(404))

    found = await findings(chart(fake))

    assert not [one for one in found if one.level == "wrong"]
    assert len([one for one in found if "not checked" in one.what]) == 3


async def test_a_slack_that_is_not_there() -> None:
    async with fake_slack() as gone:
        whole = chart(gone)

    (line,) = [line for line in await wrong(whole) if "no answer" in line]

    assert "SLACK_API_URL" in line
    assert "Connector" in line


@pytest.mark.parametrize(("url", "told"), [("http://klant.invalid", 1), ("https://klant.invalid", 0)])
async def test_slack_only_calls_https(fake: FakeSlack, url: str, told: int) -> None:
    away = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": "https://127.0.0.1:9/api/", "PUBLIC_URL": url}

    lines = await wrong(chart(fake, environment=away))

    assert len([line for line in lines if line.startswith("PUBLIC_URL is not an https:// address")]) == told


async def test_our_own_door_opens_for_the_right_secret_alone(tried: Tried) -> None:
    base = tried.url.removesuffix("/slack/events")
    given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": tried.fake.api_url, "PUBLIC_URL": base}
    clock = tried.engine.clock

    right = await findings(
        chart(tried.fake, clock=clock, environment={**given, "SLACK_SIGNING_SECRET": SIGNING_SECRET})
    )
    other = await findings(chart(tried.fake, clock=clock, environment={**given, "SLACK_SIGNING_SECRET": "other"}))

    assert ("ok", f"the request URL {tried.url} answers, with the same signing secret") in levels(right)
    assert ("wrong", f"{tried.url} refuses our signature") in levels(other)


async def test_a_proxy_that_passes_nothing_on(fake: FakeSlack) -> None:
    environment = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": fake.api_url, "PUBLIC_URL": fake.url}

    (line,) = await wrong(chart(fake, environment=environment))

    assert "/slack/events answers 404" in line
    assert "reverse proxy" in line


async def test_an_address_that_cannot_be_reached_from_here_is_only_noted(fake: FakeSlack) -> None:
    given = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": fake.api_url}

    for environment in (given, {**given, "PUBLIC_URL": "http://127.0.0.1:9"}):
        found = await findings(chart(fake, environment=environment))

        assert not [one for one in found if one.level == "wrong"]
        assert any("PUBLIC_URL" in one.what or "cannot be reached" in one.what for one in found)


def levels(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.level, one.what) for one in found]


async def test_workspaces_that_installed_the_app_are_examined_too(fake: FakeSlack, tmp_path: Path) -> None:
    fake.team("T0ELDERS", "Elders", "xoxb-elders")
    sealer = Sealer([b"k" * 32])
    url = f"sqlite:///{tmp_path}/x.db"
    create_all(url)
    store: Store = open_store(url)
    kept = Token("T0ELDERS", sealer.seal('{"token": "xoxb-elders", "bot": "U1"}'))
    await store.transact(lambda tx: tokens.put(tx, "slack", kept, datetime.now(UTC)))
    await store.close()

    with looking(url) as look:
        found = await findings(chart(fake, look=look, environment={"SLACK_API_URL": fake.api_url}))

    assert [one.what for one in found if "in Elders" in one.what]
