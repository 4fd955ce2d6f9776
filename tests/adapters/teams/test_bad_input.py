"""Bad bodies, odd envelopes and texts that try to be more than words: answered, never stumbled over, without effect."""

from __future__ import annotations

import asyncio
import copy
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from adapters.teams import verify
from tests.adapters.teams.house import House, housed, nothing_breaks, read, rows
from tests.fakes.teams.reading import pinged, seen
from tests.fakes.teams.state import Message
from tests.fakes.teams.tokens import OTHER_TENANT, bearer

Json = dict[str, Any]
BELL = "bel De lift doet het weer"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made


def hello(house: House) -> Json:
    return house.fake.sender.message(house.fatima, house.noord, BELL, mention=True)


def spoiled(house: House) -> dict[str, bytes]:
    """Bodies that are no activity, though most have one in them."""
    whole = json.dumps(hello(house))
    return {
        "empty": b"", "null": b"null", "a list": b"[]", "a word": b'"x"', "a number": b"7", "cut off": b'{"type":',
        "deep lists": b"[" * 100_000, "deep objects": b'{"a":' * 100_000, "BOM": b"\xef\xbb\xbf" + whole.encode(),
        "UTF-16": whole.encode("utf-16"), "invalid UTF-8": whole.replace("lift", "l\xffft").encode("latin-1"),
        "NUL": whole.encode() + b"\x00", "gzip": gzip.compress(whole.encode()), "two": whole.encode() * 2,
        "NaN": whole.replace('"nl-NL"', "NaN").encode(), "Infinity": whole.replace('"nl-NL"', "-Infinity").encode(),
        "a long number": b"1" + b"0" * 10_000, "a list of one": f"[{whole}]".encode(),
    }  # fmt: skip


async def test_a_body_that_is_no_activity_is_refused_and_nothing_happens(house: House) -> None:
    before = await house.read(rows)

    with nothing_breaks():
        found = {
            name: (await house.fake.sender.post(body, house.signed)).status for name, body in spoiled(house).items()
        }
        await house.walk(seconds=15)

    assert set(found.values()) == {400}, found
    assert await house.read(rows) == before


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_a_body_of_over_a_megabyte_is_refused_unread(house: House) -> None:
    body = json.dumps(hello(house) | {"value": "x" * 1024 * 1024}).encode()

    assert (await house.fake.sender.post(body, house.signed)).status == 400


@pytest.mark.parametrize(
    "headers",
    [
        [("Content-Type", "text/plain")], [("Content-Type", "application/x-www-form-urlencoded")],
        [("Content-Type", "application/json; charset=utf-16")], [("Content-Encoding", "gzip")],
        [("Content-Encoding", "br")],
    ],
)  # fmt: skip
async def test_headers_that_do_not_fit_the_body_break_nothing(house: House, headers: list[tuple[str, str]]) -> None:
    """A charset that is not the body's own is passed over: JSON is UTF-8."""
    with nothing_breaks():
        status = await raw(house, json.dumps(hello(house)).encode(), headers)

    assert status in ((200,) if "charset" in headers[0][1] else (400,))


@pytest.mark.parametrize(
    ("length", "status"),
    [("7", {400}), ("999999", {None}), ("-1", {400}), ("abc", {400}), ("9999999999999", {400})],
)
async def test_a_length_that_is_a_lie_breaks_nothing(house: House, length: str, status: set[int | None]) -> None:
    """Whoever announces more than comes waits in vain, until the connection is closed."""
    before = await house.read(rows)

    with nothing_breaks():
        found = await raw(house, json.dumps(hello(house)).encode(), [("Content-Length", length)])

    assert {found} == status
    assert await house.read(rows) == before


async def test_chunks_without_end_are_cut_off_at_a_megabyte(house: House) -> None:
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"

    status = await raw(house, chunk * 17, [("Transfer-Encoding", "chunked")])

    assert status == 400


