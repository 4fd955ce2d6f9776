"""What `klantritme doctor` asks Slack: the token and what it may do, channels, events, and every card and dialog.

Nothing is posted, and no SDK is needed: each question is one form-encoded call.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp

from adapters import Chart, Finding
from adapters.slack.asking import NOT_SLACKS, Api, Unreached, rows
from adapters.slack.knock import knocked
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.validate import validated
from store import tokens
from store.places import Place

_API = "https://slack.com/api/"
_SECONDS = 15.0
_PAGES = 50
_SLOW, _TOO_SLOW = 60.0, 300.0
"""Seconds that our clock may differ from Slack's: over the second, every request of Slack's is refused."""
_REINSTALL = "Reinstall the app (Install App in its settings), and set SLACK_BOT_TOKEN to the new token."
_REMEDIES: Mapping[str, str] = {
    "invalid_auth": "Copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions into SLACK_BOT_TOKEN.",
    "not_authed": "Copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions into SLACK_BOT_TOKEN.",
    "account_inactive": f"The app was taken out of the workspace. {_REINSTALL}",
    "token_revoked": f"The token was withdrawn. {_REINSTALL}",
    "token_expired": "Token rotation is on; switch it off in the app's settings, as the manifest says, and reinstall.",
    "not_allowed_token_type": "SLACK_BOT_TOKEN is a token of another kind; the one we need begins with xoxb-.",
}
_LATER = "Slack wants us to wait, or has trouble (https://slack-status.com): run the doctor again in a few minutes."
_HOUSE = "{/klant}"
_ELSEWHERE = "What answers there is not Slack: look at SLACK_API_URL and the proxy (HTTPS_PROXY)."
_SOCKET_REMEDY = (
    "Make an app-level token with the scope connections:write (Basic Information), set SLACK_APP_TOKEN to it, and "
    "switch Socket Mode on."
)


async def examine(chart: Chart) -> AsyncIterator[Finding]:
    """Everything about Slack, as it is configured."""
    environment = chart.environment
    url = environment.get("SLACK_API_URL") or _API
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_SECONDS), trust_env=True) as session:
        try:
            for name, token in _tokens(chart):
                async for finding in _workspace(chart, name, Api(session, url, token)):
                    yield finding
            if app := environment.get("SLACK_APP_TOKEN"):
                yield await _socket(Api(session, url, app))
        except Unreached as error:
            remedy = "Look at SLACK_API_URL, the network, the proxy (HTTPS_PROXY) and the firewall: we call out on 443."
            yield Finding("wrong", f"no answer from {url} ({error})", remedy)
        for finding in (*_over_http(chart), *await knocked(chart, session), *_installed(chart), _heard(chart)):
            yield finding


def _tokens(chart: Chart) -> Iterator[tuple[str, str]]:
    """Each token with what operators know it by: the variable, or the workspace that installed the app."""
    if own := chart.environment.get("SLACK_BOT_TOKEN"):
        yield "SLACK_BOT_TOKEN", own
    for kept in chart.look(lambda tx: tokens.every(tx, "slack")):
        opened = chart.sealer.open(kept.sealed)
        if opened:
            yield f"the token of {kept.workspace}", str(json.loads(opened)["token"])


async def _workspace(chart: Chart, name: str, api: Api) -> AsyncIterator[Finding]:
    reply = await api.ask("auth.test")
    if reply.later or reply.error in ("unknown_method", NOT_SLACKS):
        remedy = _LATER if reply.later else _ELSEWHERE
        yield Finding("wrong", f"{name} could not be checked: {reply.error}", remedy)
        return
    if reply.error:
        yield Finding("wrong", f"Slack refuses {name}: {reply.error}", _REMEDIES.get(reply.error, _REINSTALL))
        return
    found = reply.found
    team = str(found.get("team") or found.get("team_id") or "a workspace")
    yield Finding("ok", f"the token works: @{found.get('user', '?')} in {team}")
    if "bot_id" not in found:
        yield Finding("note", "Slack does not say that this is a bot's token", _REMEDIES["not_allowed_token_type"])
    yield _scopes(reply.headers.get("x-oauth-scopes"))
    yield _clock(chart, reply.headers.get("Date"))
    async for finding in _channels(chart, api, str(found.get("team_id") or "")):
        yield finding
    yield await validated(chart, api)


def _scopes(header: str | None) -> Finding:
    if header is None:
        return Finding("note", "scopes not checked: Slack did not say which the token has")
    given = {one.strip() for one in header.split(",") if one.strip()}
    if missing := sorted(BOT_SCOPES.keys() - given):
        remedy = "Paste the output of `klantritme slack manifest` under App Manifest, save, and reinstall the app."
        return Finding("wrong", f"scopes are missing: {', '.join(missing)}", remedy)
    if more := sorted(given - BOT_SCOPES.keys()):
        return Finding("note", f"scopes that we never use: {', '.join(more)}", "Take them away if no other tool does.")
    return Finding("ok", f"all {len(BOT_SCOPES)} scopes are there, and no others")


def _clock(chart: Chart, header: str | None) -> Finding:
    try:
        theirs = parsedate_to_datetime(header or "")
    except ValueError:
        return Finding("note", "clock not checked: Slack did not say what time it is")
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    apart = abs((chart.clock.now() - theirs).total_seconds())
    remedy = "Let this machine keep time with NTP: Slack's requests are refused when they seem over 5 minutes old."
    if apart >= _TOO_SLOW:
        return Finding("wrong", f"our clock is {apart:.0f} s apart from Slack's", remedy)
    if apart > _SLOW:
        return Finding("note", f"our clock is {apart:.0f} s apart from Slack's", remedy)
    return Finding("ok", f"our clock is {apart:.0f} s apart from Slack's")


async def _channels(chart: Chart, api: Api, team: str) -> AsyncIterator[Finding]:
    inside = await _inside(api)
    if isinstance(inside, str):
        yield Finding("note", f"channels not checked: {inside}")
        return
    invite = "Type /invite @Klantritme in it; as yet nothing of ours arrives there."
    if inside:
        yield Finding("ok", f"the bot is in {len(inside)} channel{'s' if len(inside) > 1 else ''}")
    else:
        remedy = "Type /invite @Klantritme in the channel where the bell may be heard."
        yield Finding("note", "the bot is in no channel yet", remedy)
    for place in _of_team(chart, team):
        if place.kind != "chat" and place.external not in inside:
            yield Finding("wrong", f"#{place.name} is switched on for a ritual, and the bot is not in it", invite)


async def _inside(api: Api) -> set[str] | str:
    """The ids of the channels that the bot is in, or why they could not be read."""
    inside: set[str] = set()
    cursor = ""
    for _ in range(_PAGES):
        reply = await api.ask(
            "users.conversations", types="public_channel,private_channel", exclude_archived="true", limit="200",
            **({"cursor": cursor} if cursor else {}),
        )  # fmt: skip
        if reply.error:
            return reply.error
        inside |= {str(one.get("id")) for one in rows(reply.found, "channels")}
        cursor = str((reply.found.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return inside


def _of_team(chart: Chart, team: str) -> Iterable[Place]:
    ids = {one.id for one in chart.workspaces if one.external == team}
    return [place for place in chart.wanted if place.workspace_id in ids]


async def _socket(api: Api) -> Finding:
    """Asks for an address and does not go there: the running process keeps its own connections."""
    reply = await api.ask("apps.connections.open")
    if reply.later or reply.error == "unknown_method":
        return Finding("note", f"Socket Mode not checked: {reply.error}", _LATER if reply.later else "")
    if reply.error:
        return Finding("wrong", f"no connection of Socket Mode with SLACK_APP_TOKEN: {reply.error}", _SOCKET_REMEDY)
    return Finding("ok", "Socket Mode: Slack gives a connection")


def _over_http(chart: Chart) -> list[Finding]:
    """Slack itself calls https alone; a stand-in on this machine need not."""
    public, api = (urlsplit(chart.environment.get(name, "")) for name in ("PUBLIC_URL", "SLACK_API_URL"))
    if "SLACK_SIGNING_SECRET" not in chart.environment or public.scheme != "http" or api.scheme == "http":
        return []
    remedy = "Set PUBLIC_URL to the https:// address that the reverse proxy serves; Slack calls no other."
    return [Finding("wrong", "PUBLIC_URL is not an https:// address", remedy)]


def _installed(chart: Chart) -> list[Finding]:
    if "SLACK_CLIENT_ID" not in chart.environment:
        return []
    if any(one.state == "admitted" for one in chart.workspaces):
        names = ", ".join(one.name for one in chart.workspaces if one.state == "admitted")
        return [Finding("ok", f"admitted workspaces: {names}")]
    return [Finding("note", "no workspace has installed the app yet", f"Open {_public(chart)}/slack/install.")]


def _heard(chart: Chart) -> Finding:
    if chart.heard is not None:
        return Finding("ok", f"events arrive: somebody did something around {chart.heard:%Y-%m-%d %H:%M} UTC")
    if "SLACK_APP_TOKEN" in chart.environment:
        way_in = "switch Socket Mode on in the app's settings"
    else:
        way_in = f"give Slack the request URL {_public(chart)}{EVENTS_PATH}"
    remedy = f"Let `klantritme run` run, {way_in}, and type {chart.say(_HOUSE)}; a minute later it is known here."
    return Finding("note", "no event has arrived yet", remedy)


def _public(chart: Chart) -> str:
    return chart.environment.get("PUBLIC_URL", "https://<your address>").rstrip("/")
