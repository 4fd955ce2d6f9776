"""Real requests with real signatures: what is stored, what is refused, and what is answered."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.sources.hooks import LARGEST
from store import quotes
from store.base import Store
from store.errors import Busy
from tests.adapters.sources.requests import (
    DELIGHTED,
    KIYOH,
    SECRET,
    TRUSTPILOT,
    TYPEFORM,
    Listening,
    listening,
    signed,
)

PATH = f"trustpilot-{SECRET}"


@pytest.fixture
async def house(sqlite_store: Store) -> AsyncIterator[Listening]:
    async with listening(sqlite_store) as found:
        yield found


def review(name: str = "created", **changes: Any) -> dict[str, Any]:
    """A review of Trustpilot's with other words."""
    data = {**TRUSTPILOT["events"][0]["eventData"], **changes}
    return {"events": [{"eventName": f"service-review-{name}", "eventData": data}]}


async def test_a_review_of_trustpilot_waits_for_a_curator_without_what_could_point_at_a_customer(
    house: Listening,
) -> None:
    status, words = await house.send(PATH, TRUSTPILOT)

    (kept,) = await house.quotes()
    assert (status, words) == (200, "ok\n")
    assert (kept.source, kept.state, kept.side, kept.channel, kept.month) == (
        "hook:trustpilot", "new", "positive", "review", "2026-10",
    )  # fmt: skip
    assert kept.text.startswith("Top. Snel geregeld, bel")
    assert "06-12345678" not in kept.text
    assert kept.original and b"12345678" not in kept.original


async def test_an_answer_of_typeform_is_taken_with_its_signature_alone(house: Listening) -> None:
    body = json.dumps(TYPEFORM).encode()

    refused = [
        await house.send("typeform", body),
        await house.send("typeform", body, {"Typeform-Signature": "sha256=AAAA"}),
        await house.send("typeform", body, signed(body, "Typeform-Signature", secret="een ander geheim")),
        await house.send("typeform", body + b" ", signed(body, "Typeform-Signature")),
        await house.send("typeform", body, {"Typeform-Signature": "sha256=\u00e9"}),
    ]
    before = await house.quotes()
    status, _ = await house.send("typeform", body, signed(body, "Typeform-Signature"))

    (kept,) = await house.quotes()
    assert [status for status, _ in refused] == [401] * 5
    assert before == []
    assert status == 200
    assert (kept.text, kept.side, kept.month) == ("Fijne app", "positive", "2026-11")


async def test_a_signature_in_hexadecimals_and_a_moment_in_seconds(house: Listening) -> None:
    body = json.dumps(DELIGHTED).encode()
    header = "X-Delighted-Webhook-Signature"

    status, _ = await house.send("delighted", body, signed(body, header, way="hex"))

    (kept,) = await house.quotes()
    assert status == 200
    assert (kept.text, kept.side, kept.month) == ("Snel!", "positive", "2026-11")


async def test_a_mapping_finds_the_words_of_kiyoh(house: Listening) -> None:
    wrong, _ = await house.send("kiyoh", KIYOH, {"Authorization": f"Bearer {SECRET}x"})
    none, _ = await house.send("kiyoh", KIYOH)
    status, _ = await house.send("kiyoh", KIYOH, {"Authorization": f"Bearer {SECRET}"})

    (kept,) = await house.quotes()
    assert (wrong, none, status) == (401, 401, 200)
    assert (kept.text, kept.side) == ("Snel geholpen. Binnen een dag opgelost.", "positive")


async def test_a_form_is_read_as_well_as_json(house: Listening) -> None:
    body = urlencode({"ResponseID": "R_1", "Toelichting": "Prettig gesprek", "Cijfer": "9"}).encode()

    status, _ = await house.send(
        f"qualtrics-{SECRET}", body, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    )

    (kept,) = await house.quotes()
    assert status == 200
    assert (kept.text, kept.side) == ("Prettig gesprek", None)


async def test_the_same_delivery_is_stored_once(house: Listening) -> None:
    answers = [await house.send(PATH, TRUSTPILOT) for _ in range(3)]

    assert {status for status, _ in answers} == {200}
    assert len(await house.quotes()) == 1


async def test_a_changed_review_changes_while_nobody_looked_and_not_after(house: Listening) -> None:
    await house.send(PATH, review(text="Het duurde lang", stars=2))
    (first,) = await house.quotes()
    await house.send(PATH, review("updated", text="Het duurde even", stars=3))
    (changed,) = await house.quotes()
    await house.world.store.transact(lambda tx: quotes.set_state(tx, first.id, "ready", 2))
    await house.send(PATH, review("updated", text="Heel iets anders", stars=1))
    (kept,) = await house.quotes()

    assert (first.text, first.side) == ("Top. Het duurde lang", "critical")
    assert (changed.id, changed.text, changed.side) == (first.id, "Top. Het duurde even", "mixed")
    assert kept.text == changed.text


async def test_a_review_that_was_taken_away_there_is_taken_away_here_and_stays_away(house: Listening) -> None:
    await house.send(PATH, review())
    (kept,) = await house.quotes()
    await house.world.store.transact(lambda tx: quotes.set_state(tx, kept.id, "ready", 2))

    status, _ = await house.send(PATH, review("deleted", text=None))
    again, _ = await house.send(PATH, review("updated", text="Toch nog iets"))

    after = await house.world.read(lambda tx: quotes.get(tx, kept.id))
    assert (status, again) == (200, 200)
    assert after is not None and after.state == "gone"
    assert await house.quotes() == []