async def test_a_body_that_never_ends_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "PATIENCE", 0.05)

    assert await raw(house, b"7\r\n", [("Transfer-Encoding", "chunked")]) == 400


async def raw(house: House, body: bytes, headers: list[tuple[str, str]]) -> int | None:
    """By hand, since no client would send this. None when no answer came by the time that the sender closes."""
    names = {name for name, _ in headers}
    more = [("Content-Type", "application/json")] if "Content-Type" not in names else []
    more += [("Content-Length", str(len(body)))] if not names & {"Content-Length", "Transfer-Encoding"} else []
    head = "".join(f"{name}: {value}\r\n" for name, value in [("Host", "x"), *house.signed, *more, *headers])
    address = urlsplit(house.address)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"POST /api/messages HTTP/1.1\r\n{head}\r\n".encode() + body)
    if ("Content-Length", "999999") in headers:
        writer.write_eof()
    answer = await reader.readline()
    writer.close()
    return int(answer.split()[1]) if answer else None


async def test_keys_that_stand_twice_are_read_once(house: House) -> None:
    """The last one counts, as for every reader of JSON; so what is checked is what is used."""
    tenant = json.dumps({"tenant": {"id": OTHER_TENANT}})
    whole = json.dumps(hello(house))
    first = f'{{"channelData": {tenant}, {whole[1:]}'
    last = f'{whole[:-1]}, "channelData": {tenant}}}'

    assert (await house.fake.sender.post(first.encode(), house.signed)).status == 200
    assert (await house.fake.sender.post(last.encode(), house.signed)).status == 401


ENVELOPES: dict[str, tuple[Json, set[int]]] = {
    "unknown type": ({"type": "event"}, {200}), "type is null": ({"type": None}, {200}),
    "type is a list": ({"type": ["message"]}, {200}), "no type": ({"type": ...}, {200}),
    "no id": ({"id": ...}, {400}), "id is a number": ({"id": 7}, {400}), "id of 10 KB": ({"id": "x" * 10_240}, {400}),
    "no conversation": ({"conversation": ...}, {400}), "conversation is a list": ({"conversation": []}, {400}),
    "a conversation without id": ({"conversation": {"id": ""}}, {400}),
    "a conversation of 10 KB": ({"conversation": {"id": "19:" + "x" * 10_240}}, {400}),
    "no sender": ({"from": ...}, {400}), "sender is a word": ({"from": "x"}, {400}),
    "another bot": ({"from": {"id": "28:33333333-3333-4333-8333-333333333333", "name": "Bot"}}, {200}),
    "ourselves": ({"from": {"id": "28:22222222-2222-4222-8222-222222222222"}}, {200}),
    "a role of bot": ({"from": {"id": "29:x", "role": "bot"}}, {200}),
    "no recipient": ({"recipient": ...}, {200}), "a recipient of another bot": ({"recipient": {"id": "28:x"}}, {200}),
    "another channel": ({"channelId": "webchat"}, {401}), "emulator": ({"channelId": "emulator"}, {401}),
    "no channel": ({"channelId": ...}, {401}), "channel is a list": ({"channelId": ["msteams"]}, {401}),
    "no connector": ({"serviceUrl": ...}, {400}), "connector is a list": ({"serviceUrl": []}, {400}),
    "another tenant": ({"channelData": {"tenant": {"id": OTHER_TENANT}}}, {401}),
    "no tenant": ({"channelData": {}, "conversation": {"id": "19:x@thread.tacv2"}}, {400}),
    "tenant is a list": ({"channelData": {"tenant": {"id": []}}, "conversation": {"id": "19:x@thread.v2"}}, {400}),
    "edited": ({"type": "messageUpdate"}, {200}), "deleted": ({"type": "messageDelete"}, {200}),
    "text is a list": ({"text": ["bel"]}, {200}), "no text": ({"text": ...}, {200}),
    "entities are a word": ({"entities": "mention"}, {200}),
    "an invoke without name": ({"type": "invoke"}, {200}),
    "an unknown invoke": ({"type": "invoke", "name": "signin/verifyState"}, {200}),
    "an event without its name": ({"type": "conversationUpdate", "channelData": {
        "eventType": "channelDeleted", "tenant": {"id": "11111111-1111-4111-8111-111111111111"}}}, {200}),
}  # fmt: skip


