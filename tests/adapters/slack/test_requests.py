"""Requests that are not quite Slack's: refused or answered, never stumbled over."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from adapters.slack.verify import MOST_BYTES
from store.base import Store
from store.errors import Full
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.sender import HttpSender

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
PERSON = {"id": "U1", "team_id": TEAM}
MESSAGE = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "text": "proef ja", "ts": "1.1"}
MENTION = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "<@UBOT> proef ja", "ts": "1.1"}


def sender(tried: Tried) -> HttpSender:
    assert isinstance(tried.fake.sender, HttpSender)
    return tried.fake.sender


async def sent(tried: Tried, body: object, **event: Any) -> int:
    found = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event} if event else body
    return (await sender(tried).raw(json.dumps(found).encode(), JSON)).status


def nothing_happened(tried: Tried) -> bool:
    return not tried.trial.commands and not tried.trial.submitted and not tried.trial.reactions


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64}, {"X-Slack-Request-Timestamp": "abc"},
        {"X-Slack-Request-Timestamp": "1"}, {"X-Slack-Request-Timestamp": "9" * 400}, {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": ""}, {"X-Slack-Signature": ""},
    ],
)  # fmt: skip
async def test_what_is_not_signed_right_is_refused(tried: Tried, headers: dict[str, str]) -> None:
    body = urlencode({"command": "/proef", "text": "hoi", "team_id": TEAM}).encode()

    assert (await sender(tried).raw(body, FORM | headers)).status == 401
    assert nothing_happened(tried)


async def test_what_bears_no_signature_at_all_is_refused_before_it_is_read(tried: Tried) -> None:
    assert (await sender(tried).raw(b"\xff{", JSON, signed=False)).status == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"payload=", b"payload={", b"payload=[]", b"a", b"{}"]
)
@pytest.mark.parametrize("kind", [FORM, JSON, {"Content-Type": "text/plain"}, {"Content-Type": "é"}])
async def test_a_signed_body_that_says_nothing_is_malformed(tried: Tried, body: bytes, kind: dict[str, str]) -> None:
    assert (await sender(tried).raw(body, kind)).status == 400


async def test_too_much_is_refused_without_reading_on(tried: Tried) -> None:
    async with ClientSession() as session, session.post(tried.url, data=BytesIO(b"a" * (MOST_BYTES + 1))) as answer:
        assert answer.status == 400


async def test_too_much_in_pieces_is_refused_too(tried: Tried) -> None:
    async def pieces() -> Any:
        for _ in range(40):
            yield b"a" * 65_536

    async with ClientSession() as session, session.post(tried.url, data=pieces()) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    "event",
    [
        None, "text", [], {}, {"type": None}, {"type": 1}, {"type": "message"} | {"channel": ["C"]},
        MESSAGE | {"ts": "nu"}, MESSAGE | {"ts": None}, MESSAGE | {"text": {}}, MESSAGE | {"channel": {}},
        MENTION | {"ts": "1e5"}, MENTION | {"channel": ""}, {"type": "reaction_added", "user": "U1", "item": "x"},
        {"type": "channel_rename", "channel": "C1"}, {"type": "user_change", "user": "U1"},
        {"type": "tokens_revoked", "tokens": []}, {"type": "member_joined_channel", "user": {}, "channel": "C1"},
    ],
)  # fmt: skip
async def test_an_event_of_an_odd_shape_is_malformed_or_nothing(tried: Tried, event: object) -> None:
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}

    assert await sent(tried, body) in (200, 400)
    assert nothing_happened(tried)


@pytest.mark.parametrize(
    "changes",
    [
        {"team_id": ""}, {"team_id": None}, {"team_id": 1}, {"event_id": None}, {"event_id": ""}, {"type": None},
        {"authorizations": "x"}, {"authorizations": [1]}, {"team": []}, {"enterprise": []}, {"user": 5},
        {"authorizations": [{"team_id": {}}]}, {"channel": 1}, {"view": []}, {"response_urls": [1]},
    ],
)  # fmt: skip
async def test_an_envelope_of_an_odd_shape_is_malformed_or_nothing(tried: Tried, changes: dict[str, object]) -> None:
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": MENTION} | changes

    assert await sent(tried, body) in (200, 400)


@pytest.mark.parametrize(
    "changes",
    [
        {"actions": []}, {"actions": [1]}, {"actions": None}, {"user": None}, {"user": "U1"}, {"team": "T"},
        {"actions": [{"type": "button", "value": "x y z"}]}, {"actions": [{"type": "button", "value": 5}]},
        {"actions": [{"type": "button", "value": "proef.klap nonsense"}]}, {"container": []}, {"channel": "C1"},
        {"type": "view_submission"}, {"type": "view_submission", "view": {}},
        {"type": "view_submission", "view": {"id": "V1", "type": "modal", "private_metadata": "{"}},
        {"type": "view_submission", "view": {"id": "V1", "type": "modal", "private_metadata": "[]"}},
        {"type": "view_submission",
         "view": {"id": "V1", "private_metadata": '{"form":"a","draft":"b"}', "state": {"values": {"a": 1}}}},
        {"type": "view_closed", "view": 1}, {"type": "block_suggestion", "value": {}}, {"type": "message_action"},
        {"type": "shortcut"}, {"type": "nieuw_soort"}, {"type": 7}, {"trigger_id": {}}, {"response_url": 4},
    ],
)  # fmt: skip
async def test_something_interactive_of_an_odd_shape_is_malformed_or_nothing(
    tried: Tried, changes: dict[str, object]
) -> None:
    action = {"type": "button", "action_id": "0:x", "value": "proef.klap bericht:1"}
    body = {"type": "block_actions", "team": {"id": TEAM}, "user": PERSON, "actions": [action], "trigger_id": "1.2"}

    reply = await sender(tried).raw(urlencode({"payload": json.dumps(body | changes)}).encode(), FORM)

    assert reply.status in (200, 400)
    assert nothing_happened(tried)


@pytest.mark.parametrize("missing", ["command", "team_id", "user_id", "channel_id"])
async def test_a_command_without_what_it_needs_is_malformed(tried: Tried, missing: str) -> None:
    body = {"command": "/proef", "team_id": TEAM, "user_id": "U1", "channel_id": "C1", "text": "ja", "trigger_id": "1"}
    del body[missing]

    assert (await sender(tried).raw(urlencode(body).encode(), FORM)).status == 400
    assert nothing_happened(tried)


async def test_a_command_without_a_trigger_still_happens_once(tried: Tried) -> None:
    body = urlencode({"command": "/proef", "team_id": TEAM, "user_id": "U1", "channel_id": "C1", "text": "ja"})
    for _ in range(3):
        assert (await sender(tried).raw(body.encode(), FORM)).status == 200
    await tried.walk()

    assert len(tried.fake.messages("C1")) == 1


async def test_slack_checking_the_address_gets_its_word_back(tried: Tried) -> None:
    (reply,) = await tried.fake.verifies_url()

    assert reply.status == 200
    assert reply.json["challenge"]


@pytest.mark.parametrize(("word", "status"), [('"\\ud83d"', 200), ("[]", 400)])
async def test_an_odd_word_at_that_check_breaks_nothing(tried: Tried, word: str, status: int) -> None:
    body = f'{{"type": "url_verification", "challenge": {word}}}'.encode()

    assert (await sender(tried).raw(body, JSON)).status == status


@pytest.mark.parametrize(
    "changes",
    [
        {"user": "USLACKBOT"}, {"bot_id": "B1"}, {"subtype": "bot_message"}, {"subtype": "message_changed"},
        {"user": None}, {"hidden": True, "subtype": "message_deleted"}, {"subtype": "thread_broadcast"},
        {"edited": {"ts": "1.2", "user": "U1"}}, {"user": "U0BOT0WATERRAND"}, {"channel_type": "channel"},
    ],
)  # fmt: skip
async def test_nobody_but_a_person_says_something_to_the_bot(tried: Tried, changes: dict[str, object]) -> None:
    assert await sent(tried, None, **(MESSAGE | changes)) == 200
    assert nothing_happened(tried)


@pytest.mark.parametrize(("text", "heard"), [("proef ja", ["ja"]), ("", [])])
async def test_words_to_the_bot_beside_a_file_are_heard(tried: Tried, text: str, heard: list[str]) -> None:
    said = MESSAGE | {"text": text, "subtype": "file_share", "files": [{"id": "F1", "name": "taart.png"}]}

    assert await sent(tried, None, **said) == 200
    assert [one.text for one in tried.trial.commands] == heard


async def test_one_gesture_that_slack_tells_twice_happens_once(tried: Tried) -> None:
    for number, event in enumerate((
        MESSAGE | {"ts": "5.1", "client_msg_id": "m1"},
        MESSAGE | {"ts": "5.2", "client_msg_id": "m1"},
        {"type": "app_mention", "channel": "D1", "user": "U1", "text": "proef ja", "ts": "5.2"},
    )):  # fmt: skip
        body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "event": event}
        assert await sent(tried, body) == 200
    await tried.walk()

    assert tried.fake.count("chat.postMessage") == 1
    assert len(tried.fake.messages(tried.fake.user("U1").chat.id)) == 1


async def test_what_could_not_be_stored_is_sent_again_and_a_command_says_so(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sqlite_store) as tried:

        async def full(*_: object, **__: object) -> None:
            raise Full("disk")

        monkeypatch.setattr(sqlite_store, "transact", full)

        event = await tried.fake.user("U1").tells_bot("proef ja")
        command = await tried.fake.user("U1").types("/proef ja", "C1")
        await tried.slack.settled()

        assert event.status == 503
        assert command.status == 200
        assert "schijf is vol" in command.reply.json["text"]
