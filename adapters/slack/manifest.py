"""The app's manifest: what Slack has to know of us, made from the commands and shortcuts that there are.

Lengths are those of github.com/slackapi/manifest-schema, schemas/manifest.schema.1.0.0.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters import Registry
from adapters.slack.scopes import BOT_SCOPES
from rituals.engine.clusters import cut
from rituals.engine.ritual import Shortcut, Usage

Json = dict[str, Any]

NAME = "Klantritme"
COLOUR = "#0f6b62"
EVENTS_PATH, REDIRECT_PATH = "/slack/events", "/slack/oauth_redirect"
ON_MESSAGE = "/message"
"""Stands behind the word of a shortcut on messages, so that no two shortcuts have the same callback_id."""

EVENTS: Mapping[str, str] = {
    "app_home_opened": "show the home page",
    "app_mention": "somebody writes @Klantritme in a channel",
    "app_uninstalled": "stop sending to this workspace",
    "channel_archive": "keep off a channel that was archived",
    "channel_deleted": "keep off a channel that is gone",
    "channel_id_changed": "find a channel again that got another id",
    "channel_left": "we were taken out of a channel",
    "channel_rename": "call a channel by its new name",
    "channel_shared": "fall silent where people of other organisations come in",
    "channel_unarchive": "a channel can be posted to again",
    "channel_unshared": "the outsiders left",
    "group_archive": "the same for private channels",
    "group_deleted": "the same for private channels",
    "group_left": "the same for private channels",
    "group_rename": "the same for private channels",
    "group_unarchive": "the same for private channels",
    "member_joined_channel": "we were invited to a channel, or a colleague came in",
    "member_left_channel": "we were taken out of a channel, or a colleague left it",
    "message.im": "somebody writes to us in a private chat",
    "reaction_added": "a clap",
    "reaction_removed": "a clap that is taken back",
    "team_join": "there is a new colleague",
    "tokens_revoked": "our token was withdrawn: stop sending",
    "user_change": "a colleague has another name, became a guest, or left",
}
"""Every event that we subscribe to, and what for."""

_DESCRIPTION: Mapping[str, tuple[str, str]] = {
    "nl": (
        "Brengt de klant in je werkdag: vertel wat er is gelukt, en laat het horen.",
        "Klantritme brengt de klant in je werkdag, met rituelen die anders blijven liggen. Vertel wat er is gelukt, en "
        "laat het horen in de kanalen die het willen weten. Namen van klanten worden afgekort, niemand krijgt punten "
        "en niemand krijgt er een melding van. Typ {typed} om te beginnen.",
    ),
    "en": (
        "Puts the customer into your working day: tell what went well, and let it be heard.",
        "Klantritme puts the customer into your working day, with rituals that people mean to do and forget. Tell what "
        "went well, and let it be heard in the channels that want to know. Customers' names are shortened, nobody gets "
        "points and nobody is notified. Type {typed} to begin.",
    ),
}
_HINT, _TEXT, _SHORTCUT, _ABOUT = 100, 140, 24, 150
"""Characters; Slack itself allows hints of 1,000 and descriptions of 2,000, of which it shows one line."""


def manifest(registry: Registry, url: str | None = None) -> Json:
    """Without `url` for Socket Mode; with the public address of the house for HTTP."""
    base = url.rstrip("/") if url else None
    short, long = _DESCRIPTION["nl" if registry.locale == "nl" else "en"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": short,
            "long_description": long.format(typed=_typed(registry)),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            **({"shortcuts": [_shortcut(one) for one in registry.shortcuts]} if registry.shortcuts else {}),
            "slash_commands": [_command(one, base) for one in _first(registry.usages)],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{base}{REDIRECT_PATH}"]} if base else {}),
            "scopes": {"bot": sorted(BOT_SCOPES)},
        },
        "settings": _settings(base),
    }


def written(found: Json) -> str:
    """As YAML, in the order in which Slack shows it."""
    import yaml

    text: str = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=110)
    return text


def _settings(base: str | None) -> Json:
    address = {"request_url": f"{base}{EVENTS_PATH}"} if base else {}
    return {
        "event_subscriptions": {**address, "bot_events": sorted(EVENTS)},
        "interactivity": {
            "is_enabled": True,
            **address,
            **({"message_menu_options_url": f"{base}{EVENTS_PATH}"} if base else {}),
        },
        "org_deploy_enabled": False,
        "socket_mode_enabled": base is None,
        "token_rotation_enabled": False,
    }


def _first(usages: tuple[Usage, ...]) -> list[Usage]:
    """One for each word: the first, which says what the command is for."""
    return list({one.word: one for one in reversed(usages)}.values())[::-1]


def _command(usage: Usage, base: str | None) -> Json:
    """`should_escape`: Slack then gives mentions with the id of whoever is meant."""
    hint = usage.example.removeprefix(f"/{usage.word}").strip()
    return {
        "command": f"/{usage.word}",
        **({"url": f"{base}{EVENTS_PATH}"} if base else {}),
        "description": cut(usage.explanation, _TEXT),
        **({"usage_hint": cut(hint, _HINT)} if hint else {}),
        "should_escape": True,
    }


def _shortcut(shortcut: Shortcut) -> Json:
    return {
        "name": cut(shortcut.label, _SHORTCUT),
        "type": "message" if shortcut.on_message else "global",
        "callback_id": f"{shortcut.word}{ON_MESSAGE if shortcut.on_message else ''}",
        "description": cut(shortcut.label, _ABOUT),
    }


def _typed(registry: Registry) -> str:
    return ", ".join(f"/{one.word}" for one in _first(registry.usages))