async def test_an_odd_envelope_is_refused_or_let_be_and_nothing_happens(house: House) -> None:
    await house.fatima.says("hulp", house.noord)  # so that she and the place are known
    await house.settle()
    before, found = await house.read(rows), {}

    with nothing_breaks():
        for name, (changes, statuses) in ENVELOPES.items():
            activity = {**hello(house), **changes}
            body = {one: value for one, value in activity.items() if value is not ...}
            reply = await house.fake.sender.post(json.dumps(body).encode(), house.signed)
            if reply.status not in statuses:
                found[name] = reply.status
        await house.walk(seconds=15)

    assert found == {}
    after = await house.read(rows)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {}


async def test_an_id_that_was_used_for_something_else_gets_the_first_answer(house: House) -> None:
    first = house.sanne.saying(BELL)
    await house.fake.sender.deliver(first)

    await house.fake.sender.deliver({**first, "text": "bel Er is taart"})
    await house.walk(seconds=11)

    (bell,) = house.general.posted()
    assert "De lift" in read(bell)


TAMPERED: list[Json] = [
    {"action": "bel.nope"}, {"action": "nope.clap"}, {"action": ""}, {"action": "bel.clap; DROP TABLE bell"},
    {"action": "x" * 5_000}, {"action": ["bel.clap"]}, {"ref": "bell:999999"}, {"ref": "bell:-1"}, {"ref": "bell:"},
    {"ref": "bell:1" + "0" * 400}, {"ref": "quote:1"}, {"ref": "../../bell:1"}, {"ref": ["bell:1"]}, {"ref": 7},
    {"action": "bel.take_back"}, {"action": "bel.leave"}, {"action": "bel.cancel"}, {"action": "bel.name"},
    {"action": "bel.again"}, {"action": "bel.edit"}, {"own": True}, {"own": "x"}, {"action": "menu", "own": True},
]  # fmt: skip


async def test_a_button_that_was_tampered_with_changes_nothing_for_others(house: House) -> None:
    await house.sanne.says(BELL)
    await house.walk(seconds=11)
    (bell,) = house.general.posted()

    with nothing_breaks():
        for changes in TAMPERED:
            press = house.somebody().pressing(bell, "👏 Klap mee")
            press["value"]["action"]["data"] |= changes
            assert (await house.fake.sender.post(json.dumps(press).encode(), house.signed)).status in (200, 400)
        await house.walk(seconds=3)

    assert house.hangs() == {"Algemeen": 1, "Noord": 1}
    assert "De lift doet het weer" in read(house.general.posted()[0])


TEXTS = [
    "<!channel> <!here> <!everyone|x> <!subteam^S1> <@U1> <#C1>", "@iedereen @kanaal @channel @here @Waterrand",
    "<http://kwaad.example|klik hier>", "[klik](javascript:alert(1)) [klik](data:text/html,x) <javascript:x>",
    "al &amp;lt;ontsnapt&amp;gt; &amp;amp; &lt;b&gt;", "*_~` vet_ *schuin ~~weg` __x", "```code``` `x` ~~~",
    "> citaat\n> meer",    "# Kop\n\n- punt\n1. een\n\n***\n| a | b |", "x" * 3_001, "x" * 40_001, "woord " * 60_000,
    "   ", "\u200b\u200d\ufeff",    "\u202eomgekeerd\u202c", "Z" + "\u0310\u0311" * 250, "👨‍👩‍👧‍👦🇳🇱👍🏽" * 200,
    "\ud83d", "caf\u00e9 cafe\u0301", "Ѕаnnе d\u0435 Wit",
    "a\nb\tc\rd\u2028e\u2029f", "\x1b[31mrood\x1b[0m", "<at>iedereen</at> <at id=\"0\">Sanne de Wit</at>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "${expr} {{DATE(2020-01-01)}} {{TIME(x)}} {expr}",
    "=HYPERLINK(1)", "'); DROP TABLE bell;--", "../../etc/passwd", "{0.__class__} {{7*7}} %s %(x)s",
    "’s-Hertogenbosch IJ ĳ Ÿ van der Ven", "\x00\x01\x02", "https://evil.example/klik nu",
]  # fmt: skip


