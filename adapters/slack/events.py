"""From the Events API to what happened, or to what Slack says of people and places without anybody asking."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.slack import markup
from adapters.slack.parse import NAME, Asked, Names, delivery, place_of, posted_id, workspace_of
from adapters.slack.payload import Json, Malformed, flag, name, name_or_none, part, part_or_nothing, rows, words
from rituals.engine.events import Command, Event, HomeOpened, Origin, Reaction, Said, Uninstalled
from rituals.engine.routing import split
from store.accounts import AccountKind, AccountSeen
from store.places import PlaceKind, PlaceSeen, PlaceState

SLACKBOT = "USLACKBOT"
_LATEST = 1 << 35
_TS = re.compile(r"\d{1,12}\.\d{1,9}")


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody came into a channel, or left it."""

    channel: str
    user: str
    here: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """What Slack says by itself. `ask` are channels of which more must be asked: an event gives only their id.

    Slack tells of every public channel; only with `entered` do the places become known when they were not.
    """

    accounts: tuple[AccountSeen, ...] = ()
    places: tuple[PlaceSeen, ...] = ()
    ask: tuple[str, ...] = ()
    entered: bool = False
    moved: Moved | None = None


Heard = Event | Learned | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around every event."""

    body: Json
    event: Json
    workspace: str
    id: str
    at: datetime
    bot: str
    """The user id of our own bot, empty while nobody has told."""
    names: Names

    @property
    def shared(self) -> bool | None:
        """Whether outsiders are in the channel; None: this envelope does not say."""
        return flag(self.body, "is_ext_shared_channel") if "is_ext_shared_channel" in self.body else None

    @property
    def told_at(self) -> datetime:
        """When it happened by Slack's own clock: an event may come an hour late. To the second."""
        at = self.body.get("event_time")
        if not isinstance(at, int) or not 0 < at < _LATEST:
            return self.at
        return datetime.fromtimestamp(at, UTC)

    def stamp(self, kind: str = "event", own: str = "") -> str:
        """The delivery."""
        return delivery(self.workspace, kind, own or self.id)


def envelope(body: Json, at: datetime, bot: str, names: Names) -> Envelope:
    """Raises Malformed for what is no event."""
    event = part(body, "event")
    mark = body.get("event_id")
    if not isinstance(mark, str) or not mark:
        raise Malformed("event_id is missing or odd")
    name(event, "type")
    ours = bot or next((name(one, "user_id") for one in rows(body, "authorizations") if flag(one, "is_bot")), "")
    return Envelope(body, event, workspace_of(body), mark, at, ours, names)


def heard(found: Envelope) -> Heard:
    """None for what means nothing to us."""
    read = _KINDS.get(name(found.event, "type"))
    return read(found) if read else None


def asked(found: Envelope) -> Asked:
    """Where an answer to a message goes."""
    event = found.event
    channel = name_or_none(event, "channel") or name_or_none(part_or_nothing(event, "item"), "channel")
    return Asked(found.workspace, name(event, "user"), channel, name_or_none(event, "thread_ts"))


def aliases(found: Envelope) -> tuple[str, ...]:
    """All names of one gesture: Slack may tell it twice, under another event, kind or time."""
    event, channel = found.event, found.event.get("channel")
    marks = [found.id]
    for key in ("client_msg_id", "ts"):
        own = event.get(key)
        if isinstance(channel, str) and isinstance(own, str) and event.get("type") in ("message", "app_mention"):
            marks.append(f"{channel}/{own}")
    return tuple(f"{found.workspace}/{mark}" for mark in marks)


def account_of(user: Json, workspace: str) -> AccountSeen:
    """A person as Slack's list of people shows them."""
    profile = part_or_nothing(user, "profile")
    places = ((profile, "real_name"), (user, "real_name"), (profile, "display_name"), (user, "name"))
    called = next((said for holder, key in places if (said := words(holder, key).strip())), "")
    locale, zone = words(user, "locale"), words(user, "tz")
    return AccountSeen(
        external=name(user, "id"), name=called[:200], email=words(profile, "email").strip().lower(),
        kind=_kind(user, workspace), locale=locale.partition("-")[0].lower(), zone=zone,
        active=not flag(user, "deleted"),
    )  # fmt: skip


