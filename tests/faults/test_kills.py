"""Killed anywhere, a bell still rings in every place of its audience, once."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.fakes.postgres import Postgres
from tests.faults import bell_scenario
from tests.faults.harness import End, Files, Harness, Kill, Servers, runner

log = logging.getLogger(__name__)
pytestmark = pytest.mark.faults

SCENARIO = bell_scenario.__name__
SAMPLE = 18
AT_RANDOM = 500
CHAIN = 5
"""Kills in a row before a run is left in peace, where they fall at random."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def harness(request: pytest.FixtureRequest, in_memory: Path, postgres_server: Postgres) -> Iterator[Harness]:
    folder = in_memory / str(request.param)
    folder.mkdir()
    with runner(SCENARIO) as lives:
        databases = Files(folder) if request.param == "sqlite" else Servers(postgres_server)
        made = Harness(lives, databases, folder, SCENARIO)
        yield made
    log.info("%s: %d kills", request.param, made.kills)  # seen with --log-cli-level=INFO


@pytest.fixture(scope="module")
def quiet(harness: Harness) -> End:
    """The run that nobody killed."""
    end = harness.play()
    hung = Counter(place for place, _, _ in end.in_places())
    assert hung == {"team-noord": 1, "algemeen": 2, "successen": 2}
    assert [labels for _, text, labels in end.in_places() if "danst" in text] == [("👏 Klap mee · 5",)] * 3
    return end


def every_boundary(quiet: End) -> list[Kill]:
    """Each passing of each boundary."""
    return [(name, nth) for name, times in sorted(quiet.passed.items()) for nth in range(1, times + 1)]


def spread(kills: list[Kill], wanted: int) -> list[Kill]:
    """So many of them: the first passing of every boundary, where the bell is posted, and some of the others."""
    firsts = [kill for kill in kills if kill[1] == 1]
    others = [kill for kill in kills if kill[1] > 1]
    more = max(0, wanted - len(firsts))
    return firsts + others[:: max(1, len(others) // more)][:more] if more else firsts


def chains(quiet: End, seed: int) -> Iterator[list[Kill]]:
    """Without end: kills one after the other in the same run."""
    chance = random.Random(seed)
    names = sorted(quiet.passed)
    while True:
        drawn = [chance.choice([*names, "delivery.after-lookup"]) for _ in range(CHAIN)]
        yield [(name, chance.randint(1, 1 + quiet.passed.get(name, 2) // 2)) for name in drawn]


def nothing_lost_nothing_twice(end: End, quiet: End) -> None:
    assert end.doubled() == [], end.kills
    assert end.repeated() <= len(end.kills), end.kills
    assert end.in_places() == quiet.in_places(), end.kills
    assert end.heard == quiet.heard, end.kills
    assert not {"waiting", "claimed", "sending", "uncertain"} & set(end.states), end.kills


def test_a_kill_at_any_boundary_loses_nothing_and_doubles_nothing(harness: Harness, quiet: End, full: bool) -> None:
    kills = every_boundary(quiet)
    done = 0

    for kill in kills if full else spread(kills, SAMPLE):
        end = harness.play([kill])
        nothing_lost_nothing_twice(end, quiet)
        done += len(end.kills)

    assert done >= (len(kills) - len(kills) // 10 if full else SAMPLE * 2 // 3)


def test_kills_one_after_the_other_lose_nothing_and_double_nothing(harness: Harness, quiet: End, full: bool) -> None:
    done = 0

    for kills in islice(chains(quiet, seed=2311), AT_RANDOM // CHAIN if full else 1):
        end = harness.play(kills)
        nothing_lost_nothing_twice(end, quiet)
        done += len(end.kills)

    assert done >= (AT_RANDOM // 2 if full else 1)


def test_where_nobody_can_look_nothing_is_doubled_and_what_is_missing_is_asked_about(
    harness: Harness, quiet: End, full: bool
) -> None:
    sending = [kill for kill in every_boundary(quiet) if kill[0].startswith(("delivery.", "outside.rec"))]

    for kill in sending if full else spread(sending, 1)[:4]:
        end = harness.play([kill], lookup=False)

        assert end.doubled() == [], kill
        missing = Counter(place for place, _, _ in quiet.in_places())
        missing.subtract(place for place, _, _ in end.in_places())
        assert missing.total() <= len(end.flagged), kill
        assert end.states.get("uncertain", 0) == len(end.flagged), kill
        assert not {"waiting", "claimed", "sending"} & set(end.states), kill
