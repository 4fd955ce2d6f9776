"""People and their accounts. A person has one account per workspace; rituals only speak of persons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    update,
)

from store.frozen import frozen
from store.installations import workspace
from store.schema import About, Id, Instant, person_id, table
from store.tx import Tx
from store.versions import bump

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When an account was used of which its platform only told that it is there."""
AccountKind = Literal["member", "guest", "outsider", "bot"]


@frozen
class AccountSeen:
    """An account as a platform shows it. Empty strings, and a kind of None, mean: the platform did not say.

    A new account of which the kind is not said is a member's. `active` False: its workspace has closed it.
    """

    external: str
    name: str = ""
    email: str = ""
    kind: AccountKind | None = None
    locale: str = ""
    zone: str = ""
    active: bool = True


@frozen
class Person:
    """Somebody of the organisation. `first` is how cards call them, `member` that they are no guest."""

    id: int
    name: str
    first: str
    locale: str
    member: bool
    active: bool


@frozen
class Account:
    """A person's account in one workspace.

    `blocked`: the platform refused a private message; it is tried again once somebody does something with the
    account. `confirmed` False: it was taken for this person's by its address, and the person has a role, which does
    not hold through it until a beheerder says that it is right.
    """

    id: int
    workspace_id: int
    external: str
    kind: AccountKind
    email: str
    name: str
    active: bool
    blocked: bool = False
    confirmed: bool = True


@frozen
class Known:
    """An account with its person."""

    account: Account
    person: Person


