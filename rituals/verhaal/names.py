"""What the things, messages and moments of the stories are called."""

from __future__ import annotations

from datetime import date

from rituals.engine.names import Key, Ref, Slot

NAME = "verhaal"


def ref_of(story_id: int) -> Ref:
    """A story."""
    return Ref("story", str(story_id))


def key_of(story_id: int) -> Key:
    """Its post."""
    return Key(NAME, str(story_id))


def page_ref(story_id: int, page: int) -> Ref:
    """A page of a story, counted from one."""
    return Ref("storypage", f"{story_id}/{page}")


def paper_ref(story_id: int, page: int) -> Ref:
    """A page of a meeting paper, counted from one."""
    return Ref("storypaper", f"{story_id}/{page}")


def page_of(ref: Ref | None, kind: str) -> tuple[int, int]:
    """The story and the page; (-1, 1), which no story has, for any other ref."""
    first, _, second = ref.id.partition("/") if ref and ref.kind == kind else ("", "", "")
    return Ref("story", first).number, max(Ref("page", second).number, 1)


def slot(name: str, day: date) -> Slot:
    """A moment of the whole organisation."""
    return Slot(NAME, name, "organisation", day.isoformat())
