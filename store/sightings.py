"""What platforms show of accounts: recorded at first sight, kept in step, and closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, exists, func, insert, literal_column, select, update

from store.accounts import NEVER, Account, AccountSeen, Known, Person, account, address, find, namesakes, person
from store.statements import Numbered
from store.tx import Tx
from store.versions import bump, touch

_ADD_PERSON = Numbered(insert(person))
_ADD_ACCOUNT = insert(account)
_SET_PERSON = update(person).where(person.c.id == bindparam("of_id"))
_IS_MEMBER = exists().where(
    account.c.person_id == bindparam("of_id"), account.c.active, account.c.kind == literal_column("'member'")
)
_IS_ACTIVE = exists().where(account.c.person_id == bindparam("of_id"), account.c.active)
_RENAME = _SET_PERSON.values(
    name=bindparam("new_name"),
    first=bindparam("new_first"),
    locale=bindparam("new_locale"),
    member=_IS_MEMBER,
    active=_IS_ACTIVE,
)
_RANK = _SET_PERSON.values(member=_IS_MEMBER)
_BACK = _SET_PERSON.values(member=_IS_MEMBER, active=_IS_ACTIVE)
_REFRESH = (
    update(account)
    .where(account.c.id == bindparam("of_id"))
    .values(
        name=bindparam("new_name"),
        email=bindparam("new_email"),
        kind=bindparam("new_kind"),
        active=bindparam("new_active"),
    )
)
_CLOSE = update(account).where(account.c.id == bindparam("of_id")).values(active=False)
_OPEN_ACCOUNTS = select(func.count()).where(account.c.person_id == bindparam("person_id"), account.c.active)
_FIRST_OPEN = select(func.min(account.c.id)).where(account.c.person_id == bindparam("person_id"), account.c.active)
_LEAVE = _SET_PERSON.values(active=False)


def see(
    tx: Tx, workspace_id: int, seen: AccountSeen, now: datetime, *, of: int | None = None, confirmed: bool = True,
    used: bool = True,
) -> Known:  # fmt: skip
    """Record an account at first sight, and keep what the platform says of it in step.

    `of` is the person whose account it is, when that is known already; else a new person is made. `used` False: the
    platform only tells that it is there.
    """
    known = find(tx, workspace_id, seen.external)
    if known is None:
        return _add(tx, workspace_id, seen, now, of, confirmed=confirmed, used=used)
    if not differs(known, seen):
        return known
    locale = _locale(tx, known, seen)
    if locale == known.person.locale and not _account_differs(known.account, seen):
        return known
    name = seen.name or known.account.name
    email, kind = address(seen.email) or known.account.email, seen.kind or known.account.kind
    new = {"new_name": name, "new_email": email, "new_kind": kind, "new_active": seen.active}
    tx.run(_REFRESH, {"of_id": known.account.id, **new})
    called = {"new_name": name, "new_first": _first_name(name), "new_locale": locale}
    tx.run(_RENAME, {"of_id": known.person.id, **called})
    bump(tx)
    return _again(tx, workspace_id, seen.external)


def differs(known: Known, seen: AccountSeen) -> bool:
    """Whether the platform says something new."""
    return _account_differs(known.account, seen) or bool(seen.locale and seen.locale != known.person.locale)


def _account_differs(here: Account, seen: AccountSeen) -> bool:
    return (
        here.active != seen.active
        or (seen.kind is not None and here.kind != seen.kind)
        or bool(seen.name and seen.name != here.name)
        or bool(seen.email and address(seen.email) != here.email)
    )


def _locale(tx: Tx, known: Known, seen: AccountSeen) -> str:
    """The first of somebody's open accounts decides: two that say something else would take turns for ever."""
    now = known.person.locale
    if not seen.locale or seen.locale == now:
        return now
    leads = not now or tx.scalar(_FIRST_OPEN, {"person_id": known.person.id}) == known.account.id
    return seen.locale if leads else now


def _add(
    tx: Tx, workspace_id: int, seen: AccountSeen, now: datetime, of: int | None, *, confirmed: bool, used: bool
) -> Known:
    touch(tx)
    name, kind = seen.name or seen.external, seen.kind or "member"
    person_id = of or tx.add(
        _ADD_PERSON,
        {
            "name": name, "first": _first_name(name), "locale": seen.locale, "member": kind == "member",
            "active": seen.active, "since": now,
        },
    )  # fmt: skip
    tx.run(
        _ADD_ACCOUNT,
        {
            "workspace_id": workspace_id, "external": seen.external, "person_id": person_id, "kind": kind,
            "email": address(seen.email), "name": name, "active": seen.active, "seen_at": now if used else NEVER,
            "blocked": False, "confirmed": confirmed,
        },
    )  # fmt: skip
    if of:
        tx.run(_BACK, {"of_id": of})
    if namesakes(tx, {_first_name(name)}):
        bump(tx)  # cards now call somebody else by the full name too
    return _again(tx, workspace_id, seen.external)


def _again(tx: Tx, workspace_id: int, external: str) -> Known:
    known = find(tx, workspace_id, external)
    if known is None:
        raise LookupError(f"account {external} in workspace {workspace_id}")
    return known


def close(tx: Tx, workspace_id: int, external: str) -> Person | None:
    """The workspace closed an account; a person without any open account is no longer active."""
    known = find(tx, workspace_id, external)
    if known is None:
        return None
    tx.run(_CLOSE, {"of_id": known.account.id})
    stays = tx.scalar(_OPEN_ACCOUNTS, {"person_id": known.person.id})
    tx.run(_RANK if stays else _LEAVE, {"of_id": known.person.id})
    bump(tx)
    return known.person


def _first_name(name: str) -> str:
    """What cards call somebody: the first word of the name."""
    return name.split()[0] if name.split() else name
