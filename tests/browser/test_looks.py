"""How the page looks and behaves around the conversation: at first sight, on a telephone, on a wide screen."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Screen

pytestmark = pytest.mark.browser
BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne"


async def height(*parts: Locator) -> float:
    boxes = [await part.bounding_box() for part in parts if await part.is_visible()]
    return sum(box["height"] for box in boxes if box)


async def contrast(page: Page, selector: str, pseudo: str, behind: str) -> float:
    found: float = await page.evaluate(
        """([selector, pseudo, behind]) => {
          const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map((one) => one / 255)
            .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
            .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
          const front = light(getComputedStyle(document.querySelector(selector), pseudo).color);
          const back = light(getComputedStyle(document.querySelector(behind)).backgroundColor);
          return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
        }""",
        [selector, pseudo, behind],
    )
    return found


async def test_an_empty_place_says_what_to_do_and_has_an_example_ready(screen: Screen) -> None:
    async with screen.page() as page:
        await expect(page.get_by_text("Is er iets moois gelukt? Typ /bel.")).to_be_visible()
        await page.get_by_role("button", name="Zet een voorbeeld klaar").click()
        await expect(page.locator("#text")).to_have_value(BELL)
        await expect(page.locator("#text")).to_be_focused()
        await page.locator("[data-place='dm:fatima']").click()
        await expect(page.get_by_text("Typ /klant om te zien wat ik kan.")).to_be_visible()
        await page.fill("#text", "/proef Het lukte")
        await page.press("#text", "Enter")
        await expect(page.locator(".message")).to_have_count(1)
        await expect(page.locator("#empty")).not_to_be_visible()


async def test_the_question_before_a_danger_looks_dangerous_and_repeats_the_button(screen: Screen) -> None:
    await screen.tried.page().say("/proef Het lukte")
    await screen.tried.walk()
    async with screen.page("sanne") as page:
        await page.get_by_role("button", name="Weg ermee").click()
        yes = page.locator("#sure").get_by_role("button", name="Weg ermee")
        await expect(yes).to_have_css("background-color", "rgb(163, 39, 28)")
        await expect(page.get_by_role("button", name="Laat staan")).to_be_focused()


async def test_what_happened_on_the_way_goes_with_the_next_action_but_can_be_read_again(screen: Screen) -> None:
    async with screen.page() as page:
        await page.get_by_role("button", name="+10 seconden").click()
        await expect(page.locator("#notice")).to_contain_text("Onderweg kwamen er geen nieuwe berichten.")
        await page.fill("#text", "Hallo")
        await page.press("#text", "Enter")
        await expect(page.locator("#notice")).not_to_be_visible()
        await expect(page.get_by_role("status")).to_contain_text("Onderweg kwamen er geen nieuwe berichten.")


async def test_what_happened_on_the_way_goes_by_itself(screen: Screen) -> None:
    async with screen.page() as page:
        await page.clock.install()
        await page.get_by_role("button", name="+10 seconden").click()
        await expect(page.locator("#notice")).to_contain_text("geen nieuwe berichten")
        await page.clock.run_for(8100)
        await expect(page.locator("#notice")).not_to_be_visible()


async def test_on_a_telephone_most_of_the_height_is_for_the_conversation(furnished: Screen) -> None:
    async with furnished.page("fatima", "algemeen", PHONE) as page:
        await expect(page.locator("#empty")).to_be_visible()
        assert await height(page.locator("#scroller"), page.locator("#say")) >= PHONE[1] * 0.6
        await page.fill("#text", BELL)
        await page.press("#text", "Enter")
        await expect(page.locator(".message")).to_have_count(1)
        assert await height(page.locator("#scroller"), page.locator("#say")) >= PHONE[1] * 0.6
        now, wind = await page.locator("#now").bounding_box(), await page.locator("#wind").bounding_box()
        assert now is not None
        assert wind is not None
        assert wind["y"] < now["y"] + now["height"]


async def test_on_a_telephone_a_link_is_as_large_as_the_buttons_beside_it(furnished: Screen) -> None:
    async with furnished.page("kees", "dm:kees", PHONE) as page:
        await page.fill("#text", "/klant quote")
        await page.press("#text", "Enter")
        button, link = page.get_by_role("button", name="Bewaar een quote"), page.get_by_role("link", name="Voorbeeld")
        for of in ("font-size", "padding-left"):
            like = await button.evaluate("(one, of) => getComputedStyle(one).getPropertyValue(of)", of)
            await expect(link).to_have_css(of, like)


async def test_on_a_wide_screen_the_empty_space_is_shared(screen: Screen) -> None:
    await screen.tried.page().say("Hallo")
    async with screen.page(size=(1920, 1000)) as page:
        left, right = await page.evaluate(
            """() => {
              const style = getComputedStyle(document.querySelector("#scroller"));
              return [parseFloat(style.paddingLeft), parseFloat(style.paddingRight)];
            }"""
        )
        assert left == right > 200
        await page.locator(".message").first.hover()
        await page.get_by_role("button", name="Meer bij dit bericht").click()
        await page.get_by_role("menuitem", name="Antwoord in een draad").click()
        await page.keyboard.type("Eronder")
        await page.keyboard.press("Enter")
        await expect(page.locator(".thread .message")).to_have_count(1)
        parent = await page.locator(".message").first.bounding_box()
        thread = await page.locator(".thread").bounding_box()
        assert parent is not None
        assert thread is not None
        assert thread["x"] + thread["width"] <= parent["x"] + parent["width"]


async def test_an_error_of_a_form_goes_when_its_field_changes(screen: Screen) -> None:
    async with screen.page() as page:
        await page.fill("#text", "/proef")
        await page.press("#text", "Enter")
        await page.locator("#form [type=submit]").click()
        await expect(page.locator("#error-wat")).to_have_text("Vertel wat er lukte.")
        await page.locator("#field-kort").fill("Iets anders")
        await expect(page.locator("#error-wat")).to_have_text("Vertel wat er lukte.")
        await page.locator("#field-wat").fill("Het lukte")
        await expect(page.locator("#error-wat")).to_have_text("")
        await expect(page.locator("[aria-invalid]")).to_have_count(0)


async def test_what_can_be_done_with_a_message_shows_itself_to_whoever_comes_near(screen: Screen) -> None:
    await screen.tried.page().say("Hallo")
    async with screen.page("sanne") as page:
        touch = page.locator(".touch")
        await expect(touch).to_have_css("opacity", "0")
        await page.locator(".message").hover()
        await expect(touch).to_have_css("opacity", "1")
        await page.get_by_role("button", name="Reageer met een emoji").click()
        await page.get_by_role("menuitem", name="Reageer met 👏").click()
        await page.mouse.move(0, 0)
        mine = page.get_by_role("button", name="👏, 1 keer")
        await expect(mine).to_have_attribute("aria-pressed", "true")
        await mine.click()
        await expect(mine).to_have_count(0)


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_the_hint_in_the_text_box_can_be_read(screen: Screen, colours: str) -> None:
    async with screen.page(colours="dark" if colours == "dark" else "light") as page:
        assert await contrast(page, "#text", "::placeholder", "#text") >= 4.5


async def test_forms_speak_the_language_that_a_person_chose(furnished: Screen) -> None:
    async with furnished.page("sanne", "dm:sanne") as page:
        for command in ("/klant voorkeuren", "/klant preferences"):
            await page.fill("#text", command)
            await page.press("#text", "Enter")
            await page.locator("#form").get_by_label("English").check()
            closing = page.locator("#form [data-close]")
            await expect(closing).to_have_text("Sluiten" if command == "/klant voorkeuren" else "Close")
            await page.locator("#form [type=submit]").click()
            await expect(page.locator("#form")).not_to_be_visible()


async def test_the_whole_page_changes_its_language_and_its_colours_and_remembers(screen: Screen) -> None:
    async with screen.page("kees", "successen") as page:
        await page.get_by_label("Taal").select_option("English")
        await expect(page.get_by_role("navigation", name="Places")).to_be_visible()
        await expect(page.get_by_role("heading", name="#successen")).to_be_visible()
        await page.get_by_label("Appearance").select_option("Dark")
        await page.reload()
        await expect(page.get_by_label("Appearance")).to_have_value("dark")
        await expect(page.locator("body")).to_have_css("background-color", "rgb(16, 22, 26)")
        await expect(page.get_by_role("button", name="Send")).to_be_visible()


async def test_a_browser_that_asks_for_english_gets_it(screen: Screen) -> None:
    async with screen.page(locale="en-GB") as page:
        await expect(page.get_by_text("all colleagues are invented")).to_be_visible()
