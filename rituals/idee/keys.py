"""The names of the ritual's things, messages and moments."""

from __future__ import annotations

from datetime import date

from rituals.engine.names import Key, Ref, Slot

NUDGED = "nudge"
FREED = "free"
HOME = "home"
REMOVED = "removed"


def ref_of(idea_id: int) -> Ref:
    """An idea, as others refer to it."""
    return Ref("idea", str(idea_id))


def about_of(about: str | None) -> Ref | None:
    """The thing an idea began with."""
    return Ref.parse(about) if about else None


def home_key(idea_id: int) -> Key:
    """The post with which it comes home."""
    return Key("idee", str(idea_id))


def key_of(idea_id: int, what: str) -> Key:
    """What one colleague reads of it: a question to the owner, a task, a word."""
    return Key("idee", f"{idea_id}/{what}")


def week_key(day: date) -> Key:
    """What was done lately, for everybody."""
    return Key("idee", f"week/{day.isoformat()}")


def slot_of(idea_id: int, name: str, day: date) -> Slot:
    """A moment in the life of an idea."""
    return Slot("idee", name, str(ref_of(idea_id)), day.isoformat())


def list_ref(which: str, page: int) -> Ref:
    """A page of the list."""
    return Ref("ideas", f"{which}/{page}")


def joins(asked_id: int, other_id: int) -> Ref:
    """To support another idea in place of one's own."""
    return Ref("ideas", f"{asked_id}/{other_id}")


def pair(ref: Ref | None) -> tuple[str, int]:
    """The two parts of such a ref; ("", 0) for any other."""
    first, _, second = ref.id.partition("/") if ref and ref.kind == "ideas" else ("", "", "")
    return (first, int(second)) if second.isascii() and second.isdecimal() and len(second) < 16 else ("", 0)
