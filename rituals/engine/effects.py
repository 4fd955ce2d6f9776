"""Effects become rows, in the transaction of the handler that decided them."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.context import View
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Plan, Refresh, Show, Unplan, Withdraw
from rituals.engine.people import Sight
from store import accounts, outbox, slots
from store.accounts import Known, Person
from store.outbox import Wanted
from store.places import Place

RANKS = {"answer": 0, "task": 1, "post": 2, "nudge": 3}
"""Who goes first when several messages want out: those that somebody waits for."""


def apply(view: View, effects: Sequence[Effect], actor: Sight | None) -> None:
    """All Shows in one statement; the rest one by one."""
    shows = [effect for effect in effects if isinstance(effect, Show)]
    wanted = [one for show in shows if show.to if (one := _wanted(view, show, show.to, actor))]
    if wanted:
        outbox.want(view.tx, wanted, view.now)
    for effect in effects:
        match effect:
            case Show(key, None):
                outbox.refresh(view.tx, str(key), view.now)
            case Show():
                continue
            case Withdraw(key, to):
                outbox.withdraw(view.tx, str(key), _target(to) if to else None, view.now)
            case Plan(slot, due):
                slots.plan(view.tx, slot.ritual, slot.name, slot.subject, slot.local, due)
            case Unplan(slot):
                slots.unplan(view.tx, slot.ritual, slot.name, slot.subject, slot.local, view.now)
            case Refresh(ref):
                _refresh(view, ref)


def _refresh(view: View, ref: Ref) -> None:
    """The ritual that owns the thing knows its messages; one that is switched off has none to draw."""
    for ritual in view.rituals:
        if ritual.keys and ref.kind in ritual.things:
            for key in ritual.keys(view, ref):
                outbox.refresh(view.tx, str(key), view.now)


def _target(to: Place | Person) -> str:
    return f"place:{to.id}" if isinstance(to, Place) else f"person:{to.id}"


def _wanted(view: View, show: Show, to: Place | Person, actor: Sight | None) -> Wanted | None:
    if isinstance(to, Place):
        return _row(view, show, to, to.workspace_id, None, actor)
    known = _account(view, show, to, actor)
    return _row(view, show, to, known.account.workspace_id, known, actor) if known else None


def _row(
    view: View, show: Show, to: Place | Person, workspace_id: int, known: Known | None, actor: Sight | None
) -> Wanted:  # fmt: skip
    return Wanted(
        key=str(show.key),
        target=_target(to),
        workspace_id=workspace_id,
        place_id=to.id if isinstance(to, Place) else None,
        person_id=known.person.id if known else None,
        account_id=known.account.id if known else None,
        kind=show.kind,
        rank=RANKS[show.kind],
        policy=view.ritual.policy,
        thread=str(show.thread) if show.thread else None,
        not_before=show.not_before or view.now,
        until=show.until,
        resend=show.resend,
        under=actor.message if actor and show.under_actor and _is_here(to, actor) else None,
    )


def _is_here(to: Place | Person, actor: Sight) -> bool:
    return isinstance(to, Place) and actor.place is not None and to.id == actor.place.id


def _account(view: View, show: Show, to: Person, actor: Sight | None) -> Known | None:
    """Where to reach somebody: an answer where it was asked, the rest in the tool they used last.

    Not through an account that refuses messages, or of which nobody has said yet that it is theirs, while there is
    another. Guests and outsiders get answers, never a message they did not ask for.
    """
    if actor and actor.known.person.id == to.id and show.kind == "answer":
        return actor.known
    reachable = [one for one in accounts.of_person(view.tx, to.id) if _reachable(view, show, one)]
    sure = (one for one in reachable if one.account.confirmed and not one.account.blocked)
    return next(sure, reachable[0] if reachable else None)


def _reachable(view: View, show: Show, known: Known) -> bool:
    workspace = view.directory.workspace(known.account.workspace_id)
    admitted = known.account.active and workspace is not None and workspace.state == "admitted"
    return admitted and (show.kind == "answer" or known.account.kind == "member")
