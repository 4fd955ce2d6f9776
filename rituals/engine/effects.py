"""Effects become rows, in the transaction of the handler that decided them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rituals.engine.context import View
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Expect, Plan, Refresh, Show, Unplan, Withdraw
from rituals.engine.people import Sight
from store import accounts, expected, handles, outbox, slots
from store.accounts import Known, Person
from store.expected import Expected
from store.outbox import Wanted
from store.places import Place

LOOKS_BY_ITSELF = timedelta(seconds=1)
"""How often delivery looks without being woken."""
RANKS = {"answer": 0, "task": 1, "post": 2, "nudge": 3}
"""Who goes first when several messages want out: those that somebody waits for."""


def apply(view: View, effects: Sequence[Effect], actor: Sight | None) -> None:
    """What is to be shown somewhere in one statement; the rest one by one."""
    wanted: list[Wanted] = []
    rest: list[Effect] = []
    for effect in effects:
        if not isinstance(effect, Show) or effect.to is None:
            rest.append(effect)
        elif isinstance(effect.to, Place):
            wanted.append(_in_place(view, effect, effect.to, actor))
        else:
            wanted += _in_private(view, effect, effect.to, actor)
    if wanted:
        outbox.want(view.tx, wanted, view.now)
    for effect in rest:
        _apply(view, effect)


def are_soon(effects: Sequence[Effect], now: datetime) -> bool:
    """Whether delivery must be woken for these: what goes out later than it looks by itself it finds then."""
    soon = now + LOOKS_BY_ITSELF
    return any(not isinstance(one, Show) or one.not_before is None or one.not_before < soon for one in effects)


def _apply(view: View, effect: Effect) -> None:
    match effect:
        case Show(key):
            outbox.refresh(view.tx, str(key), view.now)
        case Withdraw(key, to):
            outbox.withdraw(view.tx, str(key), _target(to) if to else None, view.now)
        case Plan(slot, due):
            slots.plan(view.tx, slot.ritual, slot.name, slot.subject, slot.local, due)
        case Unplan(slot):
            slots.unplan(view.tx, slot.ritual, slot.name, slot.subject, slot.local, view.now)
        case Refresh(ref):
            _refresh(view, ref)
        case Expect(person, answer, ref, until):
            asked = Expected(view.ritual.name, answer, str(ref) if ref else None, until)
            expected.put(view.tx, person.id, asked)


def _refresh(view: View, ref: Ref) -> None:
    """The ritual that owns the thing knows its messages, others those that repeat its words; one that is switched off
    has none to draw.
    """
    for ritual in view.rituals:
        own = ritual.keys(view, ref) if ritual.keys and ref.kind in ritual.things else ()
        repeated = ritual.repeats(view, ref) if ritual.repeats else ()
        for key in (*own, *repeated):
            outbox.refresh(view.tx, str(key), view.now)


def _target(to: Place | Person) -> str:
    return f"place:{to.id}" if isinstance(to, Place) else f"person:{to.id}"


def _in_place(view: View, show: Show, place: Place, actor: Sight | None) -> Wanted:
    under = actor.message if show.under_actor and actor and actor.place and actor.place.id == place.id else None
    return _wanted(view, show, f"place:{place.id}", place.workspace_id, (place.id, None, None), under)


def _in_private(view: View, show: Show, person: Person, actor: Sight | None) -> tuple[Wanted, ...]:
    """Nothing for somebody who cannot be reached."""
    known = _account(view, show, person, actor)
    if known is None:
        return ()
    account = known.account
    to = (None, known.person.id, account.id)
    return (_wanted(view, show, f"person:{person.id}", account.workspace_id, to),)


def _wanted(
    view: View, show: Show, target: str, workspace_id: int, to: tuple[int | None, int | None, int | None],
    under: str | None = None,
) -> Wanted:  # fmt: skip
    """`to` is a place, or else a person and their account."""
    thread = str(show.thread) if show.thread else None
    not_before = show.not_before or view.now
    return Wanted(
        str(show.key), target, workspace_id, *to,
        show.kind, RANKS[show.kind], view.ritual.policy, thread, not_before, show.until, show.resend, under,
    )  # fmt: skip


def _account(view: View, show: Show, to: Person, actor: Sight | None) -> Known | None:
    """Where to reach somebody: an answer where it was asked or stands, the rest in the tool they used last.

    Not through an account that refuses messages, or of which nobody has said yet that it is theirs, while there is
    another. Guests and outsiders get answers, never a message they did not ask for.
    """
    if actor and actor.known.person.id == to.id and show.kind == "answer":
        return actor.known
    reachable = [one for one in accounts.of_person(view.tx, to.id) if _reachable(view, show, one)]
    if show.kind == "answer" and len(reachable) > 1:
        reachable = _where_it_stands(view, show, to, reachable) or reachable
    sure = (one for one in reachable if one.account.confirmed and not one.account.blocked)
    return next(sure, reachable[0] if reachable else None)


def _where_it_stands(view: View, show: Show, to: Person, reachable: Sequence[Known]) -> list[Known]:
    """An answer that may still be changed: elsewhere it would be said once more, and the first one be wrong."""
    handle = handles.get(view.tx, str(show.key), to.id, view.now)
    return [one for one in reachable if handle and one.account.workspace_id == handle.workspace_id]


def _reachable(view: View, show: Show, known: Known) -> bool:
    workspace = view.directory.workspace(known.account.workspace_id)
    admitted = known.account.active and workspace is not None and workspace.state == "admitted"
    return admitted and (show.kind == "answer" or known.account.kind == "member")