def _kind(user: Json, workspace: str) -> AccountKind:
    if flag(user, "is_bot") or flag(user, "is_workflow_bot") or user.get("id") == SLACKBOT:
        return "bot"
    team, enterprise = name_or_none(user, "team_id"), part_or_nothing(user, "enterprise_user")
    elsewhere = team is not None and team.startswith("T") and team != workspace
    if flag(user, "is_stranger") or (elsewhere and workspace not in _teams(enterprise)):
        return "outsider"
    return "guest" if flag(user, "is_restricted") or flag(user, "is_ultra_restricted") else "member"


def _teams(enterprise: Json) -> Sequence[object]:
    """In a large organisation somebody has one home and may belong to several workspaces."""
    found = enterprise.get("teams")
    return found if isinstance(found, list) else ()


def channel_of(channel: Json) -> PlaceSeen:
    """A channel as Slack's list of channels shows it."""
    state: PlaceState = "archived" if flag(channel, "is_archived") else "open"
    if "is_member" in channel and not flag(channel, "is_member"):
        state = "absent"
    kind: PlaceKind = "chat" if flag(channel, "is_mpim") else "private" if flag(channel, "is_private") else "channel"
    return PlaceSeen(
        name(channel, "id"), words(channel, "name")[:200], kind, flag(channel, "is_ext_shared"), state
    )  # fmt: skip


def _account(found: Envelope) -> AccountSeen | None:
    """Who did it; None for ourselves, other bots, and Slack itself."""
    event, user = found.event, found.event.get("user")
    if not isinstance(user, str) or user in ("", SLACKBOT, found.bot) or event.get("bot_id"):
        return None
    team = name_or_none(event, "user_team") or name_or_none(event, "source_team") or name_or_none(event, "team")
    outside = team is not None and team.startswith("T") and team != found.workspace and bool(found.shared)
    return AccountSeen(name(event, "user"), kind="outsider" if outside else None)


def _ts(event: Json, key: str = "ts") -> str:
    ts = name(event, key)
    if not _TS.fullmatch(ts):
        raise Malformed(f"{key} is not a time of Slack's")
    return ts


def _origin(found: Envelope, account: AccountSeen, *, message: str | None = None) -> Origin:
    channel, thread = name_or_none(found.event, "channel"), name_or_none(found.event, "thread_ts")
    place = place_of(channel, shared=found.shared)
    below = posted_id(channel, thread) if channel and thread else None
    return Origin(NAME, found.workspace, account, place, below, message)


def _message(found: Envelope) -> Heard:
    """Words to the bot alone, also beside a file. What is written in channels is not ours to read."""
    event = found.event
    account = _account(found)
    if event.get("channel_type") != "im" or event.get("edited") or account is None:
        return None
    beside_file = event.get("subtype") == "file_share" and bool(event.get("text"))
    return _said(found, account) if beside_file or not event.get("subtype") else None


def _said(found: Envelope, account: AccountSeen) -> Said:
    _ts(found.event)
    text, mentions = markup.read(markup.without(words(found.event, "text"), found.bot), found.names)
    return Said(
        delivery=found.stamp("message", _gesture(found)), at=found.at, origin=_origin(found, account),
        text=text.strip(), mentions=mentions,
    )  # fmt: skip


def _mention(found: Envelope) -> Heard:
    event, account = found.event, _account(found)
    if account is None or event.get("edited") or event.get("subtype"):
        return None
    channel, ts = name(event, "channel"), _ts(event)
    if channel.startswith("D"):
        return _said(found, account)
    text, mentions = markup.read(markup.without(words(event, "text"), found.bot), found.names)
    word, rest = split(text)
    return Command(
        delivery=found.stamp("message", _gesture(found)), at=found.at,
        origin=_origin(found, account, message=posted_id(channel, ts)), word=word.lower(), text=rest,
        mentions=mentions, public=True,
    )  # fmt: skip


