"""A token that the platform refuses is one clear line in the log of `run`."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from adapters.teams.http import Http
from adapters.teams.settings import read
from adapters.teams.tokens import Tokens
from rituals.engine.clock import Clock
from rituals.engine.errors import SurelyNotSent
from tests.adapters.slack.house import housed
from tests.fakes.teams.teams import running


async def test_a_token_that_slack_refuses_is_told_at_the_start() -> None:
    with capture_logs() as logged:
        async with housed({"SLACK_BOT_TOKEN": "xoxb-van-niemand"}, lists=False):
            pass

    (told,) = [one for one in logged if one["log_level"] == "error"]
    assert told["event"] == "Slack refuses SLACK_BOT_TOKEN"
    assert "invalid_auth" in told["detail"]
    assert "klantritme doctor" in told["remedy"]


async def test_a_secret_that_microsoft_refuses_is_told() -> None:
    http = Http()
    async with running() as fake:
        settings = read({**fake.environment(), "TEAMS_APP_PASSWORD": "van-niemand"})
        with capture_logs() as logged, pytest.raises(SurelyNotSent):
            await Tokens(settings, http, Clock()).get()
        await http.close()

    (told,) = logged
    assert (told["log_level"], told["event"]) == ("error", "Microsoft gives no token")
    assert "klantritme doctor" in told["remedy"]
    assert "van-niemand" not in str(told)
