"""What comes over the network is capped in size and time, and says in one word what was wrong."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from adapters.calendars.errors import Failed
from adapters.calendars.transport import LARGEST, Web
from tests.adapters.calendars.steps import a_clock
from tests.fakes.calendar_server import (
    CalendarServer,
    endless,
    endless_after,
    event,
    fails,
    ics,
    moves,
    never,
    packed_bomb,
    says,
)

_EMPTY_BLOCK = b"\0\0\0\xff\xff"
"""Unpacks to nothing, however often it comes."""


@pytest.fixture(name="server")
async def a_server() -> AsyncIterator[CalendarServer]:
    async with CalendarServer(body=ics(event())).serving() as server:
        yield server


@pytest.fixture(name="web")
async def a_web() -> AsyncIterator[Web]:
    web = Web(a_clock().now, {"127.0.0.1"}, guarded=True, patience=5)
    yield web
    await web.close()


async def trouble(web: Web, url: str) -> str:
    """The word for what was wrong."""
    with pytest.raises(Failed) as failed:
        await web.get(url, {})
    assert url not in str(failed.value)
    return failed.value.trouble


async def test_a_calendar_is_given_with_the_marks_of_its_server(server: CalendarServer, web: Web) -> None:
    server.etag, server.last_modified = '"v1"', "Mon, 23 Nov 2026 08:00:00 GMT"

    got = await web.get(server.address, {})

    assert (got.status, got.etag, got.last_modified) == (200, '"v1"', server.last_modified)
    assert got.body == server.body.encode()
    assert server.asked[0].headers["User-Agent"].startswith("Klantritme")


async def test_what_did_not_change_is_not_given_again(server: CalendarServer, web: Web) -> None:
    server.etag = '"v1"'

    got = await web.get(server.address, {"If-None-Match": '"v1"'})

    assert (got.status, got.body) == (304, b"")


@pytest.mark.parametrize(
    ("how", "word"),
    [
        (fails(404), "gone"),
        (fails(410), "gone"),
        (fails(401), "refused"),
        (fails(403), "refused"),
        (fails(500), "unreachable"),
        (fails(429), "unreachable"),
        (moves("/rond"), "unreachable"),
        (moves("http://[kapot"), "unreachable"),
        (never, "slow"),
        (endless, "too_big"),
        (packed_bomb, "too_big"),
        (endless_after(gzip.compress(b"")[:10], _EMPTY_BLOCK), "too_big"),
        (says(b"x" * (LARGEST + 1)), "too_big"),
        (says(b"niet ingepakt", Content_Encoding="gzip"), "unreadable"),
        (says(b"x", Content_Encoding="br"), "unreadable"),
        (says(b"x", Content_Encoding="gzip, gzip"), "unreadable"),
    ],
)
async def test_what_goes_wrong_has_one_word(
    how: Callable[..., Any], word: str, server: CalendarServer, web: Web
) -> None:
    server.how = how

    assert await trouble(web, server.address) == word


async def test_a_bomb_takes_no_memory(server: CalendarServer, web: Web) -> None:
    bomb = gzip.compress(b"0" * (64 << 20))
    server.how = says(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    assert await trouble(web, server.address) == "too_big"
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 30 << 20


async def test_a_packed_calendar_is_unpacked(server: CalendarServer, web: Web) -> None:
    server.how = says(gzip.compress(server.body.encode()), Content_Encoding="gzip")

    assert (await web.get(server.address, {})).body == server.body.encode()


async def test_what_comes_behind_what_is_packed_is_not_kept(server: CalendarServer, web: Web) -> None:
    server.how = endless_after(gzip.compress(b"kort"), b"onzin")

    assert (await web.get(server.address, {})).body == b"kort"


async def test_a_server_says_how_long_to_wait(server: CalendarServer, web: Web) -> None:
    server.how = fails(429, Retry_After="120")
    with pytest.raises(Failed) as failed:
        await web.get(server.address, {})

    assert failed.value.wait == 120


async def test_a_redirect_is_followed_a_few_times(server: CalendarServer, web: Web) -> None:
    first = moves("/elders.ics")
    server.how = lambda request: first(request) if request.path == "/team.ics" else says(server.body)(request)

    assert (await web.get(server.address, {})).body == server.body.encode()


async def test_cookies_are_not_kept(server: CalendarServer, web: Web) -> None:
    server.how = says(server.body, Set_Cookie="wie=jij; Path=/")
    for _ in range(2):
        await web.get(server.address, {})

    assert [one.headers.get("Cookie") for one in server.asked] == [None, None]


async def test_nobody_there_is_unreachable(web: Web) -> None:
    assert await trouble(web, "http://127.0.0.1:9/team.ics") == "unreachable"
