"""At first sight: from a platform's account and place to our Person and Place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rituals.engine.directory import Snapshot
from rituals.engine.events import Origin
from rituals.engine.organisation import Organisation
from store import accounts, places, sending
from store.accounts import AccountSeen, Known
from store.installations import Workspace
from store.places import Place, PlaceSeen
from store.tx import Tx


@dataclass(frozen=True, slots=True)
class Sight:
    """Who did something, and where; `place` is None in a private chat."""

    workspace: Workspace
    known: Known
    place: Place | None


def sight(tx: Tx, directory: Snapshot, organisation: Organisation, origin: Origin, now: datetime) -> Sight | None:
    """None for a workspace that is not admitted: nothing is accepted from it."""
    workspace = directory.workspaces.get((origin.platform, origin.workspace))
    if workspace is None or workspace.state != "admitted":
        return None
    known = _account(tx, directory, organisation, workspace, origin.account, now)
    place = _place(tx, directory, workspace, origin.place, now) if origin.place else None
    return Sight(workspace, known, place)


def _account(
    tx: Tx,
    directory: Snapshot,
    organisation: Organisation,
    workspace: Workspace,
    seen: AccountSeen,
    now: datetime,
) -> Known:
    known = directory.known(tx, workspace.id, seen.external)
    if known is None:
        return accounts.see(tx, workspace.id, seen, now, of=_same_person(tx, organisation, seen))
    return accounts.see(tx, workspace.id, seen, now) if accounts.differs(known, seen) else known


def _same_person(tx: Tx, organisation: Organisation, seen: AccountSeen) -> int | None:
    """Only full members with an address of the organisation's own are taken for the person we know by it."""
    domain = seen.email.rpartition("@")[2].lower()
    if seen.kind != "member" or domain not in organisation.mail_domains:
        return None
    same = [known for known in accounts.by_email(tx, seen.email) if known.account.kind == "member"]
    return same[0].person.id if same else None


def _place(tx: Tx, directory: Snapshot, workspace: Workspace, seen: PlaceSeen, now: datetime) -> Place:
    """What waited for a place that was closed goes on when it is open again."""
    known = directory.place_at(workspace.id, seen.external)
    if known is not None and not places.differs(known, seen):
        return known
    place = places.see(tx, workspace.id, seen)
    if known is not None and known.state != "open" and place.state == "open":
        sending.unpark(tx, place.id, now)
    return place
