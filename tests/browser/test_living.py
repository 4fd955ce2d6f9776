"""What the page does by itself: news, suggestions, the tour, the bell, what happened on the way, long conversations."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from store import playground
from store.tx import Tx
from tests.adapters.playground.conftest import MONDAY
from tests.browser.conftest import PHONE, Screen

pytestmark = pytest.mark.browser
BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @youssef"


async def test_the_tour_ticks_itself_off_by_what_happened(furnished: Screen) -> None:
    async with furnished.page("fatima", "algemeen") as page:
        now, count = page.locator("#tour-now"), page.locator("#tour-count")
        total = await page.locator("#tour-steps li").count()
        await now.get_by_role("button", name="Laat zien hoe").click()
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Nu luiden").click()
        await expect(page.get_by_text("De bel gaat nu")).to_be_visible()
        await furnished.tried.engine.settle()
        await expect(now).to_contain_text("Klap mee als collega")
        await now.get_by_role("button", name="Word Sanne").click()
        await page.get_by_role("button", name="Klap mee").click()
        await expect(now).to_contain_text("Loop naar morgen")
        await now.get_by_role("button", name="Ga naar de klok").click()
        await expect(page.get_by_role("button", name="Volgende werkdag")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#tour-steps li").filter(has_text="Loop naar morgen")).to_have_class("done")
        await page.reload()
        await page.get_by_role("button", name="Je bent nu").click()
        await page.get_by_role("menuitemradio", name="Anouk").click()
        await page.locator("[data-place='dm:anouk']").click()
        await page.get_by_role("button", name="Mijn pagina").click()
        await expect(page.locator("#own-card")).to_contain_text("De bel")
        await page.keyboard.press("Escape")
        await expect(page.locator("#tour-steps li").filter(has_text="ritueelhouder")).to_have_class("done")
        assert int((await count.inner_text()).split()[1]) >= total - 1


async def test_the_tour_can_be_closed_and_taken_up_again(screen: Screen) -> None:
    async with screen.page() as page:
        await page.get_by_role("button", name="Sluit de rondleiding").click()
        await page.reload()
        await expect(page.locator("#tour")).not_to_be_visible()
        await page.get_by_role("button", name="Rondleiding", exact=True).click()
        await expect(page.locator("#tour-now button")).to_be_focused()


async def test_what_came_while_somebody_was_away_is_marked_until_they_look(screen: Screen) -> None:
    async with screen.page("fatima", "algemeen") as page:
        await screen.tried.page("kees", "successen").say("Nieuws")
        fresh = page.locator("nav .fresh")
        await expect(fresh).to_have_count(1)
        await page.get_by_role("button", name="Je bent nu").click()
        await page.get_by_role("menuitemradio", name="Sanne").click()
        await expect(fresh).to_have_attribute("data-place", "successen")
        await fresh.click()
        await expect(page.get_by_text("Nieuws", exact=True)).to_be_visible()
        await page.reload()
        await expect(page.locator("#messages .message")).to_have_count(1)
        await expect(fresh).to_have_count(0)


async def test_enter_finishes_half_a_name_before_it_sends(furnished: Screen) -> None:
    async with furnished.page(place="successen", size=PHONE) as page:
        box = page.locator("#text")
        low = await box.evaluate("one => one.clientHeight")
        await box.press_sequentially("/bel De lift doet het weer @san")
        await box.press("Enter")

        await expect(box).to_have_value("/bel De lift doet het weer @Sanne de Wit ")
        assert await box.evaluate("one => one.clientHeight") > low, "the field grows with a line that wraps"
        await box.press("Enter")
        await expect(page.locator(".message.private").last).to_contain_text("De lift doet het weer")


async def test_commands_and_colleagues_are_suggested_and_the_last_message_comes_back(furnished: Screen) -> None:
    async with furnished.page("fatima", "algemeen") as page:
        keys, box = page.keyboard, page.locator("#text")
        await keys.type("/b")
        await expect(page.locator("#suggestions li")).to_have_count(1)
        await keys.press("Tab")
        await expect(box).to_have_value("/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne")
        await box.fill("")
        await keys.type("Dank je @yo")
        await keys.press("ArrowDown")
        await expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
        await keys.press("Enter")
        await expect(box).to_have_value("Dank je @Youssef el Amrani ")
        await keys.press("Enter")
        await expect(page.locator(".mine .text")).to_have_text("Dank je @Youssef el Amrani")
        await keys.press("ArrowUp")
        await expect(box).to_have_value("Dank je @Youssef el Amrani")
        await keys.press("ArrowDown")
        await expect(box).to_have_value("")


async def test_a_bell_in_several_places_is_heard_and_seen_once(furnished: Screen) -> None:
    async with furnished.page("sanne", "team-noord") as page:
        await page.get_by_role("button", name="Geluid uit").click()
        await expect(page.get_by_role("button", name="Geluid aan")).to_have_attribute("aria-pressed", "true")
        await furnished.tried.page("fatima", "successen").say(BELL)
        await furnished.tried.walk()
        await expect(page.get_by_role("status")).to_contain_text("De bel gaat in #")
        await expect(page.locator("body")).to_have_attribute("data-rang", "1")
        await page.reload()
        await expect(page.get_by_role("button", name="Geluid aan")).to_be_visible()
        await expect(page.locator("body")).not_to_have_attribute("data-rang", "1")


async def test_what_happened_on_the_way_leads_to_it(furnished: Screen) -> None:
    await furnished.tried.page("fatima", "successen").say(BELL)
    async with furnished.page("fatima", "team-noord", PHONE) as page:
        await page.get_by_role("button", name="Klok vooruit").click()
        await page.get_by_role("button", name="+10 seconden").click()
        way = page.get_by_role("region", name="nieuwe berichten.")
        await way.get_by_role("button", name="#successen").click()
        await expect(page.get_by_role("heading", name="#successen")).to_be_visible()
        await expect(page.locator(".bot:not(.private)")).to_be_focused()
        await way.get_by_role("button", name="Sluiten").click()
        await expect(way).not_to_be_visible()


async def test_a_button_that_is_pressed_while_something_comes_is_pressed(furnished: Screen) -> None:
    await furnished.tried.page("fatima", "successen").say(BELL)
    await furnished.tried.walk()
    async with furnished.page("sanne", "successen") as page, furnished.page("kees", "successen") as kees:
        await page.get_by_role("button", name="Klap mee").hover()
        await page.mouse.down()
        before = await page.evaluate("window.news")
        await kees.get_by_role("button", name="Klap mee").click()
        await expect(kees.get_by_role("button", name="Klap mee · 1")).to_be_visible()
        await furnished.tried.walk()
        await page.wait_for_function("(before) => window.news > before", arg=before)
        await page.mouse.up()

        await expect(page.get_by_role("button", name="Klap mee · 2")).to_be_visible()


async def test_a_message_that_was_taken_away_says_so(screen: Screen) -> None:
    await screen.tried.page().say("/proef Het lukte")
    await screen.tried.walk()
    async with screen.page("sanne") as page, screen.page("kees") as kees:
        await expect(kees.locator(".message")).to_have_count(1)
        await page.get_by_role("button", name="Weg ermee").click()
        await page.locator("#sure-yes").click()
        await expect(page.get_by_text("Het is weg.")).to_be_visible()
        await screen.tried.walk()
        await expect(kees.get_by_text("Dit bericht is weggehaald.")).to_be_visible()
        await expect(kees.get_by_text("“Het lukte”")).to_have_count(0)


async def test_of_a_long_conversation_the_newest_part_comes_first_and_more_when_scrolling_up(screen: Screen) -> None:
    def fill(tx: Tx) -> None:
        for number in range(2000):
            playground.add(tx, "algemeen", "kees" if number % 3 else "sanne", f"Bericht {number}.", MONDAY)

    await screen.tried.playground.store.transact(fill)
    async with screen.page() as page:
        rows = page.locator("#messages > li")
        await expect(rows).to_have_count(100)
        await expect(page.get_by_text("Bericht 1999.")).to_be_in_viewport()
        first = page.get_by_text("Bericht 1900.")
        await first.scroll_into_view_if_needed()
        await expect(rows).to_have_count(200)
        await expect(first).to_be_in_viewport()
        assert await page.locator("#scroller").evaluate("(one) => one.scrollTop") > 1000


async def test_messages_are_grouped_by_day_and_speaker(screen: Screen) -> None:
    for text in ("Eerst", "Daarna"):
        await screen.tried.page("kees").say(text)
    await screen.tried.walk("workday")
    await screen.tried.page("kees").say("Morgen")
    async with screen.page() as page:
        await expect(page.locator(".day")).to_have_text(["Gisteren", "Vandaag"])
        await expect(page.locator("#messages > .again .text")).to_have_text(["Daarna"])
