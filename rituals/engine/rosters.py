"""Who is in a place, as far as its platform tells: a whole list, or somebody who came or went."""

from __future__ import annotations

from collections.abc import Collection

import structlog

from rituals.engine import people
from rituals.engine.desk import Desk
from rituals.engine.directory import Snapshot
from rituals.engine.events import MembersChanged
from rituals.engine.membership import TellAll
from store import members, places
from store.errors import is_of_store
from store.frozen import frozen
from store.tx import Tx

log = structlog.get_logger(__name__)

MOST = 1_000
"""Of a place with more people no list is kept: that is no team any more."""


@frozen
class Roster:
    """What a platform tells of a place: who is `here` by the platform's ids, and who is `gone`.

    `whole`: these and nobody else; nobody at all, or too many, means that no list is kept.
    """

    platform: str
    workspace: str
    place: str
    here: frozenset[str]
    gone: frozenset[str]
    whole: bool


@frozen
class _Change:
    place_id: int
    came: set[int]
    left: set[int]


class Rosters:
    """Keeps the lists, and tells every ritual when one changed."""

    def __init__(self, desk: Desk, tell: TellAll) -> None:
        self._desk = desk
        self._tell = tell

    async def learn(self, told: Roster) -> None:
        """Most of a list is old news, which is found out without the writer. Raises StoreError."""
        if await self._desk.store.read(lambda tx: self._news(tx, told)) is None:
            return
        try:
            await self._keep(told, tell=True)
        except Exception as error:  # a ritual's fault; logged with its trace
            if is_of_store(error):
                raise
            log.exception("ritual failed on who is in a place")
            await self._keep(told, tell=False)
        self._desk.wake()

    async def _keep(self, told: Roster, *, tell: bool) -> None:
        """A ritual that cannot bear to hear it must not undo what is true."""
        subject = f"place:{told.platform}/{told.workspace}/{told.place}"
        await self._desk.store.transact(lambda tx: self._note(tx, told, tell=tell), subjects=[subject])

    def _news(self, tx: Tx, told: Roster) -> _Change | None:
        """Who came and who left by it; None when that is nobody. Only of places that we know and are in."""
        workspace = people.admitted(self._snapshot(tx), told.platform, told.workspace)
        place = places.find(tx, workspace.id, told.place) if workspace else None
        if workspace is None or place is None or place.state == "absent":
            return None
        before = members.accounts_in(tx, place.id)
        if not before and not told.whole:
            return None  # somebody more of a list that is not known is no list
        here: Collection[str] = told.here if len(told.here) <= MOST else ()
        now = members.known(tx, workspace.id, here)
        left = before - now if told.whole else before & members.known(tx, workspace.id, told.gone)
        came = now - before
        return _Change(place.id, came, left) if came or left else None

    def _snapshot(self, tx: Tx) -> Snapshot:
        return self._desk.directory.snapshot(tx, self._desk.clock.now())

    def _note(self, tx: Tx, told: Roster, *, tell: bool) -> None:
        change = self._news(tx, told)
        if change is None:
            return
        members.leave(tx, change.place_id, change.left)
        members.join(tx, change.place_id, change.came)
        now = self._desk.clock.now()
        if tell:
            delivery = f"members:{change.place_id}:{now.isoformat()}"
            self._tell(tx, MembersChanged(delivery=delivery, at=now, place_id=change.place_id))
