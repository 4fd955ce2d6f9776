"""Sends what Teams sends to a bot: signed, in the shapes of the documentation, any number of times."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession
from multidict import CIMultiDict

from tests.fakes.teams.activities import check_inbound
from tests.fakes.teams.answers import check_answer
from tests.fakes.teams.state import Conversation, Member, Message, World
from tests.fakes.teams.tokens import Forged, Headers, Signer, bearer

Json = dict[str, Any]
CLIENT = {"type": "clientInfo", "locale": "nl-NL", "country": "NL", "platform": "Web", "timezone": "Europe/Amsterdam"}


@dataclass(frozen=True)
class Reply:
    """What the bot answered; `body` is what it holds as JSON."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def body(self) -> Any:
        return json.loads(self.text) if self.text.strip() else None


class Sender:
    """Teams' own side of the wire."""

    def __init__(
        self, world: World, session: ClientSession, app_id: str, bot_name: str, signer: Callable[[], Signer],
        now: Callable[[], datetime], problems: list[str],
    ) -> None:  # fmt: skip
        self.world = world
        self.bot = {"id": f"28:{app_id}", "name": bot_name}
        self.bot_address = ""
        self.signer = signer
        self._session = session
        self._now = now
        self._problems = problems

    def base(self, kind: str, actor: Member, conversation: Conversation, **fields: Any) -> Json:
        """What all activities have; None leaves a field out. `thread` is the conversation id inside a channel."""
        at = self._now()
        thread = fields.pop("thread", None) or conversation.id
        activity = {
            "type": kind,
            "id": f"f:{uuid4()}",
            "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimezone": "Europe/Amsterdam",
            "serviceUrl": self.signer().service_url,
            "channelId": "msteams",
            "from": actor.account(),
            "conversation": self.conversation(conversation, thread),
            "recipient": dict(self.bot),
            "entities": [dict(CLIENT)],
            "channelData": self.channel_data(conversation),
            "locale": "nl-NL",
            **fields,
        }
        return {name: value for name, value in activity.items() if value is not None}

    def conversation(self, conversation: Conversation, thread: str) -> Json:
        """As activities name it; a group says that it is one, a private chat says nothing."""
        found: Json = {"conversationType": conversation.kind, "id": thread, "tenantId": self.world.tenant}
        if conversation.kind != "personal":
            found["isGroup"] = True
        if conversation.kind == "groupChat" and conversation.name:
            found["name"] = conversation.name
        return found

    def channel_data(self, conversation: Conversation, **more: Any) -> Json:
        """Names are left out, except by the events that are about them."""
        data: Json = {"tenant": {"id": self.world.tenant}}
        if conversation.team:
            data |= {
                "teamsChannelId": conversation.id, "teamsTeamId": conversation.team.id,
                "channel": {"id": conversation.id}, "team": {"id": conversation.team.id},
            }  # fmt: skip
        return {**data, **more}

    def message(
        self, actor: Member, conversation: Conversation, text: str, *, mention: bool, mentions: tuple[Member, ...] = (),
        under: Message | None = None,
    ) -> Json:  # fmt: skip
        """Words; `@Name` of somebody in `mentions` becomes a mention, as the client makes it."""
        entities: list[Json] = [dict(CLIENT)]
        for one in mentions:
            text = text.replace(f"@{one.name}", f"<at>{one.name}</at>")
            entities.append({"type": "mention", "mentioned": one.account(), "text": f"<at>{one.name}</at>"})
        if mention:
            called = f"<at>{self.bot['name']}</at>"
            text = f"{called} {text}"
            entities.append({"type": "mention", "mentioned": dict(self.bot), "text": called})
        number = self.world.new_id()
        root = (under.root or under.id) if under else number
        thread = f"{conversation.id};messageid={root}" if conversation.kind == "channel" else conversation.id
        html = {"contentType": "text/html", "content": f"<p>{text}</p>"}
        return self.base(
            "message", actor, conversation, id=number, thread=thread, text=text, textFormat="plain",
            attachments=[html], entities=entities,
        )  # fmt: skip

    def invoke(self, name: str, actor: Member, conversation: Conversation, value: Json, **fields: Any) -> Json:
        """An invoke: each press has an id of its own, which its repeats share."""
        return self.base("invoke", actor, conversation, name=name, value=value, **fields)

    async def deliver(self, activity: Json, *, headers: Headers | None = None) -> Reply:
        """One delivery, signed right unless headers are given."""
        self._problems += [f"sent {activity['type']}: {one}" for one in check_inbound(activity)]
        signed = bearer(self.signer().token()) if headers is None else headers
        reply = await self.post(json.dumps(activity).encode(), signed)
        if activity["type"] == "invoke" and headers is None:
            wrong = check_answer(activity["name"], reply.status, _parsed(reply))
            self._problems += [f"answer to {activity['name']}: {one}" for one in wrong]
        return reply

    async def deliver_at_once(self, activity: Json, times: int) -> list[Reply]:
        """The same delivery, many times at the same moment."""
        return list(await asyncio.gather(*(self.deliver(activity) for _ in range(times))))

    async def deliver_forged(self, activity: Json, forged: Forged) -> Reply:
        """One delivery that nobody should believe."""
        return await self.post(json.dumps(changed(activity, forged.changed)).encode(), forged.headers)

    async def post(self, body: bytes, headers: Headers) -> Reply:
        """Raw bytes to the bot's address."""
        sent = CIMultiDict([("Content-Type", "application/json; charset=utf-8"), *headers])
        async with self._session.post(self.bot_address, data=body, headers=sent) as answer:
            return Reply(answer.status, await answer.text(), answer.headers)


def changed(activity: Json, changes: Mapping[str, Any]) -> Json:
    """A copy with some fields changed (`a.b` is inside `a`); None takes one out."""
    copy: Json = json.loads(json.dumps(activity))
    for path, value in changes.items():
        *outer, last = path.split(".")
        inside = copy
        for name in outer:
            inside = inside.setdefault(name, {})
        if value is None:
            inside.pop(last, None)
        else:
            inside[last] = value
    return copy


def _parsed(reply: Reply) -> Any:
    try:
        return reply.body
    except ValueError:
        return reply.text
