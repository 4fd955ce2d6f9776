"""`python -m tests.bench [name ...]`: measure, print the table, and exit with 1 below a floor."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from bot.serve import leave_in_peace
from tests.bench import bell, both, commands, fanout, idle, outbox, quotes, redaction, slack, slots, teams, vote
from tests.bench.databases import Databases, databases
from tests.bench.measure import Line, head, rows

ALL: Mapping[str, Callable[[Databases], Awaitable[list[Line]]]] = {
    "bell": bell.run,
    "slots": slots.run,
    "outbox": outbox.run,
    "idle": idle.run,
    "fanout": fanout.run,
    "slack": slack.run,
    "teams": teams.run,
    "both": both.run,
    "commands": commands.run,
    "redaction": redaction.run,
    "quotes": quotes.run,
    "vote": vote.run,
}


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"one or more of: {', '.join(ALL)}; without one, all")
    names = parser.parse_args().name or list(ALL)
    if unknown := set(names) - set(ALL):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return 1 if any(line.verdict == "BELOW" for line in asyncio.run(_measure(names))) else 0


async def _measure(names: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    leave_in_peace()  # as `klantritme run` does, for ours and for the anchor
    _say(head())
    with databases() as fresh:
        for name in names:
            lines += (found := await ALL[name](fresh))
            for row in rows(found):
                _say(row)
    return lines


def _say(row: str) -> None:
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


sys.exit(main())
