"""Everything that Slack sends, by its kind: read, handed to the engine, answered."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import structlog

from adapters.slack import events, forms, parse
from adapters.slack.answered import Answered
from adapters.slack.answers import Answers
from adapters.slack.events import Envelope, Learned
from adapters.slack.files import Sent, downloaded, sent_with
from adapters.slack.install import Installs
from adapters.slack.parse import Asked
from adapters.slack.payload import Json, Malformed, name_or_none, part, words
from adapters.slack.people import People
from adapters.slack.tokens import Tokens
from adapters.slack.transport import Web
from adapters.slack.watching import Typing
from rituals.engine.answer import Answer
from rituals.engine.events import FormSubmitted, FromPerson, HomeOpened, Uninstalled
from rituals.engine.files import BIGGEST, Upload
from store.errors import StoreError

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

_REMEMBERED = 10_000
E = TypeVar("E", bound=FromPerson)


class Receiver:
    """`handle` takes a whole payload; it raises Malformed and nothing else."""

    def __init__(
        self, engine: Engine, web: Web, tokens: Tokens, answers: Answers, people: People, installs: Installs
    ) -> None:
        self._engine = engine
        self._web = web
        self._tokens = tokens
        self._answers = answers
        self._people = people
        self._installs = installs
        self._gestures: OrderedDict[str, str] = OrderedDict()
        self._kinds: Mapping[str, Callable[[Json], Awaitable[Answered]]] = {
            "block_actions": self._press,
            "view_submission": self._submit,
            "view_closed": self._close,
            "block_suggestion": self._search,
            "message_action": self._shortcut,
            "shortcut": self._shortcut,
            "event_callback": self._event,
            "app_rate_limited": self._limited,
            "url_verification": self._verified,
        }

    async def handle(self, body: Json) -> Answered:
        """The answer on the open request."""
        if "command" in body:
            return await self._command(body)
        kind = body.get("type")
        if not isinstance(kind, str):
            raise Malformed("type is missing or odd")
        handle = self._kinds.get(kind)
        if handle is None:
            log.info("a kind of request that means nothing here", kind=kind[:80])
            return Answered()
        try:
            return await handle(body)
        except StoreError as error:
            log.warning("not answered", kind=kind, error=type(error).__name__, detail=str(error))
            return Answered(status=503)

    async def _command(self, body: Json) -> Answered:
        event, asked = parse.command(body, self._engine.clock.now(), self._people.names)
        ahead = self._answers.ahead()
        answer = await self._dispatched(event, called=words(body, "user_name"), ahead=ahead.draw)
        return await self._answers.to_command(answer, asked, ahead)

    async def _press(self, body: Json) -> Answered:
        event, asked = parse.pressed(body, self._engine.clock.now())
        if event is None:
            self._watch(body, asked)
            return Answered()
        return self._answers.to_press(await self._dispatched(event), asked)

    def _watch(self, body: Json, asked: Asked) -> None:
        """Nothing is stored of it, so it is acknowledged at once; what it shows follows."""
        event = parse.changed(body, self._engine.clock.now())
        if event is not None:
            self._answers.typed(Typing(event, asked, part(body, "view")))

    async def _shortcut(self, body: Json) -> Answered:
        event, asked = parse.shortcut(body, self._engine.clock.now(), self._people.names)
        return self._answers.to_press(await self._dispatched(event), asked)

    async def _submit(self, body: Json) -> Answered:
        event, asked = parse.submitted(body, self._engine.clock.now())
        if sent := sent_with(body):
            self._answers.after_reading(self._with_files(event, sent), asked)
            return Answered()
        return await self._answers.to_form(await self._dispatched(event), asked)

    async def _with_files(self, event: FormSubmitted, sent: Mapping[str, Sent]) -> Answer:
        """Fetching and reading take longer than Slack waits: the dialog is closed, and the answer follows."""
        token = await self._tokens.of(event.origin.workspace)
        files = {
            field: Upload(one.name, await downloaded(self._web.session, self._web.url, token, one.url, BIGGEST))
            for field, one in sent.items()
        }
        return await self._dispatched(replace(event, files=files))

    async def _close(self, body: Json) -> Answered:
        event = parse.closed(body, self._engine.clock.now())
        if event is not None:
            await self._dispatched(event)
        return Answered()

    async def _search(self, body: Json) -> Answered:
        event = parse.searched(body, self._engine.clock.now())
        found, say = await asyncio.gather(self._engine.search(event), self._engine.speaks(event.origin))
        return Answered(forms.suggestions(body, event.query, found, say))

    async def _event(self, body: Json) -> Answered:
        workspace = parse.workspace_of(body)
        _, bot = self._tokens.at_hand(workspace)
        found = events.envelope(body, self._engine.clock.now(), bot, self._people.names)
        heard = events.heard(found)
        match heard:
            case None:
                return Answered()
            case Learned():
                if self._tokens.adopts(workspace):
                    await self._people.adopt(workspace)
                return await self._people.learn(workspace, heard)
            case HomeOpened():
                card = await self._engine.home(await self._seen(heard, ""))
                self._answers.home(workspace, heard.origin.account.external, card)
                return Answered()
            case FromPerson():
                return await self._did(heard, found)
            case Uninstalled():
                return await self._uninstalled(heard)
            case _:
                return Answered()

    async def _did(self, event: FromPerson, found: Envelope) -> Answered:
        """Something a person did that came as an event. Slack may tell it twice, under another name."""
        mark = self._gesture(found, event.delivery)
        return self._answers.to_event(await self._dispatched(replace(event, delivery=mark)), events.asked(found))

    async def _uninstalled(self, event: Uninstalled) -> Answered:
        """Slack tells it again until it is stored, perhaps when the app has long been put back."""
        workspace, at = event.workspace, event.at
        if self._tokens.worked_after(workspace, at) or await self._installs.newer(workspace, at):
            log.info("an old uninstallation means nothing any more", workspace=event.workspace)
            return Answered()
        answer = await self._engine.dispatch(event)
        if not answer.stored:
            return Answered(status=503)
        await self._installs.forget(event.workspace)
        self._tokens.forget(event.workspace)
        return Answered()

    async def _verified(self, body: Json) -> Answered:
        """Slack asks whether this is the right address."""
        return Answered({"challenge": words(body, "challenge")})

    async def _limited(self, body: Json) -> Answered:
        log.warning("Slack leaves out events: there are too many", workspace=name_or_none(body, "team_id"))
        return Answered()

    async def _dispatched(
        self, event: FromPerson, *, called: str = "", ahead: Callable[[Answer], None] | None = None
    ) -> Answer:
        if self._tokens.adopts(event.origin.workspace):
            await self._people.adopt(event.origin.workspace)
        known = event.origin.account.external in self._people.names  # which nearly everybody is
        return await self._engine.dispatch(event if known else await self._seen(event, called), ahead)

    async def _seen(self, event: E, called: str) -> E:
        origin = event.origin
        account = await self._people.at_sight(origin.workspace, origin.account, called)
        return event if account is origin.account else replace(event, origin=replace(origin, account=account))

    def _gesture(self, found: Envelope, delivery: str) -> str:
        marks = events.aliases(found)
        known = next((self._gestures[mark] for mark in marks if mark in self._gestures), delivery)
        for mark in marks:
            self._gestures[mark] = known
        while len(self._gestures) > _REMEMBERED:
            self._gestures.popitem(last=False)
        return known
