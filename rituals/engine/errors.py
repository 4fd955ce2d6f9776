"""Everything the engine raises, as one tree, and the table that says what delivery does with it.

KlantritmeError
├── Misfit                a ritual broke its own promise: an unknown key, setting, action
└── DeliveryError         a platform did not take a message
    ├── Throttled         it said to wait (429)
    │   └── LockedOut     it does not take our token
    ├── SurelyNotSent     refused connection, DNS, an answer that says nothing was done
    ├── PerhapsSent       time-out, reset after the first byte, 5xx, half an answer
    ├── Unreachable       this place or person cannot be reached until somebody does something
    ├── Vanished          the message to change is no longer there
    └── Unacceptable      the platform will never take this message
"""

from __future__ import annotations

from typing import Literal

Scope = Literal["workspace", "place", "updates"]
LOCKED_OUT = 60.0
"""Seconds before a token that was refused is tried once more."""


class KlantritmeError(Exception):
    """Base of all errors of ours."""


class Misfit(KlantritmeError):
    """A ritual asked for something that it did not declare."""


class DeliveryError(KlantritmeError):
    """Base of what a transport raises. `detail` is for operators and holds no text of people."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Throttled(DeliveryError):
    """Wait `retry_after` seconds: with everything in the workspace, in this place, or with changing what stands."""

    def __init__(self, retry_after: float, scope: Scope = "place", detail: str = "") -> None:
        super().__init__(detail or f"429, wait {retry_after:g} s")
        self.retry_after = min(max(retry_after, 1.0), 3600.0)
        self.scope: Scope = scope

    def bucket(self, place_id: int | None, person_id: int | None = None) -> str | None:
        """What has to wait, as it is called in the store: a place, or somebody's private chat.

        None when it is not known whose chat that is.
        """
        if self.scope == "place" and place_id is None:
            return f"person:{person_id}" if person_id is not None else None
        if self.scope == "place":
            return f"place:{place_id}"
        return "updates" if self.scope == "updates" else "workspace"


class LockedOut(Throttled):
    """Our token is not taken: everything in the workspace waits, and the operator has to act."""

    def __init__(self, detail: str) -> None:
        super().__init__(LOCKED_OUT, "workspace", detail)


class SurelyNotSent(DeliveryError):
    """Nothing reached the platform, so trying again is safe."""


class PerhapsSent(DeliveryError):
    """It may or may not stand there; it must be looked up first."""


class Unreachable(DeliveryError):
    """Archived, not invited, blocked, gone."""


class Vanished(DeliveryError):
    """The message that was to be changed or removed is not there."""


class Unacceptable(DeliveryError):
    """Too large, or refused for what it is."""


Verdict = Literal["wait", "retry", "look up", "park", "forget", "cancel"]

VERDICTS: dict[type[DeliveryError], Verdict] = {
    Throttled: "wait",
    LockedOut: "wait",
    SurelyNotSent: "retry",
    PerhapsSent: "look up",
    Unreachable: "park",
    Vanished: "forget",
    Unacceptable: "cancel",
}


def verdict(error: DeliveryError) -> Verdict:
    """What delivery does; an error without a row of its own counts as perhaps sent, the careful reading."""
    return VERDICTS.get(type(error), "look up")
