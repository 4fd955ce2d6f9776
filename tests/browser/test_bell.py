"""The bell, from typing it to clapping along, as somebody who tries it out sees it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Screen

pytestmark = pytest.mark.browser
RUNG = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne @youssef"


async def test_a_bell_rings_once_where_it_was_rung_and_in_the_bell_places(furnished: Screen) -> None:
    async with furnished.page("fatima", "team-noord") as fatima:
        await fatima.fill("#text", RUNG)
        await fatima.press("#text", "Enter")
        await expect(fatima.locator(".private")).to_contain_text("Over 10 seconden gaat de bel")
        await expect(fatima.locator(".private").get_by_role("button", name="Nu luiden")).to_be_visible()
        await fatima.get_by_role("button", name="+10 seconden").click()
        await expect(fatima.get_by_role("status")).to_contain_text("nieuwe berichten.")
        for place in ("team-noord", "algemeen", "successen"):
            await fatima.locator(f"nav [data-place={place}]").click()
            bell = fatima.locator(".message:not(.private)").filter(has_text="De bel gaat voor")
            await expect(bell).to_have_count(1)
            await expect(bell).not_to_contain_text("Aziz")


async def test_a_colleague_claps_and_everybody_sees_it(furnished: Screen) -> None:
    await furnished.tried.page("fatima", "team-noord").say(RUNG)
    await furnished.tried.walk()
    async with furnished.page("sanne", "successen") as sanne, furnished.page("kees", "algemeen") as kees:
        await sanne.get_by_role("button", name="Klap mee").click()
        await expect(sanne.get_by_role("button", name="Klap mee · 1")).to_be_visible()
        await furnished.tried.walk()
        await expect(kees.get_by_role("button", name="Klap mee · 1")).to_be_visible()


async def test_the_form_of_the_bell(furnished: Screen) -> None:
    async with furnished.page("fatima", "successen") as page:
        await page.fill("#text", "/bel")
        await page.press("#text", "Enter")
        await page.get_by_label("Wat is gelukt?").fill("De sleutel is nog dezelfde dag gebracht")
        await page.get_by_role("combobox", name="Wie deden mee?").fill("sanne")
        await page.keyboard.press("Enter")
        await expect(page.locator(".chosen li span")).to_have_text("Sanne de Wit")
        await page.locator("#form [type=submit]").click()
        await expect(page.locator(".private")).to_contain_text("gaat de bel")


async def test_the_bell_fits_a_telephone(furnished: Screen) -> None:
    await furnished.tried.page("fatima", "successen").say(RUNG)
    await furnished.tried.walk()
    async with furnished.page("sanne", "successen", PHONE) as page:
        await expect(page.get_by_role("button", name="Klap mee")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
