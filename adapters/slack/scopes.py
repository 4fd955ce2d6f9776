"""What the app asks of a workspace: each permission with what stops working without it."""

from __future__ import annotations

from collections.abc import Mapping

BOT_SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hear `@Klantritme` in a channel",
    "channels:history": "look up whether a message of ours stands in a public channel",
    "channels:read": "know the names of public channels, when one is archived, and who is in the ones we are in",
    "chat:write": "post, change and remove our own messages",
    "commands": "hear slash commands and shortcuts",
    "files:read": "read a file of quotes that a curator sends",
    "files:write": "send somebody an oorkonde in the private chat, where `PUBLIC_URL` is not set",
    "groups:history": "look up whether a message of ours stands in a private channel",
    "groups:read": "know the names of private channels we were invited to, and who is in them",
    "im:history": "hear words to the bot in its private chat",
    "im:write": "open the private chat with a colleague",
    "reactions:read": "count a 👏 on a message of ours",
    "users:read": "know colleagues by name, and who is a guest",
    "users:read.email": "recognise the same colleague in Slack and Teams",
}
