"""Slack: slash commands, buttons, dialogs and words, over HTTP or Socket Mode, on the real engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters import House, Preview

if TYPE_CHECKING:
    from adapters.slack.adapter import Slack
    from rituals.engine.cards import Card, Form
    from rituals.engine.translate import Say

__all__ = ["NAME", "build", "preview", "wanted"]

NAME = "slack"
_ASKS = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID")


def wanted(environment: Mapping[str, str]) -> bool:
    """Whether there is a token, or a way to get one."""
    return any(environment.get(name) for name in _ASKS)


def build(house: House) -> Slack:
    """The adapter for this house."""
    # Imported here: the SDKs are only loaded where Slack is used.
    from adapters.slack.adapter import Slack

    return Slack(house)


def preview(shown: Card | Form, say: Say, /, *, private: bool = False) -> Preview:
    """What Slack would be sent."""
    from adapters.slack.previews import previewed

    return previewed(shown, say, private)
