"""How Slack writes down a person, a channel, a message and a view: the same in answers and in events."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.state import Channel, Json, Message, State, Team, User, View

CREATED = 1_700_000_000


def user_json(state: State, user: User, *, email: bool = True) -> Json:
    """A person; a deleted one has hardly more than a name."""
    team = state.teams.get(user.team)
    profile = {
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.name.split()[0],
        "display_name_normalized": user.name.split()[0],
        "title": "",
        "status_text": "",
        "status_emoji": "",
        "avatar_hash": "g0",
        "team": user.team,
    }
    if email and user.email:
        profile["email"] = user.email
    body: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower().replace(" ", "."),
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.bot,
        "is_app_user": False,
        "updated": CREATED,
    }
    if user.deleted:
        return body
    body |= {
        "real_name": user.name,
        "tz": user.tz,
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "is_admin": user.admin or user.owner,
        "is_owner": user.owner,
        "is_primary_owner": user.owner,
        "is_restricted": user.restricted or user.ultra_restricted,
        "is_ultra_restricted": user.ultra_restricted,
        "is_email_confirmed": bool(user.email),
    }
    if team and team.enterprise:
        body["enterprise_user"] = {
            "id": "W" + user.id[1:],
            "enterprise_id": team.enterprise,
            "enterprise_name": team.name,
            "is_admin": False,
            "is_owner": False,
        }
    return body


def full_user_json(state: State, user: User, *, locale: bool = False, stranger: bool = False) -> Json:
    """As `users.info` has it, which tells of strangers and (asked for) the locale."""
    body = user_json(state, user)
    if locale:
        body["locale"] = user.locale
    if stranger and user.stranger:
        body["is_stranger"] = True
    return body


def channel_json(state: State, team: Team, channel: Channel) -> Json:
    """A conversation as the team's bot sees it."""
    if channel.with_user:
        return {
            "id": channel.id,
            "created": CREATED,
            "is_im": True,
            "is_org_shared": False,
            "is_archived": channel.archived,
            "user": channel.with_user,
            "context_team_id": team.id,
            "updated": CREATED * 1000,
        }
    shared = bool(channel.shared_with)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": CREATED,
        "creator": "U0MAKER",
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_general": False,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": team.bot_user in channel.members,
        "context_team_id": team.id,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "shared_team_ids": sorted({channel.team, *channel.shared_with}),
        "updated": CREATED * 1000,
    }


def listed_channel_json(state: State, team: Team, channel: Channel) -> Json:
    """As the lists have it."""
    body = channel_json(state, team, channel)
    if channel.with_user:
        return body | {"is_user_deleted": state.users[channel.with_user].deleted}
    return body | {"num_members": len(channel.members)}


def bot_profile_json(state: State, team: Team) -> Json:
    return {
        "id": team.bot_id,
        "app_id": state.app_id,
        "name": "Klantritme",
        "deleted": False,
        "updated": CREATED,
        "team_id": team.id,
        "icons": {"image_36": "https://a/36.png", "image_48": "https://a/48.png", "image_72": "https://a/72.png"},
    }


def team_of(state: State, message: Message) -> Team:
    return state.home(state.users[message.user])


def message_json(state: State, message: Message, *, metadata: bool = False) -> Json:
    """A message, with `metadata` only for who asks for it (a posted message gives it back always)."""
    body: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    team = team_of(state, message)
    body["team"] = team.id
    if message.bot:
        body |= {"bot_id": team.bot_id, "app_id": state.app_id, "bot_profile": bot_profile_json(state, team)}
    if message.blocks:
        body["blocks"] = message.blocks
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if metadata and message.metadata:
        body["metadata"] = message.metadata
    if message.edited:
        body["edited"] = {"user": team.bot_id if message.bot else message.user, "ts": message.edited}
    return body


def history_json(state: State, message: Message, *, metadata: bool) -> Json:
    """A message of a history, with its reactions and, when it has answers, their number."""
    body = message_json(state, message, metadata=metadata)
    answers = [one for one in state.standing(message.channel) if one.thread_ts == message.ts and one is not message]
    if answers:
        body |= {
            "thread_ts": message.ts,
            "reply_count": len(answers),
            "reply_users_count": len({one.user for one in answers}),
            "reply_users": sorted({one.user for one in answers}),
            "latest_reply": answers[-1].ts,
        }
    if message.reactions:
        body["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
            if users
        ]
    return body


def titled(text: Any) -> Any:
    """A text of a view as Slack gives it back: with the emoji flag it assumes."""
    return {"emoji": True, **text} if isinstance(text, dict) and text.get("type") == "plain_text" else text


def view_json(state: State, view: View) -> Json:
    """A view as it is given back; every block has a block_id by then."""
    team = state.teams[view.team]
    body: Json = {
        "id": view.id,
        "team_id": view.team,
        "app_id": state.app_id,
        "app_installed_team_id": view.team,
        "bot_id": team.bot_id,
        "type": view.body["type"],
        "callback_id": view.body.get("callback_id", ""),
        "external_id": view.body.get("external_id", ""),
        "private_metadata": view.body.get("private_metadata", ""),
        "blocks": view.blocks,
        "hash": view.hash,
        "state": {"values": view.typed},
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "clear_on_close": bool(view.body.get("clear_on_close", False)),
        "notify_on_close": bool(view.body.get("notify_on_close", False)),
    }
    for name in ("title", "submit", "close"):
        body[name] = titled(view.body.get(name))
    return body


def with_ids(state: State, blocks: list[Json]) -> list[Json]:
    """Slack names the blocks that have no block_id, and the elements without an action_id."""

    def named(element: Any) -> Any:
        if not isinstance(element, dict) or element.get("type") in {"image", "mrkdwn", "plain_text"}:
            return element
        return {"action_id": f"a{state.number():04d}", **element}

    made = []
    for block in blocks:
        block = {"block_id": f"b{state.number():04d}", **block}
        if block["type"] == "actions":
            block["elements"] = [named(one) for one in block.get("elements", [])]
        for name in ("accessory", "element"):
            if name in block:
                block[name] = named(block[name])
        made.append(block)
    return made
