"""All of it together: a workspace to begin with, the server, the ways to the app, and what happens by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic

from aiohttp import ClientSession, web

from tests.fakes.slack import payloads
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.people import Person, at_once
from tests.fakes.slack.sender import Delivery, HttpSender, Reply, Sender, SocketSender
from tests.fakes.slack.server import Server
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.state import Channel, Json, Message, State, Team, Token, User

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # Slack's own example
BOT_TOKEN = "xoxb-t0waterrand-1"
APP_TOKEN = "xapp-1-A0KLANT-1"
TEAM = "T0WATERRAND"


@dataclass
class FakeSlack:
    """Slack. `url` is its address; SLACK_API_URL is `api_url`."""

    state: State
    server: Server
    sockets: Sockets
    session: ClientSession
    url: str
    sender: Sender
    last: Delivery | None = None
    """What was delivered last, to send again."""

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def authorize_url(self) -> str:
        return f"{self.url}/oauth/v2/authorize"

    # The ways to the app

    def to(self, url: str, secret: str = SIGNING_SECRET) -> HttpSender:
        """From now on everything goes to this address, signed."""
        sender = HttpSender(url, secret, self.state.now, self.session)
        self.sender = sender
        return sender

    def to_sockets(self) -> SocketSender:
        """From now on everything goes over the sockets that the app opens."""
        sender = SocketSender(self.sockets)
        self.sender = sender
        return sender

    async def deliver(self, delivery: Delivery, *, copies: int = 1, retried: bool = False) -> list[Reply]:
        """Send one thing, or copies of it at the same moment."""
        self.last = delivery
        every = [replace(delivery, attempt=index % 4 if retried else 0) for index in range(copies)]
        return await at_once(every, self.sender.send)

    async def redelivers(self, *, copies: int = 1, attempt: int = 1, reason: str = "http_timeout") -> list[Reply]:
        """The last delivery again, with the headers of a retry (or, with attempt 0, without)."""
        assert self.last is not None
        again = replace(self.last, attempt=attempt, reason=reason)
        return await at_once([again] * copies, self.sender.send)

    # Faults and counters

    def next(self, method: str, *faults: Fault, channel: str | None = None) -> None:
        """The coming calls of a method fail so; `response_url` counts as a method."""
        self.server.script.next(method, *faults, channel=channel)

    def always(self, method: str, fault: Fault | None, channel: str | None = None) -> None:
        self.server.script.always(method, fault, channel)

    def count(self, method: str | None = None, token: str | None = None) -> int:
        return self.server.count(method, token)

    # Who and what there is

    def user(self, user: str) -> Person:
        """Somebody, to act."""
        return Person(self, user)

    def person(self, user: str, name: str, team: str = TEAM, **more: object) -> Person:
        """Somebody new; the app hears nothing of it."""
        self.state.users[user] = replace(User(user, name, team), **more)  # type: ignore[arg-type]
        return self.user(user)

    def channel(self, channel: str, name: str, members: tuple[str, ...] = (), team: str = TEAM, *,
                bot: bool = True, private: bool = False, shared_with: tuple[str, ...] = ()) -> Channel:  # fmt: skip
        """A new channel, with the bot in it unless said otherwise."""
        inside = {*members, *([self.state.teams[team].bot_user] if bot else [])}
        made = Channel(channel, name, team, inside, private, shared_with=set(shared_with))
        self.state.channels[channel] = made
        return made

    def team(self, team: str, name: str, token: str, *, installed: bool = True) -> Team:
        """Another workspace with a bot and its token."""
        made = Team(team, name, name.lower(), f"U0BOT{team[1:]}", f"B0BOT{team[1:]}", token, installed=installed)
        self.state.teams[team] = made
        self.state.users[made.bot_user] = User(made.bot_user, "Klantritme", team, bot=True)
        if installed:
            self.state.tokens[token] = Token(token, team)
        return made

    def messages(self, channel: str, *, hidden: bool = False) -> list[Message]:
        """What the app posted in a channel and still stands, oldest first; `hidden`: also what shows later."""
        return [one for one in self.state.standing(channel, hidden=hidden) if one.bot]

    # What happens to a workspace

    async def event(self, event: Json, team: str = TEAM, channel: Channel | None = None) -> list[Reply]:
        """Any event, in its envelope."""
        shared = bool(channel and channel.shared_with)
        return await self.deliver(Delivery("events_api", payloads.envelope(self.state, team, event, shared=shared)))

    async def echoes(self, message: Message) -> list[Reply]:
        """What the app posted comes back to it, as Slack does where it subscribed to messages."""
        channel = self.state.channels[message.channel]
        return await self.event(payloads.own_message(self.state, channel, message), channel.team, channel)

    async def renames(self, channel: str, name: str) -> list[Reply]:
        found = self.state.channels[channel]
        found.name = name
        return await self.event(payloads.renamed(self.state, found), found.team, found)

    async def archives(self, channel: str, by: str, *, undone: bool = False) -> list[Reply]:
        """`channel_archive`, or with `undone` the way back."""
        found = self.state.channels[channel]
        found.archived = not undone
        kind = f"{'group' if found.private else 'channel'}_{'unarchive' if undone else 'archive'}"
        return await self.event(payloads.archived(self.state, kind, by, found), found.team, found)

    async def changes_id(self, channel: str, new: str) -> list[Reply]:
        """A channel moves to another id, with all that stands in it."""
        found = self.state.channels.pop(channel)
        found.id = new
        self.state.channels[new] = found
        self.state.messages[new] = self.state.messages.pop(channel, [])
        for message in self.state.messages[new]:
            message.channel = new
        event = {"type": "channel_id_changed", "old_channel_id": channel, "new_channel_id": new}
        return await self.event(event | {"event_ts": self.state.ts()}, found.team, found)

    async def joins(self, channel: str, user: str, *, left: bool = False) -> list[Reply]:
        """Somebody (or the bot) comes into a channel, or leaves it."""
        found = self.state.channels[channel]
        (found.members.discard if left else found.members.add)(user)
        kind = "member_left_channel" if left else "member_joined_channel"
        return await self.event(payloads.membership(self.state, kind, user, found), found.team, found)

    async def kicks_bot(self, channel: str) -> list[Reply]:
        """The bot is taken out: `member_left_channel` does not reach it, `channel_left` does."""
        found = self.state.channels[channel]
        found.members.discard(self.state.teams[found.team].bot_user)
        kind = "group_left" if found.private else "channel_left"
        event = {"type": kind, "channel": channel, "actor_id": "U0MAKER", "event_ts": self.state.ts()}
        return await self.event(event, found.team, found)

    async def arrives(self, user: str) -> list[Reply]:
        """`team_join` of somebody made with `person`."""
        found = self.state.users[user]
        return await self.event(payloads.person(self.state, "team_join", found), found.team)

    async def changes(self, user: str, **changes: object) -> list[Reply]:
        """`user_change`: another name, a guest, or `deleted=True`."""
        found = self.state.copy_of(user, **changes)
        return await self.event(payloads.person(self.state, "user_change", found), found.team)

    async def uninstalls(self, team: str = TEAM) -> list[Reply]:
        """The app is removed: its tokens die, and `app_uninstalled` comes (`tokens_revoked` is apart)."""
        found = self.state.teams[team]
        found.installed = False
        for token in self.state.tokens.values():
            if token.team == team and token.kind == "bot":
                token.error = "account_inactive"
        return await self.event({"type": "app_uninstalled"}, team)

    async def revokes(self, team: str = TEAM) -> list[Reply]:
        for token in self.state.tokens.values():
            if token.team == team and token.kind == "bot":
                token.error = token.error or "token_revoked"
        tokens = {"oauth": [], "bot": [self.state.teams[team].bot_user]}
        return await self.event({"type": "tokens_revoked", "tokens": tokens}, team)

    async def limits_events(self, team: str = TEAM) -> list[Reply]:
        return await self.deliver(Delivery("events_api", payloads.rate_limited(self.state, team)))

    async def verifies_url(self) -> list[Reply]:
        return await self.deliver(Delivery("events_api", payloads.url_verification()))


def waterrand(fake: FakeSlack) -> None:
    """The workspace that tests begin with: colleagues, a guest, a bot, channels of each sort."""
    fake.team(TEAM, "Waterrand", BOT_TOKEN)
    fake.state.tokens[APP_TOKEN] = Token(APP_TOKEN, TEAM, "app", frozenset({"connections:write"}))
    for user, name in (("U1", "Fatima Bouzid"), ("U2", "Sanne de Wit"), ("U3", "Youssef el Amrani")):
        fake.person(user, name, email=f"{name.split()[0].lower()}@waterrand.example")
    fake.person("U4", "Grace Mensah", email="grace@waterrand.example", locale="en-GB")
    fake.person("U5", "Ron Bakker", email="ron@elders.example", ultra_restricted=True)
    fake.person("U6", "Weg Gegaan", email="weg@waterrand.example", deleted=True)
    fake.person("U7", "Andere Bot", bot=True)
    fake.person("U8", "Vreemde Buur", team="T0BUREN", email="buur@elders.example", stranger=True)
    everybody = ("U1", "U2", "U3", "U4", "U5", "U7")
    fake.channel("C1", "successen", everybody)
    fake.channel("C2", "algemeen", everybody, bot=False)
    fake.channel("C3", "verkoop", ("U1", "U2"), private=True)
    fake.channel("C4", "oud", everybody).archived = True
    fake.channel("C5", "met-buren", ("U1", "U8"), shared_with=("T0BUREN",))


@asynccontextmanager
async def fake_slack(
    now: Callable[[], datetime] | None = None, elapsed: Callable[[], float] = monotonic
) -> AsyncIterator[FakeSlack]:
    """Slack on a free port of loopback, with one workspace, by the clock given."""
    state = State(now or (lambda: datetime.now(UTC)))
    sockets = Sockets(state.app_id)
    server = Server(state, sockets, elapsed)
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app.add_routes(server.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server.base = f"http://127.0.0.1:{port}"
    server.connections = lambda: len(runner.server.connections) if runner.server else 0
    async with ClientSession() as session:
        fake = FakeSlack(state, server, sockets, session, server.base, SocketSender(sockets))
        waterrand(fake)
        try:
            yield fake
        finally:
            await sockets.close()
            await runner.cleanup()
