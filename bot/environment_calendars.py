"""What GRAPH_ and GOOGLE_ variables need of each other; each problem by name, with its remedy and without its value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.calendars import GOOGLE, GRAPH
from bot.addresses import is_loopback, web_parts
from bot.environment_teams import is_guid
from bot.problems import Problem

_FOUND_AT = {
    "GRAPH_TENANT_ID": "Copy the Directory (tenant) ID of the app registration.",
    "GRAPH_CLIENT_ID": "Copy the Application (client) ID of the app registration.",
    "GRAPH_CLIENT_SECRET": "Copy the Value of a client secret of the app registration.",
}
_ADDRESSES = ("GRAPH_URL", "GRAPH_LOGIN_URL", "GOOGLE_URL")
_FILE = "Give the JSON file that Google made for the key of the service account, in GOOGLE_SERVICE_ACCOUNT_FILE."


def calendar_problems(values: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong at once; nothing when no calendars were switched on."""
    both = {GOOGLE, GRAPH[1]} <= values.keys()
    return [*_addresses(values), *_graph(values), *_google(values), *(_one_alone() if both else ())]


def _addresses(values: Mapping[str, str]) -> Iterator[Problem]:
    for name in _ADDRESSES:
        parts = web_parts(values.get(name, "https://example.nl"))
        if parts is None or parts.query or parts.fragment:
            yield Problem(name, "this is not a web address", "Give the whole address, or take it away.")
        elif parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            yield Problem(name, "secrets would cross the network in the open", "Give an https:// address.")


def _graph(values: Mapping[str, str]) -> Iterator[Problem]:
    if not any(name in values for name in GRAPH):
        return
    for name in GRAPH:
        if name not in values:
            remedy = f"{_FOUND_AT[name]} Or take all GRAPH_ variables away."
            yield Problem(name, "calendars of Microsoft 365 cannot be read without it", remedy)
    if "GRAPH_URL" in values and is_loopback(web_host(values["GRAPH_URL"])):
        return  # a stand-in on this machine, for trying things out
    for name in GRAPH[:2]:
        if name in values and not is_guid(values[name]):
            yield Problem(name, "this is no GUID", f"{_FOUND_AT[name]} It is 32 digits and letters, in five groups.")
    if is_guid(values.get("GRAPH_CLIENT_SECRET", "")):
        remedy = "Copy the Value of the client secret. It is shown once: make a new secret when it is gone."
        yield Problem("GRAPH_CLIENT_SECRET", "this is the id of a secret, and not its value", remedy)


def web_host(url: str) -> str:
    """The host of an address, or nothing."""
    parts = web_parts(url)
    return (parts.hostname if parts else None) or ""


def _google(values: Mapping[str, str]) -> Iterator[Problem]:
    if GOOGLE not in values:
        return
    key = _key(values[GOOGLE])
    if key is None:
        yield Problem(GOOGLE, "this is not the key of a service account", _FILE)
        return
    wanting = [name for name in ("client_email", "private_key", "token_uri") if not isinstance(key.get(name), str)]
    if wanting or key.get("type") != "service_account":
        yield Problem(GOOGLE, f"it has no {', '.join(wanting) or 'type service_account'}", _FILE)
    elif "PRIVATE KEY" not in key["private_key"]:
        yield Problem(GOOGLE, "its private_key is none", _FILE)
    elif web_parts(key["token_uri"]) is None:
        yield Problem(GOOGLE, "its token_uri is not a web address", _FILE)


def _key(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _one_alone() -> Iterator[Problem]:
    remedy = (
        "Take the GRAPH_ or the GOOGLE_ variables away; calendars of the other kind can be read by their ICS address."
    )
    yield Problem(GOOGLE, "GRAPH_CLIENT_ID is set as well, and an address does not say whose mailbox it is", remedy)
