"""POST /api/messages: who asks, what is asked, the engine, and the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from adapters.teams import activity, mentions, notices, parse
from adapters.teams.activity import Json, Spot, within, word
from adapters.teams.answers import Answers
from adapters.teams.errors import Refused
from adapters.teams.forms import FORM, NAMES, Forms, typed_in
from adapters.teams.limits import MOST_FOUND, NAME
from adapters.teams.members import Members
from adapters.teams.references import References
from adapters.teams.sight import Sight
from adapters.teams.tasks import Tasks
from adapters.teams.verify import Gate, body_of
from adapters.teams.words import WITHOUT_ACCOUNT, WORN
from rituals.engine.answer import Answer
from rituals.engine.cards import Option
from rituals.engine.events import Action, FormSubmitted, Search, Uninstalled
from rituals.engine.outcome import FormErrors
from store.errors import StoreError
from store.places import PlaceSeen, PlaceState

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

_BY_SOMEBODY = frozenset({"message", "messageReaction", "invoke"})
Handler = Callable[[Json, Spot], Awaitable[web.Response]]


@dataclass(frozen=True)
class Parts:
    """What the hook works with."""

    engine: Engine
    gate: Gate
    references: References
    members: Members
    sight: Sight
    forms: Forms
    answers: Answers
    tasks: Tasks


class Hook:
    """Everything that Teams sends comes in here."""

    def __init__(self, parts: Parts) -> None:
        self._engine = parts.engine
        self._gate = parts.gate
        self._references = parts.references
        self._members = parts.members
        self._sight = parts.sight
        self._forms = parts.forms
        self._answers = parts.answers
        self._tasks = parts.tasks
        self._types: Mapping[str, Handler] = {
            "message": self._message,
            "messageReaction": self._reaction,
            "conversationUpdate": self._update,
            "installationUpdate": self._installation,
        }
        self._invokes: Mapping[str, Handler] = {
            "adaptiveCard/action": self._press,
            "task/fetch": self._fetch,
            "task/submit": self._submit,
            "composeExtension/fetchTask": self._pick,
            "composeExtension/submitAction": self._submit,
            "application/search": self._search,
        }

    async def receive(self, request: web.Request) -> web.Response:
        """Never an error of ours for what somebody else sent."""
        try:
            proof = await self._gate.prove(request)
            found = activity.load(await body_of(request))
            spot = activity.spot_of(found)
            self._gate.match(proof, found.get("channelId"), found.get("serviceUrl"), spot.tenant)
            return await self._heard(found, spot)
        except Refused as refused:
            log.warning("refused", platform=NAME, status=refused.status, detail=refused.detail)
            return web.Response(status=refused.status)
        except StoreError as error:
            log.warning("not stored", platform=NAME, error=type(error).__name__)
            return web.Response(status=503)

    async def _heard(self, found: Json, spot: Spot) -> web.Response:
        kind = word(found, "type")
        handlers, name = (self._invokes, word(found, "name")) if kind == "invoke" else (self._types, kind)
        handler = handlers.get(name)
        if handler is None or spot.member.startswith("28:") or word(found, "from", "role") == "bot":
            return web.Response(status=200)
        if spot.person == spot.member:
            spot = replace(spot, person=await self._references.known(spot.tenant, spot.member))
        new = self._references.note(spot)
        if kind in _BY_SOMEBODY:
            found = await self._sight.introduced(found, spot)
        response = await handler(found, spot)
        if new:
            self._tasks.start(self._kept(), "keeping addresses")
            if spot.team and kind == "message" and not self._members.knows(spot):  # its name, and who is in it
                self._read_members(spot)
        return response

    async def _kept(self) -> None:
        try:
            await self._references.flush()
        except StoreError as error:
            log.warning("addresses not kept", platform=NAME, error=type(error).__name__)

    async def _message(self, found: Json, spot: Spot) -> web.Response:
        data = found.get("value")
        if isinstance(data, dict) and not word(found, "text"):
            press = parse.press_of(data)
            return await self._answers.to_message(await self._engine.dispatch(self._action(found, spot, press)), spot)
        accounts = await self._references.known_as(spot.tenant, mentions.mentioned(found))
        event = parse.said(found, spot, self._engine.clock.now(), accounts)
        if event is None:
            return web.Response(status=200)
        return await self._answers.to_message(await self._engine.dispatch(event), _stands(found, spot))

    async def _press(self, found: Json, spot: Spot) -> web.Response:
        press = parse.press_of(within(found, "value", "action", "data"))
        event = self._action(found, spot, press)
        answer = await self._engine.dispatch(event)
        return await self._answers.to_press(answer, spot, press, event, word(found, "replyToId"))

    async def _fetch(self, found: Json, spot: Spot) -> web.Response:
        event = self._action(found, spot, parse.press_of(within(found, "value", "data")))
        return await self._answers.to_fetch(await self._engine.dispatch(event), spot, event.origin)

    async def _pick(self, found: Json, spot: Spot) -> web.Response:
        event = parse.picked(found, spot, self._engine.clock.now())
        return await self._answers.to_fetch(await self._engine.dispatch(event), spot, event.origin)

    async def _submit(self, found: Json, spot: Spot) -> web.Response:
        data = within(found, "value", "data")
        if FORM not in data:  # a button of a card that was shown in a dialog
            pressed = self._action(found, spot, parse.press_of(data))
            return await self._answers.to_submit(await self._engine.dispatch(pressed), spot, pressed.origin, None)
        sent, origin = self._forms.read(data), parse.origin(found, spot)
        if sent is None:
            typed = typed_in(data)
            said = {"": (await self._engine.speaks(origin))(WORN), **({"typed": f"\n\n{typed}"} if typed else {})}
            return await self._answers.to_submit(Answer(FormErrors(said)), spot, origin, None)
        event = FormSubmitted(
            delivery=parse.delivery(spot, word(found, "name")), at=self._engine.clock.now(), origin=origin,
            form=sent.form.name, draft=sent.form.draft, values=sent.values, ref=sent.form.ref,
        )  # fmt: skip
        return await self._answers.to_submit(await self._engine.dispatch(event), spot, origin, sent)

    async def _search(self, found: Json, spot: Spot) -> web.Response:
        event = parse.searched(found, spot, self._engine.clock.now())
        options = (await self._engine.search(event))[: MOST_FOUND - 1]
        typed = await self._typed(event, options) if word(found, "value", "dataset") == NAMES else ()
        return self._answers.to_search((*options, *typed))

    async def _typed(self, event: Search, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Somebody without an account can be named in words; a comma would make two of one name."""
        name = " ".join(event.query.replace(",", " ").split())
        if not name or any(one.label.casefold() == name.casefold() for one in options):
            return ()
        say = await self._engine.speaks(event.origin)
        return (Option(name, say(WITHOUT_ACCOUNT, naam=name)),)

    async def _reaction(self, found: Json, spot: Spot) -> web.Response:
        for event in parse.reacted(found, spot, self._engine.clock.now()):
            if not (await self._engine.dispatch(event)).stored:
                return web.Response(status=503)
        return web.Response(status=200)

    async def _update(self, found: Json, spot: Spot) -> web.Response:
        notice = notices.read(found, spot)
        if notice.places:
            await self._engine.learn(NAME, spot.tenant, places=notice.places)
            externals = tuple(one.external for one in notice.places)
            await self._references.keep_places(spot.tenant, spot.service_url, spot.team, externals)
        if notice.team:
            await self._all_channels(spot, notice.team)
        if notice.bot == "removed":
            self._members.forget(spot)
            await self._all_channels(spot, "absent")
        if notice.bot == "added" or notice.anew:
            self._read_members(spot, changed=notice.anew)
        if notice.members or notice.gone:
            self._tasks.start(self._members.moved(spot, notice), "greeting members")
        return web.Response(status=200)

    async def _installation(self, found: Json, spot: Spot) -> web.Response:
        match word(found, "action"):
            case "add":
                found = await self._sight.introduced(found, spot)
                answer = await self._engine.dispatch(parse.installed(found, spot, self._engine.clock.now()))
                if not answer.stored:  # nobody typed this, so nobody can try it again
                    return web.Response(status=503)
                if spot.place:  # a chat was told of before it was known
                    await self._references.keep_places(spot.tenant, spot.service_url, spot.team, (spot.place,))
                    self._read_members(spot)
                return await self._answers.to_message(answer, spot)
            case "remove" if spot.place:
                self._members.forget(spot)
                for external in dict.fromkeys((spot.place, *await self._channels(spot))):
                    if not (await self._engine.dispatch(self._uninstalled(spot, external))).stored:
                        return web.Response(status=503)
            case "remove":
                await self._references.chat_closed(spot)
        return web.Response(status=200)

    async def _all_channels(self, spot: Spot, state: PlaceState) -> None:
        """Something happened to a whole team, or to a chat. A channel that was deleted does not come back by it."""
        here = [one for one in (spot.team or spot.place,) if one]
        if state == "absent":
            externals = await self._channels(spot) or here
        else:
            externals = [*here, *await self._references.of_team(spot.tenant, spot.team, absent=False)]
        await self._engine.learn(
            NAME, spot.tenant, places=[PlaceSeen(one, kind=None, state=state) for one in externals]
        )

    async def _channels(self, spot: Spot) -> list[str]:
        return await self._references.of_team(spot.tenant, spot.team) if spot.team else []

    def _uninstalled(self, spot: Spot, external: str) -> Uninstalled:
        return Uninstalled(
            delivery=parse.delivery(spot, "uninstalled", external), at=self._engine.clock.now(), platform=NAME,
            workspace=spot.tenant, place=external,
        )  # fmt: skip

    def _action(self, found: Json, spot: Spot, press: parse.Press) -> Action:
        return parse.pressed(found, spot, self._engine.clock.now(), press)

    def _read_members(self, spot: Spot, *, changed: bool = False) -> None:
        where = spot.place or spot.conversation
        work = self._members.learn(spot.tenant, spot.service_url, where, spot.team, changed=changed)
        self._tasks.start(work, "reading members")


def _stands(found: Json, spot: Spot) -> Spot:
    """A slash command stands nowhere, so that nothing can be said under it: then beside it."""
    if within(found, "recipient").get("isTargeted") is True and spot.place:
        return replace(spot, conversation=spot.place)
    return spot
