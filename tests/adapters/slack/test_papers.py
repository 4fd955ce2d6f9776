"""A paper in Slack: a picture where Slack can fetch it, words where it cannot, a file in private without an address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.slack import words
from rituals.engine.handing import COMING
from rituals.engine.papers import NO_LETTERS
from store.base import Store
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.paper_ritual import ALT, SEND, Papered
from tests.fakes.slack import faults
from tests.fakes.slack.fake import BOT_TOKEN
from tests.fakes.slack.people import Person
from tests.fakes.slack.state import Message

REFUSED = faults.says("invalid_blocks", errors=["downloading image failed [json-pointer:/blocks/1/image_url]"])


@asynccontextmanager
async def papered(store: Store, public_url: str = "") -> AsyncIterator[tuple[Tried, Papered]]:
    """The adapter with a ritual that has a paper."""
    own = Papered()
    given = {"PUBLIC_URL": public_url} if public_url else {}
    async with opened(store, given, rituals=(own.ritual,)) as house:
        yield house, own


async def a_card(house: Tried) -> tuple[Person, Message]:
    somebody = house.fake.user("U1")
    await somebody.types("/blad", "C1")
    await house.walk(5)
    return somebody, house.fake.messages("C1")[-1]


async def pressed(house: Tried) -> Person:
    somebody, card = await a_card(house)
    await somebody.presses(card, SEND)
    await house.slack.settled()
    return somebody


def said(house: Tried, somebody: Person) -> list[str]:
    """What only they read, in the channel or the private chat."""
    return [one.text for one in (*somebody.private, *house.fake.messages(somebody.chat.id))]


async def test_with_a_public_address_the_picture_stands_on_the_card(sqlite_store: Store) -> None:
    async with papered(sqlite_store, "https://klant.example") as (house, _):
        _, card = await a_card(house)

    picture, row = card.blocks[1], card.blocks[2]
    assert picture["image_url"].startswith("https://klant.example/stuk/")
    assert picture["alt_text"] == ALT
    assert row["elements"][0]["url"] == picture["image_url"].replace(".png", ".pdf")


async def test_a_picture_that_slack_cannot_fetch_is_told_in_words(sqlite_store: Store) -> None:
    async with papered(sqlite_store, "https://binnen.example") as (house, _):
        house.fake.next("chat.postMessage", REFUSED)
        with capture_logs() as logged:
            _, card = await a_card(house)

    assert card.blocks[1] == {**card.blocks[1], "type": "context"}
    assert card.blocks[1]["elements"][0]["text"] == ALT
    assert [one["event"] for one in logged if "picture" in one["event"]]


async def test_without_an_address_the_button_brings_both_files_in_private(sqlite_store: Store) -> None:
    async with papered(sqlite_store) as (house, _):
        somebody = await pressed(house)
        files = list(house.fake.state.uploads.values())
        heard = said(house, somebody)

    assert [one.name for one in files] == ["oorkonde-november-2026.png", "oorkonde-november-2026.pdf"]
    assert {one.channel for one in files} == {somebody.chat.id}
    assert [bytes(one.data or b"")[:4] for one in files] == [b"\x89PNG", b"%PDF"]
    assert COMING in heard


async def test_only_the_one_who_pressed_gets_it(sqlite_store: Store) -> None:
    async with papered(sqlite_store) as (house, _):
        await pressed(house)

        assert house.fake.count("files.completeUploadExternal") == 1
        assert house.fake.count("chat.postMessage") == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@pytest.mark.parametrize(
    "fault",
    [faults.says("internal_error"), faults.status(503), faults.accept_then_reset(applied=False), faults.not_json()],
    ids=lambda fault: str(fault.name),
)
async def test_what_slack_does_not_take_is_told(sqlite_store: Store, method: str, fault: faults.Fault) -> None:
    async with papered(sqlite_store) as (house, _):
        house.fake.next(method, fault)
        somebody = await pressed(house)

        taken = [one.channel for one in house.fake.state.uploads.values() if one.channel]
        assert (words.NOT_SENT in said(house, somebody)) == (not taken)


async def test_an_app_that_may_not_send_files_is_told(sqlite_store: Store) -> None:
    async with papered(sqlite_store) as (house, _):
        token = house.fake.state.tokens[BOT_TOKEN]
        house.fake.state.tokens[BOT_TOKEN] = replace(token, scopes=token.scopes - {"files:write"})
        somebody = await pressed(house)

        assert words.NOT_SENT in said(house, somebody)


async def test_what_cannot_be_printed_is_told(sqlite_store: Store) -> None:
    async with papered(sqlite_store) as (house, own):
        own.name = "李小龍"
        somebody = await pressed(house)

        assert NO_LETTERS in said(house, somebody)
        assert not house.fake.state.uploads
