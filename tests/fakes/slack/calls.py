"""One call of a Web API method: what was asked, by whom, and the help that methods share."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.fakes.slack.blocks import check_blocks
from tests.fakes.slack.state import Json, SlackError, State, Team, Token

T = TypeVar("T")

MOST_FORM_TEXT = 40_000


@dataclass(frozen=True)
class Call:
    """`args` as they came: strings when form-encoded, real values when JSON."""

    state: State
    token: Token
    args: Json
    base: str

    @property
    def team(self) -> Team:
        return self.state.team_of(self.token)

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def required(self, name: str, error: str) -> str:
        if not (value := self.text(name)):
            raise SlackError(error)
        return value

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments") from None

    def parsed(self, name: str, error: str) -> Any:
        """An argument that is JSON, written out or (in a form) as text."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def blocks(self) -> list[Json]:
        """The blocks of a message, refused as Slack refuses them."""
        found = self.parsed("blocks", "invalid_blocks_format")
        if found is None:
            return []
        if not isinstance(found, list):
            raise SlackError("invalid_blocks_format")
        # The same card goes to many places: what was right once is right again.
        if (written := json.dumps(found)) not in self.state.found_right:
            refuse(check_blocks(found))
            self.state.found_right.add(written)
        return found

    def page(self, items: Sequence[T], default: int, most: int = 1000) -> tuple[list[T], str]:
        """The asked page and the cursor of the next, which is empty at the end."""
        limit = min(self.number("limit", default) or default, most)
        start = read_cursor(self.text("cursor"))
        chosen = list(items[start : start + limit])
        more = start + limit < len(items)
        return chosen, write_cursor(start + limit) if more else ""


def refuse(faults: list[str]) -> None:
    """As `chat.*` answers to faulty blocks."""
    if not faults:
        return
    error = "msg_blocks_too_long" if "msg_blocks_too_long" in faults else "invalid_blocks"
    messages = [f"[ERROR] {fault}" for fault in faults]
    raise SlackError(error, errors=faults, response_metadata={"messages": messages})


def read_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None


def write_cursor(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()


Method = Callable[[Call], Json]
