"""A list of quotes, sent through the form of a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Screen
from tests.rituals.quote.spreadsheets import sheet, workbook

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST = workbook(sheet([["Toelichting", "Cijfer"], ["De monteur was er snel", 9], ["Ik wachtte drie weken", 3]]))


async def test_a_workbook_is_shown_before_anything_is_saved(furnished: Screen) -> None:
    sent: FilePayload = {"name": "lijst.xlsx", "mimeType": XLSX, "buffer": LIST}
    async with furnished.page("kees", "algemeen") as page:
        await page.fill("#text", "/quote")
        await page.press("#text", "Enter")
        await page.get_by_role("button", name="Lees een bestand in").click()
        await page.locator("#form input[type=file]").set_input_files(sent)
        await page.locator("#form [type=submit]").click()

        preview = page.locator(".private").filter(has_text="2 quotes herkend.")
        await expect(preview).to_contain_text("De monteur was er snel")
        await expect(preview.get_by_role("button", name="Zet 2 klaar")).to_be_visible()
