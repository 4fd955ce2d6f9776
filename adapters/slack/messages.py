"""How delivery sends through Slack: posts, changes and removes messages, and looks them up by our key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import render
from adapters.slack.limits import CAPABILITIES, LIMITS, UPDATE_TEXT
from adapters.slack.markup import within
from adapters.slack.parse import NAME, posted_id
from adapters.slack.tokens import Tokens
from rituals.engine.cards import Card
from rituals.engine.errors import LockedOut, PerhapsSent, Scope, SurelyNotSent, Unacceptable, Unreachable, Vanished
from rituals.engine.events import Origin
from rituals.engine.platform import Capabilities, Limits, Parcel
from rituals.engine.seal import Sealer
from rituals.engine.translate import Say
from store.accounts import AccountSeen
from store.errors import StoreError
from store.handles import Handle

if TYPE_CHECKING:
    from adapters.slack.transport import Web

log = structlog.get_logger(__name__)

Json = dict[str, Any]
Speaks = Callable[[Origin], Awaitable[Say]]

KEY = "klantritme_message"
"""The kind of our metadata."""
REPLACES, ADDS, CHANGES = "=", "+", "@"
"""What a handle does: take the place of a private message, add one, or change a message of the private chat."""
_MANY = 5_000
_QUIET: Mapping[str, object] = {"link_names": False, "parse": "none"}
_PLAIN: Mapping[str, object] = {**_QUIET, "unfurl_links": False, "unfurl_media": False, "mrkdwn": False}


class Messages:
    """The sending half of the platform."""

    def __init__(self, web: Web, tokens: Tokens, sealer: Sealer, speaks: Speaks, own_say: Say) -> None:
        """`speaks` looks up the language of a person; `own_say` is the organisation's, for what stands in a place."""
        self._web = web
        self._tokens = tokens
        self._sealer = sealer
        self._speaks = speaks
        self._chats: dict[tuple[str, str], str] = {}
        self.own_say = own_say

    @property
    def name(self) -> str:
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def post(self, parcel: Parcel) -> str:
        token, channel = await self._token(parcel), await self._channel(parcel)
        body = {"channel": channel, **await self._message(parcel), **_PLAIN, **_thread(parcel, channel)}
        if parcel.aloud and "thread_ts" in body:
            body["reply_broadcast"] = True
        body["metadata"] = _metadata(parcel.key)
        return _posted(await self._said(token, "chat.postMessage", body, "place"), channel)

    async def update(self, parcel: Parcel) -> None:
        channel, ts = split(parcel.posted)
        body = {
            "channel": channel,
            "ts": ts,
            **_brief(await self._message(parcel)),
            **_QUIET,
            "metadata": _metadata(parcel.key),
        }
        await self._said(await self._token(parcel), "chat.update", body, "updates")

    async def remove(self, parcel: Parcel) -> None:
        channel, ts = split(parcel.posted)
        await self._web.call(await self._token(parcel), "chat.delete", {"channel": channel, "ts": ts}, scope="updates")

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        secret = self._sealer.open(handle.secret)
        if secret is None:
            raise Vanished("the handle cannot be read with the present keys")
        how, where = secret[:1], secret[1:]
        drawn = await self._message(parcel)
        if how == CHANGES:
            channel, ts = split(where)
            body = {"channel": channel, "ts": ts, **_brief(drawn), **_QUIET}
            await self._said(await self._token(parcel), "chat.update", body, "updates")
        else:
            await self._web.respond(where, private(drawn, replaces=how == REPLACES))

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        if parcel.place is None:
            return None
        channel = parcel.place.external
        body: Json = {
            "channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": 100, "inclusive": True,
            "include_all_metadata": True,
        }  # fmt: skip
        method, below = "conversations.history", _thread(parcel, channel)
        if below:
            method, body = "conversations.replies", {**body, "ts": below["thread_ts"]}
        # That there is too much asking says nothing of messages to other places: those go on.
        try:
            found = await self._web.call(await self._token(parcel), method, body, scope="place", how="query")
        except Vanished:  # the thread is gone, and with it what stood in it
            return None
        messages = found.get("messages")
        for one in messages if isinstance(messages, list) else ():
            if _key_of(one) == parcel.key and isinstance(one.get("ts"), str):
                return posted_id(channel, one["ts"])
        return None

    async def whisper(self, workspace: str, channel: str, user: str, card: Card, thread: str | None = None) -> None:
        """A message in a channel that one person sees and nobody can change."""
        body = {"channel": channel, "user": user, **await self.drawn(card, workspace, user), **_QUIET}
        if thread:
            body["thread_ts"] = thread
        await self._said(await self._tokens.of(workspace), "chat.postEphemeral", body, "place")

    async def tell(self, workspace: str, user: str, card: Card) -> str:
        """A message in the private chat with somebody; our id of it."""
        token = await self._tokens.of(workspace)
        where = await self.chat(workspace, user, token)
        body = {"channel": where, **await self.drawn(card, workspace, user), **_PLAIN}
        return _posted(await self._said(token, "chat.postMessage", body, "place"), where)

    async def chat(self, workspace: str, user: str, token: str | None) -> str:
        """The private chat with somebody: looked up once. Slack also takes the person for it, where it cannot be."""
        key = (workspace, user)
        if key not in self._chats:
            if len(self._chats) >= _MANY:
                self._chats.clear()
            try:
                opened = await self._web.call(token, "conversations.open", {"users": user}, scope="place")
            except Unacceptable:
                return user
            except PerhapsSent as error:
                raise SurelyNotSent(f"the private chat did not open: {error.detail}") from error
            found = opened.get("channel")
            where = found.get("id") if isinstance(found, dict) else None
            if not isinstance(where, str):
                return user
            self._chats[key] = where
        return self._chats[key]

    async def _said(self, token: str | None, method: str, body: Json, scope: Scope) -> Json:
        """Slack refuses a message, and did nothing, when it cannot fetch a picture on it: then the words must do."""
        try:
            return await self._web.call(token, method, body, scope=scope)
        except Unacceptable as error:
            blocks = body["blocks"]
            if error.detail != "invalid_blocks" or not any(one["type"] == "image" for one in blocks):
                raise
        log.warning("Slack does not take a picture; is PUBLIC_URL to be seen from outside?", method=method)
        return await self._web.call(token, method, {**body, "blocks": render.in_words(blocks)}, scope=scope)

    async def _token(self, parcel: Parcel) -> str:
        token = await self._tokens.of(parcel.workspace.external)
        if token is None:
            raise LockedOut("no token for this workspace")
        return token

    async def _channel(self, parcel: Parcel) -> str:
        if parcel.place is not None:
            return parcel.place.external
        if parcel.account is None:
            raise Unreachable("a parcel without a place or an account")
        workspace = parcel.workspace.external
        return await self.chat(workspace, parcel.account.external, await self._token(parcel))

    async def _message(self, parcel: Parcel) -> Json:
        user = parcel.account.external if parcel.account else ""
        return await self.drawn(parcel.card, parcel.workspace.external, user)

    async def spoken(self, workspace: str, user: str) -> Say:
        """The language of whoever reads it; the organisation's own while the store cannot tell."""
        try:
            return await self._speaks(Origin(NAME, workspace, AccountSeen(user)))
        except StoreError:
            return self.own_say

    async def drawn(self, card: Card, workspace: str, user: str) -> Json:
        """Most cards bear no word of ours: then nobody's language need be looked up."""
        if not user or not render.speaks(card):
            return render.message(card, self.own_say)
        return render.message(card, await self.spoken(workspace, user))


