"""The connector: what a bot may call, under `/{region}/v3/`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.fakes.teams.activities import ConversationParameters, check_outbound, utf16, wrongs
from tests.fakes.teams.faults import Handler, refusal
from tests.fakes.teams.server import Counters, Server
from tests.fakes.teams.state import Conversation, Member, Message, Refused, World

TOO_LARGE = 28 * 1024
Work = Callable[[web.Request, Any], Awaitable[web.Response]]


class Connector:
    """Applies what is right, refuses what is wrong, and keeps what was wrong in `problems`."""

    def __init__(self, world: World, counters: Counters, app_id: str, valid: Callable[[str], bool]) -> None:
        self.world = world
        self.problems: list[str] = []
        self.region = "emea"
        self.page = 50
        self._app_id = app_id
        self._valid = valid
        one, many = "/{region}/v3/conversations/{conversation}", "/{region}/v3/conversations"
        routes: dict[str, tuple[str, str, Work]] = {
            "create": ("POST", many, self._create),
            "post": ("POST", f"{one}/activities", self._post),
            "reply": ("POST", f"{one}/activities/{{activity}}", self._reply),
            "update": ("PUT", f"{one}/activities/{{activity}}", self._update),
            "delete": ("DELETE", f"{one}/activities/{{activity}}", self._delete),
            "members": ("GET", f"{one}/pagedmembers", self._members),
            "member": ("GET", f"{one}/members/{{member}}", self._member),
            "team": ("GET", "/{region}/v3/teams/{team}", self._team),
            "channels": ("GET", "/{region}/v3/teams/{team}/conversations", self._channels),
        }
        self.server = Server(
            counters, {name: (method, path, self._guarded(work)) for name, (method, path, work) in routes.items()}
        )
        self.faults = self.server.faults

    @property
    def service_url(self) -> str:
        """What activities carry; it moves with the region."""
        return f"{self.server.address}/{self.region}/"

    def _guarded(self, work: Work) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not self._valid(request.headers.get("Authorization", "")):
                return web.json_response({"message": "Authorization has been denied for this request."}, status=401)
            try:
                if request.match_info["region"] != self.region:
                    raise Refused(403, "InvalidBotApiHost", "Invalid bot API host.")
                return await work(request, await self._body(request))
            except Refused as no:
                return refusal(no.status, no.code, no.message)

        return guarded

    async def _body(self, request: web.Request) -> Any:
        if request.method not in ("POST", "PUT"):
            return None
        if request.content_type != "application/json":
            self._broken(request, ["Content-Type: not application/json"])
        try:
            body = json.loads(await request.read())
        except ValueError:
            self._broken(request, ["the body is not JSON"])
        if utf16(body) > TOO_LARGE:
            self.problems.append(f"{request.method} {request.path}: {utf16(body)} bytes of UTF-16")
            raise Refused(413, "MessageSizeTooBig", "Message size too large.")
        return body

    def _broken(self, request: web.Request, found: list[str]) -> None:
        """Keeps what is wrong and refuses; nothing happens when nothing is."""
        if found:
            self.problems += [f"{request.method} {request.path}: {one}" for one in found]
            raise Refused(400, "BadSyntax", "; ".join(found))

    async def _create(self, request: web.Request, body: Any) -> web.Response:
        self._broken(request, wrongs(ConversationParameters, body))
        if body.get("bot", {}).get("id") not in (None, f"28:{self._app_id}"):
            raise Refused(400, "BadArgument", "Unknown bot.")
        channel = ((body.get("channelData") or {}).get("channel") or {}).get("id")
        return await (self._new_thread(request, body, channel) if channel else self._new_chat(request, body))

    async def _new_thread(self, request: web.Request, body: Any, channel: str) -> web.Response:
        conversation, _ = self.world.where(channel)
        self._broken(request, [] if body.get("activity") else ["activity: a new thread begins with a message"])
        message = self._put(request, conversation, body["activity"], None, None)
        return web.json_response({"id": message.thread, "activityId": message.id}, status=201)

    async def _new_chat(self, request: web.Request, body: Any) -> web.Response:
        tenant = body.get("tenantId") or ((body.get("channelData") or {}).get("tenant") or {}).get("id")
        members = body.get("members") or []
        if body.get("isGroup") or len(members) != 1 or tenant != self.world.tenant:
            raise Refused(400, "BadArgument", "A bot begins a chat with one member, of a tenant that it names.")
        conversation = self.world.personal(self.world.member(members[0].get("id") or ""))
        self.world.writable(conversation)
        made: dict[str, Any] = {"id": conversation.id}
        if body.get("activity"):
            made["activityId"] = self._put(request, conversation, body["activity"], None, None).id
        return web.json_response(made, status=201)

    async def _post(self, request: web.Request, body: Any) -> web.Response:
        conversation, root = self.world.where(request.match_info["conversation"])
        target = self._target(request, conversation, body) if _targeted(request) else None
        return web.json_response({"id": self._put(request, conversation, body, root, target).id}, status=201)

    async def _reply(self, request: web.Request, body: Any) -> web.Response:
        conversation, root = self.world.where(request.match_info["conversation"])
        parent = self._found(conversation, request.match_info["activity"])
        under = root or parent.root or parent.id if conversation.kind == "channel" else None
        target = self._target(request, conversation, body) if _targeted(request) else None
        return web.json_response({"id": self._put(request, conversation, body, under, target).id}, status=201)

    async def _update(self, request: web.Request, body: Any) -> web.Response:
        message = self._own(request)
        self._broken(request, check_outbound(body))
        if message.target and (body.get("recipient") or {}).get("id"):
            raise Refused(400, "BadArgument", "A targeted message keeps its recipient.")
        message.activity, message.views = body, {}
        message.edits += 1
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request, body: Any) -> web.Response:
        self._own(request).deleted = True
        return web.Response()

    async def _members(self, request: web.Request, body: Any) -> web.Response:
        conversation, _ = self.world.where(request.match_info["conversation"])
        self.world.writable(conversation)
        begin = int(request.query.get("continuationToken") or 0)
        end = begin + min(int(request.query.get("pageSize") or self.page), self.page)
        answer: dict[str, Any] = {"members": [one.profile() for one in conversation.members[begin:end]]}
        if end < len(conversation.members):
            answer["continuationToken"] = str(end)
        return web.json_response(answer)

    async def _member(self, request: web.Request, body: Any) -> web.Response:
        conversation, _ = self.world.where(request.match_info["conversation"])
        self.world.writable(conversation)
        return web.json_response(self._among(conversation, request.match_info["member"]).profile())

    async def _team(self, request: web.Request, body: Any) -> web.Response:
        conversation, _ = self.world.where(request.match_info["team"])
        self.world.writable(conversation)
        if conversation.team is None:
            raise Refused(400, "BadArgument", "Not a team.")
        return web.json_response(conversation.team.details())

    async def _channels(self, request: web.Request, body: Any) -> web.Response:
        conversation, _ = self.world.where(request.match_info["team"])
        self.world.writable(conversation)
        team = conversation.team
        found = [
            {"id": one.id, "name": None if team and one is team.general else one.name, "type": one.type}
            for one in (team.channels if team else [])
            if not one.gone
        ]
        return web.json_response({"conversations": found})

    def _put(
        self, request: web.Request, conversation: Conversation, activity: Any, root: str | None, target: Member | None
    ) -> Message:
        self.world.writable(conversation)
        self._broken(request, check_outbound(activity))
        message = Message(self.world.new_id(), conversation, activity, root=root, target=target)
        if activity["type"] == "message":
            conversation.messages.append(message)
        return message

    def _target(self, request: web.Request, conversation: Conversation, activity: Any) -> Member:
        """Whom a targeted message is for: one member, never in a private chat."""
        name = (activity.get("recipient") or {}).get("id") if isinstance(activity, dict) else None
        if not self.world.targeted or conversation.kind == "personal" or not name:
            raise Refused(400, "BadArgument", "Bad argument.")
        return self._among(conversation, name)

    def _among(self, conversation: Conversation, name: str) -> Member:
        found = self.world.member(name)
        if found not in conversation.members:
            raise Refused(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")
        return found

    def _own(self, request: web.Request) -> Message:
        """The bot's own message that is to be changed; a targeted one is found by the targeted way only."""
        conversation, _ = self.world.where(request.match_info["conversation"])
        self.world.writable(conversation)
        message = self._found(conversation, request.match_info["activity"])
        if message.author is not None:
            raise Refused(403, "Forbidden", "Not a message of this bot.")
        if (message.target is not None) != _targeted(request):
            raise Refused(404, "ActivityNotFoundInConversation", "Activity not found.")
        return message

    def _found(self, conversation: Conversation, name: str) -> Message:
        found = conversation.find(name)
        if found is None:
            raise Refused(404, "ActivityNotFoundInConversation", "Activity not found.")
        return found


def _targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity", "").lower() == "true"
