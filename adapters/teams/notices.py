"""From what Teams tells of places and members to what the engine learns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from adapters.teams import parse
from adapters.teams.activity import Json, Spot, objects, person_of, within, word
from store.accounts import AccountSeen
from store.places import PlaceSeen, PlaceState

Bot = Literal["added", "removed"]
_GONE = frozenset({"channelDeleted", "channelUnshared"})
_HERE = frozenset({"channelCreated", "channelRenamed", "channelRestored", "channelShared"})
_TEAMS: Mapping[str, PlaceState] = {
    "teamArchived": "archived",
    "teamUnarchived": "open",
    "teamDeleted": "absent",
    "teamHardDeleted": "absent",
    "teamRestored": "open",
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a list of members: as we know them, and Teams' id of them for this bot."""

    seen: AccountSeen
    member: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What there is to learn. `bot` tells that it was itself put in or out; `team` is the state of all channels, and
    `renamed` tells that they all bear another name. `gone` are those who left, as we know them; `of_channel` tells that
    it is about the members of one channel and not of its team.
    """

    members: tuple[Member, ...] = ()
    places: tuple[PlaceSeen, ...] = ()
    bot: Bot | None = None
    team: PlaceState | None = field(default=None)
    renamed: bool = False
    gone: tuple[str, ...] = ()
    of_channel: bool = False


def read(found: Json, spot: Spot) -> Notice:
    """A conversationUpdate."""
    kind = word(found, "channelData", "eventType")
    added, removed = objects(found, "membersAdded", 1000), objects(found, "membersRemoved", 1000)
    bot: Bot | None = None
    if any(word(one, "id") == spot.bot for one in removed):
        bot = "removed"
    elif any(word(one, "id") == spot.bot for one in added):
        bot = "added"
    return Notice(
        members=tuple(filter(None, (member_of(one, spot.tenant, spot.bot) for one in added))),
        places=_places(found, spot, kind),
        bot=bot,
        team=_TEAMS.get(kind),
        renamed=kind == "teamRenamed",
        gone=tuple(person_of(one) for one in removed if word(one, "id") != spot.bot and person_of(one)),
        of_channel=kind.startswith("channelMember"),
    )


def member_of(told: Json, tenant: str, bot: str) -> Member | None:
    """One of a list of members; None for the bot itself and for other apps."""
    member = word(told, "id")
    if not member or member == bot or member.startswith("28:"):
        return None
    name = word(told, "name") or " ".join(filter(None, (word(told, "givenName"), word(told, "surname"))))
    seen = AccountSeen(
        external=person_of(told), name=name[:200], email=word(told, "email")[:200], kind=parse.kind_of(told, tenant)
    )
    return Member(seen, member)


def channels_of(listed: Json, team: str, name: str) -> tuple[PlaceSeen, ...]:
    """The channels of a team, as the connector lists them."""
    own: Json = {"id": team, "name": name}
    return tuple(
        parse.channel(one, word(one, "id"), own) for one in objects(listed, "conversations", 1000) if word(one, "id")
    )


def _places(found: Json, spot: Spot, kind: str) -> tuple[PlaceSeen, ...]:
    told, team = within(found, "channelData", "channel"), within(found, "channelData", "team")
    external = word(told, "id")
    if not external or kind not in _HERE | _GONE:
        return ()
    seen = parse.channel(told, external, team)
    if kind in _HERE:
        return (seen,)
    return (PlaceSeen(external, seen.name, seen.kind, None, "absent"),)
