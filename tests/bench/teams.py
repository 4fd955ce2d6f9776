"""A bell in Teams' private chat, from the request to the answer with the bell on disk, against two bare servers.

One only checks the token and reads the JSON; the other is botbuilder's own adapter, with a bot that does nothing.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.bench.databases import Databases
from tests.bench.load import Flood, flood, request
from tests.bench.measure import ROUNDS, Goal, Line, own
from tests.bench.processes import RUN, free_port, furnished, listening, memory, process
from tests.bench.slack import ALWAYS_OPEN
from tests.fakes.teams.people import Person
from tests.fakes.teams.teams import FakeTeams, running

EACH = 300
FEW = 100
"""Requests of a round at botbuilder's adapter, which takes its time."""
WORDS = "bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie"

_TOKEN = """
import asyncio, json, logging, sys, urllib.request
import jwt
from aiohttp import web
logging.disable(logging.CRITICAL)
metadata = json.load(urllib.request.urlopen(sys.argv[2]))
keys = {one["kid"]: jwt.PyJWK(one).key for one in json.load(urllib.request.urlopen(metadata["jwks_uri"]))["keys"]}
async def handle(request):
    token = request.headers["Authorization"].split(" ", 1)[1]
    jwt.decode(token, keys[jwt.get_unverified_header(token)["kid"]], algorithms=["RS256"], audience=sys.argv[3])
    json.loads(await request.read())
    return web.Response(status=202)
server = web.Application()
server.router.add_post("/api/messages", handle)
web.run_app(server, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
"""

_BOTBUILDER = """
import logging, sys
from aiohttp import web
from botbuilder.core import ActivityHandler
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
logging.disable(logging.CRITICAL)
class Configuration:
    APP_ID, APP_PASSWORD, APP_TYPE, APP_TENANTID = sys.argv[3], "geheim", "MultiTenant", None
    TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = sys.argv[2]
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = sys.argv[4]
    TO_CHANNEL_FROM_BOT_LOGIN_URL = "https://login.microsoftonline.com/botframework.com"
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
    TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = sys.argv[2]
    OAUTH_URL, CALLER_ID, CHANNEL_SERVICE, VALIDATE_AUTHORITY = "https://api.botframework.com", "", "", True
adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Configuration)), ActivityHandler()
async def handle(request):
    return await adapter.process(request, bot) or web.Response(status=202)
server = web.Application()
server.router.add_post("/api/messages", handle)
web.run_app(server, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
"""

Ring = Callable[[int, int], Awaitable[Flood]]


async def run(_databases: Databases) -> list[Line]:
    """Ours beside both."""
    async with running() as fake:
        everybody = [fake.person(f"Collega {number}") for number in range((ROUNDS + 1) * EACH)]
        with tempfile.TemporaryDirectory(prefix="krbench") as name, ExitStack() as stack:
            folder = furnished(Path(name))
            (folder / "config.yaml").write_text(ALWAYS_OPEN)
            ports = free_port(), free_port(), free_port()
            ours = stack.enter_context(process(folder, RUN, ports[0], fake.environment()))
            started = [(ours, ports[0])]
            for script, port in zip((_TOKEN, _BOTBUILDER), ports[1:], strict=True):
                given = ("-c", script, str(port), *_known(fake))
                started.append((stack.enter_context(process(folder, given, port)), port))
            for one in started:
                await listening(*one)
            await asyncio.sleep(2)
            idle, token = memory(ours), fake.signer().token()
            # Everybody has used the bot before: the first time somebody is seen is not what is measured.
            await flood(ports[0], [_said(one, "bel help", token) for one in everybody], 16)
            return await _compared(fake, iter(everybody), ports, idle)


def _known(fake: FakeTeams) -> tuple[str, str, str]:
    return fake.login.metadata_address, fake.environment()["TEAMS_APP_ID"], fake.login.issuer


async def _compared(fake: FakeTeams, people: Iterator[Person], ports: tuple[int, int, int], idle: float) -> list[Line]:
    ours = _ringer(fake, people, ports[0], 200)
    token = _ringer(fake, None, ports[1], 202)
    botbuilder = _ringer(fake, None, ports[2], 201)
    await ours(EACH, 16)
    await token(EACH, 16)
    await botbuilder(FEW, 16)
    rounds = [(await ours(EACH, 16), await token(EACH, 16), await botbuilder(FEW, 16)) for _ in range(ROUNDS)]
    rates = [median(one[at].rate for one in rounds) for at in range(3)]
    return [
        Line("teams: bel, 16 at once; anchor: token and JSON alone", rates[0], "/s", rates[1], Goal(0.3, 0.5)),
        Line("teams: bel, 16 at once; anchor: botbuilder's adapter", rates[0], "/s", rates[2], Goal(10, 20)),
        own("teams: memory at rest", idle, "MB", Goal(100, 80, "MB", True)),
    ]


def _ringer(fake: FakeTeams, people: Iterator[Person] | None, port: int, wanted: int) -> Ring:
    async def ring(times: int, at_once: int) -> Flood:
        token = fake.signer().token()
        who = people or iter([fake.person("Anker")] * times)
        return await flood(port, [_said(next(who), WORDS, token) for _ in range(times)], at_once, wanted)

    return ring


def _said(who: Person, words: str, token: str) -> bytes:
    body = json.dumps(who.saying(words)).encode()
    headers = [("Content-Type", "application/json"), ("Authorization", f"Bearer {token}")]
    return request("/api/messages", body, headers)
