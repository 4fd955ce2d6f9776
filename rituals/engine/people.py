"""At first sight: from a platform's account and place to our Person and Place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from rituals.engine.directory import Snapshot
from rituals.engine.events import Origin
from rituals.engine.organisation import Organisation
from store import accounts, members, merging, outages, places, sightings
from store.accounts import AccountSeen, Known
from store.frozen import frozen
from store.installations import Workspace
from store.places import Place, PlaceSeen
from store.tx import Tx

log = structlog.get_logger(__name__)


@frozen
class Sight:
    """Who did something, when, and where; `place` is None in a private chat.

    `message` is the platform's id of the person's own message there. `linked`: just now the account was taken for
    that of a colleague with a role; `joined`: and was that of another person until then.
    """

    at: datetime
    workspace: Workspace
    known: Known
    place: Place | None
    message: str | None = None
    linked: bool = False
    joined: bool = False


def sight(tx: Tx, directory: Snapshot, organisation: Organisation, origin: Origin, now: datetime) -> Sight | None:
    """None for a workspace that is not admitted: nothing is accepted from it."""
    workspace = admitted(directory, origin.platform, origin.workspace)
    if workspace is None:
        return None
    before = directory.known(tx, workspace.id, origin.account.external)
    known, linked = meet(tx, directory, organisation, workspace, origin.account, before, now)
    if known.account.blocked:
        known = _unblocked(tx, known, now)
    here = directory.place_at(workspace.id, origin.place.external) if origin.place else None
    place = visit(tx, workspace, origin.place, here, now) if origin.place else None
    return Sight(now, workspace, known, place, origin.message, linked, has_joined(before, known))


def has_joined(before: Known | None, known: Known) -> bool:
    """Whether an account that was one person's is another's now."""
    return before is not None and before.person.id != known.person.id


def subjects(platform: str, workspace: str, seen: AccountSeen, known: Known | None = None) -> set[str]:
    """What is locked while somebody is met: two accounts of one address must not become two people at once.

    `known` is the account as far as it is at hand: an address that it has already decides nothing any more.
    """
    email = accounts.address(seen.email)
    new = email and not (known and known.account.email == email)
    return {f"account:{platform}/{workspace}/{seen.external}", *([f"email:{email}"] if new else [])}


def admitted(directory: Snapshot, platform: str, external: str) -> Workspace | None:
    """The workspace with the platform's id, if it takes part."""
    workspace = directory.workspaces.get((platform, external))
    return workspace if workspace is not None and workspace.state == "admitted" else None


def meet(
    tx: Tx, directory: Snapshot, organisation: Organisation, workspace: Workspace, seen: AccountSeen,
    known: Known | None, now: datetime, *, used: bool = True,
) -> tuple[Known, bool]:  # fmt: skip
    """The account with its person as they are from here on; and whether a colleague's role is in question by it."""
    if known is not None and not sightings.differs(known, seen):
        return known, False
    if known is not None:
        after = sightings.see(tx, workspace.id, seen, now)
        told = after.account.email and not known.account.email
        return _joined(tx, directory, organisation, after, now) if told else (after, False)
    same = _same_person(tx, organisation, seen)
    linked = same is not None and bool(directory.roles.get(same))
    return sightings.see(tx, workspace.id, seen, now, of=same, confirmed=not linked, used=used), linked


def _joined(
    tx: Tx, directory: Snapshot, organisation: Organisation, known: Known, now: datetime
) -> tuple[Known, bool]:  # fmt: skip
    """An account whose address came later than itself: by then it may have become a second person for a colleague."""
    account, lonely = known.account, known.person.id
    named = AccountSeen(account.external, email=account.email, kind=account.kind)
    same = _same_person(tx, organisation, named, but=lonely)
    if same is None:
        return known, False
    if directory.roles.get(lonely) or len(accounts.of_person(tx, lonely)) > 1:
        # A role must not pass by an address alone to whoever has the same one elsewhere.
        log.warning("two people have one e-mail address", person=lonely, other=same)
        return known, False
    linked = bool(directory.roles.get(same))
    merging.merge(tx, account.id, lonely, same, now, confirmed=not linked)
    return accounts.account_by_id(tx, account.id) or known, linked


def _same_person(tx: Tx, organisation: Organisation, seen: AccountSeen, *, but: int | None = None) -> int | None:
    """Only full members with an address of the organisation's own are taken for the person we know by it."""
    domain = seen.email.strip().rpartition("@")[2].lower()
    if seen.kind not in (None, "member") or domain not in organisation.mail_domains:
        return None
    same = [one for one in accounts.by_email(tx, seen.email) if one.account.kind == "member" and one.person.id != but]
    return same[0].person.id if same else None


def reached(tx: Tx, directory: Snapshot, person_id: int | None, *, besides: int | None = None) -> Known | None:
    """The account by which a colleague can be told something unasked: the one used last, `besides` one of them."""
    for known in accounts.of_person(tx, person_id) if person_id is not None else ():
        account, workspace = known.account, directory.workspace(known.account.workspace_id)
        sure = account.active and account.confirmed and not account.blocked and account.kind == "member"
        sure = sure and account.id != besides
        if sure and workspace is not None and workspace.state == "admitted":
            return known
    return None


def _unblocked(tx: Tx, known: Known, now: datetime) -> Known:
    """Whoever does something can be reached again: what was parked for them goes on."""
    accounts.block(tx, known.account.id, blocked=False)
    outages.unblock(tx, known.account.id, now)
    return replace(known, account=replace(known.account, blocked=False))


def visit(tx: Tx, workspace: Workspace, seen: PlaceSeen, known: Place | None, now: datetime) -> Place:
    """The place as it is from here on. What waited for one that was closed goes on when it is open again."""
    if known is not None and not places.differs(known, seen):
        return known
    place = places.see(tx, workspace.id, seen)
    if place.state == "absent":
        members.drop(tx, place.id)
    if known is not None and known.state != "open" and place.state == "open":
        outages.unpark(tx, place.id, now)
    return place
