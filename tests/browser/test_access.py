"""Whoever uses the keyboard alone or a screen reader can do all of it, on every width and in both colours."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Screen

pytestmark = pytest.mark.browser
BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
FINDINGS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)"""


async def findings(page: Page) -> list[str]:
    await page.evaluate(AXE)
    found: list[str] = await page.evaluate(FINDINGS)
    return found


async def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """As many times as it takes; what has the focus on the way can be seen."""
    for _ in range(60):
        if await page.locator(selector).and_(page.locator(":focus")).count():
            return
        await page.keyboard.press(key)
        assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    raise AssertionError(f"{selector} cannot be reached")


async def test_a_bell_is_rung_and_seen_by_a_colleague_with_the_keyboard_alone(furnished: Screen) -> None:
    async with furnished.page("fatima", "successen", PHONE) as page:
        await expect(page.locator("#text")).to_be_focused()
        await page.keyboard.type(BELL)
        await page.keyboard.press("Enter")
        await expect(page.locator(".private")).to_be_visible()
        await tab_to(page, "[data-action='bel.now']", "Shift+Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("De bel gaat nu")).to_be_visible()
        await furnished.tried.engine.settle()
        await expect(page.locator(".bot:not(.private)")).to_be_visible()
        await tab_to(page, "#who", "Shift+Tab")
        await page.keyboard.press("Enter")
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("menuitemradio", name="Sanne de Wit")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#who-name")).to_have_text("Sanne de Wit")
        await expect(page.locator(".message")).to_have_count(1)
        await tab_to(page, "[data-action='bel.clap']")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Klap mee · 1")).to_be_focused()


async def test_the_places_are_one_stop_and_the_arrows_go_through_them(screen: Screen) -> None:
    async with screen.page("fatima", "algemeen") as page:
        await tab_to(page, "nav [data-place=algemeen]", "Shift+Tab")
        await page.keyboard.press("ArrowDown")
        await expect(page.locator("[data-place=successen]")).to_be_focused()
        await page.keyboard.press("End")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Klantritme", exact=True)).to_be_visible()
        await expect(page.locator("#text")).to_be_focused()


async def test_on_a_telephone_the_places_unfold_and_escape_folds_them(screen: Screen) -> None:
    async with screen.page("fatima", "algemeen", PHONE) as page:
        await tab_to(page, "#unfold", "Shift+Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-place=algemeen]")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.locator("#unfold")).to_be_focused()
        await expect(page.locator("#drawer")).not_to_be_visible()


@pytest.mark.parametrize(("colours", "size"), [("light", PHONE), ("dark", WIDE), ("light", WIDE)])
async def test_axe_finds_nothing_serious(
    furnished: Screen, colours: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    async with furnished.page("sanne", "successen", size, colours) as page:
        assert await findings(page) == []
        await furnished.tried.page("fatima", "successen").say(BELL)
        await furnished.tried.page("kees", "successen").say("Mooi!")
        await page.fill("#text", BELL)
        await page.press("#text", "Enter")
        await expect(page.locator(".private")).to_be_visible()
        await furnished.tried.walk()
        await page.locator(".mine [data-open=emoji]").first.click(force=True)
        assert await findings(page) == []
        await page.keyboard.press("Escape")
        await page.fill("#text", "/bel")
        await page.press("#text", "Enter")
        await page.locator("#form [type=submit]").click()
        await expect(page.locator("#form [aria-invalid]")).to_be_focused()
        assert await findings(page) == []
        await page.keyboard.press("Escape")
        await page.locator("#who").click()
        assert await findings(page) == []


@pytest.mark.parametrize("width", [390, 768, 1280, 2560])
async def test_no_width_needs_sideways_scrolling(furnished: Screen, width: int) -> None:
    await furnished.tried.page("fatima", "successen").say("Klanttevredenheidsonderzoeksresultaten" * 6)
    await furnished.tried.page("fatima", "successen").say(BELL)
    await furnished.tried.walk()
    async with furnished.page("sanne", "successen", (width, 900)) as page:
        await expect(page.locator(".message")).to_have_count(2)
        wider = await page.evaluate(
            "[...document.querySelectorAll('html, main, #scroller, .side')]"
            ".filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className || one.tagName)"
        )
        assert wider == []
