"""What the engine tells in numbers. Never who, where or what was written: kinds, outcomes, platforms and seconds."""

from __future__ import annotations


class Meter:
    """Forgets everything. The composition root may hand over one that counts; it is called from several threads."""

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        """An event was dealt with, `seconds` after it came in."""

    def handled(self, kind: str, seconds: float) -> None:
        """A ritual's handler decided on an event."""

    def sent(self, platform: str, outcome: str) -> None:
        """What came of a message on its way: "sent", "taken down", or delivery's verdict on what went wrong."""

    def throttled(self, platform: str, what: str) -> None:
        """The platform said to wait, with "delivery" or with "replies"."""

    def slot(self, outcome: str, late: float) -> None:
        """A slot came to an end, or is tried again, `late` seconds after it was due."""

    def connected(self, platform: str, up: bool) -> None:
        """A connection that a platform has to keep is there, or is not."""
