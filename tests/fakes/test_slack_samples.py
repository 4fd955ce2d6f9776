"""The fake says nothing that Slack does not: every answer and payload is laid beside Slack's own sample of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack, payloads
from tests.fakes.slack.bare_app import with_bare_app
from tests.fakes.slack.fake import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.state import Json

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "slack"
with_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="Slack's samples are not beside this project")

TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "boolean": (bool,), "number": (int, float)}
EVENTS = {
    "message": "MessagePayload", "message_changed": "MessageChangedPayload", "message_deleted": "MessageDeletedPayload",
    "bot_message": "MessageBotPayload", "app_mention": "AppMentionPayload", "app_home_opened": "AppHomeOpenedPayload",
    "reaction_added": "ReactionAddedPayload", "reaction_removed": "ReactionRemovedPayload",
    "member_joined_channel": "MemberJoinedChannelPayload", "member_left_channel": "MemberLeftChannelPayload",
    "channel_rename": "ChannelRenamePayload", "channel_archive": "ChannelArchivePayload",
    "channel_unarchive": "ChannelUnarchivePayload", "channel_id_changed": "ChannelIdChangedPayload",
    "channel_left": "ChannelLeftPayload", "team_join": "TeamJoinPayload", "user_change": "UserChangePayload",
    "app_uninstalled": "AppUninstalledPayload", "tokens_revoked": "TokensRevokedPayload",
}  # fmt: skip
INTERACTIONS = {
    "block_actions": "BlockActionPayload", "view_submission": "ViewSubmissionPayload",
    "view_closed": "ViewClosedPayload", "message_action": "MessageShortcutPayload",
}  # fmt: skip
# Documented by Slack, and not in its samples.
BEYOND = {"/actions/selected_options", "/view/blocks", "/event/view/blocks"}
CARD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "De bel!"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "clap", "value": "1", "text": {"type": "plain_text", "text": "Juich"}},
            {"type": "datepicker", "action_id": "day"},
        ],
    },
]
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "De bel"},
    "submit": {"type": "plain_text", "text": "Luid"},
    "notify_on_close": True,
    "callback_id": "bel",
    "blocks": [
        {
            "type": "input",
            "label": {"type": "plain_text", "text": "Wat?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


def load(folder: str, name: str) -> Any:
    return json.loads((SAMPLES / folder / f"{name}.json").read_text())


def strange(made: Any, shape: Any, where: str = "") -> Iterator[str]:
    """Where something made differs from the shape: a key too many, another type."""
    if shape in ("object", {}) or made is None:
        return
    wanted = TYPES[shape] if isinstance(shape, str) else (type(shape),)
    if type(made) not in wanted:
        yield f"{where} is {type(made).__name__}, not {shape if isinstance(shape, str) else type(shape).__name__}"
    elif isinstance(shape, dict):
        for name, value in made.items():
            inner = f"{where}/{name}"
            if name in shape:
                yield from strange(value, shape[name], inner)
            elif inner not in BEYOND:
                yield f"{inner} is in no sample"
    elif isinstance(shape, list) and shape:
        for one in made:
            yield from strange(one, shape[0], where)


def client_of(fake: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=fake.api_url, retry_handlers=[], session=fake.session)


async def posted(client: AsyncWebClient, **more: Any) -> str:
    metadata = {"event_type": "klantritme", "event_payload": {"key": "bell:1"}}
    answer = await client.chat_postMessage(channel="C1", text="De bel!", blocks=CARD, metadata=metadata, **more)
    return str(answer["ts"])


async def answers(fake: FakeSlack, client: AsyncWebClient) -> dict[str, list[Any]]:
    """Every method, called well."""
    state, fatima = fake.state, fake.state.users["U1"]
    state.teams["T0WATERRAND"].enterprise = "E1"
    ts = await posted(client)
    under = await client.chat_postMessage(channel="C1", text="onder", thread_ts=ts)
    await client.chat_update(channel="C1", ts=ts, text="anders", blocks=CARD)
    state.messages["C1"][0].reactions["tada"] = ["U1"]
    opened = await client.views_open(trigger_id=state.trigger(fatima).id, view=MODAL)
    view = opened["view"]["id"]
    home = {"type": "home", "blocks": CARD}
    app = AsyncWebClient(APP_TOKEN, base_url=fake.api_url, retry_handlers=[], session=fake.session)
    state.codes["c"] = ("T0WATERRAND", "U1")
    made = {
        "auth.test": [await client.auth_test()],
        "chat.postMessage": [under, await client.chat_postMessage(channel="U1", text="hoi", blocks=CARD)],
        "chat.postEphemeral": [await client.chat_postEphemeral(channel="C1", user="U1", text="hoi")],
        "chat.update": [await client.chat_update(channel="C1", ts=under["ts"], text="anders", blocks=CARD)],
        "conversations.history": [
            await client.conversations_history(channel="C1", include_all_metadata=True, limit=1),
            await client.conversations_history(channel="C1"),
        ],
        "conversations.replies": [await client.conversations_replies(channel="C1", ts=ts, include_all_metadata=True)],
        "conversations.info": [await client.conversations_info(channel=one) for one in ("C1", "C3", "C5")],
        "conversations.list": [await client.conversations_list(types="public_channel,private_channel,im", limit=4)],
        "conversations.members": [await client.conversations_members(channel="C1")],
        "conversations.open": [
            await client.conversations_open(users="U2"),
            await client.conversations_open(users="U2", return_im=True),
        ],
        "conversations.join": [await client.conversations_join(channel=one) for one in ("C2", "C1")],
        "users.list": [await client.users_list(include_locale=True)],
        "users.info": [await client.users_info(user=one, include_locale=True) for one in ("U1", "U5", "U6", "U8")],
        "users.lookupByEmail": [await client.users_lookupByEmail(email="sanne@waterrand.example")],
        "views.open": [opened],
        "views.push": [await client.views_push(trigger_id=state.trigger(fatima, view).id, view=MODAL)],
        "views.update": [await client.views_update(view_id=view, view=MODAL)],
        "views.publish": [await client.views_publish(user_id="U1", view=home)],
        "reactions.add": [await client.reactions_add(channel="C1", timestamp=ts, name="tada")],
        "team.info": [await client.team_info()],
        "bots.info": [await client.bots_info()],
        "apps.connections.open": [await app.apps_connections_open(app_token=APP_TOKEN)],
        "chat.delete": [await client.chat_delete(channel="C1", ts=ts)],
    }
    form = {"client_id": "1.2", "client_secret": "s", "code": "c"}
    async with fake.session.post(f"{fake.api_url}oauth.v2.access", data=form) as answer:
        return {name: [one.data for one in every] for name, every in made.items()} | {
            "oauth.v2.access": [await answer.json()]
        }


@with_samples
async def test_no_answer_says_more_than_slacks() -> None:
    async with with_bare_app() as (fake, _):
        made = await answers(fake, client_of(fake))

    differing = {
        name: found
        for name, every in made.items()
        if (found := sorted({one for body in every for one in strange(body, load("api", name))}))
    }
    assert differing == {}


async def everything(fake: FakeSlack, client: AsyncWebClient) -> None:
    """Each thing that Slack can send, once at least."""
    fatima, sanne = fake.user("U1"), fake.user("U2")
    await posted(client)
    message = fake.messages("C1")[0]
    await fatima.types("/bel tekst", in_="C1")
    await fatima.presses(message, "clap")
    await fatima.chooses(message, "day", "2026-11-23")
    await fatima.picks("bel", message)
    await client.views_open(trigger_id=fake.state.trigger(fatima.user).id, view=MODAL)
    await fatima.submits(fatima.view, {"Wat?": "x"})
    await client.views_open(trigger_id=fake.state.trigger(fatima.user).id, view=MODAL)
    await fatima.closes(fatima.view)
    await client.views_publish(user_id="U1", view={"type": "home", "blocks": CARD})
    await fatima.opens_home()
    await sanne.mentions("hallo", in_="C1", thread=message.ts)
    theirs = sanne.stands("een", "C1")
    await sanne.edits(theirs, "twee")
    await sanne.takes_away(theirs)
    await fatima.reacts(message, "tada")
    await fatima.unreacts(message, "tada")
    await workspace(fake)


async def workspace(fake: FakeSlack) -> None:
    channel, message = fake.state.channels["C1"], fake.messages("C1")[0]
    await fake.event(payloads.bot_said(fake.state, "T0WATERRAND", channel, "piep"))
    await fake.echoes(message)
    await fake.event(payloads.changed(fake.state, channel, message, "eerst"))
    await fake.renames("C1", "feest")
    await fake.archives("C1", "U1")
    await fake.archives("C1", "U1", undone=True)
    await fake.joins("C1", "U2", left=True)
    await fake.joins("C1", "U2")
    await fake.kicks_bot("C2")
    await fake.changes("U2", deleted=True)
    await fake.arrives("U3")
    await fake.changes_id("C1", "C1NEW")
    await fake.uninstalls()
    await fake.revokes()


def kind_of(payload: Json) -> tuple[str, str] | None:
    """Folder and name of the sample; None where Slack publishes none."""
    if "command" in payload:
        return "app-backend", "SlashCommandPayload"
    if payload["type"] == "event_callback":
        event = payload["event"]
        return "events", EVENTS[event.get("subtype") or event["type"]]
    name = INTERACTIONS.get(payload["type"])
    return ("app-backend", name) if name else None


@with_samples
async def test_nothing_is_sent_that_slack_does_not_send() -> None:
    async with with_bare_app() as (fake, app):
        await everything(fake, client_of(fake))

    seen = {kind for payload in app.payloads if (kind := kind_of(payload))}
    differing = {
        kind[1]: found
        for payload in app.payloads
        if (kind := kind_of(payload)) and (found := sorted(one for one in strange(as_typed(payload), load(*kind))))
    }
    assert differing == {}
    assert {name for _, name in seen} == {*EVENTS.values(), *INTERACTIONS.values(), "SlashCommandPayload"}


def as_typed(payload: Json) -> Json:
    """A form has only texts."""
    return {**payload, "is_enterprise_install": False} if "command" in payload else payload


@with_samples
async def test_the_notice_of_too_many_events_has_the_fields_of_slacks() -> None:
    async with with_bare_app() as (fake, app):
        await fake.limits_events()

    assert list(strange(app.last, load("events", "AppRateLimitedPayload")["event"])) == []


def test_the_comparison_finds_a_key_too_many_and_a_wrong_type() -> None:
    shape = {"ok": "boolean", "messages": [{"ts": "string"}], "number": "number"}

    assert list(strange({"ok": True, "messages": [{"ts": "1"}], "number": 1}, shape)) == []
    assert list(strange({"oke": True}, shape)) == ["/oke is in no sample"]
    assert list(strange({"messages": [{"ts": 1}]}, shape)) == ["/messages/ts is int, not string"]
    assert list(strange({"number": True}, shape)) == ["/number is bool, not number"]
    assert list(strange({"ok": []}, shape)) == ["/ok is list, not boolean"]
    assert list(strange({"messages": {}}, shape)) == ["/messages is dict, not list"]
