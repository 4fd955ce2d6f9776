"""How it stands with the ideas about a thing, such as a quote: what that thing's own card says of them."""

from __future__ import annotations

from sqlalchemy import Text, bindparam, case, cast, exists, func, select

from store.choices import choice
from store.frozen import frozen
from store.ideas import idea
from store.statements import one_of, word
from store.tx import Tx


@frozen
class Standing:
    """What the card of a thing says: how many ideas about it, and who took it up.

    `owner_id` is who took it up first; None too when that person rather is not named: then `taken` still holds.
    """

    ideas: int = 0
    taken: bool = False
    owner_id: int | None = None
    finished: int = 0


_whole = idea.alias("whole")
_UNNAMED = exists(
    select(choice.c.scope).where(
        choice.c.scope == word("person:").concat(cast(_whole.c.owner_id, Text)),
        choice.c.ritual == word("idee"),
        choice.c.name == word("named"),
        choice.c.value == word("false"),
    )
)
_STANDING = (
    select(_whole.c.id, _whole.c.what != "", _whole.c.state, case((~_UNNAMED, _whole.c.owner_id)))
    .select_from(idea)
    .join(_whole, _whole.c.id == func.coalesce(idea.c.merged_into, idea.c.id))
    .where(idea.c.about == bindparam("about"), idea.c.state != word("gone"))
    .where(one_of(_whole.c.state, "open", "taken", "done", "told"))
    .order_by(_whole.c.taken_at, _whole.c.id)
)


def of(tx: Tx, about: str) -> Standing:
    """How it stands with the ideas about a thing; `about` is its ref in words.

    An idea that goes on as part of another stands as that one does.
    """
    found = tx.all(_STANDING, lambda number, *row: (number, row), {"about": about})
    rows = dict(found).values()
    taken = [owner for _, state, owner in rows if state == "taken"]
    return Standing(
        ideas=sum(1 for worded, _, _ in rows if worded),
        taken=bool(taken),
        owner_id=taken[0] if taken else None,
        finished=sum(1 for _, state, _ in rows if state in ("done", "told")),
    )
