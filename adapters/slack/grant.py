"""What a workspace gives when it installs the app, as Slack tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from adapters.slack.payload import Json


@dataclass(frozen=True, slots=True)
class Granted:
    """What a workspace gave when it installed the app; `user` did."""

    workspace: str
    name: str
    token: str = field(repr=False)
    bot: str
    user: str


def granted(found: Json) -> Granted | None:
    """For a whole enterprise there is no team, and its own name stands there."""
    holder: Any = found.get("team") or found.get("enterprise")
    user: Any = found.get("authed_user")
    workspace, token = holder.get("id") if isinstance(holder, dict) else None, found.get("access_token")
    if not isinstance(workspace, str) or not isinstance(token, str) or not isinstance(user, dict):
        return None
    return Granted(
        workspace, str(holder.get("name") or workspace), token, str(found.get("bot_user_id") or ""), str(user.get("id"))
    )
