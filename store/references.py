"""Where Teams can be spoken to: for each place and each account, the connector that it was last heard from.

Teams has no address book for a bot. What it sends has the connector's address in it, and without that and the
conversation's id nothing can be sent unasked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Text, bindparam, exists, select

from store.accounts import account
from store.frozen import frozen
from store.installations import workspace
from store.outbox import outbox
from store.places import place
from store.schema import About, Id, Instant, account_id, table
from store.statements import upsert, word
from store.tx import Tx


@frozen
class PlaceReference:
    """`team` is the team of a channel, empty for a chat."""

    service_url: str
    team: str


@frozen
class PersonReference:
    """`member` is Teams' id of somebody for this bot; `conversation` is empty until there is a personal chat."""

    member: str
    conversation: str
    service_url: str


@frozen
class Heard:
    """A place with its connector, for the list of members."""

    tenant: str
    external: str
    service_url: str
    team: str


@frozen
class Chat:
    """An account with its personal chat, for whoever is in no list of members."""

    tenant: str
    external: str
    member: str
    conversation: str
    service_url: str


place_reference = table(
    "teams_place",
    Column("place_id", Id, ForeignKey(place.c.id), primary_key=True, autoincrement=False),
    Column("service_url", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    about=About(
        whose="the organisation",
        why="to be able to post in a channel or chat of Teams",
        keep="as long as the place is known",
        export="not personal",
        erase="not personal",
    ),
)
person_reference = table(
    "teams_account",
    account_id(erase="row", nullable=False, primary_key=True),
    Column("member", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index("ix_teams_account_member", "member"),
    about=About(
        whose="the colleague",
        why="to be able to send a private message in Teams, and to know who is mentioned",
        keep="until the account is closed or the colleague asks to be forgotten",
        export="all columns",
        erase="the row goes",
    ),
)

_PUT_PLACE = upsert(
    lambda insert: (new := insert(place_reference)).on_conflict_do_update(
        index_elements=[place_reference.c.place_id],
        set_={"service_url": new.excluded.service_url, "team": new.excluded.team, "seen_at": new.excluded.seen_at},
    )
)
_PUT_PERSON = upsert(
    lambda insert: (new := insert(person_reference)).on_conflict_do_update(
        index_elements=[person_reference.c.account_id],
        set_={
            "member": new.excluded.member,
            "conversation": new.excluded.conversation,
            "service_url": new.excluded.service_url,
            "seen_at": new.excluded.seen_at,
        },
    )
)
_OURS = (workspace.c.platform == "teams", workspace.c.external == bindparam("tenant"))
_PLACE = (
    select(place_reference.c.service_url, place_reference.c.team)
    .join(place, place.c.id == place_reference.c.place_id)
    .join(workspace, workspace.c.id == place.c.workspace_id)
    .where(*_OURS, place.c.external == bindparam("external"))
)
_PERSON = (
    select(person_reference.c.member, person_reference.c.conversation, person_reference.c.service_url)
    .join(account, account.c.id == person_reference.c.account_id)
    .join(workspace, workspace.c.id == account.c.workspace_id)
    .where(*_OURS, account.c.external == bindparam("external"))
)
_EVERY = (
    select(workspace.c.external, place.c.external, place_reference.c.service_url, place_reference.c.team)
    .join(place, place.c.id == place_reference.c.place_id)
    .join(workspace, workspace.c.id == place.c.workspace_id)
    .where(workspace.c.platform == "teams", workspace.c.state == "admitted", place.c.state == "open")
    .order_by(place_reference.c.seen_at.desc(), place.c.id)
)
_LOST = (
    select(workspace.c.external, place.c.external, place_reference.c.service_url, place_reference.c.team)
    .join(place, place.c.id == place_reference.c.place_id)
    .join(workspace, workspace.c.id == place.c.workspace_id)
    .where(
        workspace.c.platform == "teams", workspace.c.state == "admitted", place.c.state == "absent",
        exists().where(outbox.c.place_id == place.c.id, outbox.c.state == word("parked")),
    )
    .order_by(place.c.id)
)  # fmt: skip
_CHATS = (
    select(
        workspace.c.external, account.c.external, person_reference.c.member, person_reference.c.conversation,
        person_reference.c.service_url,
    )
    .join(account, account.c.id == person_reference.c.account_id)
    .join(workspace, workspace.c.id == account.c.workspace_id)
    .where(
        workspace.c.platform == "teams", workspace.c.state == "admitted", account.c.active,
        person_reference.c.conversation != "",
    )
    .order_by(account.c.id)
)  # fmt: skip
_OF_TEAM = (
    select(place.c.external)
    .join(place_reference, place.c.id == place_reference.c.place_id)
    .join(workspace, workspace.c.id == place.c.workspace_id)
    .where(*_OURS, place_reference.c.team == bindparam("team"))
    .order_by(place.c.id)
)
_STANDING = _OF_TEAM.where(place.c.state != "absent")
_BY_MEMBER = (
    select(person_reference.c.member, account.c.external)
    .join(account, account.c.id == person_reference.c.account_id)
    .join(workspace, workspace.c.id == account.c.workspace_id)
    .where(*_OURS, person_reference.c.member.in_(bindparam("members", expanding=True)))
)


def put_place(tx: Tx, place_id: int, reference: PlaceReference, now: datetime) -> None:
    """The newest address of a place wins."""
    tx.run(
        _PUT_PLACE,
        {"place_id": place_id, "service_url": reference.service_url, "team": reference.team, "seen_at": now},
    )


def put_people(tx: Tx, references: Sequence[tuple[int, PersonReference]], now: datetime) -> None:
    """The newest address of each account wins."""
    tx.run(
        _PUT_PERSON,
        [
            {
                "account_id": account_id, "member": one.member, "conversation": one.conversation,
                "service_url": one.service_url, "seen_at": now,
            }
            for account_id, one in references
        ],
    )  # fmt: skip


def place_of(tx: Tx, tenant: str, external: str) -> PlaceReference | None:
    """How to reach a channel or chat."""
    return tx.one(_PLACE, PlaceReference, {"tenant": tenant, "external": external})


def person_of(tx: Tx, tenant: str, external: str) -> PersonReference | None:
    """How to reach somebody."""
    return tx.one(_PERSON, PersonReference, {"tenant": tenant, "external": external})


def every(tx: Tx) -> list[Heard]:
    """All open places of admitted tenants, the one heard from last first."""
    return tx.all(_EVERY, Heard)


def lost(tx: Tx) -> list[Heard]:
    """Places that could not be found when something was sent there, which still waits."""
    return tx.all(_LOST, Heard)


def chats(tx: Tx) -> list[Chat]:
    """The personal chats with people of admitted tenants."""
    return tx.all(_CHATS, Chat)


def of_team(tx: Tx, tenant: str, team: str, *, absent: bool = True) -> list[str]:
    """The channels of a team, as far as they were seen; with those that the bot is not in, unless told otherwise."""
    return tx.all(_OF_TEAM if absent else _STANDING, str, {"tenant": tenant, "team": team})


def by_member(tx: Tx, tenant: str, members: Collection[str]) -> dict[str, str]:
    """The ids we know these members by; strangers are left out."""
    if not members:
        return {}
    return dict(tx.all(_BY_MEMBER, _pair, {"tenant": tenant, "members": sorted(members)}))


def _pair(member: str, external: str) -> tuple[str, str]:
    return member, external
