"""The events that Slack sends, and their envelope, shaped as in its samples."""

from __future__ import annotations

from tests.fakes.slack.shapes import message_json, user_json, view_json
from tests.fakes.slack.state import Channel, Json, Message, State, User

TOKEN = "deprecatedVerificationToken"


def envelope(state: State, team: str, event: Json, *, event_id: str = "", shared: bool = False) -> Json:
    """An `event_callback`."""
    number = state.number()
    return {
        "token": TOKEN,
        "team_id": team,
        "api_app_id": state.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{number:010d}",
        "event_time": int(state.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": state.teams[team].enterprise,
                "team_id": team,
                "user_id": state.teams[team].bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{number:08x}",
    }


def copied(state: State, message: Message) -> Json:
    """A message within an event."""
    body = message_json(state, message)
    body.pop("app_id", None)
    return body


def said(state: State, user: User, channel: Channel, message: Message, kind: str) -> Json:
    """A `message` or an `app_mention` event of one message: the same ts, and the same client_msg_id."""
    event: Json = {
        "type": kind,
        "user": user.id,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "client_msg_id": message.asked.get("client_msg_id", ""),
        "team": user.team,
        "channel": channel.id,
        "blocks": typed_blocks(state, message.text),
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    if kind == "message":
        event["channel_type"] = channel.kind
    return event


def typed_blocks(state: State, text: str) -> list[Json]:
    """The client writes what is typed as rich text too."""
    elements = [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]
    return [{"type": "rich_text", "block_id": f"r{state.number():04d}", "elements": elements}]


def changed(state: State, channel: Channel, message: Message, before: str) -> Json:
    """Somebody edited a message."""
    ts = state.ts()
    now = copied(state, message)
    previous = {**now, "text": before}
    previous.pop("edited", None)
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": now,
        "previous_message": previous,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def removed(state: State, channel: Channel, message: Message) -> Json:
    """Somebody took a message away."""
    ts = state.ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "previous_message": copied(state, message),
        "deleted_ts": message.ts,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def bot_said(state: State, team: str, channel: Channel, text: str) -> Json:
    """A message of another app."""
    ts = state.ts()
    return {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": "B0OTHER",
        "username": "Andere bot",
        "text": text,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def own_message(state: State, channel: Channel, message: Message) -> Json:
    """What the app posted comes back to it as an event."""
    return {
        **copied(state, message),
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": message.ts,
    }


def reaction(state: State, kind: str, user: User, message: Message, name: str) -> Json:
    """`kind` is reaction_added or reaction_removed."""
    return {
        "type": kind,
        "user": user.id,
        "reaction": name,
        "item_user": message.user,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": state.ts(),
    }


def membership(state: State, kind: str, user: str, channel: Channel) -> Json:
    """`kind` is member_joined_channel or member_left_channel."""
    return {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": channel.team,
        "event_ts": state.ts(),
    }


def renamed(state: State, channel: Channel) -> Json:
    body = {
        "id": channel.id,
        "is_channel": not channel.private,
        "is_mpim": False,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": 1_700_000_000,
    }
    return {"type": "channel_rename", "channel": body, "event_ts": state.ts()}


def archived(state: State, kind: str, user: str, channel: Channel) -> Json:
    """`kind` is channel_archive or channel_unarchive; a private channel says group_."""
    event: Json = {"type": kind, "channel": channel.id, "user": user, "event_ts": state.ts()}
    return event | ({"is_moved": 0} if kind.endswith("_archive") else {})


def home_opened(state: State, user: User, tab: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": state.chat_with(state.home(user), user.id).id,
        "tab": tab,
        "event_ts": state.ts(),
    }
    if (home := state.homes.get(user.id)) and tab == "home":
        event["view"] = view_json(state, home)
    return event


def person(state: State, kind: str, user: User) -> Json:
    """`kind` is team_join or user_change."""
    event: Json = {"type": kind, "user": user_json(state, user) | {"locale": user.locale}}
    return event | ({"cache_ts": int(state.now().timestamp())} if kind == "user_change" else {})


def rate_limited(state: State, team: str) -> Json:
    """Slack drops events of the team for this minute. It is no event_callback."""
    return {
        "token": TOKEN,
        "type": "app_rate_limited",
        "team_id": team,
        "minute_rate_limited": int(state.now().timestamp()) // 60 * 60,
        "api_app_id": state.app_id,
    }


def url_verification() -> Json:
    return {
        "token": TOKEN,
        "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
        "type": "url_verification",
    }
