"""The event loop that `klantritme run` turns in."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from bot.environment import Environment


def loop_factory(environment: Environment) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where chat platforms call: a request costs a tenth less (`python -m tests.bench slack`).

    The playground, on somebody's laptop, does without it and saves its 3 MB. None is the standard library's loop.
    """
    if environment.playground or sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
