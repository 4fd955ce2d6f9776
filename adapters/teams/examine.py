"""What `klantritme doctor` asks Microsoft: our token, the keys that Teams signs with, the connector; and card sizes.

Nothing is posted. Of the connector is only asked what a team is called, or whether a chat still has members.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import aiohttp

from adapters import Chart, Finding
from adapters.teams.asking import Asking, Json, Reply, Unreached, json_object
from adapters.teams.forms import Forms
from adapters.teams.limits import CAPABILITIES, CHANNEL, MOST_UNITS
from adapters.teams.settings import Settings, read
from adapters.teams.tokens import LOOK, refusal
from rituals.engine.called import whole_name
from rituals.engine.fit import fit, fit_form
from store import references
from store.references import Heard

_SECONDS = 15.0
_SLOW, _TOO_SLOW = 60.0, 300.0
_NETWORK = "the network, the proxy (HTTPS_PROXY) and the firewall: we call out on 443."
_LATER = "Microsoft wants us to wait, or has trouble: run the doctor again in a few minutes."
_OURS = "This is a fault in Klantritme: report it with this line."


async def examine(chart: Chart) -> AsyncIterator[Finding]:
    """Everything about Teams, as it is configured."""
    settings = read(chart.environment)
    yield _public(chart)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_SECONDS), trust_env=True) as session:
        asking = Asking(session)
        token = ""
        try:
            reply = await asking.ask(settings.token_url, form=_credentials(settings))
        except Unreached as error:
            yield Finding(
                "wrong", f"no answer from {settings.login_url} ({error})", f"Look at TEAMS_LOGIN_URL, {_NETWORK}"
            )
        else:
            token = str(reply.found.get("access_token") or "")
            yield _token(reply, token)
            yield _clock(chart, reply.headers.get("Date"))
            for finding in _tenant(settings, token):
                yield finding
        yield await _keys(asking, settings)
        async for finding in _reached(chart, asking, settings, token):
            yield finding
    yield _sizes(chart)


def _credentials(settings: Settings) -> Mapping[str, str]:
    return {
        "grant_type": "client_credentials", "client_id": settings.app_id, "client_secret": settings.password,
        "scope": settings.scope,
    }  # fmt: skip


def _public(chart: Chart) -> Finding:
    url = chart.environment.get("PUBLIC_URL", "")
    if url.startswith("https://"):
        return Finding("ok", f"the messaging endpoint of the Azure Bot is {url.rstrip('/')}/api/messages")
    remedy = "Set PUBLIC_URL to the https:// address that the reverse proxy serves; Teams calls no other."
    return Finding("wrong", "PUBLIC_URL is not an https:// address", remedy)


def _token(reply: Reply, token: str) -> Finding:
    if reply.status == 200 and token:
        return Finding("ok", "Microsoft gives a token for this app id and password")
    if reply.later:
        return Finding("wrong", f"Microsoft gives no token now: {reply.status}", _LATER)
    number, remedy = refusal(reply.found)
    what = f"Microsoft gives no token: {reply.status} {reply.found.get('error', '')} {number or ''}".strip()
    return Finding("wrong", what, remedy)


def _clock(chart: Chart, header: str | None) -> Finding:
    try:
        theirs = parsedate_to_datetime(header or "")
    except ValueError:
        return Finding("note", "clock not checked: Microsoft did not say what time it is")
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    apart = abs((chart.clock.now() - theirs).total_seconds())
    told, remedy = f"our clock is {apart:.0f} s apart from Microsoft's", "Let this machine keep time with NTP."
    if apart >= _TOO_SLOW:
        return Finding("wrong", told, f"{remedy} Tokens seem to have ended, or not to have begun.")
    return Finding("note", told, remedy) if apart > _SLOW else Finding("ok", told)


def _tenant(settings: Settings, token: str) -> list[Finding]:
    """A token of Microsoft's tells of which tenant it is."""
    if not token or not settings.single:
        return []
    told = _claims(token).get("tid")
    if not isinstance(told, str):
        return [Finding("note", "tenant not checked: the token does not say which one it is of")]
    if told.lower() == settings.tenant:
        return [Finding("ok", "the token is of the tenant in TEAMS_TENANT_ID")]
    return [
        Finding("wrong", f"the token is of the tenant {told}", "Set TEAMS_TENANT_ID to your Directory (tenant) ID.")
    ]


