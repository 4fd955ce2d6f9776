"""Kill a run wherever it is told to, let it come up again until all is settled, and look at what people see."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from store.migrate import create_all
from tests.fakes.outside import Journal, Standing, standing
from tests.fakes.postgres import Postgres
from tests.faults.runner import Life, request

ROOT = Path(__file__).parents[2]
KILLED = -9

Kill = tuple[str, int]


class Runner:
    """The process that lives are forked from."""

    def __init__(self, *scenarios: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.runner", *scenarios],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def live(self, life: Life) -> int:
        """How it ended."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(request(life))
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith('{"code"'):
                return int(json.loads(line)["code"])
        raise AssertionError("the runner has ended")

    def close(self) -> None:
        """No more lives."""
        with self._process as process:
            assert process.stdin
            process.stdin.close()


class Files:
    """SQLite: a copy of a file."""

    def __init__(self, folder: Path) -> None:
        self._base = folder / "base.db"
        self.shape = f"sqlite:///{self._base}"
        create_all(self.shape)

    def fresh(self, folder: Path) -> str:
        shutil.copy(self._base, folder / "store.db")
        return f"sqlite:///{folder}/store.db"

    def drop(self, url: str) -> None:
        """It goes with its folder."""


class Servers:
    """PostgreSQL: a copy of a database."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self.shape = server.fresh()

    def fresh(self, folder: Path) -> str:
        return self._server.fresh(urlsplit(self.shape).path[1:])

    def drop(self, url: str) -> None:
        self._server.drop(url)


@dataclass(frozen=True, slots=True)
class End:
    """What stands when all is settled. `passed` counts the boundaries of the last life."""

    messages: list[Standing]
    heard: dict[str, str]
    flagged: list[tuple[str, str]]
    states: dict[str, int]
    passed: dict[str, int]
    kills: list[Kill] = field(default_factory=list)

    def in_places(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """What people see: where, the words, the buttons. Keys may differ, since numbers may be skipped."""
        shown = [(one.place, one.text, one.labels) for one in self.messages if one.place and not one.gone]
        return sorted((place, text, labels) for place, text, labels in shown if place)

    def doubled(self) -> list[tuple[str, str]]:
        """Messages that were posted more than once in one place."""
        return [target for target, times in Counter(_places(self.messages)).items() if times > 1]

    def repeated(self) -> int:
        """How often somebody got the same private answer anew: it is best effort, and changed where it can be."""
        counted = Counter((one.key, one.account) for one in self.messages if one.account)
        return sum(times - 1 for times in counted.values())


def _places(messages: list[Standing]) -> list[tuple[str, str]]:
    return [(one.key, one.place) for one in messages if one.place]


class Harness:
    """One kind of database, one scenario, one runner."""

    def __init__(self, runner: Runner, databases: Files | Servers, folder: Path, scenario: str) -> None:
        self._runner = runner
        self._databases = databases
        self._folder = folder
        self._scenario = scenario
        self._played = self.kills = 0
        furnish = Life(databases.shape, str(folder), scenario, furnish=True)
        assert runner.live(furnish) == 0
        self._rehearse()

    def _rehearse(self) -> None:
        """Once through it all, so that the lives that are killed need not compile each statement anew."""
        folder = self._folder / "rehearsal"
        folder.mkdir()
        url = self._databases.fresh(folder)
        assert self._runner.live(Life(url, str(folder), self._scenario, rehearsal=True)) == 0
        self._databases.drop(url)
        shutil.rmtree(folder)

    def play(self, kills: Sequence[Kill] = (), *, lookup: bool = True) -> End:
        """A life for each kill, as long as it is reached, and a last one that is left in peace."""
        self._played += 1
        folder = self._folder / f"run-{self._played}"
        folder.mkdir()
        url = self._databases.fresh(folder)
        life = Life(url, str(folder), self._scenario, lookup=lookup)
        done: list[Kill] = []
        try:
            for kill in kills:
                code = self._runner.live(replace(life, kill=kill))
                if code != KILLED:
                    assert code == 0, f"after {done} the life that {kill} should end failed: {code}"
                    break
                done.append(kill)
                self.kills += 1
            code = self._runner.live(life)
            assert code == 0, f"after {done} it did not come up again: {code}"
            return _end(folder, done)
        finally:
            self._databases.drop(url)
            shutil.rmtree(folder)


def _end(folder: Path, kills: list[Kill]) -> End:
    end = json.loads((folder / "end").read_text())
    return End(
        messages=standing(Journal(folder / "platform")),
        heard={line["step"]: line["words"] for line in Journal(folder / "people").lines()},
        flagged=[(key, target) for key, target in end["flagged"]],
        states=end["states"],
        passed=end["passed"],
        kills=kills,
    )


@contextmanager
def runner(*scenarios: str) -> Iterator[Runner]:
    """A runner that has these scenarios loaded."""
    made = Runner(*scenarios)
    try:
        yield made
    finally:
        made.close()