async def test_a_score_without_words_is_well_and_nothing(house: Listening) -> None:
    status, _ = await house.send(PATH, review(text="", title=""))

    assert status == 200
    assert await house.quotes() == []


@pytest.mark.parametrize("path", ["trustpilot", "trustpilot-", f"trustpilot-{SECRET}x", "typeform-", "x", "%00", "é"])
async def test_a_path_that_is_not_the_whole_one_is_not_there(house: Listening, path: str) -> None:
    status, words = await house.send(path, TRUSTPILOT)

    assert status in (404, 401)
    assert (status == 404) == (path != "typeform")
    assert "trustpilot" not in words.casefold()


def deep(levels: int) -> bytes:
    return b'{"events":' * levels + b"1" + b"}" * levels


HOSTILE: dict[str, tuple[bytes, str]] = {
    "deep": (deep(40), "application/json"),
    "very deep": (b"[" * 400_000, "application/json"),
    "html": (b"<!doctype html><title>Log in</title>", "text/html"),
    "html that says it is json": (b"<html></html>", "application/json"),
    "nothing": (b"", "application/json"),
    "nan": (b'{"events":[{"eventName":"service-review-created","eventData":{"stars":NaN}}]}', "application/json"),
    "infinity": (b'{"events":-Infinity}', "application/json"),
    "a name twice": (b'{"events":[],"events":[]}', "application/json"),
    "a huge number": (b'{"events":' + b"9" * 10_000 + b"}", "application/json"),
    "half a letter": (b'{"events":"\xc3"}', "application/json"),
    "an unknown charset": (b"{}", "application/json; charset=klingon"),
    "a coded charset": (b"{}", "application/json; charset=base64"),
    "another shape": (b'{"answers":[]}', "application/json"),
    "a list": (b"[1,2,3]", "application/json"),
    "a word": (b'"hallo"', "application/json"),
    "null": (b"null", "application/json"),
    "a form": (b"a=1&b=2", "application/x-www-form-urlencoded"),
    "ten thousand fields": (b"a=1&" * 10_000, "application/x-www-form-urlencoded"),
    "files": (b"--x\r\n\r\nhoi\r\n--x--", "multipart/form-data; boundary=x"),
    "no kind": (b"\x00\x01\x02", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_no_source_sends_is_refused_in_one_sentence_and_changes_nothing(
    house: Listening, name: str
) -> None:  # fmt: skip
    await house.send(PATH, TRUSTPILOT)
    before = await house.quotes()
    body, kind = HOSTILE[name]

    status, words = await house.send(PATH, body, {"Content-Type": kind})

    assert (status, words) == (400, "Deze aanvraag klopt niet.\n")
    assert await house.quotes() == before


async def test_ten_megabytes_are_not_read(house: Listening) -> None:
    status, words = await house.send(PATH, b'{"events":"' + b"a" * 10 * LARGEST + b'"}')

    assert (status, words) == (413, "Dit is te groot.\n")


async def test_ten_megabytes_that_do_not_say_so_are_not_read_either(house: Listening) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"a" * LARGEST

    async with house.client.post(f"/hooks/{PATH}", data=pieces()) as answer:
        assert answer.status == 413


async def test_a_packed_body_is_not_unpacked(house: Listening) -> None:
    packed = gzip.compress(b" " * 50_000_000)

    status, _ = await house.send(PATH, packed, {"Content-Encoding": "gzip"})

    assert status in (400, 413)


async def test_a_hundred_entries_are_enough(house: Listening) -> None:
    event = TRUSTPILOT["events"][0]

    status, _ = await house.send(PATH, {"events": [event] * 101})

    assert status == 413
    assert await house.quotes() == []


@pytest.mark.parametrize(
    "words",
    ["\ud800 half een emoji", "\x00nul", "=HYPERLINK(1)", "<script>alert(1)</script>", "{{7*7}}", "\u202eomgekeerd"],
)
async def test_odd_words_are_words(house: Listening, words: str) -> None:
    status, _ = await house.send(PATH, review(text=words, title=""))

    (kept,) = await house.quotes()
    assert status == 200
    assert "\x00" not in kept.text and "\u202e" not in kept.text
    kept.text.encode()


@pytest.mark.parametrize("odd", [[], {}, True, 10**400, "x" * 30_000, -1, 1e308, "nog nooit"])
async def test_odd_values_of_a_field_are_left_out(house: Listening, odd: object) -> None:
    status, _ = await house.send(PATH, review(text="Goed geholpen", title="", stars=odd, createdAt=odd))

    (kept,) = await house.quotes()
    assert status == 200
    assert (kept.side, kept.month) == (None, "")


async def test_a_text_that_is_too_long_for_a_quote_is_left_out(house: Listening) -> None:
    status, _ = await house.send(PATH, review(text="lang verhaal " * 300))

    assert status == 200
    assert await house.quotes() == []


async def test_what_could_not_be_stored_is_asked_for_again(
    house: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    async def busy(*_: object, **__: object) -> None:
        raise Busy("store", "busy")

    with monkeypatch.context() as broken:
        broken.setattr(house.world.store, "transact", busy)
        first, _ = await house.send(PATH, TRUSTPILOT)
    second, _ = await house.send(PATH, TRUSTPILOT)

    assert (first, second) == (503, 200)
    assert len(await house.quotes()) == 1


async def test_only_post_is_heard(house: Listening) -> None:
    async with house.client.get(f"/hooks/{PATH}") as answer:
        assert answer.status == 405
