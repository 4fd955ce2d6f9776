"""The event loop that an installation turns in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import uvloop

from bot.environment import Environment
from bot.loop import loop_factory


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "TEAMS_APP_ID"])
def test_where_chat_platforms_call_it_is_the_fast_one(name: str) -> None:
    with asyncio.Runner(loop_factory=loop_factory(replace(Environment(), values={name: "x"}))) as runner:
        assert isinstance(runner.get_loop(), uvloop.Loop)


def test_the_playground_does_without() -> None:
    assert loop_factory(Environment()) is None
