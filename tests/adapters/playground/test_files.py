"""A file in a form of the page: read, or refused in a sentence."""

from __future__ import annotations

import base64

from adapters.playground import demo, parse
from rituals.engine.clock import Clock
from tests.adapters.playground.conftest import Tried

BODY = {
    "id": "00000000-0000-4000-8000-000000000000", "as": "fatima", "place": "algemeen", "form": "quote.list",
    "draft": "x", "values": {"file": "lijst.csv"},
}  # fmt: skip


def test_a_file_comes_with_its_name_and_its_bytes() -> None:
    who = demo.COLLEAGUES[0]
    sent = {**BODY, "as": who.account, "place": demo.private_chat(who.account),
            "files": {"file": {"name": "lijst.csv", "data": base64.b64encode(b"tekst\nGoed\n").decode()}}}  # fmt: skip

    event = parse.submitted(sent, Clock().now())

    assert (event.files["file"].name, event.files["file"].data) == ("lijst.csv", b"tekst\nGoed\n")


async def test_a_file_that_the_page_did_not_send_is_told(tried: Tried) -> None:
    page = tried.page()

    told = await page.post(
        "submit", 400, form="quote.list", draft="x", values={}, files={"file": {"name": "x", "data": None}}
    )

    assert told == {"refused": "Dit bestand is te groot om hier uit te proberen. Neem er een van hooguit 700 kB."}
