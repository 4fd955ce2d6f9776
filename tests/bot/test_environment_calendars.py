"""What `klantritme check` says of calendars that IT switches on, and what the doctor finds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from adapters import Chart, Drawn, Finding
from adapters.calendars import kinds
from adapters.calendars.examine import examine
from bot.config import read_settings
from bot.environment import read
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages
from tests.adapters.calendars.steps import a_clock
from tests.adapters.calendars.test_linked import google_environment, graph_environment
from tests.fakes.calendar_server import CalendarServer
from tests.fakes.world import an_organisation

GUID = "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"
GRAPH = {"GRAPH_TENANT_ID": GUID, "GRAPH_CLIENT_ID": GUID, "GRAPH_CLIENT_SECRET": "x~geheim"}
KEY = {
    "type": "service_account", "client_email": "bot@p.example", "private_key": "-----BEGIN PRIVATE KEY-----",
    "token_uri": "https://oauth2.googleapis.com/token",
}  # fmt: skip


def wrong(**environ: str) -> list[str]:
    """The names in which something is wrong."""
    _, problems = read(environ, ("playground", "calendars"))
    secrets = [value for name, value in environ.items() if name in ("GRAPH_CLIENT_SECRET", "GOOGLE_SERVICE_ACCOUNT")]
    assert not any(secret in f"{one.text} {one.remedy}" for one in problems for secret in secrets)
    return [one.name for one in problems]


def google(**changes: object) -> str:
    """The key as Google makes it."""
    return json.dumps({**KEY, **changes})


def test_what_is_whole_has_no_problems_and_the_playground_still_runs() -> None:
    for environ in ({}, GRAPH, {"GOOGLE_SERVICE_ACCOUNT": google()}):
        environment, problems = read(environ, ("playground", "calendars"))
        assert problems == ()
        assert environment.playground


@pytest.mark.parametrize("missing", sorted(GRAPH))
def test_each_variable_of_graph_that_misses_is_named(missing: str) -> None:
    assert wrong(**{name: value for name, value in GRAPH.items() if name != missing}) == [missing]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"GRAPH_TENANT_ID": "waterrand.nl"}, "GRAPH_TENANT_ID"),
        ({"GRAPH_CLIENT_ID": "app"}, "GRAPH_CLIENT_ID"),
        ({"GRAPH_CLIENT_SECRET": GUID}, "GRAPH_CLIENT_SECRET"),
        ({"GRAPH_URL": "graph.microsoft.com"}, "GRAPH_URL"),
        ({"GRAPH_LOGIN_URL": "http://login.example.nl"}, "GRAPH_LOGIN_URL"),
        ({"GRAPH_CLIENT_SECRE": "x"}, "GRAPH_CLIENT_SECRE"),
        ({"GOOGLE_SERVICE_ACCOUNT": google()}, "GOOGLE_SERVICE_ACCOUNT"),
        ({"GOOGLE_URL": "www"}, "GOOGLE_URL"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, str], named: str) -> None:
    assert wrong(**{**GRAPH, **changes}) == [named]


@pytest.mark.parametrize(
    "key", ["sleutel", "[]", "{}", google(type="authorized_user"), google(private_key=1), google(private_key="kapot"),
            google(token_uri="hier"), google(client_email=None), "[" * 100_000],
)  # fmt: skip
def test_a_key_of_google_that_is_none_is_named(key: str) -> None:
    assert wrong(GOOGLE_SERVICE_ACCOUNT=key) == ["GOOGLE_SERVICE_ACCOUNT"]


def test_the_key_of_google_comes_out_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_text(json.dumps(KEY, indent=2))

    environment, problems = read({"GOOGLE_SERVICE_ACCOUNT_FILE": os.fspath(file)}, ("playground", "calendars"))

    assert problems == ()
    assert kinds(environment.values) == {"ics", "google"}
    assert wrong(GOOGLE_SERVICE_ACCOUNT_FILE="/nergens") == ["GOOGLE_SERVICE_ACCOUNT_FILE"]


def test_kinds_are_what_was_switched_on() -> None:
    assert kinds({}) == {"ics"}
    assert kinds(GRAPH) == {"ics", "graph"}


def test_hosts_that_may_be_read_from_are_names_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("calendars:\n  allow_hosts: [Agenda.binnen, 10.0.0.7, 'fd00::1']\n")
    good = read_settings(file, named=True)
    file.write_text("calendars:\n  allow_hosts: ['https://agenda.binnen', 'agenda.binnen:8080']\n")
    bad = read_settings(file, named=True)

    assert good.problems == ()
    assert good.settings.calendars.allow_hosts == ("agenda.binnen", "10.0.0.7", "fd00::1")
    assert [one.name for one in bad.problems] == ["calendars.allow_hosts.0", "calendars.allow_hosts.1"]
    assert "without https://" in bad.problems[0].remedy


async def found(environment: dict[str, str]) -> list[Finding]:
    """What the doctor says."""
    say = Languages(an_organisation()).say("nl")

    def look(_work: object) -> object:
        raise AssertionError("nothing is looked up")

    chart = Chart(environment, Drawn(), a_clock(), say, Sealer([b"k" * 32]), look)  # type: ignore[arg-type]
    return [one async for one in examine(chart)]


async def test_the_doctor_asks_for_a_token_and_opens_no_mailbox() -> None:
    async with CalendarServer().serving() as server:
        assert await found({}) == []
        graph, account = graph_environment(server), google_environment(server)
        well = [(await found(one))[0].level for one in (graph, account)]
        server.secret = "een ander geheim"
        google_environment(server)
        ill = [(await found(one))[0] for one in (graph, account)]

    assert well == ["ok", "ok"]
    assert [one.level for one in ill] == ["wrong", "wrong"]
    assert all(one.remedy for one in ill)
    assert server.reads == []
