"""`/bel` in Slack, from the request to the answer with the bell on disk, against bolt that only acknowledges."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from tests.bench.databases import Databases
from tests.bench.load import Flood, flood, request
from tests.bench.measure import ROUNDS, Goal, Line, own
from tests.bench.processes import RUN, free_port, furnished, listening, memory, process
from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import BOT_TOKEN, SIGNING_SECRET
from tests.fakes.slack.interactions import slash_command
from tests.fakes.slack.sender import sign

EACH = 500
"""Requests in one round; as many people, so that nobody comes to the bell's limit of three a day."""
TURNS = 9
"""Rounds of each: one takes half a second, and a busy machine is slower or faster for longer than that."""
ALONE = 60
FORM = "application/x-www-form-urlencoded"
ALWAYS_OPEN = """
organisation:
  working_days: [mon, tue, wed, thu, fri, sat, sun]
  working_hours: "00:00-23:59"
  holidays: {country: null}
"""

NOT_YET_SENT = """
rituals:
  bel: {undo_seconds: 60}
"""
"""What is measured is over before the first bell goes out."""

_BOLT = """
import logging, sys
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.authorization import AuthorizeResult
logging.disable(logging.CRITICAL)
async def authorize(**_):
    return AuthorizeResult(enterprise_id=None, team_id="T0WATERRAND", bot_token="xoxb-1", bot_id="B1", bot_user_id="U9")
app = AsyncApp(signing_secret=sys.argv[2], process_before_response=sys.argv[3] == "before", authorize=authorize)
async def said(ack):
    await ack(*sys.argv[6:])
getattr(app, sys.argv[4])(sys.argv[5])(said)
async def handle(request):
    return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))
server = web.Application()
server.router.add_post("/slack/events", handle)
web.run_app(server, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
"""

Ring = Callable[[int, int], Awaitable[Flood]]
"""Rings so many bells, so many at once."""


async def run(_databases: Databases) -> list[Line]:
    """Ours, bare bolt that answers before its response, and bolt as it comes."""
    async with fake_slack() as fake:
        people = crowd(fake, (TURNS + 1) * EACH + ROUNDS * ALONE)
        with tempfile.TemporaryDirectory(prefix="krbench") as name, ExitStack() as stack:
            folder = furnished(Path(name))
            (folder / "config.yaml").write_text(ALWAYS_OPEN + NOT_YET_SENT)
            port, bare, default = free_port(), free_port(), free_port()
            ours = stack.enter_context(process(folder, RUN, port, environment(fake)))
            started = [(ours, port)]
            for other, when in ((bare, "before"), (default, "as it comes")):
                said = bolt(other, when, "command", "/bel", "Goed.")
                started.append((stack.enter_context(process(folder, said, other)), other))
            for one in started:
                await listening(*one)
            await asyncio.sleep(2)  # the people of the workspace are fetched
            return await _compared(fake, people, (port, bare, default), lambda: memory(ours))


def bolt(port: int, when: str, kind: str, name: str, *said: str) -> tuple[str, ...]:
    """Python's arguments for bolt that only acknowledges one kind of request, `before` its response or as it comes."""
    return ("-c", _BOLT, str(port), SIGNING_SECRET, when, kind, name, *said)


def environment(fake: FakeSlack) -> Mapping[str, str]:
    """What an operator sets, with requests over HTTP."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": fake.api_url,
    }


def crowd(fake: FakeSlack, most: int) -> Iterator[str]:
    """So many colleagues, in the order in which they came."""
    names = [f"U9{number:05}" for number in range(most)]
    for name in names:
        fake.person(name, f"Collega {name[2:]}")
    return iter(names)


async def _compared(
    fake: FakeSlack, people: Iterator[str], ports: tuple[int, int, int], resident: Callable[[], float]
) -> list[Line]:
    ours, bare, default = (_ringer(fake, people if port == ports[0] else None, port) for port in ports)
    idle = resident()
    await _met(fake, ports[0])
    await ours(EACH, 16)
    await bare(EACH, 16)
    asked = fake.count("auth.test")
    many = [(await ours(EACH, 16), await bare(EACH, 16)) for _ in range(TURNS)]
    alone = [(await ours(ALONE, 1), await default(ALONE, 1)) for _ in range(ROUNDS)]
    rates = median(one.rate for one, _ in many), median(one.rate for _, one in many)
    waits = median(one.p50 for one, _ in alone) * 1000, median(one.p50 for _, one in alone) * 1000
    requests = TURNS * EACH + ROUNDS * ALONE
    return [
        Line("slack: /bel, 16 at once; anchor: bolt that only answers", rates[0], "/s", rates[1], Goal(0.45, 0.70)),
        Line("slack: /bel, p50 alone; anchor: bolt as it comes", waits[0], "ms", waits[1], Goal(0.2, 0.2, most=True)),
        own("slack: auth.test per request", (fake.count("auth.test") - asked) / requests, "", Goal(0, 0, "", True)),
        own("slack: memory at rest", idle, "MB", Goal(100, 80, "MB", True)),
    ]


def _ringer(fake: FakeSlack, people: Iterator[str] | None, port: int) -> Ring:
    """Everybody rings once at our server; at the bare one the same person may ring for ever."""

    async def ring(times: int, at_once: int) -> Flood:
        who = people or iter(["U1"] * times)
        return await flood(port, [_bell(fake, next(who)) for _ in range(times)], at_once)

    return ring


async def _met(fake: FakeSlack, port: int) -> None:
    """Everybody has used the bot before: the first time somebody is seen is not what is measured."""
    everybody = [name for name in fake.state.users if name.startswith("U9")]
    await flood(port, [_typed(fake, name, "/bel help") for name in everybody], 16)


def _bell(fake: FakeSlack, who: str) -> bytes:
    return _typed(fake, who, "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie <@U1|sanne>")


def _typed(fake: FakeSlack, who: str, words: str) -> bytes:
    state = fake.state
    user = state.users[who]
    form = slash_command(state, user, state.channels["C1"], words, state.trigger(user), f"{fake.url}/response")
    return signed(form)


def signed(form: Mapping[str, str]) -> bytes:
    """A whole request, as Slack signs it now."""
    body = urlencode(form).encode()
    timestamp = str(int(datetime.now(UTC).timestamp()))
    signature = sign(SIGNING_SECRET, timestamp, body)
    return request(
        "/slack/events",
        body,
        [("Content-Type", FORM), ("X-Slack-Request-Timestamp", timestamp), ("X-Slack-Signature", signature)],
    )
