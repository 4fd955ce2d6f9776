"""What becomes of the outbox when a place, an account or a whole workspace is gone, and when it is back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, case, false, or_, select, update

from store.outbox import COLUMNS, Row, outbox
from store.statements import one_of, word
from store.tx import Tx

_WORKSPACE = outbox.c.workspace_id == bindparam("of_workspace")
_NEW = outbox.c.posted.is_(None)
_UNDECIDED = one_of(outbox.c.state, "waiting", "claimed", "uncertain", "parked")
_UNPARK = (
    update(outbox)
    .where(outbox.c.place_id == bindparam("of_place"), outbox.c.state == "parked")
    .values(state="waiting", attempts=0, due=bindparam("now"))
)
_UNBLOCK = (
    update(outbox)
    .where(outbox.c.account_id == bindparam("of_account"), outbox.c.state == "parked")
    .values(state="waiting", attempts=0, due=bindparam("now"))
)
_END = (
    update(outbox)
    .where(_WORKSPACE, _UNDECIDED, or_(_NEW, outbox.c.withdrawn.is_(False)))
    .values(
        # What stands there goes on standing there, and is drawn anew when the app comes back.
        state=case((_NEW, "cancelled"), else_="sent"),
        again=False,
        reason="uninstalled",
        changed_at=bindparam("now"),
    )
)
_ONCE = update(outbox).where(_WORKSPACE, outbox.c.state == "sending").values(again=False)
_END_NEW = (
    update(outbox)
    .where(_WORKSPACE, _UNDECIDED, _NEW)
    .values(state=word("cancelled"), again=false(), reason="uninstalled", changed_at=bindparam("now"))
)
_ANEW = (
    update(outbox)
    .where(_WORKSPACE, outbox.c.state == word("sent"), outbox.c.reason == "uninstalled")
    .values(state=word("waiting"), due=bindparam("now"))
)
_UNSENT = select(*COLUMNS).where(
    _WORKSPACE, one_of(outbox.c.state, "waiting", "parked"), _NEW, outbox.c.account_id.is_not(None)
)
_REDIRECT = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"))
    .values(
        workspace_id=bindparam("new_workspace"), account_id=bindparam("new_account"), state=word("waiting"),
        attempts=0, changed_at=bindparam("now"),
    )
)  # fmt: skip


def unpark(tx: Tx, place_id: int, now: datetime) -> None:
    """A place is reachable again."""
    tx.run(_UNPARK, {"of_place": place_id, "now": now})


def unblock(tx: Tx, account_id: int, now: datetime) -> None:
    """An account can be reached again."""
    tx.run(_UNBLOCK, {"of_account": account_id, "now": now})


def end(tx: Tx, workspace_id: int, now: datetime) -> None:
    """The app was taken out of a workspace: nothing more is sent there."""
    tx.run(_END, {"of_workspace": workspace_id, "now": now})
    tx.run(_ONCE, {"of_workspace": workspace_id})


def begin(tx: Tx, workspace_id: int, now: datetime) -> None:
    """The app is back in a workspace: what stands there is made true again, nothing new is caught up."""
    of = {"of_workspace": workspace_id, "now": now}
    tx.run(_END_NEW, of)
    tx.run(_ANEW, of)


def unsent(tx: Tx, workspace_id: int) -> list[Row]:
    """What is to be sent in private through the accounts of a workspace, and never was."""
    return tx.all(_UNSENT, Row, {"of_workspace": workspace_id})


def redirect(tx: Tx, row_id: int, workspace_id: int, account_id: int, now: datetime) -> None:
    """What was never sent goes to another account of the same person."""
    values = {"of_id": row_id, "new_workspace": workspace_id, "new_account": account_id, "now": now}
    tx.run(_REDIRECT, values)
