"""From the engine's answer to what goes back on the open request, and what follows in private."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.teams.activity import Spot
from adapters.teams.cards import CONTENT_TYPE, AdaptiveCard, attachment
from adapters.teams.forms import Forms, Sent
from adapters.teams.limits import SORRY_SECONDS
from adapters.teams.parse import Press
from adapters.teams.private import Privately, elsewhere
from adapters.teams.render import card
from adapters.teams.tasks import Tasks
from adapters.teams.words import FILL_IN, LOOK
from rituals.engine.cards import Button, Card, Field, Form, Option, PersonField, buttons, controls_of, plain, text
from rituals.engine.events import Action, Origin
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Nothing, Private, ShowForm
from rituals.engine.translate import Say
from store import accounts
from store.base import Store

if TYPE_CHECKING:
    from rituals.engine.answer import Answer

Speaks = Callable[[Origin], Awaitable[Say]]
_WORDS = "application/vnd.microsoft.activity.message"
_FOUND = "application/vnd.microsoft.search.searchResponse"
_DONE = "✓"
_TITLE = "Klantritme"


class Answers:
    """One method for each kind of request; what is stored is answered at once, and what takes time follows."""

    def __init__(self, forms: Forms, privately: Privately, tasks: Tasks, store: Store, speaks: Speaks) -> None:
        self._forms = forms
        self._privately = privately
        self._tasks = tasks
        self._store = store
        self._speaks = speaks

    async def to_message(self, answer: Answer, spot: Spot) -> web.Response:
        """Something that was typed. Where no sentence surely reached whoever typed it, Teams may send it again: 503."""
        if not answer.stored:
            return web.Response(status=200 if await self._sorry(answer, spot) else 503)
        if isinstance(answer.reply, Private):
            self._follow(answer, answer.reply.card, spot, again=False)
        return web.Response(status=200)

    async def _sorry(self, answer: Answer, spot: Spot) -> bool:
        """Teams waits for it, so it takes no longer than Teams does."""
        try:
            async with asyncio.timeout(SORRY_SECONDS):
                return isinstance(answer.reply, Private) and await self._privately.give(answer, answer.reply.card, spot)
        except TimeoutError:
            return False

    async def to_press(self, answer: Answer, spot: Spot, press: Press, event: Action, pressed: str) -> web.Response:
        """A button whose card is drawn anew."""
        reply = answer.reply
        if isinstance(reply, ShowForm):  # a dialog cannot be opened from here, but a button can open one
            reply = Private(self._invitation(await self._speaks(event.origin), reply.form, event))
        if isinstance(reply, FormErrors):
            return _words(" ".join(reply.errors.values()))
        if isinstance(reply, Nothing):
            return _redrawn(answer)
        if not answer.stored:
            return _words(plain(reply.card))
        if press.own and pressed:
            if not answer.repeated:
                work = self._privately.replace(answer, reply.card, spot, pressed)
                self._tasks.start(work, "changing a private answer")
            return _card(card(reply.card, "own"))
        self._follow(answer, reply.card, spot)
        return _redrawn(answer)

    async def to_fetch(self, answer: Answer, spot: Spot, origin: Origin) -> web.Response:
        """A button that opens a dialog, or a message extension: something has to be shown in it."""
        match answer.reply:
            case ShowForm(form):
                return await self._dialog(form, origin)
            case Private(said, key) if answer.stored and key is not None:
                self._follow(answer, said, spot)
                return _notice((await self._speaks(origin))(LOOK))
            case Private(said) if controls_of(said):
                return _shown(card(said, "dialog"), _TITLE)
            case Private(said):
                return _notice(plain(said))
            case FormErrors(errors):
                return _notice(" ".join(errors.values()))
            case Nothing():
                return _notice(_DONE)

    async def to_submit(self, answer: Answer, spot: Spot, origin: Origin, sent: Sent | None) -> web.Response:
        """What was sent from a dialog. Mistakes keep it open, with all that was typed."""
        match answer.reply:
            case FormErrors(errors) if sent is not None:
                return await self._dialog(await self._named(sent.refilled), origin, errors)
            case FormErrors(errors):
                return _notice(" ".join(errors.values()))
            case ShowForm(form):
                return await self._dialog(form, origin)
            case Private(said, key) if answer.stored and (key is not None or controls_of(said)):
                self._follow(answer, said, elsewhere(spot, answer))
                return web.Response(status=200)
            case Private(said):
                return _notice(plain(said))
            case Nothing():
                return web.Response(status=200)

    def to_search(self, options: Sequence[Option]) -> web.Response:
        """Options for a list that is searched while typing."""
        results = [{"title": one.label, "value": one.value} for one in options]
        return _json({"statusCode": 200, "type": _FOUND, "value": {"results": results}})

    def _follow(self, answer: Answer, said: Card, spot: Spot, *, again: bool = True) -> None:
        """A redelivery, whoever it reached the first time, brings no second message."""
        if not answer.repeated:
            self._tasks.start(self._privately.give(answer, said, spot, again=again), "a private answer")

    async def _dialog(self, form: Form, origin: Origin, errors: Mapping[str, str] | None = None) -> web.Response:
        return _shown(self._forms.card(form, await self._speaks(origin), errors), form.title)

    async def _named(self, form: Form) -> Form:
        """With the names of the people who were chosen in it: only their numbers come back."""
        values = {one.value for field in form.fields if isinstance(field, PersonField) for one in field.value}
        numbers = [Ref.parse(one).number for one in values if one.startswith("person:") and one[7:].isdecimal()]
        known = await self._store.read(lambda tx: accounts.many(tx, numbers)) if numbers else {}
        names = {f"person:{person.id}": person.name for person in known.values()}
        return replace(form, fields=tuple(_with_names(field, names) for field in form.fields))

    @staticmethod
    def _invitation(say: Say, form: Form, event: Action) -> Card:
        fill = Button(say(FILL_IN), event.action, event.ref, "primary", opens_form=True)
        return Card((text(form.title), buttons(fill)))


def _with_names(field: Field, names: Mapping[str, str]) -> Field:
    if not isinstance(field, PersonField):
        return field
    return replace(field, value=tuple(Option(one.value, names.get(one.value, one.label)) for one in field.value))


def _redrawn(answer: Answer) -> web.Response:
    return _card(card(answer.redrawn)) if answer.redrawn is not None else _words(_DONE)


def _card(drawn: AdaptiveCard) -> web.Response:
    return _json({"statusCode": 200, "type": CONTENT_TYPE, "value": drawn.wire()})


def _words(words: str) -> web.Response:
    return _json({"statusCode": 200, "type": _WORDS, "value": words})


def _shown(drawn: AdaptiveCard, title: str) -> web.Response:
    shown = {"title": title, "height": "medium", "width": "medium", "card": attachment(drawn)}
    return _json({"task": {"type": "continue", "value": shown}})


def _notice(words: str) -> web.Response:
    return _json({"task": {"type": "message", "value": words}})


def _json(found: object) -> web.Response:
    return web.json_response(found)
