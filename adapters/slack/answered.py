"""What goes back on a request of Slack's that waits."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import to_json

from store.frozen import frozen


@frozen
class Answered:
    """What goes back on an open request: an object, JSON or nothing, and a status."""

    body: Mapping[str, object] | bytes | None = None
    status: int = 200

    def written(self) -> Written:
        """As it goes out."""
        body = self.body
        return Written(body if isinstance(body, bytes) else to_json(body) if body else b"", self.status)


@frozen
class Written:
    """The same as it goes out: JSON or nothing."""

    body: bytes
    status: int
