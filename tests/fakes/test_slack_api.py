"""The fake's Web API behaves as Slack's does: order, pages, whispers, errors, tokens and response_urls."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.state import Json

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BELL: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "De bel!"}}
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "De bel"},
    "submit": {"type": "plain_text", "text": "Luid"},
    "blocks": [
        {
            "type": "input",
            "block_id": "text",
            "label": {"type": "plain_text", "text": "Wat?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


class Wall:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NINE

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def fake(wall: Wall) -> AsyncIterator[FakeSlack]:
    async with fake_slack(wall) as fake:
        yield fake


@pytest.fixture
def client(fake: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=fake.api_url, retry_handlers=[], session=fake.session)


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def posted(client: AsyncWebClient, *texts: str, channel: str = "C1", **more: Any) -> list[str]:
    return [(await client.chat_postMessage(channel=channel, text=text, **more))["ts"] for text in texts]


async def test_each_message_gets_a_later_ts_when_the_clock_stands_still(client: AsyncWebClient) -> None:
    times = await posted(client, "een", "twee", "drie")

    assert times == sorted(set(times), key=float)
    assert times[0] == "1795424400.000000" or times[0].startswith("1795424400.")


async def test_a_history_is_newest_first_and_paged(client: AsyncWebClient) -> None:
    await posted(client, "een", "twee", "drie")

    first = await client.conversations_history(channel="C1", limit=2)
    rest = await client.conversations_history(channel="C1", limit=2, cursor=first["response_metadata"]["next_cursor"])

    assert [one["text"] for one in first["messages"]] == ["drie", "twee"]
    assert first["has_more"] is True
    assert [one["text"] for one in rest["messages"]] == ["een"]
    assert rest["has_more"] is False


async def test_a_history_begins_after_oldest_unless_inclusive(client: AsyncWebClient) -> None:
    times = await posted(client, "een", "twee", "drie")

    after = await client.conversations_history(channel="C1", oldest=times[1])
    from_there = await client.conversations_history(channel="C1", oldest=times[1], inclusive=True)

    assert [one["text"] for one in after["messages"]] == ["drie"]
    assert [one["text"] for one in from_there["messages"]] == ["drie", "twee"]


async def test_a_history_with_only_oldest_reads_forward(client: AsyncWebClient) -> None:
    times = await posted(client, "een", "twee", "drie")

    page = await client.conversations_history(channel="C1", oldest=times[0], inclusive=True, limit=2)

    assert [one["text"] for one in page["messages"]] == ["twee", "een"]


async def test_metadata_is_told_to_who_asks(client: AsyncWebClient) -> None:
    metadata = {"event_type": "klantritme", "event_payload": {"key": "bell:1"}}
    await posted(client, "een", metadata=metadata)

    plain = await client.conversations_history(channel="C1")
    full = await client.conversations_history(channel="C1", include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_answers_stand_in_replies_and_not_in_the_history(client: AsyncWebClient) -> None:
    parent = (await posted(client, "de bel"))[0]
    await posted(client, "hoera", thread_ts=parent)

    history = await client.conversations_history(channel="C1")
    replies = await client.conversations_replies(channel="C1", ts=parent)

    assert [(one["text"], one.get("reply_count")) for one in history["messages"]] == [("de bel", 1)]
    assert [one["text"] for one in replies["messages"]] == ["de bel", "hoera"]


async def test_a_whisper_is_for_one_person_and_in_no_history(fake: FakeSlack, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C1", user="U1", text="alleen jij")

    history = await client.conversations_history(channel="C1")

    assert history["messages"] == []
    assert [one.text for one in fake.user("U1").sees("C1")] == ["alleen jij"]
    assert fake.user("U2").sees("C1") == []


async def test_an_update_changes_the_message_and_a_removal_takes_it_away(
    fake: FakeSlack, client: AsyncWebClient
) -> None:
    ts = (await posted(client, "een"))[0]

    await client.chat_update(channel="C1", ts=ts, text="twee")
    standing = [(one.text, one.edits) for one in fake.messages("C1")]
    await client.chat_delete(channel="C1", ts=ts)

    assert standing == [("twee", 1)]
    assert fake.messages("C1") == []
    assert await error_of(client.chat_update(channel="C1", ts=ts, text="drie")) == "message_not_found"


async def test_a_form_and_json_are_both_understood(fake: FakeSlack) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    form = {"channel": "C1", "text": "een", "blocks": json.dumps([BELL])}
    for how in ({"data": form}, {"json": {"channel": "C1", "text": "een", "blocks": [BELL]}}):
        async with fake.session.post(f"{fake.api_url}chat.postMessage", headers=headers, **how) as answer:
            assert (await answer.json())["ok"] is True

    assert [one.blocks[0]["text"]["text"] for one in fake.messages("C1")] == ["De bel!", "De bel!"]


async def test_a_method_that_reads_sees_nothing_of_json(fake: FakeSlack, client: AsyncWebClient) -> None:
    assert await error_of(client.api_call("users.info", json={"user": "U1"})) == "user_not_found"
    assert (await client.api_call("users.info", params={"user": "U1"}))["ok"] is True


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C2", "not_in_channel"), ("C4", "is_archived"), ("C999", "channel_not_found"), ("U6", "account_inactive")],
)
async def test_the_bot_cannot_write_everywhere(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await error_of(client.chat_postMessage(channel=channel, text="een")) == error


async def test_a_private_channel_without_the_bot_does_not_exist(fake: FakeSlack, client: AsyncWebClient) -> None:
    fake.channel("C9", "geheim", ("U1",), private=True, bot=False)

    assert await error_of(client.conversations_info(channel="C9")) == "channel_not_found"
    assert await error_of(client.conversations_history(channel="C9")) == "channel_not_found"


async def test_after_joining_the_bot_can_write(fake: FakeSlack, client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C2")
    await posted(client, "een", channel="C2")

    assert [one.text for one in fake.messages("C2")] == ["een"]


async def test_what_is_written_to_a_person_stands_in_their_private_chat(
    fake: FakeSlack, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users="U1")
    await posted(client, "een", channel="U1")

    assert [one.text for one in fake.messages(opened["channel"]["id"])] == ["een"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [BELL] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": "nothing"}, "invalid_blocks_format"),
        (
            {"text": "x", "blocks": [{**BELL, "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5},
            "msg_blocks_too_long",
        ),
        ({"text": "x", "metadata": {"key": "x"}}, "invalid_metadata_format"),
    ],
)
async def test_a_faulty_message_is_refused(client: AsyncWebClient, args: Json, error: str) -> None:
    assert await error_of(client.api_call("chat.postMessage", json={"channel": "C1", **args})) == error


async def test_an_update_over_4000_characters_is_refused(client: AsyncWebClient) -> None:
    ts = (await posted(client, "x" * 5000))[0]

    assert await error_of(client.chat_update(channel="C1", ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_somebody_elses_message_cannot_be_changed(fake: FakeSlack, client: AsyncWebClient) -> None:
    theirs = fake.user("U1").stands("een", "C1")

    assert await error_of(client.chat_update(channel="C1", ts=theirs.ts, text="x")) == "cant_update_message"
    assert await error_of(client.chat_delete(channel="C1", ts=theirs.ts)) == "cant_delete_message"


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-nobody", "invalid_auth"), (APP_TOKEN, "missing_scope")]
)
async def test_a_token_must_be_known_and_enough(fake: FakeSlack, token: str, error: str) -> None:
    client = AsyncWebClient(token, base_url=fake.api_url, retry_handlers=[], session=fake.session)

    assert await error_of(client.users_list()) == error


async def test_tokens_die_with_the_app(fake: FakeSlack, client: AsyncWebClient) -> None:
    fake.state.tokens[BOT_TOKEN].error = "token_revoked"

    assert await error_of(client.auth_test()) == "token_revoked"
    assert fake.count("auth.test") == 1
    assert fake.server.per_token() == {BOT_TOKEN: 1}


async def test_people_are_listed_in_pages_without_strangers(client: AsyncWebClient) -> None:
    seen: list[Json] = []
    cursor = ""
    while True:
        page = await client.users_list(limit=3, cursor=cursor)
        seen += page["members"]
        if not (cursor := page["response_metadata"]["next_cursor"]):
            break

    names = {one["id"] for one in seen}
    assert {"U1", "U5", "U6", "U7"} < names
    assert "U8" not in names
    assert next(one for one in seen if one["id"] == "U6")["deleted"] is True
    assert next(one for one in seen if one["id"] == "U5")["is_ultra_restricted"] is True


async def test_a_stranger_is_known_through_a_shared_channel(fake: FakeSlack, client: AsyncWebClient) -> None:
    stranger = await client.users_info(user="U8", include_locale=True)
    fake.state.channels["C5"].members.discard("U8")

    assert stranger["user"]["is_stranger"] is True
    assert await error_of(client.users_info(user="U8")) == "user_not_found"


async def test_somebody_is_found_by_email_without_looking_at_capitals(client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="Fatima@Waterrand.example")

    assert found["user"]["id"] == "U1"
    assert await error_of(client.users_lookupByEmail(email="weg@waterrand.example")) == "users_not_found"


async def test_channels_are_listed_by_kind(client: AsyncWebClient) -> None:
    public = await client.conversations_list(exclude_archived=True)
    inside = await client.users_conversations(types="public_channel,private_channel")

    assert [one["id"] for one in public["channels"]] == ["C1", "C2", "C5"]
    assert [one["id"] for one in inside["channels"]] == ["C1", "C3", "C4", "C5"]


async def test_a_trigger_opens_one_view_within_three_seconds(
    fake: FakeSlack, client: AsyncWebClient, wall: Wall
) -> None:
    state = fake.state
    once, late = state.trigger(state.users["U1"]), state.trigger(state.users["U1"])

    await client.views_open(trigger_id=once.id, view=MODAL)
    wall.move(seconds=3.5)

    assert fake.user("U1").view.body["title"]["text"] == "De bel"
    assert await error_of(client.views_open(trigger_id=once.id, view=MODAL)) == "exchanged_trigger_id"
    assert await error_of(client.views_open(trigger_id=late.id, view=MODAL)) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.abc", view=MODAL)) == "invalid_trigger_id"


async def test_at_most_three_views_lie_on_each_other(fake: FakeSlack, client: AsyncWebClient) -> None:
    state, user = fake.state, fake.state.users["U1"]
    view = (await client.views_open(trigger_id=state.trigger(user).id, view=MODAL))["view"]["id"]
    for _ in range(2):
        await client.views_push(trigger_id=state.trigger(user, view).id, view=MODAL)

    assert (
        await error_of(client.views_push(trigger_id=state.trigger(user, view).id, view=MODAL)) == "push_limit_reached"
    )


async def test_a_faulty_view_is_refused_with_where_it_is(fake: FakeSlack, client: AsyncWebClient) -> None:
    trigger = fake.state.trigger(fake.state.users["U1"])
    faulty = {key: value for key, value in MODAL.items() if key != "submit"}

    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=trigger.id, view=faulty)

    assert caught.value.response["error"] == "invalid_arguments"
    assert "submit" in caught.value.response["response_metadata"]["messages"][0]
    assert not trigger.used


async def test_a_view_is_changed_with_the_hash_it_had(fake: FakeSlack, client: AsyncWebClient) -> None:
    view = (await client.views_open(trigger_id=fake.state.trigger(fake.state.users["U1"]).id, view=MODAL))["view"]

    await client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)

    assert await error_of(client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)) == "hash_conflict"
    assert await error_of(client.views_update(view_id="V0", view=MODAL)) == "not_found"


async def test_every_call_is_written_down_with_its_time(fake: FakeSlack, client: AsyncWebClient, wall: Wall) -> None:
    await posted(client, "een")
    wall.move(seconds=1)
    await client.auth_test()

    assert [(one.method, one.at - NINE) for one in fake.server.calls] == [
        ("chat.postMessage", timedelta()),
        ("auth.test", timedelta(seconds=1)),
    ]
    assert fake.server.most_in_flight == 1
    assert fake.server.most_connections == 1