async def _keys(asking: Asking, settings: Settings) -> Finding:
    """Without these keys every message of Teams is refused."""
    try:
        metadata = await asking.ask(settings.metadata_url)
        address = metadata.found.get("jwks_uri")
        keys = await asking.ask(address) if isinstance(address, str) else metadata
    except Unreached as error:
        remedy = f"Look at TEAMS_OPENID_METADATA_URL, {_NETWORK}"
        return Finding("wrong", f"no answer from {settings.metadata_url} ({error})", remedy)
    if keys.later:
        return Finding("wrong", f"the keys that Teams signs with cannot be had: {keys.status}", _LATER)
    listed = keys.found.get("keys")
    ours = [
        one for one in listed if isinstance(one, dict) and CHANNEL in (one.get("endorsements") or ())
    ] if isinstance(listed, list) else []  # fmt: skip
    if not ours:
        what = f"{settings.metadata_url} leads to no key that may sign for Teams"
        return Finding("wrong", what, "Look at TEAMS_OPENID_METADATA_URL; without it Microsoft's own is used.")
    if metadata.found.get("issuer") != settings.issuer:
        what = f"the keys are of {metadata.found.get('issuer')}, and not of {settings.issuer}"
        return Finding("wrong", what, "Let TEAMS_TOKEN_ISSUER and TEAMS_OPENID_METADATA_URL belong together.")
    return Finding("ok", f"{len(ours)} keys of Teams were fetched")


async def _reached(chart: Chart, asking: Asking, settings: Settings, token: str) -> AsyncIterator[Finding]:
    """Teams has no list of where a bot is: it is known from what Teams sent."""
    if chart.heard is not None:
        yield Finding("ok", f"events arrive: somebody did something around {chart.heard:%Y-%m-%d %H:%M} UTC")
    heard = chart.look(references.every)
    if not heard:
        remedy = "Upload the output of `klantritme teams package`, add the app to a team, and write @Klantritme there."
        yield Finding("note", "Teams has not told of any channel or chat yet", remedy)
        return
    many = f"{len(heard)} channels and chats" if len(heard) > 1 else "1 channel or chat"
    yield Finding("ok", f"Teams told of {many}")
    known = {one.external for one in heard}
    for place in chart.wanted:
        if place.external not in known:
            remedy = "Add the app to its team, and write @Klantritme in the channel."
            called = whole_name(place, chart.say)
            yield Finding("wrong", f"{called} is switched on for a ritual, and Teams never told of it", remedy)
    newest = {one.service_url: one for one in reversed(heard)}
    for one in newest.values() if token else ():
        yield await _connector(asking, settings, token, one)


async def _connector(asking: Asking, settings: Settings, token: str, one: Heard) -> Finding:
    if not settings.trusts(one.service_url):
        remedy = "Add its host to TEAMS_SERVICE_HOSTS if it is one of Microsoft's."
        return Finding("wrong", f"the connector {one.service_url} is not on the list", remedy)
    team, chat = quote(one.team, safe=""), quote(one.external, safe="")
    path = f"v3/teams/{team}" if team else f"v3/conversations/{chat}/pagedmembers?pageSize=1"
    try:
        reply = await asking.ask(f"{one.service_url.rstrip('/')}/{path}", token=token)
    except Unreached as error:
        return Finding("wrong", f"no answer from the connector {one.service_url} ({error})", f"Look at {_NETWORK}")
    if reply.status == 200:
        return Finding("ok", f"the connector {one.service_url} answers")
    if reply.status in (403, 404):
        remedy = "The app was taken out there: add it again, or switch its rituals off there."
        return Finding("note", f"the connector {one.service_url} answers {reply.status} for the newest place", remedy)
    remedy = _LATER if reply.later else LOOK
    return Finding("wrong", f"the connector {one.service_url} answers {reply.status}", remedy)


def _sizes(chart: Chart) -> Finding:
    """Teams refuses what is over 28 KB; we keep to 24."""
    from adapters.teams.transport import message_of, units  # imported here: it loads botbuilder

    forms = Forms(chart.sealer)
    largest = 0
    for card in chart.drawn.cards:
        activity = message_of(fit(card, CAPABILITIES).card, "message")
        if "attachments" not in activity:
            return Finding("wrong", "a card is too large for Teams, and would be sent as bare words", _OURS)
        largest = max(largest, units(activity))
    for form in chart.drawn.forms:
        largest = max(largest, units(forms.card(fit_form(form, CAPABILITIES).form, chart.say).wire()))
    told = (
        f"the largest of {len(chart.drawn.cards)} cards and {len(chart.drawn.forms)} dialogs is {_kilobytes(largest)}"
    )
    if largest > MOST_UNITS:
        return Finding("wrong", f"{told}, of the {_kilobytes(MOST_UNITS)} that Teams takes", _OURS)
    return Finding("ok", f"{told} of {_kilobytes(MOST_UNITS)}")


def _kilobytes(units: int) -> str:
    return f"{units * 2 / 1024:.1f} KB"


def _claims(token: str) -> Json:
    """What stands in a token of our own; whoever it is for checks it, and not we."""
    parts = token.split(".")
    try:
        raw = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)) if len(parts) == 3 else b""
        return json_object(raw.decode())
    except ValueError:
        return {}
