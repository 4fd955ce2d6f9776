"""What somebody had before them when they pressed: words that changed since were not read, and cannot be approved."""

from __future__ import annotations

from hashlib import sha256

from rituals.engine.names import Ref


def ref_to(thing: Ref, *words: str) -> Ref:
    """The thing with the words that stand beside the button."""
    return Ref(thing.kind, f"{thing.id}.{_mark(words)}")


def thing_of(ref: Ref | None) -> Ref | None:
    """The thing alone."""
    return Ref(ref.kind, ref.id.partition(".")[0]) if ref else None


def are_those(ref: Ref | None, *words: str) -> bool:
    """Whether these are the words that stood beside the button."""
    return ref is not None and ref.id.partition(".")[2] == _mark(words)


def _mark(words: tuple[str, ...]) -> str:
    return sha256("\x1f".join(words).encode()).hexdigest()[:12]
