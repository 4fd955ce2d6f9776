"""What comes in that nobody would send, and what the hook says to it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.teams import answers
from store import handles
from store.errors import Busy
from tests.adapters.teams.conftest import Tried
from tests.adapters.teams.house import read
from tests.fakes.teams import faults
from tests.fakes.teams.tokens import bearer, forged


async def busy(*_: object, **__: object) -> None:
    raise Busy("a test")


def token(tried: Tried) -> list[tuple[str, str]]:
    return bearer(tried.fake.signer().token())


def hello(tried: Tried, **changed: Any) -> dict[str, Any]:
    return {**tried.fake.sender.message(tried.fatima, tried.noord, "hulp", mention=True), **changed}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b'"x"', b"{}", b'{"type":', b"[" * 100_000, b'{"a":' * 50_000, b"\xff", b"\xef\xbb\xbf{}",
        '{"type": "message"}'.encode("utf-16"), b'{"type": 7, "conversation": [], "from": "x"}', b"1" + b"0" * 9999,
    ],
)  # fmt: skip
async def test_a_body_that_is_no_activity_is_refused(tried: Tried, body: bytes) -> None:
    assert (await tried.fake.sender.post(body, token(tried))).status == 400


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_a_body_that_is_too_large_is_refused(tried: Tried) -> None:
    body = json.dumps(hello(tried, value="x" * 1_100_000)).encode()

    assert (await tried.fake.sender.post(body, token(tried))).status == 400


async def test_whoever_has_no_good_token_is_refused_before_the_body_is_read(tried: Tried) -> None:
    tried.fake.publish_foreign_key()
    activity = hello(tried)
    found = {}
    for one in forged(tried.fake.signer()):
        found[one.name] = (await tried.fake.sender.deliver_forged(activity, one)).status

    assert {name: status for name, status in found.items() if status != 401} in (
        {},
        {"no serviceUrl in the activity": 400},
    )
    assert tried.noord.private_to(tried.fatima) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "event"}, {"type": ""}, {"type": "typing"}, {"type": "invoke", "name": "nieuw/iets"},
        {"from": {"id": "28:22222222-2222-4222-8222-222222222222"}}, {"from": {"id": "29:x", "role": "bot"}},
        {"text": None}, {"text": 7}, {"entities": "x"}, {"entities": [None, 7, {"type": "mention"}]},
        {"type": "messageReaction", "reactionsAdded": "x"}, {"type": "messageReaction"},
        {"type": "conversationUpdate", "membersAdded": [{}]}, {"type": "installationUpdate", "action": "zomaar"},
    ],
)  # fmt: skip
async def test_what_is_not_for_us_is_heard_and_let_be(tried: Tried, changed: dict[str, Any]) -> None:
    body = json.dumps(hello(tried, **changed)).encode()

    assert (await tried.fake.sender.post(body, token(tried))).status == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adaptiveCard/action", None), ("adaptiveCard/action", {"action": "x"}), ("task/fetch", {"data": []}),
        ("task/fetch", {}), ("task/submit", {"data": {"action": "DROP"}}), ("composeExtension/submitAction", 7),
    ],
)  # fmt: skip
async def test_an_invoke_that_is_none_of_ours_is_malformed(tried: Tried, name: str, value: object) -> None:
    body = json.dumps(hello(tried, type="invoke", name=name, value=value)).encode()

    assert (await tried.fake.sender.post(body, token(tried))).status == 400


async def test_a_button_of_ours_that_nobody_knows_any_more_is_answered(tried: Tried) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "x.y", "data": {"action": "x.y", "ref": "bell:999"}}}
    activity = tried.fake.sender.invoke("adaptiveCard/action", tried.fatima, tried.noord, value)

    reply = await tried.fake.sender.deliver(activity)

    assert reply.status == 200
    assert len(await tried.private(tried.fatima, tried.noord)) == 1


async def test_a_form_whose_seal_does_not_open_says_so_and_gives_back_what_was_typed(tried: Tried) -> None:
    value = {"data": {"form": "AAAA", "field.text": "De lift doet het weer", "field.makers": "person:1,person:2"}}
    activity = tried.fake.sender.invoke("task/submit", tried.sanne, tried.sanne.chat(), value)

    reply = await tried.fake.sender.deliver(activity)

    sentence, *given_back = reply.body["task"]["value"].splitlines()
    assert sentence.strip() == "Dit formulier werkt niet meer. Open het opnieuw en zet je tekst er weer in."
    assert [one for one in given_back if one] == ["De lift doet het weer"]


async def test_who_typed_or_pressed_what_could_not_be_stored_hears_it(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tried.engine.store, "transact", busy)
    message = await tried.fatima.says("bel De lift doet het weer", tried.noord)
    press = {"action": {"type": "Action.Execute", "verb": "bel.clap", "data": {"action": "bel.clap", "ref": "bell:1"}}}
    pressed = await tried.fake.sender.deliver(
        tried.fake.sender.invoke("adaptiveCard/action", tried.fatima, tried.noord, press)
    )

    assert message.status == 200
    (told,) = await tried.private(tried.fatima, tried.noord)
    assert read(told) == "Het is even druk. Er is niets gebeurd: probeer het zo nog eens."
    assert (pressed.status, "druk" in pressed.body["value"]) == (200, True)


@pytest.mark.parametrize("fault", [None, faults.status(503), faults.throttled("30"), faults.silence()])
async def test_a_message_that_could_not_be_stored_nor_surely_answered_is_sent_again(
    tried: Tried, monkeypatch: pytest.MonkeyPatch, fault: faults.Fault | None
) -> None:
    monkeypatch.setattr(answers, "SORRY_SECONDS", 0.5)
    monkeypatch.setattr(tried.engine.store, "transact", busy)
    if fault is None:
        await tried.fake.connector.server.away()
    else:
        tried.fake.connector.faults.always("post", fault)

    assert (await tried.fatima.says("bel De lift doet het weer", tried.noord)).status == 503


async def test_an_installation_that_could_not_be_stored_is_sent_again(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tried.engine.store, "transact", busy)

    activity = tried.fatima.installing(tried.noord, "add")

    assert (await tried.fake.sender.deliver(activity)).status == 503


async def test_a_private_answer_that_was_perhaps_sent_is_not_sent_again(tried: Tried) -> None:
    tried.fake.connector.faults.next("post", faults.accept_then_reset(applied=True))
    await tried.fatima.says("hulp", tried.noord)

    assert len(await tried.private(tried.fatima, tried.noord)) == 1
    assert await tried.private(tried.fatima) == []


async def test_a_throttled_private_answer_goes_to_the_personal_chat_and_delivery_slows_down(tried: Tried) -> None:
    await tried.switch_on(tried.noord)
    tried.fake.connector.faults.next("post", faults.throttled("30"))
    await tried.fatima.says("hulp", tried.noord)
    assert len(await tried.private(tried.fatima)) == 1

    await tried.fatima.types("/bel", "De lift doet het weer", tried.general)
    await tried.walk(seconds=11)
    assert tried.noord.posted() == []
    await tried.walk(seconds=30)
    assert len(tried.noord.posted()) == 1


async def test_a_form_that_cannot_open_from_a_press_is_offered(tried: Tried) -> None:
    """A button that did not tell that it opens a form: nothing is lost, it takes one press more."""
    value = {"action": {"type": "Action.Execute", "verb": "bel.form", "data": {"action": "bel.form"}}}
    chat = tried.sanne.chat()
    await tried.fake.sender.deliver(tried.fake.sender.invoke("adaptiveCard/action", tried.sanne, chat, value))
    (offered,) = await tried.private(tried.sanne)

    dialog = await tried.sanne.opens_dialog(offered, "Invullen")

    assert [one for one in dialog.card["body"] if one["type"] == "Input.Text"]


async def test_words_that_try_to_be_markup_are_words(tried: Tried) -> None:
    odd = ("<at>iedereen</at>", "&lt;script&gt;alert(1)&lt;/script&gt;", "\ud800", "x" * 20_000, "\u202e{{DATE(1)}}")
    for text in odd:
        await tried.sanne.says(text)

    assert tried.fake.problems == []
    assert len(await tried.private(tried.sanne)) == len(odd)


async def test_a_private_answer_does_not_wait_for_a_store_that_went_away(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tried.switch_on(tried.noord)
    dialog = await tried.sanne.picks("bel")

    def busy(*_: object) -> None:
        raise Busy("a test")

    monkeypatch.setattr(handles, "get", busy)
    await tried.sanne.submits(dialog, text="De lift doet het weer")

    assert len(await tried.private(tried.sanne)) == 1
