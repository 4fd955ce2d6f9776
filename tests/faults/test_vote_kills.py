"""Killed anywhere, every vote that was acknowledged counts once, and the key is gone in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres import Postgres
from tests.faults import vote_scenario
from tests.faults.harness import End, Files, Harness, Kill, Servers, runner

pytestmark = pytest.mark.faults

SCENARIO = vote_scenario.__name__
SAMPLE = 8
RESULT = "🏆 De klantverbeteraar van november is Team 1!"
"""Three of five, and only because the second vote of one of them took the place of the first."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def harness(request: pytest.FixtureRequest, in_memory: Path, postgres_server: Postgres) -> Iterator[Harness]:
    folder = in_memory / f"votes-{request.param}"
    folder.mkdir()
    with runner(SCENARIO) as lives:
        databases = Files(folder) if request.param == "sqlite" else Servers(postgres_server)
        yield Harness(lives, databases, folder, SCENARIO)


@pytest.fixture(scope="module")
def quiet(harness: Harness) -> End:
    """The run that nobody killed."""
    end = harness.play()
    assert RESULT in [text.splitlines()[0] for _, text, _ in end.in_places()]
    return end


def spread(quiet: End, wanted: int) -> list[Kill]:
    kills = [(name, nth) for name, times in sorted(quiet.passed.items()) for nth in range(1, times + 1)]
    return kills[:: max(1, len(kills) // wanted)]


def test_a_kill_at_any_boundary_loses_no_vote_and_tells_one_result(harness: Harness, quiet: End, full: bool) -> None:
    done = 0

    for kill in spread(quiet, 10_000 if full else SAMPLE):
        end = harness.play([kill])

        assert end.doubled() == [], kill
        assert end.in_places() == quiet.in_places(), kill
        assert end.heard == quiet.heard, kill
        done += len(end.kills)

    assert done >= SAMPLE // 2
