"""The page in a real browser: with a mouse, with the keyboard alone, on a telephone."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import PHONE, Screen

pytestmark = pytest.mark.browser


async def say(page: Page, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def test_a_private_answer_changes_and_a_post_is_seen_by_a_colleague(screen: Screen) -> None:
    async with screen.page() as fatima, screen.page("sanne") as sanne:
        await say(fatima, "/proef Het lukte")
        await expect(fatima.get_by_text("Over 10 seconden staat het er.")).to_be_visible()
        await expect(fatima.get_by_text("Alleen jij ziet dit")).to_be_visible()
        await expect(fatima.locator("#text")).to_have_value("")
        await expect(sanne.locator(".message")).to_have_count(0)
        await fatima.get_by_role("button", name="+10 seconden").click()
        await expect(fatima.get_by_role("status")).to_contain_text("Onderweg kwam er één nieuw bericht.")
        await expect(fatima.get_by_text("Het staat er.")).to_be_visible()
        await expect(sanne.get_by_text("“Het lukte”")).to_be_visible()
        await sanne.get_by_role("button", name="Klap mee · 0").click()
        await expect(sanne.get_by_role("button", name="Klap mee · 1")).to_be_visible()
        await sanne.get_by_role("button", name="Reageer met een emoji").click()
        await sanne.get_by_role("menuitem", name="Reageer met 🎉").click()
        await expect(fatima.get_by_role("button", name="🎉, 1 keer")).to_be_visible()


async def test_being_somebody_else_shows_their_places_and_news(screen: Screen) -> None:
    async with screen.page("marieke", "mt") as page:
        await screen.tried.page().say("Nieuws voor iedereen")
        places = page.get_by_role("navigation", name="Plekken")
        await expect(places.get_by_role("button", name="algemeen nieuw")).to_be_visible()
        await page.get_by_role("button", name="Je bent nu").click()
        await page.get_by_role("menuitemradio", name="Ron Bakker").click()
        await expect(places.get_by_role("button")).to_have_text(["#bouwpartners", "Klantritme"])
        await expect(page.get_by_role("heading", name="#bouwpartners")).to_be_visible()


async def test_a_danger_is_asked_about_first(screen: Screen) -> None:
    await screen.tried.page().say("/proef Het lukte")
    await screen.tried.walk()
    async with screen.page("sanne") as page:
        await page.get_by_role("button", name="Weg ermee").click()
        await page.get_by_role("button", name="Laat staan").click()
        await expect(page.get_by_text("“Het lukte”")).to_be_visible()
        await page.get_by_role("button", name="Weg ermee").click()
        await page.locator("#sure").get_by_role("button", name="Weg ermee").click()
        await expect(page.get_by_text("Het is weg.")).to_be_visible()
        await screen.tried.walk()
        await expect(page.get_by_text("“Het lukte”")).to_have_count(0)


async def test_the_menu_opens_privately(screen: Screen) -> None:
    await screen.tried.page().say("/proef Het lukte")
    await screen.tried.walk()
    async with screen.page("sanne") as page:
        await page.get_by_role("button", name="Meer mogelijkheden").click()
        await expect(page.get_by_role("button", name="Haal weg")).to_be_visible()


async def test_a_form_with_the_keyboard_alone(screen: Screen) -> None:
    async with screen.page() as page:
        keys = page.keyboard
        await expect(page.locator("#text")).to_be_focused()
        await keys.type("/proef")
        await keys.press("Enter")
        await expect(page.locator("#field-wat")).to_be_focused()
        for _ in range(5):
            await keys.press("Tab")
        await expect(page.locator("#field-wie")).to_be_focused()
        await keys.type("wit")
        # Each letter is a search of its own: the arrow is for the list of the last one.
        await expect(page.locator("#list-wie [role=option]")).to_have_text(["Sanne de Wit"])
        await keys.press("ArrowDown")
        await keys.press("Enter")
        await keys.type("Piet de monteur")
        await keys.press("Enter")
        await expect(page.locator(".chosen li span")).to_have_text(["Sanne de Wit", "Piet de monteur"])
        await page.locator("#form [type=submit]").focus()
        await keys.press("Enter")
        await expect(page.locator("#error-wat")).to_have_text("Vertel wat er lukte.")
        await expect(page.locator("#field-wat")).to_be_focused()
        await keys.type("Het lukte")
        await page.locator("#form [type=submit]").focus()
        await keys.press("Enter")
        await expect(page.get_by_text("Genoteerd.")).to_be_visible()
        await expect(page.locator("#form")).not_to_be_visible()
    sent = screen.tried.trial.submitted[-1].values
    assert sent["wat"] == "Het lukte"
    assert sent["wie"] == ("person:2", "Piet de monteur")


async def test_what_was_typed_in_a_closed_form_is_not_lost(screen: Screen) -> None:
    async with screen.page() as page:
        await say(page, "/proef")
        await page.fill("#field-wat", "Half af")
        async with page.expect_response("**/playground/close-form"):
            await page.keyboard.press("Escape")
        await expect(page.locator("#form")).not_to_be_visible()
        await say(page, "/proef")
        await expect(page.locator("#field-wat")).to_have_value("Half af")


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_a_telephone_needs_no_sideways_scrolling(screen: Screen, colours: str) -> None:
    await screen.tried.page().say("/proef " + "Zonderspaties" * 40)
    await screen.tried.walk()
    async with screen.page(size=PHONE, colours="dark" if colours == "dark" else "light") as page:
        await expect(page.locator(".message")).to_have_count(2)
        for text in ("", "/proef"):
            if text:
                await say(page, text)
                await expect(page.locator("#form")).to_be_visible()
            wider = await page.evaluate(
                "[...document.querySelectorAll('html, main, #messages, dialog')]"
                ".filter(one => one.scrollWidth > one.clientWidth).map(one => one.tagName)"
            )
            assert wider == []


async def test_markup_of_people_stays_text(screen: Screen) -> None:
    async with screen.page() as page:
        await say(page, "<img src=x onerror=alert(1)><script>alert(2)</script>")
        await expect(page.locator(".message .text")).to_have_text(
            "<img src=x onerror=alert(1)><script>alert(2)</script>"
        )
        await say(page, "/proef <b>vet</b> \u2028 “x”")
        await expect(page.locator(".private")).to_be_visible()
        await screen.tried.walk()
        await expect(page.locator(".voice")).to_have_text("“<b>vet</b> \u2028 “x””", use_inner_text=False)


async def test_a_lost_connection_keeps_the_text_and_says_so(screen: Screen) -> None:
    async with screen.page() as page:
        await page.route("**/playground/say", lambda route: route.abort())
        await say(page, "Belangrijk")
        await expect(page.get_by_role("status")).to_contain_text("Je tekst staat er nog")
        await expect(page.locator("#text")).to_have_value("Belangrijk")
        await page.unroute("**/playground/say")
        await page.press("#text", "Enter")
        await expect(page.locator(".message .text")).to_have_text("Belangrijk")
        await expect(page.locator("#text")).to_have_value("")
    # The browser itself reports the two requests that were made to fail.
    assert len(screen.complaints) == 2
    screen.complaints.clear()


async def test_the_page_of_ones_own_opens_in_the_private_chat(screen: Screen) -> None:
    async with screen.page("sanne", "dm:sanne") as page:
        await page.get_by_role("button", name="Mijn pagina").click()
        await expect(page.locator("#own").get_by_role("button", name="Klap")).to_be_visible()
        await page.get_by_role("button", name="Sluiten").click()
        await expect(page.locator("#own")).not_to_be_visible()


async def test_answers_in_a_thread_stand_under_their_parent(screen: Screen) -> None:
    await screen.tried.page().say("/proef Het lukte")
    await screen.tried.walk()
    async with screen.page("sanne") as page:
        await expect(page.locator(".message")).to_have_count(1)
        await page.get_by_role("button", name="Meer bij dit bericht").click()
        await page.get_by_role("menuitem", name="Antwoord in een draad").click()
        await expect(page.get_by_text("Je antwoordt onder het bericht van Klantritme")).to_be_visible()
        await say(page, "Eronder")
        await expect(page.get_by_role("list", name="Antwoorden").get_by_text("Eronder")).to_be_visible()
        await page.get_by_role("button", name="Klap mee · 0").click()
        await screen.tried.walk()
        await expect(page.get_by_role("button", name="Klap mee · 1")).to_be_visible()
        await expect(page.get_by_role("list", name="Antwoorden").get_by_text("Eronder")).to_be_visible()


async def test_the_clock_goes_to_a_chosen_day(screen: Screen) -> None:
    async with screen.page(size=PHONE) as page:
        await page.get_by_role("button", name="Klok vooruit").click()
        await page.get_by_text("Andere dag").click()
        await expect(page.get_by_text("dag-maand-jaar")).to_be_visible()
        await expect(page.get_by_label("Naar welke dag")).to_be_in_viewport(ratio=1)
        await page.get_by_label("Naar welke dag").fill("2026-11-30")
        await page.get_by_role("button", name="Ga naar deze dag").click()
        await expect(page.get_by_role("status")).to_contain_text("Het is nu maandag 30 november 09:00.")
        await expect(page.locator("#now")).to_contain_text("ma 30 nov")
        await expect(page.get_by_label("Naar welke dag")).not_to_be_visible()
        await expect(page.get_by_text("Andere dag")).to_be_focused()


async def test_a_message_and_a_form_lead_to_their_previews_where_those_exist(screen: Screen) -> None:
    async def with_previews(route: Route) -> None:
        body = await (await route.fetch()).text()
        addresses = '{"message": "/messages/{id}/preview", "form": "/forms/{id}/preview"}'.replace('"', "&#34;")
        await route.fulfill(body=body.replace("&#34;previews&#34;: {}", f"&#34;previews&#34;: {addresses}"))

    await screen.tried.page().say("/proef Het lukte")
    await screen.tried.walk()
    async with screen.page("sanne") as page:
        await page.get_by_role("button", name="Meer bij dit bericht").click()
        await expect(page.get_by_role("menuitem", name="Antwoord in een draad")).to_be_focused()
        await expect(page.get_by_role("menuitem", name="Bekijk als")).to_have_count(0)
        await page.route("**/?als=*", with_previews)
        await page.reload()
        await page.get_by_role("button", name="Meer bij dit bericht").click()
        link = page.get_by_role("menuitem", name="Bekijk als Slack of Teams")
        await expect(link).to_have_attribute("href", "/messages/2/preview?as=sanne&place=algemeen")
        await page.keyboard.press("Escape")
        await say(page, "/proef")
        await expect(page.locator("#form").get_by_role("link", name="Bekijk als")).to_be_visible()
