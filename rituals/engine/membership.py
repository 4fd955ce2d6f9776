"""Who takes part: workspaces that come and go, and what a platform tells of people and places unasked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import structlog

from rituals.engine import people
from rituals.engine.desk import Desk
from rituals.engine.events import Event, Installed, Joined, Linked, MemberLeft, Origin, Uninstalled
from rituals.engine.organisation import Organisation
from store import accounts, installations, members, outages, places, roles, sightings
from store.accounts import AccountSeen
from store.errors import is_of_store
from store.installations import Workspace, WorkspaceState
from store.places import PlaceSeen
from store.roles import Given
from store.tx import Tx

log = structlog.get_logger(__name__)

AT_ONCE = 50
TellAll = Callable[[Tx, Event], None]
Seen = AccountSeen | PlaceSeen


class Membership:
    """Keeps workspaces, accounts and places in step with what their platforms say. `tell` reaches every ritual."""

    def __init__(self, desk: Desk, tell: TellAll) -> None:
        self._desk = desk
        self._tell = tell

    def installed(self, tx: Tx, event: Installed) -> tuple[Workspace, bool]:
        """The workspace as it is from here on, and whether the installer has just become the first beheerder."""
        origin = event.origin
        first = self._nobody_yet(tx) and origin.account.kind in (None, "member")
        before = installations.find(tx, origin.platform, origin.workspace)
        state = self._state(tx, origin, before, first=first)
        name = event.name or (before.name if before else origin.workspace)
        workspace = self.admit(tx, origin.platform, origin.workspace, name, state)
        if state == "admitted":
            self._welcome(tx, origin, first=first)
        self._tell(tx, event)
        return workspace, first and state == "admitted"

    def admit(self, tx: Tx, platform: str, external: str, name: str, state: WorkspaceState) -> Workspace:
        """Write down how far a workspace takes part. What stands in one that comes back is made true again."""
        before = installations.find(tx, platform, external)
        workspace = installations.put(tx, platform, external, name, state)
        if state == "admitted" and before is not None and before.state == "gone":
            outages.begin(tx, workspace.id, self._desk.clock.now())
        return workspace

    def _nobody_yet(self, tx: Tx) -> bool:
        """Whether nobody was ever made a beheerder; two who install at the same moment are told apart."""
        given = roles.settle(tx)
        return not self._desk.organisation.roles.beheerder and not any(one.role == "beheerder" for one in given)

    def _state(self, tx: Tx, origin: Origin, before: Workspace | None, *, first: bool) -> WorkspaceState:
        """What a beheerder admitted stays so. The very first workspace has nobody to ask but who installs it."""
        if before is not None and before.state in ("admitted", "gone"):
            return "admitted"
        alone = not any(one.state == "admitted" for one in installations.every(tx))
        if alone and (first or _is_named(self._desk.organisation, origin)):
            return "admitted"
        if alone:
            log.warning(
                "a workspace waits and nobody can admit it: name who installs it under roles.beheerder in config.yaml",
                platform=origin.platform,
                workspace=origin.workspace,
            )
        return "waiting"

    def _welcome(self, tx: Tx, origin: Origin, *, first: bool) -> None:
        now = self._desk.clock.now()
        directory = self._desk.directory.snapshot(tx, now)
        here = replace(origin.place, state=origin.place.state or "open") if origin.place else None
        seen = people.sight(tx, directory, self._desk.organisation, replace(origin, place=here), now)
        if seen is not None and seen.linked:
            self.linked(tx, seen.known.account.id)
        if seen is not None and seen.joined:
            self.joined(tx, seen.known.person.id)
        if seen is not None and first:
            roles.give(tx, Given(seen.known.person.id, "beheerder"), None, now)

    def uninstalled(self, tx: Tx, event: Uninstalled) -> None:
        """A workspace that went gets nothing any more; a place without the bot waits until it is back."""
        workspace = installations.find(tx, event.platform, event.workspace)
        if workspace is None:
            return
        if event.place is None:
            left: WorkspaceState = "gone" if workspace.state in ("admitted", "gone") else "refused"
            installations.set_state(tx, event.platform, event.workspace, left)
            members.drop_workspace(tx, workspace.id)
            self._redirect(tx, workspace.id)
            outages.end(tx, workspace.id, self._desk.clock.now())
        elif known := places.find(tx, workspace.id, event.place):
            people.visit(tx, workspace, PlaceSeen(event.place, state="absent"), known, self._desk.clock.now())

    def _redirect(self, tx: Tx, workspace_id: int, account_id: int | None = None) -> None:
        """What was still to be sent to somebody follows them to a tool where they are reached."""
        now = self._desk.clock.now()
        directory = self._desk.directory.snapshot(tx, now)
        for row in outages.unsent(tx, workspace_id):
            if account_id in (None, row.account_id):
                known = people.reached(tx, directory, row.person_id)
                if known is not None:
                    outages.redirect(tx, row.id, known.account.workspace_id, known.account.id, now)

    async def learn(
        self, platform: str, workspace: str, seen: Sequence[AccountSeen], where: Sequence[PlaceSeen]
    ) -> None:
        """What a platform says of people and places; the last word on each counts. Others are ignored."""
        origin = (platform, workspace)
        everything: list[Seen] = [*{one.external: one for one in where}.values()]
        everything += {one.external: one for one in seen}.values()
        for start in range(0, len(everything), AT_ONCE):
            await self._step(origin, everything[start : start + AT_ONCE])
        self._desk.wake()

    async def _step(self, origin: tuple[str, str], some: Sequence[Seen]) -> None:
        """Most of a nightly list is old news: looking costs the writer nothing."""
        news = await self._desk.store.read(lambda tx: [one for one in some if self._is_news(tx, origin, one)])
        stay = [one for one in news if isinstance(one, PlaceSeen) or one.active]
        if stay:
            await self._true_anyway(partial(self._note, origin, stay), origin, stay)
        for one in news:
            if isinstance(one, AccountSeen) and not one.active:
                await self._true_anyway(partial(self._leave, origin, one), origin, [one])

    async def _true_anyway(
        self, work: Callable[[Tx, bool], None], origin: tuple[str, str], some: Sequence[Seen]
    ) -> None:
        """A ritual that cannot bear to hear it must not undo what is true: then it is stored and nobody told."""
        store, subjects = self._desk.store, _subjects(origin, some)
        try:
            await store.transact(lambda tx: work(tx, True), subjects=subjects)
        except Exception as error:  # a ritual's fault; logged with its trace
            if is_of_store(error):
                raise
            log.exception("ritual failed on what a platform told")
            await store.transact(lambda tx: work(tx, False), subjects=subjects)

    def _workspace(self, tx: Tx, origin: tuple[str, str]) -> Workspace | None:
        return people.admitted(self._desk.directory.snapshot(tx, self._desk.clock.now()), *origin)

    def _is_news(self, tx: Tx, origin: tuple[str, str], seen: Seen) -> bool:
        workspace = self._workspace(tx, origin)
        if workspace is None:
            return False
        if isinstance(seen, PlaceSeen):
            place = places.find(tx, workspace.id, seen.external)
            return place is None or places.differs(place, seen)
        known = accounts.find(tx, workspace.id, seen.external)
        return sightings.differs(known, seen) if known else seen.active and seen.kind != "bot"

    def _note(self, origin: tuple[str, str], some: Sequence[Seen], tx: Tx, tell: bool) -> None:
        desk, now = self._desk, self._desk.clock.now()
        directory = desk.directory.snapshot(tx, now)
        workspace = people.admitted(directory, *origin)
        if workspace is None:
            return
        for one in some:
            if isinstance(one, PlaceSeen):
                people.visit(tx, workspace, one, places.find(tx, workspace.id, one.external), now)
                continue
            before = accounts.find(tx, workspace.id, one.external)
            known, linked = people.meet(tx, directory, desk.organisation, workspace, one, before, now, used=False)
            if linked and tell:
                self.linked(tx, known.account.id)
            if tell and people.has_joined(before, known):
                self.joined(tx, known.person.id)

    def linked(self, tx: Tx, account_id: int) -> None:
        """A colleague with a role has an account more, as far as its address tells."""
        self._tell(tx, Linked(delivery=f"linked:{account_id}", at=self._desk.clock.now(), account_id=account_id))

    def joined(self, tx: Tx, person_id: int) -> None:
        """Two people turned out to be one."""
        at = self._desk.clock.now()
        self._tell(tx, Joined(delivery=f"joined:{person_id}:{at.isoformat()}", at=at, person_id=person_id))

    def _leave(self, origin: tuple[str, str], seen: AccountSeen, tx: Tx, tell: bool) -> None:
        """Somebody left."""
        workspace = self._workspace(tx, origin)
        known = accounts.find(tx, workspace.id, seen.external) if workspace else None
        if workspace is None or known is None or not known.account.active:
            return
        now, (platform, name) = self._desk.clock.now(), origin
        sightings.close(tx, workspace.id, seen.external)
        members.close(tx, known.account.id)
        self._redirect(tx, workspace.id, known.account.id)
        delivery = f"left:{known.account.id}:{now.isoformat()}"
        left = MemberLeft(delivery=delivery, at=now, platform=platform, workspace=name, account=seen.external)
        if tell:
            self._tell(tx, left)


def _is_named(organisation: Organisation, origin: Origin) -> bool:
    """Whether config.yaml calls whoever this is a beheerder."""
    names = {f"{origin.platform}:{origin.account.external}".lower(), origin.account.email.strip().lower()} - {""}
    return bool(names & {one.lower() for one in organisation.roles.beheerder})


def _subjects(origin: tuple[str, str], some: Sequence[Seen]) -> list[str]:
    """The accounts and their addresses, as an event of theirs locks them."""
    some_accounts = [one for one in some if isinstance(one, AccountSeen)]
    return sorted(set().union(*(people.subjects(*origin, one) for one in some_accounts)))
