"""Teams as a platform: what it is made of, what it listens to, and its life."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from adapters import House
from adapters.teams import settings
from adapters.teams.answers import Answers
from adapters.teams.connector import Connector
from adapters.teams.forms import Forms
from adapters.teams.hook import Hook, Parts
from adapters.teams.http import Http
from adapters.teams.keys import Keyring
from adapters.teams.limits import NAME
from adapters.teams.members import Members
from adapters.teams.private import Privately
from adapters.teams.references import References
from adapters.teams.sight import Sight
from adapters.teams.tasks import Tasks
from adapters.teams.tokens import Tokens
from adapters.teams.transport import Transport
from adapters.teams.verify import Gate
from store import installations

TITLE = "Microsoft Teams"


class Teams(Transport):
    """The platform with everything that belongs to it."""

    def __init__(self, house: House) -> None:
        engine, store = house.engine, house.store
        self._settings = settings.read(house.environment)
        self._store = store
        self._http = Http()
        self._keys = Keyring(self._settings.metadata_url, self._http, engine.clock.elapsed)
        self._tokens = Tokens(self._settings, self._http, engine.clock)
        connector = Connector(self._settings, self._http, self._tokens, engine.clock)
        references = References(store, engine.clock)
        super().__init__(self._settings.app_id, connector, references)
        self._tasks = Tasks()
        self.members = Members(engine, connector, references, f"28:{self._settings.app_id}")
        self._sight = Sight(engine, connector, self.members)
        forms = Forms(engine.sealer)
        self._hook = Hook(
            Parts(
                engine=engine,
                gate=Gate(self._settings, self._keys, engine.clock),
                references=references,
                members=self.members,
                sight=self._sight,
                forms=forms,
                answers=Answers(forms, Privately(engine, self), self._tasks, store, engine.speaks),
                tasks=self._tasks,
            )
        )

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return (web.post("/api/messages", self._hook.receive),)

    async def start(self) -> None:
        """A tenant that stands in the environment is admitted by that."""
        tenant = self._settings.tenant
        if tenant is not None:
            await self._store.transact(lambda tx: installations.put(tx, NAME, tenant, TITLE, "admitted"))

    async def run(self) -> None:
        """The keys and our own token are there before the first message; members are read every night."""
        await self._keys.warm()
        await self._tokens.warm()
        await self.members.every_night()

    async def settle(self) -> None:
        """Wait for the answers that are still on their way."""
        await self._sight.settle()
        await self._tasks.settle()

    async def stop(self) -> None:
        await self._sight.stop()
        await self._tasks.stop()
        await self._keys.close()
        await self._http.close()
