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
_GONE = frozenset({"channelDeleted"})
_HERE = frozenset({"channelCreated", "channelRenamed", "channelRestored", "channelShared"})
_TEAMS: Mapping[str, PlaceState] = {
    "teamArchived": "archived",
    "teamUnarchived": "open",
    "teamDeleted": "absent",
    "teamHardDeleted": "absent",
    "teamRestored": "open",
}
_ANEW = frozenset({"teamRenamed", "teamUnarchived", "teamRestored", "channelCreated", "channelRestored"})


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a list of members: as we know them, and Teams' id of them for this bot."""

    seen: AccountSeen
    member: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What there is to learn. `bot` tells that it was itself put into a team or chat, or out of it; `team` is the
    state of all channels, and `anew` tells that the channels and their members have to be read again. `gone` are those
    who left, as we know them or by Teams' own id; `of_channel` tells that it is about the members of one channel and
    not of its team.
    """

    members: tuple[Member, ...] = ()
    places: tuple[PlaceSeen, ...] = ()
    bot: Bot | None = None
    team: PlaceState | None = field(default=None)
    anew: bool = False
    gone: tuple[str, ...] = ()
    of_channel: bool = False


def read(found: Json, spot: Spot) -> Notice:
    """A conversationUpdate."""
    kind = word(found, "channelData", "eventType")
    added, removed = objects(found, "membersAdded", 1000), objects(found, "membersRemoved", 1000)
    bot, of_channel = _bot(spot, added, removed), kind.startswith("channelMember")
    return Notice(
        members=tuple(filter(None, (member_of(one, spot.tenant, spot.bot) for one in added))),
        places=_places(found, kind, bot if of_channel else None),
        bot=None if of_channel else bot,
        team=_TEAMS.get(kind),
        anew=kind in _ANEW or (of_channel and bot == "added"),
        gone=tuple(person_of(one) for one in removed if word(one, "id") != spot.bot and person_of(one)),
        of_channel=of_channel,
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


def _bot(spot: Spot, added: list[Json], removed: list[Json]) -> Bot | None:
    if any(word(one, "id") == spot.bot for one in removed):
        return "removed"
    return "added" if any(word(one, "id") == spot.bot for one in added) else None


def _places(found: Json, kind: str, bot: Bot | None) -> tuple[PlaceSeen, ...]:
    """The channel that it is about; `bot` tells that it was let into that one channel, or put out of it."""
    told, team = within(found, "channelData", "channel"), within(found, "channelData", "team")
    external = word(told, "id")
    here, gone = kind in _HERE or bot == "added", kind in _GONE or bot == "removed"
    if not external or not (here or gone):
        return ()
    seen = parse.channel(told, external, team)
    return (seen,) if here else (PlaceSeen(external, seen.name, seen.kind, None, "absent"),)
