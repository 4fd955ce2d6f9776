"""A real Chromium in front of a playground that listens; what the browser complains about fails the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from adapters import Previewer
from bot.found import find_rituals
from rituals.engine.ritual import Ritual
from store.base import Store
from tests.adapters.playground.conftest import Tried, opened

CHROMIUM = "/usr/bin/chromium"
WIDE = (1280, 800)
PHONE = (390, 844)

# Requests, answers and news take their time, as they do outside this machine: a test that does not wait for them fails
# always, and not now and then.
FAR_AWAY = """
const wait = (time) => new Promise((then) => setTimeout(then, time));
const fetched = window.fetch;
window.fetch = async (...asked) => {
  await wait(50);
  const answer = await fetched(...asked);
  await wait(150);
  return answer;
};
window.news = 0;
const listen = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (name, react, ...more) {
  return listen.call(this, name, (event) => wait(50).then(() => { window.news += 1; react(event); }), ...more);
};
"""

expect.set_options(timeout=20_000)  # a busy machine may take its time: what is wrong stays wrong


@dataclass
class Screen:
    """A playground, and pages in a browser that look at it."""

    tried: Tried
    browser: Browser
    complaints: list[str]

    @asynccontextmanager
    async def page(
        self,
        account: str = "fatima",
        place: str = "algemeen",
        size: tuple[int, int] = WIDE,
        colours: Literal["light", "dark"] = "light",
        locale: str = "nl-NL",
    ) -> AsyncIterator[Page]:
        page = await self.browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=colours,
            locale=locale,
            reduced_motion="reduce",
        )
        own = str(self.tried.client.make_url("/"))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(own) else self.complaints.append(f"asked {asked.url}"),
        )
        await page.add_init_script(FAR_AWAY)
        await page.goto(f"{own}?als={account}&plek={place}")
        await page.locator('#messages[aria-busy="false"]').wait_for()
        yield page
        await page.close()


@asynccontextmanager
async def watched(
    store: Store, rituals: tuple[Ritual, ...] = (), previewers: tuple[Previewer, ...] = ()
) -> AsyncIterator[Screen]:
    async with async_playwright() as playwright, opened(store, {}, rituals, previewers) as tried:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        screen = Screen(tried, browser, [])
        yield screen
        await browser.close()
    assert screen.complaints == []


@pytest.fixture
async def screen(sqlite_store: Store) -> AsyncIterator[Screen]:
    """With the trial ritual."""
    async with watched(sqlite_store) as screen:
        yield screen


@pytest.fixture
async def furnished(sqlite_store: Store) -> AsyncIterator[Screen]:
    """With all rituals that are installed, as `make run` shows it."""
    async with watched(sqlite_store, find_rituals()) as screen:
        yield screen
