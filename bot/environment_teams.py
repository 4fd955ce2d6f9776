"""What TEAMS_ variables need of each other; each problem by name, with its remedy and without its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.problems import Problem

_TYPES = ("singletenant", "multitenant")
_HOST = re.compile(r"(\*\.)?[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", re.IGNORECASE)
_ADDRESSES = ("TEAMS_OPENID_METADATA_URL", "TEAMS_LOGIN_URL")


def teams_problems(values: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong at once; nothing when no variable of Teams is set."""
    if not any(name.startswith("TEAMS_") for name in values):
        return []
    return [*_missing(values), *_malformed(values)]


def _missing(values: Mapping[str, str]) -> Iterator[Problem]:
    if "TEAMS_APP_ID" not in values:
        # Without it nobody could tell whether a message was meant for us: then everybody could speak to the bot.
        remedy = "Give the app id of the bot's registration, or take all TEAMS_ variables away to get the playground."
        yield Problem("TEAMS_APP_ID", "Teams cannot run without it", remedy)
    if "TEAMS_APP_PASSWORD" not in values:
        remedy = "Give the client secret of the bot's registration, or its file in TEAMS_APP_PASSWORD_FILE."
        yield Problem("TEAMS_APP_PASSWORD", "without it nothing can be sent to Teams", remedy)
    if "TEAMS_TENANT_ID" not in values and values.get("TEAMS_APP_TYPE", "").lower() != "multitenant":
        remedy = "Give the id of your organisation's tenant; or TEAMS_APP_TYPE=MultiTenant, and admit each one in chat."
        yield Problem("TEAMS_TENANT_ID", "a bot of one tenant needs to know which", remedy)


def _malformed(values: Mapping[str, str]) -> Iterator[Problem]:
    if values.get("TEAMS_APP_TYPE", "SingleTenant").lower() not in _TYPES:
        yield Problem("TEAMS_APP_TYPE", "this type is not known", "Give SingleTenant or MultiTenant.")
    for name in _ADDRESSES:
        if name in values and not _is_web(values[name]):
            yield Problem(name, "this is not a web address", "Give the whole address, or take it away.")
    hosts = [one.strip() for one in values.get("TEAMS_SERVICE_HOSTS", "").split(",")]
    if "TEAMS_SERVICE_HOSTS" in values and not all(_HOST.fullmatch(one) for one in hosts):
        remedy = "Give names of hosts, with a port if need be and a comma between two: no https:// and no path."
        yield Problem("TEAMS_SERVICE_HOSTS", "this is not a list of hosts", remedy)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
