"""What SLACK_* must say together. No value of a secret stands in a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.addresses import web_parts
from bot.problems import Problem

_PREFIXES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "SLACK_BOT_TOKEN": (
        ("xoxb-", "xoxe.xoxb-"),
        "Copy the Bot User OAuth Token of the app, under OAuth & Permissions; it begins with xoxb-.",
    ),
    "SLACK_APP_TOKEN": (
        ("xapp-",),
        "Make an app-level token with connections:write, under Basic Information; it begins with xapp-.",
    ),
}
_ADDRESSES = ("SLACK_API_URL", "SLACK_AUTHORIZE_URL")
_SIGNING_SECRET = re.compile(r"[0-9a-zA-Z]{16,}")
"""Slack's own are 32 hexadecimal digits; those of a stand-in need not be."""


def slack_problems(values: Mapping[str, str]) -> list[Problem]:
    """Everything about Slack that would not work, each by the name of its variable."""
    if not any(name.startswith("SLACK_") for name in values):
        return []
    return [*_odd(values), *_alone(values), *_without_a_way_in(values)]


def _odd(values: Mapping[str, str]) -> list[Problem]:
    problems = [
        Problem(name, "this is not such a token", remedy)
        for name, (prefixes, remedy) in _PREFIXES.items()
        if name in values and not values[name].startswith(prefixes)
    ]
    secret = values.get("SLACK_SIGNING_SECRET")
    if secret is not None and not _SIGNING_SECRET.fullmatch(secret):
        remedy = "Copy the Signing Secret under Basic Information: 32 digits and letters from a to f."
        problems.append(Problem("SLACK_SIGNING_SECRET", "this is not a signing secret", remedy))
    return problems + [
        Problem(name, "this is not a web address", "Leave it out, or give an address such as https://slack.com/api/.")
        for name in _ADDRESSES
        if name in values and not _is_web(values[name])
    ]


def _alone(values: Mapping[str, str]) -> list[Problem]:
    """What is of no use without another."""
    problems: list[Problem] = []
    for one, other in (("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), ("SLACK_CLIENT_SECRET", "SLACK_CLIENT_ID")):
        if one in values and other not in values:
            problems.append(Problem(other, f"{one} needs it", f"Set {other} too, or take {one} away."))
    if "SLACK_BOT_TOKEN" not in values and "SLACK_CLIENT_ID" not in values:
        remedy = "Set it to the token of the installed app, which begins with xoxb-."
        problems.append(Problem("SLACK_BOT_TOKEN", "without it nothing can be sent to Slack", remedy))
    return problems


def _without_a_way_in(values: Mapping[str, str]) -> list[Problem]:
    if "SLACK_CLIENT_ID" in values and "SLACK_SIGNING_SECRET" not in values:
        remedy = "Set it to the Signing Secret under Basic Information: several workspaces only work over HTTP."
        return [Problem("SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID needs it", remedy)]
    if "SLACK_BOT_TOKEN" in values and not {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} & values.keys():
        remedy = "Set SLACK_APP_TOKEN (Socket Mode, no public address needed) or SLACK_SIGNING_SECRET (HTTP)."
        return [Problem("SLACK_BOT_TOKEN", "nothing that Slack sends could reach us", remedy)]
    return []


def _is_web(url: str) -> bool:
    parts = web_parts(url)
    return parts is not None and not (parts.query or parts.fragment)
