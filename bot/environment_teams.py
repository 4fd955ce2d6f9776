"""What TEAMS_ variables need of each other; each problem by name, with its remedy and without its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.addresses import is_loopback, web_parts
from bot.problems import Problem

_TYPES = ("singletenant", "multitenant")
_HOST = re.compile(r"(\*\.)?[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", re.IGNORECASE)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_IDS = (("TEAMS_APP_ID", "Application (client) ID"), ("TEAMS_TENANT_ID", "Directory (tenant) ID"))
_PORT = re.compile(r"(?<=[^:]):\d{1,5}$")
_ADDRESSES = ("TEAMS_OPENID_METADATA_URL", "TEAMS_LOGIN_URL")


def teams_problems(values: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong at once; nothing when no variable of Teams is set."""
    if not any(name.startswith("TEAMS_") for name in values):
        return []
    # A stand-in on this machine, for trying things out, is free in all this; Microsoft is not.
    return [*_missing(values), *_malformed(values), *(() if _has_stand_in(values) else _not_of_microsoft(values))]


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
        if name in values and web_parts(values[name]) is None:
            yield Problem(name, "this is not a web address", "Give the whole address, or take it away.")
    hosts = [one.strip() for one in values.get("TEAMS_SERVICE_HOSTS", "").split(",")]
    if "TEAMS_SERVICE_HOSTS" in values and not all(_HOST.fullmatch(one) for one in hosts):
        remedy = "Give names of hosts, with a port if need be and a comma between two: no https:// and no path."
        yield Problem("TEAMS_SERVICE_HOSTS", "this is not a list of hosts", remedy)


def _not_of_microsoft(values: Mapping[str, str]) -> Iterator[Problem]:
    for name, called in _IDS:
        if name in values and not is_guid(values[name]):
            remedy = f"Copy the {called} of the app registration: 32 digits and letters, in five groups."
            yield Problem(name, "this is no GUID", remedy)
    if is_guid(values.get("TEAMS_APP_PASSWORD", "")):
        remedy = "Copy the Value of the client secret. It is shown once: make a new secret when it is gone."
        yield Problem("TEAMS_APP_PASSWORD", "this is the id of a secret, and not its value", remedy)
    public = web_parts(values.get("PUBLIC_URL", ""))
    if public and (public.scheme != "https" or is_loopback(public.hostname or "")):
        remedy = "Give the https:// address that the reverse proxy serves to the internet; Teams calls no other."
        yield Problem("PUBLIC_URL", "Teams cannot call this address", remedy)


def is_guid(text: str) -> bool:
    """Whether it has the form of Microsoft's ids."""
    return bool(_GUID.fullmatch(text))


def hears_of_no_address(values: Mapping[str, str]) -> bool:
    """Whether Teams is configured, and nobody said where it can call us."""
    return "TEAMS_APP_ID" in values and "PUBLIC_URL" not in values and not _has_stand_in(values)


def _has_stand_in(values: Mapping[str, str]) -> bool:
    hosts = values.get("TEAMS_SERVICE_HOSTS", "").split(",")
    return any(is_loopback(_PORT.sub("", one.strip())) for one in hosts)
