"""What somebody who tries it out finds: a round in which people can nominate, whatever the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rituals.klantverbeteraar import demo
from store import nominations, rounds
from store.base import Store
from tests.rituals.klantverbeteraar.steps import a_world


@pytest.mark.parametrize("after", range(0, 366, 9))
async def test_people_can_nominate_on_any_day(sqlite_store: Store, after: int) -> None:
    now = datetime(2026, 1, 1, 9, 30, tzinfo=UTC) + timedelta(days=after)
    world = await a_world(sqlite_store, now=datetime(2024, 1, 2, 9, tzinfo=UTC))

    await world.store.transact(lambda tx: demo.fill(tx, now))

    found = await world.read(rounds.under_way)
    open_now = [one for one in found if one.opens <= now < one.nominate_until]
    assert len(open_now) == 1
    dates = open_now[0].dates
    assert dates.nominate_until < dates.vote_from < dates.vote_until < dates.reveal
    written = await world.read(lambda tx: nominations.of_round(tx, open_now[0].id))
    assert len(written) == len(demo.STORIES)
