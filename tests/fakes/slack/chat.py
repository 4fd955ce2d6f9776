"""chat.*, reactions.* and what comes in at a response_url."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.fakes.slack.blocks import check_blocks
from tests.fakes.slack.calls import MOST_FORM_TEXT, Call, Method, refuse
from tests.fakes.slack.shapes import message_json, with_ids
from tests.fakes.slack.state import HOOK_LIFE, HOOK_USES, Channel, Json, Message, SlackError, State

# `chat.update` cuts off nothing: beyond this it refuses.
MOST_UPDATE_TEXT = 4_000
WISHES = ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn", "username", "icon_emoji", "reply_broadcast")


def _destination(call: Call) -> Channel:
    """A channel the bot may write in; a person's id means the private chat with them."""
    asked = call.required("channel", "channel_not_found")
    if asked[0] in "UW" and asked in call.state.users:
        if call.state.users[asked].deleted:
            raise SlackError("account_inactive")
        return call.state.chat_with(call.team, asked)
    channel = call.state.inside(call.team, asked)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _words(call: Call) -> tuple[str, list[Json]]:
    """The text (cut off at 40,000) and the blocks, of which one must be there."""
    blocks = call.blocks()
    text = call.text("text")[:MOST_FORM_TEXT]
    if not text and not blocks:
        raise SlackError("no_text")
    return text, with_ids(call.state, blocks)


def _metadata(call: Call) -> Json | None:
    found = call.parsed("metadata", "invalid_metadata_format")
    if found is None:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(found.get("event_payload"), dict):
        raise SlackError("metadata_must_be_sent_from_app")
    return found


def post_message(call: Call) -> Json:
    channel = _destination(call)
    text, blocks = _words(call)
    message = Message(
        call.state.ts(), channel.id, call.team.bot_user, text, blocks, bot=True,
        thread_ts=call.text("thread_ts") or None,
        broadcast=call.flag("reply_broadcast"),
        metadata=_metadata(call),
        asked={name: call.args[name] for name in WISHES if name in call.args},
    )  # fmt: skip
    call.state.add(message)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.state, message, metadata=True)}


def post_ephemeral(call: Call) -> Json:
    channel = _destination(call)
    user = call.required("user", "user_not_in_channel")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = _words(call)
    message = Message(
        call.state.ts(), channel.id, call.team.bot_user, text, blocks, bot=True,
        thread_ts=call.text("thread_ts") or None, only_for=user,
    )  # fmt: skip
    call.state.add(message)
    return {"message_ts": message.ts}


def _own(call: Call, error: str) -> Message:
    channel = call.state.inside(call.team, call.required("channel", "channel_not_found"))
    message = call.state.message(channel.id, call.required("ts", "message_not_found"))
    if channel.archived:
        raise SlackError("is_archived")
    if message.user != call.team.bot_user:
        raise SlackError(error)
    return message


def update(call: Call) -> Json:
    message = _own(call, "cant_update_message")
    if len(call.text("text")) > MOST_UPDATE_TEXT:
        raise SlackError("msg_too_long")
    text, blocks = _words(call)
    message.text = text
    if "blocks" in call.args:
        message.blocks = blocks
    if "metadata" in call.args:
        message.metadata = _metadata(call)
    message.edited = call.state.ts()
    message.edits += 1
    told = message_json(call.state, message, metadata=True)
    told = {name: value for name, value in told.items() if name not in ("ts", "thread_ts")}
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": told}


def delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    message.deleted = True
    return {"channel": message.channel, "ts": message.ts}


def add_reaction(call: Call) -> Json:
    channel = call.state.inside(call.team, call.required("channel", "channel_not_found"))
    message = call.state.message(channel.id, call.required("timestamp", "no_item_specified"))
    users = message.reactions.setdefault(call.required("name", "invalid_name"), [])
    if call.team.bot_user in users:
        raise SlackError("already_reacted")
    users.append(call.team.bot_user)
    return {}


def validate_blocks(call: Call) -> Json:
    call.blocks()
    return {}


@dataclass(frozen=True)
class Hooked:
    """What became of a post to a response_url."""

    status: int
    body: str


def respond(state: State, path: str, body: Json) -> Hooked:
    """A post to a response_url: five times within half an hour, then never."""
    hook = state.hooks.get(path)
    if hook is None:
        return Hooked(404, '{"ok":false,"error":"no_such_url"}')
    if state.now() - hook.at > HOOK_LIFE:
        return Hooked(404, '{"ok":false,"error":"expired_url"}')
    if hook.uses >= HOOK_USES:
        return Hooked(404, '{"ok":false,"error":"used_url"}')
    try:
        _apply(state, hook.user, hook.channel, hook.message, body)
    except SlackError as error:
        state.refused.append(f"response_url: {error.error} {error.more.get('errors', '')}")
        return Hooked(500, f'{{"ok":false,"error":"{error.error}"}}')
    hook.uses += 1
    return Hooked(200, "ok")


def _apply(state: State, user: str, channel: str, original: Message | None, body: Json) -> None:
    if body.get("delete_original"):
        if original is not None:
            original.deleted = True
        return
    refuse(check_blocks(body.get("blocks", [])))
    text, blocks = str(body.get("text") or ""), with_ids(state, body.get("blocks", []))
    if not text and not blocks:
        raise SlackError("no_text")
    if body.get("replace_original") and original is not None:
        # After a slash command there is no original: what it asks to replace becomes another message.
        original.text, original.blocks, original.deleted = text, blocks, False
        original.edits += 1
        return
    show(state, user, channel, text, blocks, in_channel=body.get("response_type") == "in_channel")


def show(state: State, user: str, channel: str, text: str, blocks: list[Json], *, in_channel: bool) -> Message:
    """A message of the app, for all or for one, in a place where it need not be a member."""
    team = state.home(state.users[user])
    message = Message(state.ts(), channel, team.bot_user, text, blocks, bot=True, only_for=None if in_channel else user)
    return state.add(message)


METHODS: Mapping[str, tuple[Method, str]] = {
    "chat.postMessage": (post_message, "chat:write"),
    "chat.postEphemeral": (post_ephemeral, "chat:write"),
    "chat.update": (update, "chat:write"),
    "chat.delete": (delete, "chat:write"),
    "reactions.add": (add_reaction, "reactions:write"),
    "blocks.validate": (validate_blocks, ""),
}
"""Each method with the scope that it needs."""
