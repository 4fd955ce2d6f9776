"""Knocking on our own door as Slack does: whether the request URL leads to a process with the same signing secret.

It is the question that Slack itself asks when somebody fills in the URL: it has no effect, and our answer repeats it.
"""

from __future__ import annotations

import hashlib
import hmac
import json

import aiohttp

from adapters import Chart, Finding
from adapters.slack.manifest import EVENTS_PATH

_CHALLENGE = "klantritme doctor"
_BODY = json.dumps({"type": "url_verification", "token": "", "challenge": _CHALLENGE}).encode()


async def knocked(chart: Chart, session: aiohttp.ClientSession) -> list[Finding]:
    """Nothing where Slack does not come over HTTP."""
    secret = chart.environment.get("SLACK_SIGNING_SECRET")
    if secret is None:
        return []
    base = chart.environment.get("PUBLIC_URL", "").rstrip("/")
    if not base:
        remedy = f"Set PUBLIC_URL to the https:// address before {EVENTS_PATH} that you gave to Slack."
        return [Finding("note", "the request URL was not tried: PUBLIC_URL is not set", remedy)]
    return [await _tried(session, f"{base}{EVENTS_PATH}", _signed(secret, int(chart.clock.now().timestamp())))]


async def _tried(session: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> Finding:
    try:
        async with session.post(url, data=_BODY, headers=headers, allow_redirects=False) as answer:
            status, text = answer.status, await answer.text()
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        remedy = "Is `klantritme run` running? Some networks cannot reach their own public address; Slack still may."
        return Finding("note", f"{url} cannot be reached from here ({type(error).__name__})", remedy)
    if status == 200 and _CHALLENGE in text:
        return Finding("ok", f"the request URL {url} answers, with the same signing secret")
    if status == 401:
        remedy = "Give the running process the same SLACK_SIGNING_SECRET; or the proxy changes the body or the headers."
        return Finding("wrong", f"{url} refuses our signature", remedy)
    return Finding("wrong", f"{url} answers {status}", f"Let the reverse proxy pass {EVENTS_PATH} on as it is.")


def _signed(secret: str, stamp: int) -> dict[str, str]:
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + _BODY, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json", "X-Slack-Request-Timestamp": str(stamp), "X-Slack-Signature": f"v0={made}",
    }  # fmt: skip
