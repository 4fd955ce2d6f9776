"""What SLACK_* must say together."""

import pytest

from bot.environment import read
from bot.environment_slack import slack_problems
from bot.problems import Problem

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1-geheim", "SLACK_APP_TOKEN": "xapp-1-geheim"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1-geheim", "SLACK_SIGNING_SECRET": "0123456789abcdef"}
SEVERAL = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "geheim", "SLACK_SIGNING_SECRET": "0123456789abcdef"}


def names(problems: list[Problem]) -> list[str]:
    return sorted(problem.name for problem in problems)


@pytest.mark.parametrize("values", [{}, SOCKET, HTTP, SEVERAL, SOCKET | HTTP, SEVERAL | HTTP])
def test_what_works_is_no_problem(values: dict[str, str]) -> None:
    assert slack_problems(values) == []


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_SIGNING_SECRET": "s" * 32}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
        (HTTP | {"SLACK_CLIENT_ID": "1.2"}, ["SLACK_CLIENT_SECRET"]),
        (HTTP | {"SLACK_CLIENT_SECRET": "x"}, ["SLACK_CLIENT_ID"]),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x"}, ["SLACK_SIGNING_SECRET"]),
        (HTTP | {"SLACK_SIGNING_SECRET": "te-kort"}, ["SLACK_SIGNING_SECRET"]),
        (HTTP | {"SLACK_SIGNING_SECRET": "xapp-1-0123456789abcdef"}, ["SLACK_SIGNING_SECRET"]),
        (HTTP | {"SLACK_BOT_TOKEN": "xoxp-1"}, ["SLACK_BOT_TOKEN"]),
        (SOCKET | {"SLACK_APP_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN"]),
        (SOCKET | {"SLACK_API_URL": "slack.com/api"}, ["SLACK_API_URL"]),
        (SOCKET | {"SLACK_AUTHORIZE_URL": "ftp://slack.com"}, ["SLACK_AUTHORIZE_URL"]),
        ({"SLACK_API_URL": "https://slack.com/api/"}, ["SLACK_BOT_TOKEN"]),
    ],
)
def test_what_does_not_work_is_told_by_its_name(values: dict[str, str], named: list[str]) -> None:
    assert names(slack_problems(values)) == named


def test_every_problem_is_told_at_once_with_its_remedy_and_without_the_secret() -> None:
    values = {"SLACK_BOT_TOKEN": "Geheim", "SLACK_APP_TOKEN": "Geheim", "SLACK_CLIENT_ID": "1", "SLACK_API_URL": "x"}

    problems = slack_problems(values)

    assert len(problems) == 5
    assert all(problem.remedy for problem in problems)
    assert "Geheim" not in " ".join(map(str, problems))


def test_slack_is_checked_only_where_there_is_an_adapter_for_it() -> None:
    assert [problem.name for problem in read({"SLACK_BOT_TOKEN": "xoxb-1"}, ("slack",))[1]] == ["SLACK_BOT_TOKEN"]
    assert all("no adapter" in problem.text for problem in read({"SLACK_BOT_TOKEN": "xoxb-1"}, ("playground",))[1])