def _gesture(found: Envelope) -> str:
    return f"{name(found.event, 'channel')}/{name_or_none(found.event, 'client_msg_id') or _ts(found.event)}"


def _reaction(found: Envelope) -> Heard:
    """Only on messages; whether it is one of ours the engine knows."""
    event, account = found.event, _account(found)
    item = part(event, "item")
    sign = markup.emoji(words(event, "reaction"))
    if account is None or item.get("type") != "message" or sign is None:
        return None
    if found.bot and event.get("item_user") not in (None, found.bot):
        return None
    channel = name(item, "channel")
    return Reaction(
        delivery=found.stamp(), at=found.at,
        origin=Origin(NAME, found.workspace, account, place_of(channel, shared=found.shared)),
        emoji=sign, added=event.get("type") == "reaction_added", posted=posted_id(channel, _ts(item)),
    )  # fmt: skip


def _home(found: Envelope) -> Heard:
    account = _account(found)
    if account is None or found.event.get("tab") not in (None, "home"):
        return None
    return HomeOpened(delivery=found.stamp(), at=found.at, origin=Origin(NAME, found.workspace, account))


def _joined(found: Envelope) -> Heard:
    """Our own coming says something of the place, that of others who is in it."""
    channel, user = name(found.event, "channel"), name(found.event, "user")
    if user != found.bot:
        return Learned(moved=Moved(channel, user, here=True))
    return Learned(places=(PlaceSeen(channel, shared=found.shared, state="open"),), ask=(channel,), entered=True)


def _left(found: Envelope) -> Heard:
    channel, user = name(found.event, "channel"), name(found.event, "user")
    if user != found.bot:
        return Learned(moved=Moved(channel, user, here=False))
    return Learned(places=(PlaceSeen(channel, state="absent"),))


def _state(state: PlaceState) -> Callable[[Envelope], Heard]:
    return lambda found: Learned(places=(PlaceSeen(name(found.event, "channel"), state=state),))


def _renamed(found: Envelope) -> Heard:
    channel = part(found.event, "channel")
    return Learned(places=(PlaceSeen(name(channel, "id"), words(channel, "name")[:200]),))


def _moved(found: Envelope) -> Heard:
    """A channel that became another one, for instance when it was shared: it is found anew under its new id."""
    old, new = name(found.event, "old_channel_id"), name(found.event, "new_channel_id")
    return Learned(places=(PlaceSeen(old, state="absent"),), ask=(new,))


def _shared(found: Envelope) -> Heard:
    shared = found.event.get("type") == "channel_shared" or flag(found.event, "is_ext_shared")
    return Learned(places=(PlaceSeen(name(found.event, "channel"), shared=shared),))


def _person(found: Envelope) -> Heard:
    seen = account_of(part(found.event, "user"), found.workspace)
    return Learned(accounts=(seen,)) if seen.kind != "bot" else None


def _uninstalled(found: Envelope) -> Heard:
    return Uninstalled(delivery=found.stamp(), at=found.told_at, platform=NAME, workspace=found.workspace)


def _revoked(found: Envelope) -> Heard:
    """Only the bot's own tokens: those of people are none of ours."""
    bots = part(found.event, "tokens").get("bot")
    return _uninstalled(found) if isinstance(bots, list) and bots else None


_KINDS: Mapping[str, Callable[[Envelope], Heard]] = {
    "message": _message,
    "app_mention": _mention,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "app_home_opened": _home,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    **{f"{kind}_archive": _state("archived") for kind in ("channel", "group")},
    **{f"{kind}_unarchive": _state("open") for kind in ("channel", "group")},
    **{f"{kind}_deleted": _state("absent") for kind in ("channel", "group")},
    **{f"{kind}_left": _state("absent") for kind in ("channel", "group")},
    **{f"{kind}_rename": _renamed for kind in ("channel", "group")},
    "channel_id_changed": _moved,
    "channel_shared": _shared,
    "channel_unshared": _shared,
    "team_join": _person,
    "user_change": _person,
    "user_profile_changed": _person,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}
