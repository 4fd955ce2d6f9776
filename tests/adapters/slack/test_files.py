"""A file in a dialog: the dialog closes at once, the file is fetched with the app's token, and the answer follows."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.files import is_slacks
from store import accounts, installations, roles
from store.roles import Given
from store.tx import Tx
from tests.adapters.slack.house import House, housed
from tests.fakes.slack.people import Person

LIST = b"tekst;cijfer\nDe trap is schoon;9\nNiemand belde terug;3\n"


async def a_curator(house: House) -> Person:
    """U1, with the form before them."""
    somebody = house.fake.user("U1")

    def give(tx: Tx) -> None:
        workspace = installations.every(tx)[0]
        known = accounts.find(tx, workspace.id, "U1")
        assert known
        roles.give(tx, Given(known.person.id, "curator"), None, house.engine.clock.now())

    await house.parts.store.transact(give)
    await somebody.types("/quote", "C1")
    await house.slack.settled()
    await somebody.presses(somebody.private[-1], "Lees een bestand in")
    await house.slack.settled()
    return somebody


def chosen(house: House, name: str, url: str | None = None) -> dict[str, Any]:
    """What stands in the field once a file was chosen."""
    address = url or f"{house.fake.server.base}/files-pri/{name}"
    return {"value": {"type": "file_input", "files": [{"id": "F1", "name": name, "url_private_download": address}]}}


async def sent(house: House, somebody: Person, given: dict[str, Any]) -> str:
    """The last private words after sending the form."""
    view = somebody.view
    view.typed["file"] = given
    done = await somebody.submits(view)
    assert done.status == 200
    assert not view.open
    await house.slack.settled()
    return somebody.private[-1].text


async def test_a_file_is_fetched_read_and_shown() -> None:
    async with housed() as house:
        house.fake.server.files["lijst.csv"] = LIST
        somebody = await a_curator(house)

        words = await sent(house, somebody, chosen(house, "lijst.csv"))

    assert "2 quotes herkend." in words


async def test_a_dialog_with_a_file_that_slack_sends_twice_is_answered_once() -> None:
    async with housed() as house:
        house.fake.server.files["lijst.csv"] = LIST
        somebody = await a_curator(house)
        await sent(house, somebody, chosen(house, "lijst.csv"))
        told = len(somebody.private)

        await house.fake.redelivers()
        await house.slack.settled()

        assert len(somebody.private) == told


async def test_what_is_wrong_with_a_file_is_told_after_the_dialog() -> None:
    async with housed() as house:
        house.fake.server.files["lijst.csv"] = b"<html>"
        somebody = await a_curator(house)

        words = await sent(house, somebody, chosen(house, "lijst.csv"))

    assert words.startswith("Dit is een webpagina en geen lijst.")


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:9/geheim", "https://slack.com.kwaad.example/x"])
async def test_a_file_that_slack_does_not_give_is_told(url: str | None) -> None:
    async with housed() as house:
        somebody = await a_curator(house)

        await sent(house, somebody, chosen(house, "weg.csv", url))
        words = house.fake.messages(somebody.chat.id)[-1].text

    assert words == "Slack gaf me het bestand niet. Probeer het nog eens, of vraag wie mij beheert."


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://files.slack.com/files-pri/T1-F1/lijst.csv", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://kwaad.example/slack.com", False),
        ("https://kwaadslack.com/x", False),
        ("https://files.slack.com@kwaad.example/x", False),
        ("", False),
    ],
)
def test_the_token_is_shown_to_slack_alone(url: str, shown: bool) -> None:
    assert is_slacks(url, "https://slack.com/api/") == shown
