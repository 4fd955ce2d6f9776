"""Slack and Teams in one process, at rest."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, own
from tests.bench.processes import RUN, free_port, furnished, listening, memory, process, seconds
from tests.bench.slack import environment
from tests.fakes.slack import fake_slack
from tests.fakes.teams.teams import running

REST = 15
"""Seconds; over the last ten the processor time is counted."""


async def run(_databases: Databases) -> list[Line]:
    """Memory and processor."""
    async with fake_slack() as slack, running() as teams:
        with tempfile.TemporaryDirectory(prefix="krbench") as name:
            folder, port = furnished(Path(name)), free_port()
            with process(folder, RUN, port, {**environment(slack), **teams.environment()}) as started:
                await listening(started, port)
                await asyncio.sleep(REST - 10)
                before = seconds(started)
                await asyncio.sleep(10)
                spent = (seconds(started) - before) * 6
                return [
                    own("both: memory at rest", memory(started), "MB", Goal(130, 110, "MB", True)),
                    own("both: processor seconds a minute", spent, "s", Goal(0.6, 0.3, "s", True)),
                ]
