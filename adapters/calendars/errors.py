"""Why a calendar could not be read: one error, with the reason as the rest of the house knows it."""

from __future__ import annotations

from rituals.engine.meetings import Trouble


class Failed(Exception):
    """`wait` is how many seconds it asks to be left alone; `detail` is for the log, and holds no address."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: float = 0.0) -> None:
        super().__init__(f"{trouble}: {detail}" if detail else trouble)
        self.trouble: Trouble = trouble
        self.detail = detail
        self.wait = wait


def of_status(status: int, wait: float = 0.0) -> Failed:
    """What a status that is no success says. 401 and 403 mean that we may not, 404 and 410 that it is not there."""
    detail = f"status {status}"
    if status in (401, 403):
        return Failed("refused", detail)
    if status in (404, 410):
        return Failed("gone", detail)
    return Failed("unreachable", detail, wait)
