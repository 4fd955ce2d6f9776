"""What Slack sends when somebody uses something: commands, presses, views, searches, shortcuts."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.payloads import TOKEN
from tests.fakes.slack.shapes import message_json, view_json
from tests.fakes.slack.state import Channel, Json, Message, State, Trigger, User, View


def slash_command(state: State, user: User, channel: Channel, words: str, trigger: Trigger, hook: str) -> Json:
    """The fields of the form that a slash command is."""
    command, _, text = words.partition(" ")
    team = state.home(user)
    body = {
        "token": TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.with_user else channel.name,
        "user_id": user.id,
        "user_name": user.name.lower().replace(" ", "."),
        "command": command,
        "text": text,
        "api_app_id": state.app_id,
        "is_enterprise_install": "false",
        "response_url": hook,
        "trigger_id": trigger.id,
    }
    return body | ({"enterprise_id": team.enterprise, "enterprise_name": team.name} if team.enterprise else {})


def escape(text: str) -> str:
    """What is typed, as Slack passes it on: only these three signs."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped(part: Any) -> Any:
    """A copy of what stands on the screen comes back with its plain texts escaped (slackapi/bolt-python#513)."""
    if isinstance(part, list):
        return [escaped(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: escaped(value) for name, value in part.items()}
    return made | {"text": escape(part["text"])} if part.get("type") == "plain_text" else made


def _interaction(state: State, kind: str, user: User, *, username: bool = True) -> Json:
    team = state.home(user)
    name = user.name.lower().replace(" ", ".")
    who = {"id": user.id, "name": name, "team_id": team.id}
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": who | ({"username": name} if username else {}),
        "token": TOKEN,
        "enterprise": {"id": team.enterprise, "name": team.name} if team.enterprise else None,
        "is_enterprise_install": False,
    }


def _where(channel: Channel) -> Json:
    name = "directmessage" if channel.with_user else "privategroup" if channel.private else channel.name
    return {"id": channel.id, "name": name}


def pressed_on_message(
    state: State, user: User, message: Message, action: Json, trigger: Trigger, hook: str, values: Json
) -> Json:
    """A press under a message. Of a message that only its reader sees, Slack sends no copy."""
    body = _interaction(state, "block_actions", user) | {
        "api_app_id": state.app_id,
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": bool(message.only_for),
        },
        "trigger_id": trigger.id,
        "channel": _where(state.channels[message.channel]),
        "response_url": hook,
        "state": {"values": values},
        "actions": [escaped(action) | {"action_ts": state.ts()}],
    }
    if message.thread_ts:
        body["container"]["thread_ts"] = message.thread_ts
    return body if message.only_for else body | {"message": escaped(message_json(state, message, metadata=True))}


def pressed_in_view(state: State, user: User, view: View, action: Json, trigger: Trigger) -> Json:
    """A press in a modal or on the home tab: no channel, no response_url."""
    return _interaction(state, "block_actions", user) | {
        "api_app_id": state.app_id,
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger.id,
        "view": view_json(state, view),
        "actions": [escaped(action) | {"action_ts": state.ts()}],
    }


def submitted(state: State, user: User, view: View, trigger: Trigger) -> Json:
    return _interaction(state, "view_submission", user) | {
        "api_app_id": state.app_id,
        "trigger_id": trigger.id,
        "view": view_json(state, view),
    }


def closed(state: State, user: User, view: View, *, cleared: bool) -> Json:
    return _interaction(state, "view_closed", user) | {
        "api_app_id": state.app_id,
        "view": view_json(state, view),
        "is_cleared": cleared,
    }


def searched(state: State, user: User, element: Json, block_id: str, text: str, on: View | Message) -> Json:
    """What is typed into a select with outside options."""
    body = _interaction(state, "block_suggestion", user) | {
        "api_app_id": state.app_id,
        "action_id": element["action_id"],
        "block_id": block_id,
        "value": text,
    }
    if isinstance(on, View):
        return body | {"container": {"type": "view", "view_id": on.id}, "view": view_json(state, on)}
    container = {"type": "message", "message_ts": on.ts, "channel_id": on.channel, "is_ephemeral": bool(on.only_for)}
    return body | {"container": container, "channel": _where(state.channels[on.channel])}


def message_shortcut(state: State, user: User, callback: str, on: Message, trigger: Trigger, url: str) -> Json:
    return _interaction(state, "message_action", user, username=False) | {
        "action_ts": state.ts(),
        "callback_id": callback,
        "trigger_id": trigger.id,
        "response_url": url,
        "message_ts": on.ts,
        "channel": _where(state.channels[on.channel]),
        "message": escaped(message_json(state, on)),
    }


def global_shortcut(state: State, user: User, callback: str, trigger: Trigger) -> Json:
    """Picked from the menu: there is no channel."""
    return _interaction(state, "shortcut", user) | {
        "action_ts": state.ts(),
        "callback_id": callback,
        "trigger_id": trigger.id,
    }
