"""The invented quotes read like people, and name nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from rituals.engine.redact import find_private
from rituals.quote import demo, rules
from rituals.quote.settings import CHANNELS, THEMES
from store import quote_stock
from store.base import Store
from store.sameness import sameness
from tests.rituals.quote.steps import EARLY

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("sector", "many"), [("wonen", 60), ("zorg", 20), ("gemeente", 20)])
def test_there_are_enough_of_both_sides_and_none_twice(sector: str, many: int) -> None:
    found = demo.read(sector, TODAY)

    sides = Counter(one.side for one in found)
    assert len({sameness(one.text) for one in found}) == len(found) == many
    assert sides["positive"] + sides["mixed"] >= many // 2
    assert sides["critical"] + sides["mixed"] >= many // 2


@pytest.mark.parametrize("sector", demo.SECTORS)
def test_they_are_labelled_as_people_would_and_hold_nothing_private(sector: str) -> None:
    for one in demo.read(sector, TODAY):
        assert one.theme in THEMES.default
        assert one.channel in CHANNELS
        assert one.received_on < TODAY
        assert find_private(one.text) == ()
        assert rules.fragment(one.text) == (one.text, False)


async def test_a_try_out_has_enough_for_weeks(sqlite_store: Store) -> None:
    await sqlite_store.transact(lambda tx: demo.fill(tx, EARLY))

    stock = await sqlite_store.read(lambda tx: quote_stock.left(tx, TODAY))

    assert rules.lasts(stock) == 60