person = table(
    "person",
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("member", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Index("ix_person_first", "first"),
    about=About(
        whose="the colleague",
        why="one name and one language for somebody, in whichever tool they work",
        keep="until the colleague leaves or asks to be forgotten",
        export="all columns",
        erase="the row goes, with everything that hangs on it",
    ),
)

account = table(
    "account",
    Column("id", Id, primary_key=True),
    Column("workspace_id", ForeignKey(workspace.c.id), nullable=False),
    Column("external", Text, nullable=False),
    person_id(erase="row", nullable=False),
    Column("kind", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    UniqueConstraint("workspace_id", "external"),
    Index("ix_account_person_id", "person_id"),
    Index("ix_account_email", "email"),
    about=About(
        whose="the colleague",
        why="to recognise and reach somebody in Slack or Teams",
        keep="until the account is closed or the colleague asks to be forgotten",
        export="all columns",
        erase="the row goes",
    ),
)

_PERSON = (person.c.id, person.c.name, person.c.first, person.c.locale, person.c.member, person.c.active)
_ACCOUNT = (
    account.c.id, account.c.workspace_id, account.c.external, account.c.kind, account.c.email, account.c.name,
    account.c.active, account.c.blocked, account.c.confirmed,
)  # fmt: skip
_WIDTH = len(_ACCOUNT)
_BOTH = select(*_ACCOUNT, *_PERSON).join_from(account, person, account.c.person_id == person.c.id)
_FIND = _BOTH.where(account.c.workspace_id == bindparam("workspace_id"), account.c.external == bindparam("external"))
_OF_PERSON = _BOTH.where(account.c.person_id == bindparam("person_id")).order_by(
    account.c.active.desc(), account.c.seen_at.desc(), account.c.id
)
_GET = select(*_PERSON).where(person.c.id == bindparam("id"))
_SINCE = select(person.c.since).where(person.c.id == bindparam("id"))
_MANY = select(*_PERSON).where(person.c.id.in_(bindparam("ids", expanding=True)))
_NAMESAKES = (
    select(person.c.first)
    .where(person.c.first.in_(bindparam("firsts", expanding=True)), person.c.active)
    .group_by(person.c.first)
    .having(func.count() > 1)
)
_NAMES = select(person.c.name).where(person.c.active, person.c.member)
_SEARCH = (
    select(*_PERSON)
    .where(person.c.active, person.c.member, func.lower(person.c.name).like(bindparam("like"), escape="\\"))
    .order_by(person.c.name)
    .limit(bindparam("most"))
)
_MEMBERS = (
    select(*_PERSON)
    .where(person.c.active, person.c.member, person.c.id > bindparam("after"))
    .order_by(person.c.id)
    .limit(bindparam("most"))
)
_BY_EMAIL = _BOTH.where(account.c.email == bindparam("email"), account.c.active)
_TOUCH = (
    update(account)
    .where(account.c.id == bindparam("of_id"), account.c.seen_at < bindparam("now"))
    .values(seen_at=bindparam("now"))
)
_BLOCK = update(account).where(account.c.id == bindparam("of_id")).values(blocked=bindparam("new_blocked"))
_CONFIRM = update(account).where(account.c.id == bindparam("of_id")).values(confirmed=True)
_BY_ID = _BOTH.where(account.c.id == bindparam("id"))


def _known(*row: object) -> Known:
    return Known(Account(*row[:_WIDTH]), Person(*row[_WIDTH:]))  # type: ignore[arg-type]  # the columns of _BOTH, in order


def find(tx: Tx, workspace_id: int, external: str) -> Known | None:
    """The account with the platform's id, and its person."""
    return tx.one(_FIND, _known, {"workspace_id": workspace_id, "external": external})


def account_by_id(tx: Tx, account_id: int) -> Known | None:
    """The account in this row, and its person."""
    return tx.one(_BY_ID, _known, {"id": account_id})


def since(tx: Tx, person_id: int) -> datetime | None:
    """When this person was seen first."""
    value = tx.scalar(_SINCE, {"id": person_id})
    return value if isinstance(value, datetime) else None


def of_person(tx: Tx, person_id: int) -> list[Known]:
    """All accounts of a person, the one used last first."""
    return tx.all(_OF_PERSON, _known, {"person_id": person_id})


def get(tx: Tx, person_id: int) -> Person | None:
    """One person."""
    return tx.one(_GET, Person, {"id": person_id})


def many(tx: Tx, ids: Collection[int]) -> dict[int, Person]:
    """People by id; ids that do not exist are left out."""
    if not ids:
        return {}
    return {found.id: found for found in tx.all(_MANY, Person, {"ids": sorted(ids)})}


def namesakes(tx: Tx, firsts: Collection[str]) -> frozenset[str]:
    """Which of these first names more than one active person has."""
    if not firsts:
        return frozenset()
    return frozenset(tx.all(_NAMESAKES, str, {"firsts": sorted(firsts)}))


def names(tx: Tx) -> frozenset[str]:
    """The full names of all colleagues who are there now."""
    return frozenset(tx.all(_NAMES, str))


def search(tx: Tx, query: str, most: int = 20) -> list[Person]:
    """Active full members whose name contains the words, by name."""
    words = query.strip().lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return tx.all(_SEARCH, Person, {"like": f"%{words}%", "most": most})


def members_after(tx: Tx, after: int, most: int) -> list[Person]:
    """Colleagues in the order of their numbers: some at a time, from this number on."""
    return tx.all(_MEMBERS, Person, {"after": after, "most": most})


def by_email(tx: Tx, email: str) -> list[Known]:
    """Active accounts with this e-mail address."""
    return tx.all(_BY_EMAIL, _known, {"email": address(email)})


def address(email: str) -> str:
    """As it is kept, and looked for."""
    return email.strip().lower()


def touch_all(tx: Tx, seen: Mapping[int, datetime]) -> None:
    """When these accounts were used last. No cache hangs on it: `of_person` always looks."""
    tx.run(_TOUCH, [{"of_id": account_id, "now": at} for account_id, at in sorted(seen.items())])


def block(tx: Tx, account_id: int, *, blocked: bool) -> None:
    """The platform refuses private messages to this account, or somebody uses it again."""
    tx.run(_BLOCK, {"of_id": account_id, "new_blocked": blocked})
    bump(tx)


def confirm(tx: Tx, account_id: int) -> None:
    """A beheerder says that this account is its person's: roles hold through it."""
    tx.run(_CONFIRM, {"of_id": account_id})
    bump(tx)
