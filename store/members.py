"""Who is in a place: the accounts that a platform lists for a channel or chat.

A list is kept whole or not at all, so a place with nobody in it is one of which the list is not known.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Column, ForeignKey, Index, bindparam, delete, select

from store.accounts import Person, account, person
from store.places import place
from store.schema import About, account_id, table
from store.statements import upsert, word
from store.tx import Tx

place_member = table(
    "place_member",
    Column("place_id", ForeignKey(place.c.id), primary_key=True),
    account_id(erase="row", primary_key=True),
    Index("ix_place_member_account_id", "account_id"),
    about=About(
        whose="the colleague",
        why="so that a team need not say who belongs to it; never what somebody does there",
        keep="until the colleague or the bot leaves the channel, or the account is closed",
        export="the channels somebody is in",
        erase="the row goes",
    ),
)

_HERE = select(place_member.c.account_id).where(place_member.c.place_id == bindparam("place_id"))
_PEOPLE = (
    select(person.c.id, person.c.name, person.c.first, person.c.locale, person.c.member, person.c.active)
    .where(
        person.c.id.in_(
            select(account.c.person_id)
            .join_from(place_member, account, place_member.c.account_id == account.c.id)
            .where(place_member.c.place_id == bindparam("place_id"), account.c.active, account.c.kind == word("member"))
        ),
        person.c.active,
        person.c.member,
    )
    .order_by(person.c.name, person.c.id)
)
_KNOWN = select(account.c.id).where(
    account.c.workspace_id == bindparam("workspace_id"),
    account.c.external.in_(bindparam("externals", expanding=True)),
    account.c.active,
)
_JOIN = upsert(  # two events may tell of the same colleague at the same moment
    lambda insert: insert(place_member).on_conflict_do_nothing(
        index_elements=[place_member.c.place_id, place_member.c.account_id]
    )
)
_LEAVE = delete(place_member).where(
    place_member.c.place_id == bindparam("of_place"), place_member.c.account_id == bindparam("of_account")
)
_DROP = delete(place_member).where(place_member.c.place_id == bindparam("of_place"))
_CLOSE = delete(place_member).where(place_member.c.account_id == bindparam("of_account"))
_DROP_ALL = delete(place_member).where(
    place_member.c.place_id.in_(select(place.c.id).where(place.c.workspace_id == bindparam("of_workspace")))
)
_AT_ONCE = 50
"""A list among the values has a plan for each length."""


def of_place(tx: Tx, place_id: int) -> list[Person]:
    """The active full members of the organisation who are in a place, one per person, by name; one statement."""
    return tx.all(_PEOPLE, Person, {"place_id": place_id})


def accounts_in(tx: Tx, place_id: int) -> set[int]:
    """All accounts in a place, those of guests too."""
    return set(tx.all(_HERE, int, {"place_id": place_id}))


def known(tx: Tx, workspace_id: int, externals: Collection[str]) -> set[int]:
    """The open accounts that we know among these; a platform also lists bots and people of elsewhere."""
    some, found = sorted(set(externals)), set[int]()
    for start in range(0, len(some), _AT_ONCE):
        values = {"workspace_id": workspace_id, "externals": some[start : start + _AT_ONCE]}
        found.update(tx.all(_KNOWN, int, values))
    return found


def join(tx: Tx, place_id: int, accounts: Collection[int]) -> None:
    """These are in the place too."""
    tx.run(_JOIN, [{"place_id": place_id, "account_id": one} for one in sorted(accounts)])


def leave(tx: Tx, place_id: int, accounts: Collection[int]) -> None:
    """These are not in the place any more."""
    tx.run(_LEAVE, [{"of_place": place_id, "of_account": one} for one in sorted(accounts)])


def drop(tx: Tx, place_id: int) -> None:
    """The bot is not there any more, or there are too many to keep."""
    tx.run(_DROP, {"of_place": place_id})


def drop_workspace(tx: Tx, workspace_id: int) -> None:
    """The bot was taken out of a whole workspace."""
    tx.run(_DROP_ALL, {"of_workspace": workspace_id})


def close(tx: Tx, account_id: int) -> None:
    """An account was closed."""
    tx.run(_CLOSE, {"of_account": account_id})
