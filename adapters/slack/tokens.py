"""Which token and which bot belong to a workspace: from the environment, or from an installation."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

LOOK = 60.0
"""Seconds before the store is looked at again for a workspace whose token Slack refused."""
Load = Callable[[str], Awaitable["Team | None"]]


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace in which the app is installed. `bot` is the user id of our bot there, empty while unknown."""

    external: str
    token: str = field(repr=False)
    bot: str = ""


class Tokens:
    """`own` is SLACK_BOT_TOKEN; `load` finds what was installed through Slack's own pages."""

    def __init__(self, own: str | None, load: Load | None = None, elapsed: Callable[[], float] = monotonic) -> None:
        self.own = own
        self._load = load
        self._home: Team | None = None
        self._proven: datetime | None = None
        self._teams: dict[str, Team] = {}
        self._elapsed = elapsed
        self._whose: dict[str, str] = {}
        self._looked: dict[str, float] = {}
        self._looking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def home(self) -> Team | None:
        """The workspace of the own token, once Slack has told which one that is."""
        return self._home

    def settle(self, team: Team, at: datetime | None = None) -> None:
        """Slack told whose token the own one is: that works `at` that time, whatever was installed there before."""
        self._home, self._proven = team, at
        self._teams.pop(team.external, None)
        self._whose[team.token] = team.external

    def worked_after(self, workspace: str, moment: datetime) -> bool:
        """Whether Slack took the own token there later than this."""
        at_home = self._home is not None and self._home.external == workspace
        return at_home and self._proven is not None and self._proven.replace(microsecond=0) > moment

    def adopts(self, workspace: str) -> bool:
        """Whether a signed request from this workspace may be taken for one of the own token's.

        Only while Slack could not be asked, and where there is just one workspace to choose from.
        """
        return bool(self.own and workspace) and self._home is None and self._load is None

    def put(self, team: Team) -> None:
        """The app was installed there."""
        self._teams[team.external] = team
        self._whose[team.token] = team.external

    def forget(self, workspace: str) -> None:
        """The app was taken out, or its token withdrawn."""
        self._teams.pop(workspace, None)

    def at_hand(self, workspace: str) -> tuple[str | None, str]:
        """Token and bot as they are known here, without asking anybody."""
        found = self._teams.get(workspace)
        if found is None and self._home and self._home.external == workspace:
            found = self._home
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

    async def renewed(self, refused: str) -> str | None:
        """Another token for the workspace whose token Slack refused: the app may have been installed there again."""
        workspace = self._whose.get(refused)
        if workspace is None or self._load is None:
            return None
        async with self._looking[workspace]:
            if self.at_hand(workspace)[0] == refused:
                await self._look(workspace, self._load)
        token, _ = self.at_hand(workspace)
        return token if token != refused else None

    async def _look(self, workspace: str, load: Load) -> None:
        now, before = self._elapsed(), self._looked.get(workspace)
        if before is not None and now - before < LOOK:
            return
        found = await load(workspace)
        self._looked[workspace] = now
        if found:
            self.put(found)
        else:
            self.forget(workspace)

    @property
    def known(self) -> tuple[Team, ...]:
        """Every workspace that can be asked something."""
        home = {self._home.external: self._home} if self._home else {}
        return tuple((home | self._teams).values())
