"""The page that compares platforms, in a real browser: wide and narrow, and without a complaint."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.found import find_previewers, find_rituals
from store.base import Store
from tests.browser.conftest import PHONE, WIDE, watched

pytestmark = pytest.mark.browser
BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne"


async def columns(page: Page) -> list[tuple[float, float]]:
    boxes = [await one.bounding_box() for one in await page.locator(".column").all()]
    return [(box["x"], box["y"]) for box in boxes if box]


async def test_three_columns_stand_beside_each_other_and_on_a_telephone_below(sqlite_store: Store) -> None:
    async with watched(sqlite_store, find_rituals(), find_previewers()) as screen:
        await screen.tried.page("fatima", "successen").say(BELL)
        number = (await screen.tried.page("fatima", "successen").sees())[-1]["id"]
        async with screen.page("fatima", "successen", WIDE, "dark") as page:
            await page.goto(f"{screen.tried.client.make_url('/')}messages/{number}/preview?as=fatima&place=successen")
            await expect(page.locator(".slack")).to_contain_text("Mevrouw A. belde")
            await expect(page.locator(".teams")).to_contain_text("Mevrouw A. belde")
            beside = await columns(page)
            await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
            below = await columns(page)
            wide = await page.evaluate("document.documentElement.scrollWidth")

    assert len({x for x, _ in beside}) == 3 and len({y for _, y in beside}) == 1
    assert len({x for x, _ in below}) == 1 and len({y for _, y in below}) == 3
    assert wide == PHONE[0]