def private(drawn: Json, *, replaces: bool) -> Json:
    """For a response_url, where only the person who acted sees it."""
    return {**drawn, "response_type": "ephemeral", "replace_original": replaces}


def _brief(drawn: Json) -> Json:
    """For a change. The blocks, which everybody sees, stay whole."""
    return {**drawn, "text": within(drawn["text"], UPDATE_TEXT)}


def split(posted: str | None) -> tuple[str, str]:
    """Channel and time of a message of ours. Raises Vanished for what is no id of a message."""
    channel, _, ts = (posted or "").partition(":")
    if not channel or not ts.replace(".", "", 1).isdecimal() or not ts.isascii():
        raise Vanished("not an id of a message here")
    return channel, ts


def _thread(parcel: Parcel, channel: str) -> dict[str, str]:
    """A message can only stand under one of its own channel."""
    if parcel.thread is None:
        return {}
    try:
        above, ts = split(parcel.thread)
    except Vanished:
        return {}
    return {"thread_ts": ts} if above == channel else {}


def _metadata(key: str) -> Json:
    return {"event_type": KEY, "event_payload": {"key": key}}


def _key_of(message: object) -> str | None:
    metadata = message.get("metadata") if isinstance(message, dict) else None
    if not isinstance(metadata, dict) or metadata.get("event_type") != KEY:
        return None
    payload = metadata.get("event_payload")
    key = payload.get("key") if isinstance(payload, dict) else None
    return key if isinstance(key, str) else None


def _posted(sent: Mapping[str, Any], channel: str) -> str:
    ts = sent.get("ts")
    if not isinstance(ts, str) or not ts:
        raise PerhapsSent("an answer without the time of the message")
    where = sent.get("channel")
    return posted_id(where if isinstance(where, str) and where else channel, ts)
