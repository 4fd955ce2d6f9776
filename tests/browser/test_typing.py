"""What becomes of words while they are typed, in a real browser."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
SHOWN = "Zo laat ik het zien: Jan de Vries → [naam]"


async def the_form(page: Page) -> None:
    await page.fill("#text", "/quote")
    await page.press("#text", "Enter")
    await page.get_by_role("button", name="Bewaar een quote").first.click()


async def test_what_is_taken_out_is_shown_under_the_field_and_goes_with_the_words(furnished: Screen) -> None:
    async with furnished.page() as page:
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/typing") else None)
        await the_form(page)
        field = page.locator("#form [data-field=text]")
        line = field.locator(".shown")

        await expect(line).to_have_attribute("aria-live", "polite")
        await field.locator("textarea").press_sequentially("De buurman, Jan de Vries, wacht", delay=5)
        await expect(line).to_have_text(SHOWN)
        assert len(asked) < 5

        await field.locator("textarea").fill("De buurman wacht")
        await expect(line).to_have_text("")
        await expect(field.locator("textarea")).to_be_focused()


async def test_a_closed_form_shows_it_again_with_the_words_when_it_opens(furnished: Screen) -> None:
    async with furnished.page() as page:
        await the_form(page)
        await page.locator("#form textarea").fill("De buurman, Jan de Vries, wacht")
        await page.keyboard.press("Escape")

        await page.get_by_role("button", name="Bewaar een quote").first.click()

        await expect(page.locator("#form [data-field=text] .shown")).to_have_text(SHOWN)


async def test_who_types_on_while_a_message_is_under_way_loses_neither(furnished: Screen) -> None:
    async with furnished.page() as page:
        box = page.locator("#text")
        for line in ("Eerst dit", "Dan dit", "En dan dat"):
            await box.press_sequentially(line)
            await box.press("Enter")
            assert await box.input_value() == ""

        await expect(page.locator(".mine .text")).to_have_text(["Eerst dit", "Dan dit", "En dan dat"])


async def test_what_did_not_go_comes_back_before_what_was_typed_meanwhile(furnished: Screen) -> None:
    async def lost(route: Route) -> None:
        await half.wait()
        await route.abort()

    half = asyncio.Event()
    async with furnished.page() as page:
        box = page.locator("#text")
        await page.route("**/playground/say", lost)
        for line in ("Belangrijk", "Ook nodig"):
            await box.press_sequentially(line)
            await box.press("Enter")
        await box.press_sequentially("Nog iets @sa")
        half.set()

        await expect(page.get_by_role("status")).to_contain_text("Je tekst staat er nog")
        await expect(box).to_have_value("Belangrijk\nOok nodig\nNog iets @sa")
        await expect(page.locator("#suggestions li")).to_have_count(0)
    # The browser itself reports the two requests that were made to fail.
    assert len(furnished.complaints) == 2
    furnished.complaints.clear()
