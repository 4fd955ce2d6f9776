"""conversations.*: what there is, who is in it, and what was said."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.shapes import channel_json, history_json, listed_channel_json
from tests.fakes.slack.state import Channel, Json, Message, SlackError

MOST_HISTORY = 999


def _channel(call: Call) -> Channel:
    return call.state.channel(call.team, call.required("channel", "channel_not_found"))


def info(call: Call) -> Json:
    channel = _channel(call)
    body = channel_json(call.state, call.team, channel)
    body.pop("user", None)
    if call.flag("include_num_members"):
        body["num_members"] = len(channel.members)
    return {"channel": body}


def _wanted(call: Call, channel: Channel) -> bool:
    kinds = call.text("types", "public_channel").split(",")
    kind = {"im": "im", "group": "private_channel", "channel": "public_channel"}[channel.kind]
    return kind in [one.strip() for one in kinds] and not (channel.archived and call.flag("exclude_archived"))


def _listed(call: Call, channels: list[Channel]) -> Json:
    page, cursor = call.page(channels, 100)
    return {
        "channels": [listed_channel_json(call.state, call.team, one) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


def list_all(call: Call) -> Json:
    seen = [one for one in call.state.channels.values() if call.state.sees(call.team, one) and _wanted(call, one)]
    return _listed(call, seen)


def of_user(call: Call) -> Json:
    """users.conversations: those that the bot (or another) is in."""
    user = call.text("user", call.team.bot_user)
    seen = [one for one in call.state.channels.values() if call.state.sees(call.team, one) and user in one.members]
    return _listed(call, [one for one in seen if _wanted(call, one)])


def members(call: Call) -> Json:
    channel = _channel(call)
    page, cursor = call.page(sorted(channel.members), 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def open_chat(call: Call) -> Json:
    """With one person only: the bot opens no group chats here."""
    users = [one for one in call.text("users").split(",") if one]
    if len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "too_many_users")
    if call.state.user(users[0]).deleted:
        raise SlackError("user_disabled")
    known = any(one.with_user == users[0] and one.team == call.team.id for one in call.state.channels.values())
    channel = call.state.chat_with(call.team, users[0])
    if not call.flag("return_im"):
        return {"channel": {"id": channel.id}} | ({"no_op": True, "already_open": True} if known else {})
    return {"channel": {**channel_json(call.state, call.team, channel), "is_open": True}}


def join(call: Call) -> Json:
    channel = _channel(call)
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    already = call.team.bot_user in channel.members
    channel.members.add(call.team.bot_user)
    body = channel_json(call.state, call.team, channel)
    body.pop("shared_team_ids")
    told: Json = {"channel": body}
    if already:
        told |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return told


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest, inclusive = call.text("oldest"), call.text("latest"), call.flag("inclusive")
    low, high = float(oldest or 0), float(latest or "inf")
    return [one for one in messages if low < float(one.ts) < high or (inclusive and float(one.ts) in (low, high))]


def history(call: Call) -> Json:
    """Newest first. With `oldest` alone a page is the oldest of what is asked, so that one reads forward."""
    channel = call.state.inside(call.team, call.required("channel", "channel_not_found"))
    found = [one for one in call.state.standing(channel.id) if one.thread_ts in (None, one.ts) or one.broadcast]
    found = _between(call, found)
    forward = bool(call.text("oldest")) and not call.text("latest")
    page, cursor = call.page(found if forward else found[::-1], 100, MOST_HISTORY)
    told = sorted(page, key=lambda one: one.ts, reverse=True)
    body: Json = {
        "messages": [history_json(call.state, one, metadata=call.flag("include_all_metadata")) for one in told],
        "has_more": bool(cursor),
        "pin_count": 0,
    }
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def replies(call: Call) -> Json:
    """The message and what was answered under it, oldest first."""
    channel = call.state.inside(call.team, call.required("channel", "channel_not_found"))
    parent = call.required("ts", "thread_not_found")
    found = [one for one in call.state.standing(channel.id) if parent in (one.ts, one.thread_ts)]
    if not found:
        raise SlackError("thread_not_found")
    page, cursor = call.page(_between(call, found), 1000)
    body: Json = {
        "messages": [history_json(call.state, one, metadata=call.flag("include_all_metadata")) for one in page],
        "has_more": bool(cursor),
    }
    return body | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


METHODS: Mapping[str, tuple[Method, str]] = {
    "conversations.info": (info, "channels:read"),
    "conversations.list": (list_all, "channels:read"),
    "conversations.members": (members, "channels:read"),
    "conversations.open": (open_chat, "im:write"),
    "conversations.join": (join, "channels:join"),
    "conversations.history": (history, "channels:history"),
    "conversations.replies": (replies, "channels:history"),
    "users.conversations": (of_user, "channels:read"),
}