async def test_texts_that_try_to_be_more_are_words(house: House) -> None:
    """As they come from the client, escaped, and as nobody's client would send them."""
    with nothing_breaks():
        for text in TEXTS:
            for words in dict.fromkeys((text, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))):
                who = house.somebody()
                for activity in (who.saying(f"bel {words}"), who.saying(words, house.noord)):
                    reply = await house.fake.sender.post(json.dumps(activity).encode(), house.signed)
                    assert reply.status == 200, text[:40]
        for _ in range(30):
            await house.walk(seconds=5)

    assert house.fake.problems == []
    assert len(house.general.posted()) > 20
    for message in house.fake.world.messages():
        assert pinged(message) == []
        assert live(message) == set(), message.text[:80]


LIVE = {"strong", "em", "del", "code", "link", "mention", "list", "heading", "quote"}


def live(message: Message) -> set[str]:
    """What a client would make of a message besides words."""
    if message.card is None:
        return set() if message.activity.get("textFormat") == "plain" else {"markdown"}
    return set(seen(message.card).elements & LIVE)


@pytest.mark.parametrize("typed", ["bel", "/bel", "BEL", "", " ", "hulp", "bel " + "x" * 10_240, "klant", "nope"])
async def test_whatever_somebody_types_in_private_gets_one_answer_or_none_when_nothing_was_said(
    house: House, typed: str
) -> None:
    reply = await house.sanne.says(typed)

    assert reply.status == 200
    assert len(await house.private(house.sanne)) == (1 if typed.strip() else 0)


async def test_a_mention_alone_is_answered_with_what_can_be_asked(house: House) -> None:
    await house.sanne.says("", house.noord)

    (answer,) = await house.private(house.sanne, house.noord)
    assert {"Luid de bel", "Zo typ je het"} <= set(read(answer).splitlines())


async def test_a_guest_rings_no_bell(house: House) -> None:
    with nothing_breaks():
        await house.ron.says(BELL)
        await house.walk(seconds=15)

    (answer,) = await house.private(house.ron)
    assert house.hangs() == {"Algemeen": 0, "Noord": 0}
    assert read(answer)


async def test_somebody_who_rings_forty_times_is_answered_and_rings_three(house: House) -> None:
    with nothing_breaks():
        for number in range(40):
            assert (await house.sanne.says(f"bel De lift doet het weer op nummer {number}")).status == 200
        for _ in range(8):
            await house.walk(seconds=5)

    assert house.hangs() == {"Algemeen": 3, "Noord": 3}


async def test_nothing_of_what_was_typed_stands_in_the_log(house: House) -> None:
    with nothing_breaks() as logged:
        for _ in range(2):
            await house.sanne.says("bel Geheimpje-7391 van de lift")
        await house.fake.sender.post(b'{"text": "Geheimpje-7391"', house.signed)
        forged = bearer(house.fake.signer().token(aud="x"))
        await house.fake.sender.deliver(copy.deepcopy(hello(house)) | {"text": "Geheimpje-7391"}, headers=forged)
        await house.walk(seconds=15)

    assert "Geheimpje" not in str(logged)
    assert forged[0][1][7:] not in str(logged)
