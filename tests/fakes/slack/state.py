"""What Slack remembers: teams, people, channels, messages, open views, and the secrets it handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Literal

Json = dict[str, Any]

TRIGGER_LIFE = timedelta(seconds=3)
HOOK_LIFE = timedelta(minutes=30)
HOOK_USES = 5
NEVER = datetime.min.replace(tzinfo=UTC)

READS = {f"{one}:{what}" for one in ("channels", "groups", "im", "mpim") for what in ("history", "read")}
SCOPES = frozenset(
    READS
    | {"app_mentions:read", "channels:join", "chat:write", "commands", "files:read", "im:write", "reactions:read"}
    | {"files:write", "reactions:write", "team:read", "users:read", "users:read.email"}
)


class SlackError(Exception):
    """The call is refused: `ok: false` with this word, and whatever else the answer says."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass
class Team:
    """A workspace with the app in it."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    token: str
    enterprise: str | None = None
    installed: bool = True


@dataclass
class Token:
    """A bearer secret; `error` is what it is refused with once it has been withdrawn."""

    secret: str
    team: str
    kind: Literal["bot", "app"] = "bot"
    scopes: frozenset[str] = SCOPES
    error: str | None = None


@dataclass
class User:
    """Somebody. A guest is `restricted`; a stranger belongs to a team that shares a channel with ours."""

    id: str
    name: str
    team: str
    email: str | None = None
    bot: bool = False
    deleted: bool = False
    restricted: bool = False
    ultra_restricted: bool = False
    stranger: bool = False
    admin: bool = False
    owner: bool = False
    locale: str = "nl-NL"
    tz: str = "Europe/Amsterdam"


@dataclass
class Channel:
    """A conversation: public or private channel, or (with `with_user`) a chat of the bot with one person."""

    id: str
    name: str
    team: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    archived: bool = False
    deleted: bool = False
    with_user: str | None = None
    shared_with: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """As events call it: channel, group or im."""
        return "im" if self.with_user else "group" if self.private else "channel"


@dataclass
class Message:
    """What stands in a channel; with `only_for` only that person sees it, and no history tells of it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    bot: bool = False
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited: str | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    asked: Json = field(default_factory=dict)
    """The arguments it was posted with, for instance unfurl_links."""
    visible_from: datetime = NEVER
    edits: int = 0


@dataclass
class View:
    """A modal that is open before somebody, or their home tab."""

    id: str
    user: str
    team: str
    body: Json
    root: str
    previous: str | None = None
    hash: str = "1.0"
    open: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, dict[str, Json]] = field(default_factory=dict)
    """What was filled in: block_id -> action_id -> value, as `view.state.values`."""

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks", []))


@dataclass
class Trigger:
    """A short-lived permission to open one view before somebody; from a view it can be pushed upon."""

    id: str
    user: str
    team: str
    at: datetime
    view: str | None = None
    used: bool = False


@dataclass
class Hook:
    """A response_url. After a press it belongs to a message, after a slash command to none."""

    path: str
    user: str
    channel: str
    at: datetime
    message: Message | None = None
    uses: int = 0


@dataclass
class Uploaded:
    """A file of the app: announced, then sent, then shared with a channel."""

    name: str
    length: int
    data: bytes | None = None
    channel: str | None = None


@dataclass
class State:
    """All of it, with Slack's clock."""

    now: Callable[[], datetime]
    app_id: str = "A0KLANT"
    teams: dict[str, Team] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    whispers: list[Message] = field(default_factory=list)
    views: dict[str, View] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """OAuth codes that were given out and not used: code -> (team, user)."""
    found_right: set[str] = field(default_factory=set)
    """Blocks, written out, that were checked before."""
    uploads: dict[str, Uploaded] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """What a client would have refused to show, for instance faulty blocks in an answer."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _last: int = 0

    def number(self) -> int:
        """Another number, never given before."""
        return next(self._numbers)

    def ts(self) -> str:
        """Another message's time and name: later than each before it, also when the clock stands still."""
        now = int(self.now().timestamp() * 1_000_000)
        self._last = max(now, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def team_of(self, token: Token) -> Team:
        return self.teams[token.team]

    def home(self, user: User) -> Team:
        """The workspace that somebody's gestures reach the app through: a stranger's is the one they visit."""
        return self.teams.get(user.team) or next(iter(self.teams.values()))

    def user(self, user: str) -> User:
        if user not in self.users:
            raise SlackError("user_not_found")
        return self.users[user]

    def sees(self, team: Team, channel: Channel) -> bool:
        """Whether the team's bot may know of a channel: a public one, or one that it is in."""
        if channel.deleted or team.id not in {channel.team, *channel.shared_with}:
            return False
        return team.bot_user in channel.members or channel.kind == "channel"

    def channel(self, team: Team, channel: str) -> Channel:
        """A channel that the team's bot may know of."""
        found = self.channels.get(channel)
        if found is None or not self.sees(team, found):
            raise SlackError("channel_not_found")
        return found

    def inside(self, team: Team, channel: str) -> Channel:
        """A channel that the team's bot is in."""
        found = self.channel(team, channel)
        if team.bot_user not in found.members:
            raise SlackError("not_in_channel")
        return found

    def chat_with(self, team: Team, user: str) -> Channel:
        """The bot's private chat with somebody, made when there is none."""
        self.user(user)
        for one in self.channels.values():
            if one.with_user == user and one.team == team.id:
                return one
        made = Channel(f"D0{user[1:]}{team.id[1:]}", "", team.id, {user, team.bot_user}, with_user=user)
        return self.channels.setdefault(made.id, made)

    def add(self, message: Message) -> Message:
        """It stands where it belongs from now on."""
        if message.only_for:
            self.whispers.append(message)
        else:
            self.messages.setdefault(message.channel, []).append(message)
        return message

    def standing(self, channel: str, *, hidden: bool = False) -> list[Message]:
        """What stands in a channel for all to see, oldest first; `hidden`: also what does not show yet."""
        now = self.now()
        return [
            one for one in self.messages.get(channel, []) if not one.deleted and (hidden or one.visible_from <= now)
        ]

    def message(self, channel: str, ts: str) -> Message:
        for one in self.messages.get(channel, []):
            if one.ts == ts and not one.deleted:
                return one
        raise SlackError("message_not_found")

    def trigger(self, user: User, view: str | None = None) -> Trigger:
        number = self.number()
        made = Trigger(f"{number}.{number}.{number:032x}", user.id, self.home(user).id, self.now(), view)
        return self.triggers.setdefault(made.id, made)

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger, once and within its three seconds."""
        found = self.triggers.get(trigger_id)
        if found is None:
            raise SlackError("invalid_trigger_id")
        if found.used:
            raise SlackError("exchanged_trigger_id")
        if self.now() - found.at > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        found.used = True
        return found

    def hook(self, user: str, channel: str, message: Message | None = None) -> Hook:
        team = self.home(self.users[user])
        path = f"/hooks/commands/{team.id}/{self.number()}/{self.number():024x}"
        return self.hooks.setdefault(path, Hook(path, user, channel, self.now(), message))

    def stack(self, view: View) -> list[View]:
        """The open views that lie on each other, the lowest first."""
        return [one for one in self.views.values() if one.root == view.root and one.open]

    def copy_of(self, user: str, **changes: Any) -> User:
        """Change somebody, and give them as they are now."""
        self.users[user] = replace(self.users[user], **changes)
        return self.users[user]
