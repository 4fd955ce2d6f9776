"""GET /stuk/<token>/<name>.png and .pdf, behind the real listener."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.papers.pages import Pages
from bot.environment import Environment
from bot.web import make_web
from rituals.engine.cards import Image, Link, controls_of
from rituals.engine.handing import GONE
from store.base import Store
from tests.fakes.paper_ritual import Papered
from tests.fakes.world import GENEROUS, FakePlatform, World, card_of

PUBLIC = Environment(public_url="https://klant.example")


@asynccontextmanager
async def served(store: Store, papered: Papered | None = None) -> AsyncIterator[tuple[TestClient, str]]:  # type: ignore[type-arg]
    """The listener, and the address of a picture on it."""
    platform = FakePlatform(capabilities=replace(GENEROUS, own_pages=True))
    world = await World(store, rituals=[(papered or Papered()).ritual], platform=platform).open(bell_in=())
    card = card_of(await world.say("fatima", "algemeen", "/blad mij"))
    (picture,) = (one for one in card.blocks if isinstance(one, Image))
    routes = Pages(world.engine).routes()
    async with TestClient(TestServer(make_web(routes, {}, PUBLIC))) as client:
        yield client, picture.url


@pytest.mark.parametrize(
    ("kind", "says", "begins", "how"),
    [("png", "image/png", b"\x89PNG", "inline"), ("pdf", "application/pdf", b"%PDF-", "attachment")],
)
async def test_it_is_given_under_its_own_name(
    sqlite_store: Store, kind: str, says: str, begins: bytes, how: str
) -> None:
    async with served(sqlite_store) as (client, picture):
        answer = await client.get(picture.replace(".png", f".{kind}"))
        body = await answer.read()

    assert (answer.status, answer.content_type) == (200, says)
    assert body.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'{how}; filename="oorkonde-november-2026.{kind}"'


async def test_nobody_keeps_it_and_nothing_in_it_runs(sqlite_store: Store) -> None:
    async with served(sqlite_store) as (client, picture):
        headers = (await client.get(picture)).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Robots-Tag"] == "noindex"


async def test_a_link_that_is_not_ours_gets_one_sentence(sqlite_store: Store) -> None:
    async with served(sqlite_store) as (client, picture):
        token = picture.split("/")[2]
        answer = await client.get(picture.replace(token, token[::-1]))
        words = await answer.text()

    assert (answer.status, words) == (404, f"{GONE}\n")
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_paper_that_was_taken_back_is_not_given(sqlite_store: Store) -> None:
    papered = Papered()
    async with served(sqlite_store, papered) as (client, picture):
        papered.consents = False

        assert (await client.get(picture)).status == 404


@pytest.mark.parametrize(
    "path", ["/stuk", "/stuk/x/y.png", "/stuk/" + "a" * 40 + "/y.exe", "/stuk/" + "a" * 700 + "/y.png"]
)
async def test_other_addresses_are_not_there(sqlite_store: Store, path: str) -> None:
    async with served(sqlite_store) as (client, _):
        assert (await client.get(path)).status == 404


async def test_it_can_only_be_read(sqlite_store: Store) -> None:
    async with served(sqlite_store) as (client, picture):
        assert (await client.post(picture)).status == 405


async def test_a_store_that_is_away_says_so(sqlite_store: Store) -> None:
    async with served(sqlite_store) as (client, picture):
        await sqlite_store.close()

        assert (await client.get(picture)).status == 503


async def test_a_sample_is_for_everybody_and_opens_as_a_file(sqlite_store: Store) -> None:
    platform = FakePlatform(capabilities=replace(GENEROUS, own_pages=True))
    world = await World(sqlite_store, platform=platform).open(bell_in=())
    overview = card_of(await world.say("fatima", "algemeen", "/quote"))
    (link,) = (one for one in controls_of(overview) if isinstance(one, Link))
    async with TestClient(TestServer(make_web(Pages(world.engine).routes(), {}, PUBLIC))) as client:
        answer = await client.get(link.url)
        body = await answer.read()
        missing = [(await client.get(link.url + end)).status for end in ("x", "/x")]
        strange = (await client.get(link.url.replace("/quote/", "/bel/"))).status

    assert (answer.status, body[:4]) == (200, b"PK\x03\x04")
    assert answer.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="voorbeeld-quotes.xlsx"'
    assert (missing, strange) == ([404, 404], 404)
