"""What the things, messages and moments of the klantverbeteraar are called."""

from __future__ import annotations

from datetime import UTC, datetime

from rituals.engine.names import Key, Ref, Slot

NAME = "klantverbeteraar"


def round_ref(round_id: str) -> Ref:
    """A round: whoever acts on it as a whole has it alone for a moment."""
    return Ref("round", round_id)


def ballot_ref(round_id: str, person_id: int | None = None) -> Ref:
    """The ballot of a round; with a person their own, so that voters do not wait for each other."""
    return Ref("ballot", round_id if person_id is None else f"{round_id}/{person_id}")


def page_ref(round_id: str, page: int) -> Ref:
    """A page of the stories of the candidates, counted from one."""
    return Ref("ballotpage", f"{round_id}/{page}")


def round_of(ref: Ref | None) -> str:
    """The round that a thing belongs to; empty without one."""
    return ref.id.partition("/")[0] if ref else ""


def page_of(ref: Ref | None) -> int:
    """The page, counted from one."""
    return max(Ref("page", ref.id.partition("/")[2]).number, 1) if ref else 1


def key(round_id: str, what: str) -> Key:
    """A message of a round: `vote` and `result` stand in places, the others are private."""
    return Key(NAME, f"{round_id}/{what}")


def asked(round_id: str, what: str, moment: datetime) -> Key:
    """What somebody has to do about this moment of a round. About another moment it is another message: one that is
    only drawn anew makes no sound.
    """
    return key(round_id, f"{what}/{_spelled(moment)}")


def slot(name: str, round_id: str, at: datetime) -> Slot:
    """A moment of a round. One that was moved is another slot, since a slot that is done stays done."""
    return Slot(NAME, name, str(round_ref(round_id)), _spelled(at))


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def nomination_ref(number: int) -> Ref:
    """What one colleague wrote about one candidate."""
    return Ref("nomination", str(number))


def candidate_ref(number: int) -> Ref:
    """Somebody who was nominated in a round."""
    return Ref("candidate", str(number))
