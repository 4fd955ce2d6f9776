"""What goes out, and what is said of it when it goes wrong."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import adapters.slack
from adapters.slack import transport
from adapters.slack.markup import unescaped
from adapters.slack.messages import KEY
from rituals.engine.cards import Card, Text
from rituals.engine.errors import (
    DeliveryError,
    PerhapsSent,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)
from store.base import Store
from tests.adapters.slack.conftest import Tried, opened
from tests.adapters.slack.contract import subject
from tests.contracts.adapters import Subject
from tests.fakes.slack import faults
from tests.fakes.slack.faults import Fault

HELLO = Card((Text(("Hallo <!channel>",)),))


@pytest.fixture
async def tried(sqlite_store: Store) -> AsyncIterator[tuple[Subject, Tried]]:
    async with subject(sqlite_store) as found:
        yield found, found.standing.__self__.tried  # type: ignore[attr-defined]


Pair = tuple[Subject, Tried]


async def test_a_message_pings_nobody_and_unfolds_nothing(tried: Pair) -> None:
    found, slack = tried

    await found.platform.post(found.parcel(HELLO))

    (message,) = slack.fake.messages("C9")
    asked = {name: message.asked.get(name) for name in ("unfurl_links", "unfurl_media", "link_names", "parse")}
    assert asked == {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
    assert message.text == "Hallo &lt;!channel&gt;"
    assert message.metadata == {"event_type": KEY, "event_payload": {"key": "probe:1"}}


async def test_a_long_card_can_be_changed_and_only_its_words_for_notifications_are_cut(tried: Pair) -> None:
    found, slack = tried
    long = Card(tuple(Text(("R&D " * 500,)) for _ in range(5)))
    posted = await found.platform.post(found.parcel(HELLO))

    await found.platform.update(found.parcel(long, posted=posted))

    (message,) = slack.fake.messages("C9")
    assert len(message.text) <= 4_000
    assert unescaped(message.text).startswith("R&D R&D")
    assert message.text.endswith("…")
    assert len(message.blocks) == 5


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.accept_then_reset(), PerhapsSent), (faults.half_body(), PerhapsSent), (faults.not_json(), PerhapsSent),
        (faults.status(500), PerhapsSent), (faults.status(503, applied=True), PerhapsSent),
        (faults.says("internal_error", applied=True), PerhapsSent), (faults.throttled("7"), Throttled),
        (faults.says("not_in_channel"), Unreachable), (faults.says("is_archived"), Unreachable),
        (faults.says("token_revoked"), Unreachable), (faults.says("msg_too_long"), Unacceptable),
        (faults.says("invalid_blocks"), Unacceptable), (faults.status(404), Unacceptable),
    ],
)  # fmt: skip
async def test_what_went_wrong_with_a_message_is_told_once_and_never_tried_again(
    tried: Pair, fault: Fault, kind: type[DeliveryError]
) -> None:
    found, slack = tried
    slack.fake.next("chat.postMessage", fault)

    with pytest.raises(kind) as caught:
        await found.platform.post(found.parcel(HELLO))

    assert type(caught.value) is kind
    assert slack.fake.count("chat.postMessage") == 1


async def test_no_answer_within_the_time_may_have_been_sent(tried: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    found, slack = tried
    slack.fake.next("chat.postMessage", faults.never_answers())
    whole = asyncio.timeout
    monkeypatch.setattr(asyncio, "timeout", lambda seconds: whole(0.05 if seconds == transport.TIMEOUT else seconds))

    with pytest.raises(PerhapsSent):
        await found.platform.post(found.parcel(HELLO))


async def test_a_refused_connection_was_surely_not_sent(sqlite_store: Store) -> None:
    async with opened(sqlite_store, {"SLACK_API_URL": "http://127.0.0.1:9/api/"}) as away:
        with pytest.raises(SurelyNotSent):
            await away.slack._web.call("xoxb-1", "chat.postMessage", {"channel": "C1", "text": "a"})


@pytest.mark.parametrize(
    ("header", "seconds"), [("1", 1), ("600", 600), ("0", 1), (None, 30), ("-1", 30), ("abc", 30), ("99999", 3600)]
)
async def test_how_long_to_wait_is_read_in_every_spelling(tried: Pair, header: str | None, seconds: float) -> None:
    found, slack = tried
    slack.fake.next("chat.update", faults.throttled(header))

    with pytest.raises(Throttled) as caught:
        await found.platform.update(found.parcel(HELLO, posted="C9:1.1"))

    assert (caught.value.retry_after, caught.value.scope) == (seconds, "updates")


async def test_a_post_that_was_applied_and_then_lost_is_found(tried: Pair) -> None:
    found, slack = tried
    slack.fake.next("chat.postMessage", faults.accept_then_reset())
    with pytest.raises(PerhapsSent):
        await found.platform.post(found.parcel(HELLO))

    posted = await found.platform.find(found.parcel(HELLO), found.clock.now() - timedelta(minutes=1))

    (message,) = slack.fake.messages("C9")
    assert posted == f"C9:{message.ts}"


async def test_an_answer_in_a_thread_is_found_there(tried: Pair) -> None:
    found, slack = tried
    above = await found.platform.post(found.parcel(HELLO))
    below = await found.platform.post(found.parcel(HELLO, key="probe:2", thread=above))

    again = await found.platform.find(
        found.parcel(HELLO, key="probe:2", thread=above), found.clock.now() - timedelta(minutes=1)
    )

    assert again == below
    assert slack.fake.count("conversations.replies") == 1


async def test_a_thread_of_another_channel_is_left_alone(tried: Pair) -> None:
    found, slack = tried
    above = await found.platform.post(found.parcel(HELLO, found.there))

    await found.platform.post(found.parcel(HELLO, key="probe:2", thread=above))

    (message,) = slack.fake.messages("C9")
    assert message.thread_ts is None


async def test_a_private_chat_is_looked_up_once(tried: Pair) -> None:
    found, slack = tried
    for number in range(3):
        await found.platform.post(found.parcel(HELLO, found.somebody, key=f"probe:{number}"))

    assert slack.fake.count("conversations.open") == 1


async def test_without_a_way_to_look_it_up_the_person_is_the_address(tried: Pair) -> None:
    found, slack = tried
    slack.fake.always("conversations.open", faults.says("unknown_method"))

    posted = await found.platform.post(found.parcel(HELLO, found.somebody))

    assert posted
    assert slack.fake.count("chat.postMessage") == 1


@pytest.mark.parametrize("fault", [faults.status(503), faults.accept_then_reset(), faults.half_body()])
async def test_a_private_chat_that_does_not_open_means_that_nothing_was_sent(tried: Pair, fault: Fault) -> None:
    found, slack = tried
    slack.fake.next("conversations.open", fault)

    with pytest.raises(SurelyNotSent):
        await found.platform.post(found.parcel(HELLO, found.somebody))

    assert slack.fake.count("chat.postMessage") == 0


async def test_a_token_that_the_store_cannot_tell_means_that_nothing_was_sent(sqlite_store: Store) -> None:
    given = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "geheim"}
    async with opened(sqlite_store, given) as slack:
        await sqlite_store.close()

        with pytest.raises(SurelyNotSent):
            await slack.slack.tell("T0ELDERS", "U1", HELLO)


async def test_after_the_end_nothing_is_sent(tried: Pair) -> None:
    found, slack = tried
    await slack.slack.stop()

    with pytest.raises(SurelyNotSent):
        await found.platform.post(found.parcel(HELLO))

    assert slack.fake.count("chat.postMessage") == 0


async def test_a_handle_of_other_keys_or_worn_out_has_vanished(tried: Pair) -> None:
    found, slack = tried
    handle = await found.answered(HELLO)
    slack.fake.next("response_url", faults.status(404))

    with pytest.raises(Vanished):
        await found.platform.answer(handle, found.parcel(HELLO))


async def test_one_session_serves_all_calls(tried: Pair) -> None:
    found, _ = tried
    session = found.platform._web.session  # type: ignore[attr-defined]

    await asyncio.gather(*(found.platform.post(found.parcel(HELLO, key=f"probe:{n}")) for n in range(5)))

    assert found.platform._web.session is session  # type: ignore[attr-defined]


async def test_no_secret_stands_in_the_log(tried: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    found, slack = tried
    slack.fake.next("response_url", faults.accept_then_reset())
    handle = await found.answered(HELLO)

    with pytest.raises(PerhapsSent) as caught:
        await found.platform.answer(handle, found.parcel(HELLO))

    assert "hooks" not in str(caught.value)
    assert "http" not in "".join(capsys.readouterr())


def test_one_file_alone_knows_the_sdk() -> None:
    files = sorted(Path(adapters.slack.__file__).parent.glob("*.py"))

    assert [one.name for one in files if re.search(r"^\s*(from|import) slack_", one.read_text(), re.MULTILINE)] == [
        "transport.py"
    ]


def test_to_know_that_the_folder_exists_the_sdk_is_not_loaded() -> None:
    code = "import sys, adapters.slack; sys.exit('slack_sdk' in sys.modules or 'aiohttp' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
