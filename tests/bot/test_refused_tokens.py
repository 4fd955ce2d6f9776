"""A token that the platform refuses is one clear line in the log of `run`, when it starts."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from structlog.testing import capture_logs

from tests.adapters.slack.house import housed, until
from tests.adapters.teams.house import applied, teams_of, walking_clock
from tests.fakes.teams.teams import running


async def test_a_token_that_slack_refuses_is_told_at_the_start() -> None:
    with capture_logs() as logged:
        async with housed({"SLACK_BOT_TOKEN": "xoxb-van-niemand"}, lists=False):
            pass

    (told,) = [one for one in logged if one["log_level"] == "error"]
    assert told["event"] == "Slack refuses SLACK_BOT_TOKEN"
    assert "invalid_auth" in told["detail"]
    assert "klantritme doctor" in told["remedy"]


async def test_a_secret_that_microsoft_refuses_is_told_at_the_start_and_stops_nothing() -> None:
    async with running() as fake:
        values = {**fake.environment(), "TEAMS_APP_PASSWORD": "van-niemand"}
        async with applied(values, walking_clock()) as (parts, _):
            with capture_logs() as logged:
                runs = asyncio.create_task(teams_of(parts).run())
                await until(lambda: len(logged) == 2)
            still = not runs.done()
            runs.cancel()
            with suppress(asyncio.CancelledError):
                await runs

    told, after = logged
    assert (told["log_level"], told["number"]) == ("error", 7000215)
    assert told["event"] == "Microsoft gives no token: what is for Teams waits"
    assert told["remedy"].startswith("TEAMS_APP_PASSWORD must be the secret's value")
    assert "klantritme doctor" in told["remedy"]
    assert after["log_level"] == "warning"
    assert still
    assert "van-niemand" not in str(logged)
