"""Secrets and addresses from the environment."""

import base64
import os
from pathlib import Path

import pytest

from bot.addresses import is_loopback
from bot.environment import Environment, read
from bot.problems import Problem

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


def names(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.name for problem in problems]


def test_nothing_set_means_the_playground_on_this_machine_alone() -> None:
    environment, problems = read({}, ("playground",))

    assert problems == ()
    assert environment == Environment()
    assert environment.playground
    assert (environment.host, environment.port) == ("127.0.0.1", 8080)
    assert environment.database_url == "sqlite:///data/klantritme.db"


def test_an_empty_variable_is_not_set() -> None:
    environment, problems = read({"PORT": "", "PUBLIC_URL": " ", "METRICS_TOKEN_FILE": ""}, ())

    assert (environment, problems) == (Environment(), ())


def test_every_problem_is_told_at_once_by_name() -> None:
    environ = {
        "PORT": "99999",
        "DATABASE_URL": "mysql://localhost/x",
        "PUBLIC_URL": "klantritme.nl",
        "SECRET_KEYS": "kort",
        "HOST": "0.0.0.0",
        "METRICS_TOKEN_FILE": "/nergens",
    }

    _, problems = read(environ, ())

    expected = ["DATABASE_URL", "HOST", "METRICS_TOKEN_FILE", "PORT", "PUBLIC_URL", "SECRET_KEYS"]
    assert sorted(names(problems)) == expected


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "8080.0", "²", "123456"])
def test_what_is_no_port_is_refused(port: str) -> None:
    assert names(read({"PORT": port}, ())[1]) == ["PORT"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "data/x.db", "postgres", "postgresql://h:x/y"])
def test_what_is_no_database_that_lasts_is_refused(url: str) -> None:
    assert "DATABASE_URL" in names(read({"DATABASE_URL": url, "SECRET_KEYS": KEY}, ())[1])


@pytest.mark.parametrize("url", ["sqlite:///x.db", "sqlite:////srv/x.db", "postgresql://u:p@h:5432/d"])
def test_both_kinds_of_database_are_taken(url: str) -> None:
    assert read({"DATABASE_URL": url, "SECRET_KEYS": KEY}, ())[1] == ()


def test_a_variable_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("een-geheim-woord-dat-lang-is\n")

    environment, problems = read({"PLAYGROUND_TOKEN_FILE": str(tmp_path / "token")}, ())

    assert problems == ()
    assert environment.playground_token == "een-geheim-woord-dat-lang-is"
    assert environment.values == {"PLAYGROUND_TOKEN": "een-geheim-woord-dat-lang-is"}


def test_a_variable_and_its_file_together_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a")

    _, problems = read({"METRICS_TOKEN": "b", "METRICS_TOKEN_FILE": str(tmp_path / "token")}, ())

    assert names(problems) == ["METRICS_TOKEN"]


def test_an_empty_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")

    assert names(read({"METRICS_TOKEN_FILE": str(tmp_path / "token")}, ())[1]) == ["METRICS_TOKEN_FILE"]


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PLAYGROUND_TOKEN", "PUBLIC_URL"])
def test_a_file_that_is_not_there_is_one_problem(name: str) -> None:
    environ = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "HOST": "0.0.0.0"}
    environ = {"HOST": "0.0.0.0"} if name == "PLAYGROUND_TOKEN" else environ
    environ.pop(name, None)

    assert names(read({**environ, f"{name}_FILE": "/nergens"}, ("slack", "teams"))[1]) == [f"{name}_FILE"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SLACK_SIGNING_SECRT", "SLACK_SIGNING_SECRET"),
        ("SLACK_BOTTOKEN", "SLACK_BOT_TOKEN"),
        ("TEAMS_APP_PASSWORD_FIL", "TEAMS_APP_PASSWORD_FILE"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_what_was_meant(name: str, meant: str) -> None:
    (problem,) = read({name: "een-waarde"}, ("slack", "teams"))[1]

    assert problem.name == name
    assert problem.remedy.startswith(f"Did you mean {meant}?")


def test_a_variable_of_another_tool_is_told_only_beside_the_platform() -> None:
    other, ours = {"SLACK_WEBHOOK_URL": "x"}, {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}

    assert read(other, ("slack", "teams"))[1] == ()
    assert names(read({**ours, **other}, ("slack", "teams"))[1]) == ["SLACK_WEBHOOK_URL"]
    assert read({**ours, "SLACK_WEBHOOK_URL": ""}, ("slack", "teams"))[1] == ()


@pytest.mark.parametrize(
    "url", ["https://klant.example/klantritme", "https://u@klant.example", "https://klant.example?a=b", "https://k:x"]
)
def test_an_address_of_the_house_is_an_address_alone(url: str) -> None:
    assert names(read({"PUBLIC_URL": url}, ())[1]) == ["PUBLIC_URL"]
    assert read({"PUBLIC_URL": "https://klant.example:8443/"}, ())[1] == ()


def test_no_value_of_a_secret_is_ever_shown() -> None:
    secret = "Zeer-Geheim-1234567890"
    environ = {
        "SECRET_KEYS": secret,
        "DATABASE_URL": f"nosuch://u:{secret}@h/d",
        "METRICS_TOKEN": secret,
        "PLAYGROUND_TOKEN": secret,
        "SLACK_BOT_TOKEN": secret,
        "TEAMS_APP_PASSWORD": secret,
        "PUBLIC_URL": "nope",
    }

    environment, problems = read(environ, ())

    assert len(problems) == 5
    assert secret not in " ".join(map(str, problems)) + repr(environment)


def test_postgresql_needs_keys_that_replicas_share() -> None:
    _, problems = read({"DATABASE_URL": "postgresql://h/d"}, ())

    assert names(problems) == ["SECRET_KEYS"]


def test_keys_are_read_in_their_order() -> None:
    other = base64.urlsafe_b64encode(os.urandom(32)).decode()

    environment, problems = read({"SECRET_KEYS": f"{KEY}, {other}"}, ())

    assert problems == ()
    assert environment.secret_keys[0] == bytes(range(32))
    assert len(environment.secret_keys) == 2


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "TEAMS_APP_ID"])
def test_a_platform_without_adapter_is_told_clearly(name: str) -> None:
    environment, (problem,) = read({name: "x"}, ("playground",))

    assert not environment.playground
    assert problem.name == name
    assert "has no adapter for" in problem.text


def test_a_platform_with_an_adapter_is_no_problem() -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "HOST": "0.0.0.0"}

    assert read(slack, ("slack",))[1] == ()


def test_the_playground_is_not_opened_to_others_without_a_token() -> None:
    assert names(read({"HOST": "0.0.0.0"}, ("playground",))[1]) == ["HOST"]
    assert read({"HOST": "0.0.0.0", "PLAYGROUND_TOKEN": "x" * 16}, ("playground",))[1] == ()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_token_that_can_be_guessed_is_refused(host: str) -> None:
    (problem,) = read({"HOST": host, "PLAYGROUND_TOKEN": "vijftien-tekens"}, ("playground",))[1]

    assert problem.name == "PLAYGROUND_TOKEN"
    assert "16 characters" in problem.remedy
    assert "vijftien" not in str(problem)


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
        ("::", False), ("192.168.1.5", False), ("example.nl", False), ("localhost.example.nl", False),
    ],
)  # fmt: skip
def test_only_loopback_is_loopback(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside
