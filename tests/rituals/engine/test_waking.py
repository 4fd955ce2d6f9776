"""Delivery is woken for what may go now; what is due later it finds by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rituals.engine import effects
from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Show, Withdraw
from store.base import Store
from tests.fakes.world import MONDAY, World, card_of

KEY = Key("probe", "1")
LATER = Show(KEY, None, not_before=MONDAY + effects.LOOKS_BY_ITSELF)
SOONER = Show(KEY, None, not_before=MONDAY + effects.LOOKS_BY_ITSELF - timedelta(microseconds=1))


@pytest.mark.parametrize("effect", [SOONER, Show(KEY, None), Withdraw(KEY)])
def test_delivery_is_woken_for_what_it_would_look_at_too_late(effect: Effect) -> None:
    assert effects.are_soon((LATER, effect), MONDAY)


def test_delivery_is_left_alone_for_what_it_finds_in_time() -> None:
    assert not effects.are_soon((LATER, LATER), MONDAY)


async def test_a_bell_wakes_delivery_only_when_it_must_ring_now(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    woken: list[str] = []
    world.desk.wake = lambda: woken.append("awake")
    answer = await world.say("fatima", "team-noord", "/bel Het is gelukt")
    assert woken == []
    await world.press("fatima", card_of(answer), "Nu luiden")
    assert woken == ["awake"]
