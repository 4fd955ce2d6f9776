"""Whoever asks something strange gets one sentence, and nothing changes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from aiohttp import web

from adapters.playground import wanted
from store.base import Store
from tests.adapters.playground.conftest import Tried, opened

JSON = {"Content-Type": "application/json"}


def body(**changes: object) -> dict[str, object]:
    return {"id": str(uuid4()), "as": "fatima", "place": "algemeen", "text": "Hallo", **changes}


STRANGE: list[bytes] = [
    b"",
    b"niets",
    b"[]",
    b"null",
    b"[" * 50_000,
    b'{"as":' * 10_000,
    b"\xff\xfe",
    b"1" * 6_000,
    *(
        json.dumps(body(**changes)).encode()
        for changes in (
            {"as": "piet"},
            {"as": None},
            {"as": ["fatima"]},
            {"as": {"a": 1}},
            {"place": "mt2"},
            {"place": "dm:sanne"},
            {"place": "bouwpartners"},
            {"place": 3},
            {"id": "1"},
            {"id": None},
            {"text": ""},
            {"text": "  \n "},
            {"text": 3},
            {"text": None},
            {"text": "x" * 10_001},
            {"text": "half \ud800"},
            {"text": "nul \x00"},
            {"action": "", "ref": "x", "form": "", "values": 1},
        )
    ),
]


@pytest.mark.parametrize("path", ["say", "pick", "press", "submit", "close-form", "react", "clock"])
async def test_strange_bodies_are_refused_with_a_sentence(tried: Tried, path: str) -> None:
    for data in STRANGE[:-1] if path == "say" else STRANGE[:8]:
        async with tried.client.post(f"/playground/{path}", data=data, headers=JSON) as answer:
            assert answer.status == 400, data[:80]
            assert (await answer.json())["refused"].endswith(".")
    assert await tried.page().sees() == []


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("press", {"message": "1", "action": "proef.klap"}),
        ("press", {"message": True, "action": "proef.klap"}),
        ("press", {"message": 1, "action": 3}),
        ("press", {"message": 2**60, "action": "proef.klap"}),
        ("press", {"message": 1, "action": "../x"}),
        ("press", {"message": 1, "action": "proef.klap", "ref": "geen ref"}),
        ("press", {"message": 1, "action": "proef.klap", "ref": {"kind": "a"}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": []}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {"a": 1}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {"a": [["b"]]}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {"a": "\ud800"}}),
        ("submit", {"form": None, "draft": "x", "values": {}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {}, "files": []}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {}, "files": {"a": "b"}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {}, "files": {"a": {"name": "b", "data": 1}}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {}, "files": {"a": {"name": "b", "data": "é"}}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {}, "files": {"a": {"data": "YQ=="}}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {str(n): "" for n in range(101)}}),
        ("submit", {"form": "proef.formulier", "draft": "x", "values": {"a": ["b"] * 201}}),
        ("close-form", {"form": "proef.formulier", "draft": 4, "values": {}}),
        ("react", {"message": 1, "emoji": "👏", "on": True}),
        ("react", {"message": None, "emoji": "👏", "on": True}),
        ("react", {"message": 1, "emoji": ["👏"], "on": True}),
        ("clock", {"step": "jaar"}),
        ("clock", {"date": "gisteren"}),
        ("clock", {"date": 20261124}),
        ("clock", {}),
    ],
)
async def test_a_wrong_part_is_refused(tried: Tried, path: str, more: dict[str, object]) -> None:
    assert (await tried.page().post(path, 400, **more))["refused"].endswith(".")


async def test_a_form_that_is_not_known_says_so_in_the_form(tried: Tried) -> None:
    told = await tried.page().post("submit", form="proef.formulier", draft="weg", values={})
    assert "Open het opnieuw" in told["errors"][""]


async def test_a_private_answer_of_somebody_else_cannot_be_pressed(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    number = (await tried.page().sees())[0]["id"]
    await tried.page("sanne").post("press", 400, message=number, action="proef.klap", ref="bericht:1")


async def test_an_emoji_needs_a_known_sign(tried: Tried) -> None:
    await tried.page().say("Hallo")
    number = (await tried.page().sees())[0]["id"]
    for wrong in ({"emoji": "💣", "on": True}, {"emoji": "👏", "on": "ja"}, {"emoji": 1, "on": True}):
        await tried.page().post("react", 400, message=number, **wrong)


async def test_too_much_is_refused_before_it_is_parsed(tried: Tried) -> None:
    async with tried.client.post("/playground/say", data=b" " * 100_001, headers=JSON) as answer:
        assert answer.status == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 10_000

    async with tried.client.post("/playground/say", data=endless(), headers=JSON) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Origin": "http://[kapot"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Host": "elders.example"},
        {"Host": "127.0.0.1.elders.example:80"},
    ],
)
async def test_another_page_cannot_post(tried: Tried, headers: dict[str, str]) -> None:
    async with tried.client.post("/playground/say", json=body(), headers=headers) as answer:
        assert answer.status == 403
    assert await tried.page().sees() == []


async def test_our_own_page_can_post(tried: Tried) -> None:
    own = {"Origin": str(tried.client.make_url("/")).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    async with tried.client.post("/playground/say", json=body(), headers=own) as answer:
        assert answer.status == 200


async def test_a_form_of_another_kind_is_refused(tried: Tried) -> None:
    async with tried.client.post("/playground/say", data=json.dumps(body())) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    "query", [{}, {"as": "piet", "place": "algemeen"}, {"as": "ron", "place": "algemeen"}, {"as": "ron"}]
)
async def test_nobody_looks_where_they_are_not(tried: Tried, query: dict[str, str]) -> None:
    for path in ("stream", "search", "home", "earlier"):
        async with tried.client.get(f"/playground/{path}", params=query) as answer:
            assert answer.status == 400


async def test_the_page_may_only_load_from_itself(tried: Tried) -> None:
    async with tried.client.get("/") as answer:
        policy, page = answer.headers["Content-Security-Policy"], await answer.text()
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
    assert "Woonstichting Waterrand" in page
    assert "/proef Het lukte" in page


async def test_with_a_token_only_its_link_opens_the_playground(sqlite_store: Store) -> None:
    async with opened(sqlite_store, {"PLAYGROUND_TOKEN": "geheim woord"}) as tried:
        for path in ("/", "/?token=", "/?token=fout", "/playground/stream?as=fatima&place=algemeen"):
            async with tried.client.get(path) as answer:
                assert answer.status == 403
                assert "afgesloten" in await answer.text()
        await tried.page().post("say", 403, text="Hallo")
        async with tried.client.get("/", params={"token": "geheim woord"}, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"]
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            assert "geheim" not in cookie
        tried.client.session.cookie_jar.clear()
        name, _, value = cookie.partition(";")[0].partition("=")
        headers = {"Cookie": f"{name}={value}", "Host": "proeftuin.example"}
        async with tried.client.get("/", headers=headers) as answer:
            assert answer.status == 200
        async with tried.client.get("/", headers={"Cookie": f"{name}={value}x"}) as answer:
            assert answer.status == 403


async def test_without_a_token_a_token_in_the_address_is_taken_off(tried: Tried) -> None:
    async with tried.client.get("/?token=x", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")


async def test_all_paths_of_the_page_are_there(tried: Tried) -> None:
    for name in ("app.js", "theme.js", "base.css", "icon.svg"):
        async with tried.client.get(f"/playground/static/{name}") as answer:
            assert answer.status == 200
    assert all(isinstance(one, web.AbstractRouteDef) for one in tried.playground.routes())


def test_it_never_stands_beside_a_chat_platform() -> None:
    assert wanted({})
    assert wanted({"PLAYGROUND_TOKEN": "x", "SLACK_BOT_TOKEN": ""})
    assert not wanted({"SLACK_BOT_TOKEN": "x"})
    assert not wanted({"TEAMS_APP_ID": "x"})
