"""A process that can be killed, started fast: it imports everything once and forks a child for every life.

A life plays a scenario from where the last one was killed until it is killed itself, or all is settled. Requests
come in as lines of JSON, and so do the answers.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from rituals.engine.keyring import FileKeyring
from store import sending
from store.base import Store
from store.leases import lease
from store.open import open_store
from store.outbox import outbox
from store.tx import Tx
from tests.fakes.compiled import compiled_once
from tests.fakes.outside import Journal, RememberedClock, outside
from tests.fakes.world import MONDAY, World
from tests.faults.scenario import Scenario, Step, told

_FREE = update(lease).values(until=0)
_FLAGGED = select(outbox.c.key, outbox.c.target).where(outbox.c.state == "uncertain", outbox.c.reason == "asked")


@dataclass(frozen=True, slots=True)
class Life:
    """One run. With `kill` it ends at the n-th passing of the named boundary; `furnish` makes people and places.

    A `rehearsal` is lived by the runner itself: what it has compiled then, every child has from its birth.
    """

    url: str
    folder: str
    scenario: str
    lookup: bool = True
    kill: tuple[str, int] | None = None
    furnish: bool = False
    rehearsal: bool = False


class Boundaries:
    """Counts what is passed, from any thread, and ends the process where it was asked to."""

    def __init__(self, kill: tuple[str, int] | None) -> None:
        self.passed: Counter[str] = Counter()
        self._kill = kill
        self._lock = threading.Lock()

    def __call__(self, name: str) -> None:
        with self._lock:
            self.passed[name] += 1
            if self._kill == (name, self.passed[name]):
                os.kill(os.getpid(), signal.SIGKILL)


async def live(life: Life) -> None:
    """From the first thing that was not answered yet to the end; what stands then is written to `end`."""
    folder = Path(life.folder)
    reached = Boundaries(life.kill)
    store = open_store(life.url, reached=reached)
    try:
        await store.transact(_let_the_lease_lapse)
        world = _world(store, life, reached)
        if life.furnish:
            await world.open()
            return
        await world.engine.schedule.present()
        await _play(world, importlib.import_module(life.scenario).SCENARIO, Journal(folder / "people"), reached)
        flagged = await store.read(lambda tx: tx.all(_FLAGGED, lambda key, target: (str(key), str(target))))
        states = await store.read(sending.states)
        end = {"passed": dict(reached.passed), "flagged": flagged, "states": states}
        (folder / "end").write_text(json.dumps(end))
    finally:
        await store.close()


def _let_the_lease_lapse(tx: Tx) -> None:
    """The seconds in which nobody could take over from the killed process have passed."""
    tx.run(_FREE)


def _world(store: Store, life: Life, reached: Callable[[str], None]) -> World:
    folder = Path(life.folder)
    world = World(store, platform=outside(folder, lookup=life.lookup, reached=reached), reached=reached)
    world.clock = world.desk.clock = RememberedClock(folder / "clock", MONDAY)
    world.desk.keyring = FileKeyring(folder / "keys")
    return world


async def _play(world: World, scenario: Scenario, people: Journal, reached: Callable[[str], None]) -> None:
    for after, steps in groupby(scenario.steps, lambda step: step.after):
        await world.engine.walk(MONDAY + after)
        heard = {line["step"]: line for line in people.lines()}
        group = [_do(world, step, people, reached) for step in steps if step.name not in heard]
        await asyncio.gather(*group)
    await world.engine.walk(MONDAY + scenario.lasts)


async def _do(world: World, step: Step, people: Journal, reached: Callable[[str], None]) -> None:
    heard = {line["step"]: line for line in people.lines()}
    answer = await step.do(world, heard, f"delivery-{step.name}")
    reached("outside.acknowledging")
    people.write(step=step.name, **told(answer))


def _lived(life: Life) -> int:
    if not life.rehearsal:
        return _fork(life)
    asyncio.run(live(life))
    return 0


def _fork(life: Life) -> int:
    """How the child ended: minus a signal's number, or an exit code."""
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(live(life))
        except BaseException:  # noqa: BLE001 - a child must never return into the loop of its parent
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Lives until standard input ends."""
    for name in sys.argv[1:]:
        importlib.import_module(name)
    with compiled_once():
        _answer()


def _answer() -> None:
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        asked["kill"] = tuple(asked["kill"]) if asked["kill"] else None
        sys.stdout.write(json.dumps({"code": _lived(Life(**asked))}) + "\n")
        sys.stdout.flush()


def request(life: Life) -> str:
    """The line that asks for this life."""
    return json.dumps(asdict(life)) + "\n"


if __name__ == "__main__":
    main()
