"""The REST calls of the Bot Connector: one attempt each, with a deadline.

botbuilder makes a new client for each turn, works out a list of status codes for it in quadratic time, waits without
limit, and gives no Retry-After back. So the calls are ours; what they carry is made of its models in `transport`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from adapters.teams.activity import word
from adapters.teams.errors import Call, of_status
from adapters.teams.http import Http, Reply
from adapters.teams.ids import Posted
from adapters.teams.limits import SEND_SECONDS, STEP_SECONDS
from adapters.teams.settings import Settings
from adapters.teams.tokens import Tokens
from rituals.engine.clock import Clock
from rituals.engine.errors import PerhapsSent, Unreachable

_CODE = re.compile(r"[\w.-]{1,60}")
TARGETED = "?isTargetedActivity=true"


class Connector:
    """Everything that is asked of Teams. Raises DeliveryError."""

    def __init__(self, settings: Settings, http: Http, tokens: Tokens, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._tokens = tokens
        self._clock = clock

    async def post(
        self, service_url: str, conversation: str, activity: object, *, targeted: bool = False,
        seconds: float = SEND_SECONDS,
    ) -> str:  # fmt: skip
        """The id of the new message."""
        path = f"v3/conversations/{_quoted(conversation)}/activities{TARGETED if targeted else ''}"
        made = word(await self._ask("POST", service_url, path, "post", activity, seconds), "id")
        if not made:
            raise PerhapsSent("the answer had no id in it")
        return made

    async def change(
        self, service_url: str, posted: Posted, activity: object, *, targeted: bool = False,
        seconds: float = SEND_SECONDS,
    ) -> None:  # fmt: skip
        """Make a message look like this."""
        await self._ask("PUT", service_url, _path(posted, targeted), "change", activity, seconds)

    async def remove(self, service_url: str, posted: Posted) -> None:
        """Take a message down."""
        await self._ask("DELETE", service_url, _path(posted, False), "change", None, SEND_SECONDS)

    async def create(self, service_url: str, parameters: object, seconds: float = STEP_SECONDS) -> str:
        """The id of a personal chat; asking twice gives the same one."""
        made = word(await self._ask("POST", service_url, "v3/conversations", "post", parameters, seconds), "id")
        if not made:
            raise Unreachable("no personal chat came")
        return made

    async def members(self, service_url: str, conversation: str, token: str) -> Mapping[str, object]:
        """A page of the members of a conversation; `token` is that of the page before."""
        after = f"&continuationToken={quote(token, safe='')}" if token else ""
        path = f"v3/conversations/{_quoted(conversation)}/pagedmembers?pageSize=500{after}"
        return await self._ask("GET", service_url, path, "post", None, SEND_SECONDS)

    async def member(self, service_url: str, conversation: str, member: str) -> Mapping[str, object]:
        """Who somebody is, in a conversation that the bot is in."""
        path = f"v3/conversations/{_quoted(conversation)}/members/{_quoted(member)}"
        return await self._ask("GET", service_url, path, "post", None, SEND_SECONDS)

    async def team(self, service_url: str, team: str) -> Mapping[str, object]:
        """What a team is called."""
        return await self._ask("GET", service_url, f"v3/teams/{_quoted(team)}", "post", None, SEND_SECONDS)

    async def channels(self, service_url: str, team: str) -> Mapping[str, object]:
        """The channels of a team."""
        path = f"v3/teams/{_quoted(team)}/conversations"
        return await self._ask("GET", service_url, path, "post", None, SEND_SECONDS)

    async def _ask(
        self, method: str, service_url: str, path: str, call: Call, body: object, seconds: float
    ) -> Mapping[str, object]:
        if not self._settings.trusts(service_url):
            raise Unreachable("the connector is not on the list; TEAMS_SERVICE_HOSTS adds one")
        url = f"{service_url.rstrip('/')}/{path}"
        token = await self._tokens.get()
        reply = await self._once(method, url, token, body, seconds)
        if reply.status == 401:  # nothing was carried out: once more with a new token is safe
            self._tokens.refused(token)
            reply = await self._once(method, url, await self._tokens.get(), body, seconds)
        if 200 <= reply.status < 300:
            return reply.found
        raise of_status(reply.status, call, reply.retry_after, self._clock.now(), _code(reply))

    async def _once(self, method: str, url: str, token: str, body: object, seconds: float) -> Reply:
        return await self._http.ask(method, url, seconds, headers={"Authorization": f"Bearer {token}"}, body=body)


def _path(posted: Posted, targeted: bool) -> str:
    end = TARGETED if targeted else ""
    return f"v3/conversations/{_quoted(posted.conversation)}/activities/{_quoted(posted.activity)}{end}"


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _code(reply: Reply) -> str:
    """The connector's own name of what is wrong; its sentences may hold names of people."""
    code = word(reply.found, "error", "code") or word(reply.found, "errorCode")
    return code if _CODE.fullmatch(code) else ""
