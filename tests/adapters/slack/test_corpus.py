"""The corpus of bad input: each gets the answer that its file names, and no more comes of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack import verify
from tests.adapters.slack import raw
from tests.adapters.slack.house import House, housed, nobody_was_pinged, nothing_breaks
from tests.adapters.slack.raw import Header
from tests.corpus import Case, cases, in_bytes, written
from tests.fakes.slack.fake import SIGNING_SECRET, TEAM
from tests.fakes.slack.people import Done, Person
from tests.fakes.slack.screen import NotThere, words
from tests.fakes.slack.sender import FORM, JSON, sign
from tests.fakes.slack.state import Json, Message

STAMP, SIGNED = "X-Slack-Request-Timestamp", "X-Slack-Signature"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made


def bell(house: House, text: str = "Het lukte") -> bytes:
    """A command of somebody who did nothing yet."""
    fields = {
        "command": "/bel", "text": text, "team_id": TEAM, "user_id": house.somebody().id, "user_name": "collega",
        "channel_id": "C1", "channel_name": "successen", "trigger_id": "1.1.1",
    }  # fmt: skip
    return urlencode(fields).encode()


def told(house: House, case: Case, bells: int, heard: object) -> str:
    """For a failing test: which case, and what became of it."""
    return f"{case.name}: {heard}, {bells} bells\n{house.fake.state.refused}"


async def rings(house: House) -> int:
    """How many bells ring by what was sent since this was asked before."""
    before = getattr(house, "_rung", 0)
    await house.walk()
    house._rung = len(house.rung())  # type: ignore[attr-defined]
    return house._rung - before  # type: ignore[attr-defined,no-any-return]


# HTTP and signatures


def filled(house: House, text: str, stamp: str, body: bytes) -> str:
    """The placeholders of a header."""
    now = int(house.engine.clock.now().timestamp())
    right = sign(SIGNING_SECRET, stamp, body)
    values = {
        "{now}": str(now), "{now-301}": str(now - 301), "{now+301}": str(now + 301), "{right}": right,
        "{hex}": right[3:], "{HEX}": right[3:].upper(), "{other}": sign("of-another-app", stamp, body),
        "{reencoded}": sign(SIGNING_SECRET, stamp, body.replace(b"+", b"%20").replace(b"%2F", b"/")),
    }  # fmt: skip
    for name, value in values.items():
        text = text.replace(name, value)
    return text


async def test_requests_that_are_not_signed_as_slack_does(house: House) -> None:
    for case in cases("http"):
        body = bell(house)
        given: list[Header] = [(name, filled(house, value, "", body)) for name, value in case.get("headers")]
        stamp = next((value for name, value in given if name == STAMP), "")
        given = [(name, filled(house, value, stamp, body)) for name, value in case.get("headers")]
        headers = [("Content-Type", FORM), raw.length(body), *given]
        with nothing_breaks():
            status = [await raw.posted(house.url, headers, body) for _ in range(case.get("times", 1))]
            rung = await rings(house)
        expected = case.get("status") if len(status) > 1 else case.get("status")[:1]
        assert (status, rung) == (expected, case.get("bells")), told(house, case, rung, status)


# Bodies


def framed(house: House, case: Case) -> tuple[list[Header], bytes]:
    """Headers, and what goes over the wire. What is sent is what was signed."""
    body = in_bytes(case.get("body")) if "body" in case.given else bell(house)
    sent = gzip.compress(body) if case.get("gzip") else body
    stamp = str(int(house.engine.clock.now().timestamp()))
    headers: list[Header] = [
        ("Content-Type", case.get("content_type")), (STAMP, stamp), (SIGNED, sign(SIGNING_SECRET, stamp, sent)),
        *((name, value) for name, value in case.get("headers", [])),
    ]  # fmt: skip
    if case.get("gzip"):
        headers.append(("Content-Encoding", "gzip"))
    if case.get("chunked"):
        return [*headers, ("Transfer-Encoding", "chunked")], raw.in_pieces(sent)
    return [*headers, raw.length(sent, case.get("length", 0))], sent


async def test_bodies_that_say_nothing_or_are_cut_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for case in cases("body"):
        unending = case.get("chunked") or case.get("length", 0) > 0
        monkeypatch.setattr(verify, "PATIENCE", 0.1 if unending else 30.0)
        headers, sent = framed(house, case)
        with nothing_breaks():
            status = await raw.posted(house.url, headers, sent)
            rung = await rings(house)
        assert status in case.get("status"), told(house, case, rung, status)
        assert case.get("bells") in (None, rung), told(house, case, rung, status)


# Envelopes


def encoded(payload: Json) -> tuple[bytes, str]:
    """As Slack would have sent it."""
    if "command" in payload:
        return urlencode(payload).encode(), FORM
    if payload.get("type") in ("event_callback", "nieuw_soort"):
        return json.dumps(payload).encode(), JSON
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


@pytest.mark.parametrize("case", cases("envelope"), ids=lambda case: case.name)
async def test_envelopes_of_an_odd_shape(case: Case) -> None:
    async with housed() as house:
        with nothing_breaks():
            for payload in case.get("payloads"):
                body, kind = encoded(payload)
                reply = await house.http.raw(body, {"Content-Type": kind})
                assert reply.status in case.get("status"), told(house, case, 0, payload)
            await house.walk()
        assert len(house.rung()) == case.get("bells"), told(house, case, len(house.rung()), "")
        assert nobody_was_pinged(house.fake)


# Texts


async def typed(house: House, case: Case, somebody: Person) -> Done:
    text = case.text("text")
    if case.get("by") == "mention":
        return await somebody.mentions(f"bel {text}", "C1")
    raw_text = bool(case.get("raw")) or (isinstance(case.get("text"), dict) and "people" in case.get("text"))
    return await somebody.types(f"/bel {text}", "C1", raw=raw_text)


def heard(done: Done, somebody: Person) -> str:
    """What was answered, in the acknowledgement or after it."""
    return "\n".join([done.shown.text if done.shown else "", *(one.text for one in somebody.private[-3:])])


def has_form(somebody: Person) -> bool:
    try:
        return somebody.view.open
    except NotThere:
        return False


def check_shown(case: Case, message: Message) -> None:
    shown = words(message)
    assert (case.get("shows") or "") in shown, f"{case.name}: {shown}"
    assert not [one for one in case.get("hides", []) if one in shown], f"{case.name}: {shown}"


async def test_texts_that_mean_something_elsewhere_are_only_words_here(house: House) -> None:
    for case in cases("text"):
        somebody, stood = house.somebody(), len(house.rung())
        with nothing_breaks():
            done = await typed(house, case, somebody)
            await house.slack.settled()
            if "Haal weg" in str([one.blocks for one in somebody.private]):
                await somebody.presses(somebody.private[-1], "Mag erbij")
            await house.walk()
        new = [one for one in house.rung()[stood:] if not one.thread_ts or one.broadcast]
        assert {one.status for one in done.replies} == {200}, case.name
        assert len(new) == case.get("bells"), f"{case.name}: {heard(done, somebody)}"
        assert case.get("answers", "") in heard(done, somebody), f"{case.name}: {heard(done, somebody)}"
        assert has_form(somebody) == bool(case.get("form")), f"{case.name}: {heard(done, somebody)}"
        for message in new:
            check_shown(case, message)
        assert nobody_was_pinged(house.fake), case.name
        assert house.fake.state.refused == [], case.name


# Commands


async def before(house: House, case: Case) -> None:
    if case.get("before") == "uninstalled":
        await house.fake.uninstalls()


@pytest.mark.parametrize("case", cases("command"), ids=lambda case: case.name)
async def test_commands_that_cannot_simply_ring(case: Case) -> None:
    async with housed() as house:
        await before(house, case)
        somebody = house.fake.user(case.get("who", "U1"))
        where = somebody.chat.id if case.get("where") == "private" else case.get("where", "C1")
        done: Any = None
        with nothing_breaks():
            for n in range(case.get("times", 1)):
                line = written(case.get("words")).replace("{n}", str(n))
                done = await somebody.types(f"/bel {line}" if not line.startswith("/") else line, where,
                                            raw=case.get("raw", False))  # fmt: skip
                assert done.status == 200
            await (house.walk_slowly() if case.get("bells") else house.walk())
        assert len(house.rung()) == case.get("bells"), heard(done, somebody)
        assert case.get("answers", "") in heard(done, somebody), heard(done, somebody)
        assert has_form(somebody) == bool(case.get("form")), heard(done, somebody)
        assert case.get("holds", "") in (str(somebody.view.blocks) if has_form(somebody) else "")
        assert nobody_was_pinged(house.fake)
