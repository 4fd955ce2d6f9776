"""What the TEAMS_ variables need of each other."""

from __future__ import annotations

import pytest

from bot.environment import read
from bot.environment_teams import hears_of_no_address, teams_problems

ID = "22222222-2222-4222-8222-222222222222"
WHOLE = {"TEAMS_APP_ID": ID, "TEAMS_APP_PASSWORD": "geheim", "TEAMS_TENANT_ID": ID}


def names(values: dict[str, str]) -> list[str]:
    return [problem.name for problem in teams_problems(values)]


def test_without_a_variable_of_teams_there_is_no_problem() -> None:
    assert teams_problems({"PORT": "80"}) == []


def test_a_whole_set_is_no_problem() -> None:
    assert teams_problems(WHOLE) == []


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_each_missing_variable_is_named_with_its_remedy(missing: str) -> None:
    (problem,) = teams_problems({name: value for name, value in WHOLE.items() if name != missing})

    assert problem.name == missing
    assert problem.remedy


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert names({"TEAMS_APP_TYPE": "SingleTenant"}) == ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"]


def test_an_empty_app_id_does_not_start() -> None:
    _, found = read({**WHOLE, "TEAMS_APP_ID": " "}, ("teams",))

    assert [problem.name for problem in found] == ["TEAMS_APP_ID"]


def test_a_bot_for_several_tenants_needs_none() -> None:
    values = {"TEAMS_APP_ID": ID, "TEAMS_APP_PASSWORD": "geheim", "TEAMS_APP_TYPE": "MultiTenant"}

    assert teams_problems(values) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEAMS_APP_TYPE", "UserAssignedMSI"),
        ("TEAMS_OPENID_METADATA_URL", "login.example"),
        ("TEAMS_LOGIN_URL", "ftp://login.example"),
        ("TEAMS_SERVICE_HOSTS", "https://connector.example/"),
        ("TEAMS_SERVICE_HOSTS", "connector.example,,"),
        ("TEAMS_APP_ID", "klantritme"),
        ("TEAMS_TENANT_ID", "example.nl"),
        ("TEAMS_APP_PASSWORD", ID),
        ("PUBLIC_URL", "http://klant.example"),
        ("PUBLIC_URL", "https://127.0.0.1"),
        ("PUBLIC_URL", "https://localhost:8443"),
    ],
)
def test_what_is_malformed_is_named(name: str, value: str) -> None:
    assert names({**WHOLE, name: value}) == [name]


@pytest.mark.parametrize("hosts", ["connector.example", "127.0.0.1:4000", "*.connector.example, [::1]:4000"])
def test_hosts_may_have_a_port(hosts: str) -> None:
    assert names({**WHOLE, "TEAMS_SERVICE_HOSTS": hosts}) == []


def test_the_values_are_looked_at_only_where_there_is_an_adapter() -> None:
    _, found = read({"TEAMS_APP_ID": "app"}, ("playground",))

    assert [problem.text for problem in found] == ["this version has no adapter for Teams yet"]


@pytest.mark.parametrize("hosts", ["127.0.0.1:4000", "[::1]:4000", "connector.example, localhost:4000"])
def test_a_stand_in_on_this_machine_is_free(hosts: str) -> None:
    values = {**WHOLE, "TEAMS_TENANT_ID": "waterrand", "PUBLIC_URL": "http://127.0.0.1:8080"}

    assert names({**values, "TEAMS_SERVICE_HOSTS": hosts}) == []
    assert names({**values, "TEAMS_SERVICE_HOSTS": "connector.example"}) == ["TEAMS_TENANT_ID", "PUBLIC_URL"]


def test_only_a_real_teams_needs_an_address() -> None:
    assert hears_of_no_address(WHOLE)
    assert not hears_of_no_address({**WHOLE, "PUBLIC_URL": "https://klant.example"})
    assert not hears_of_no_address({**WHOLE, "TEAMS_SERVICE_HOSTS": "127.0.0.1:4000"})
    assert not hears_of_no_address({})
