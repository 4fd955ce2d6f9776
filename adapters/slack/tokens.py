"""Which token and which bot belong to a workspace: from the environment, or from an installation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Load = Callable[[str], Awaitable["Team | None"]]


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace in which the app is installed. `bot` is the user id of our bot there, empty while unknown."""

    external: str
    token: str = field(repr=False)
    bot: str = ""


class Tokens:
    """`own` is SLACK_BOT_TOKEN; `load` finds what was installed through Slack's own pages."""

    def __init__(self, own: str | None, load: Load | None = None) -> None:
        self.own = own
        self._load = load
        self._home: Team | None = None
        self._teams: dict[str, Team] = {}

    @property
    def home(self) -> Team | None:
        """The workspace of the own token, once Slack has told which one that is."""
        return self._home

    def settle(self, team: Team) -> None:
        """Slack told whose token the own one is."""
        self._home = team

    def adopts(self, workspace: str) -> bool:
        """Whether a signed request from this workspace may be taken for one of the own token's.

        Only while Slack could not be asked, and where there is just one workspace to choose from.
        """
        return bool(self.own and workspace) and self._home is None and self._load is None

    def put(self, team: Team) -> None:
        """The app was installed there."""
        self._teams[team.external] = team

    def forget(self, workspace: str) -> None:
        """The app was taken out, or its token withdrawn."""
        self._teams.pop(workspace, None)

    def at_hand(self, workspace: str) -> tuple[str | None, str]:
        """Token and bot as they are known here, without asking anybody."""
        found = self._home if self._home and self._home.external == workspace else self._teams.get(workspace)
        if found:
            return found.token, found.bot
        return (self.own, "") if self.adopts(workspace) else (None, "")

    async def of(self, workspace: str) -> str | None:
        """The token; another replica may have been the one that it was given to."""
        token, _ = self.at_hand(workspace)
        if token is None and self._load is not None and (found := await self._load(workspace)):
            self.put(found)
            return found.token
        return token

    @property
    def known(self) -> tuple[Team, ...]:
        """Every workspace that can be asked something."""
        return (*((self._home,) if self._home else ()), *self._teams.values())
