"""From the engine's answer to what goes back: at once in the acknowledgement, or right after it.

Slack waits three seconds for the acknowledgement and for a dialog to open. What is stored is acknowledged without
delay; everything that needs a call of ours follows, and what goes wrong there is told to the person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import forms, render, upload, words
from adapters.slack.ahead import Ahead
from adapters.slack.answered import Answered
from adapters.slack.errors import WORN_OUT
from adapters.slack.keeper import Keeper
from adapters.slack.messages import ADDS, CHANGES, REPLACES, Messages, private
from adapters.slack.parse import NAME, Asked, delivery
from adapters.slack.tokens import Tokens
from adapters.slack.transport import REPLY, Web
from adapters.slack.watching import Typing, Watching
from rituals.engine import sentences
from rituals.engine.answer import Answer
from rituals.engine.cards import Card, Form, text
from rituals.engine.errors import DeliveryError, Throttled
from rituals.engine.events import FormClosed, Origin
from rituals.engine.names import Key
from rituals.engine.outcome import FormErrors, Nothing, Private, ShowForm
from rituals.engine.papers import Unprintable
from rituals.engine.translate import Say
from store import accounts, installations, places
from store.accounts import AccountSeen
from store.errors import StoreError
from store.places import Place
from store.tx import Tx

if TYPE_CHECKING:
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

Json = dict[str, Any]
LAST_WORDS = 1.0
"""Seconds that what is still on its way gets when the application stops."""


class Answers:
    """One per adapter; `settled` waits for what follows after an acknowledgement.

    A redelivery, whoever it reached the first time, gets the same acknowledgement, and nothing follows it.
    """

    def __init__(self, engine: Engine, web: Web, tokens: Tokens, messages: Messages, keeper: Keeper) -> None:
        self._engine = engine
        self._web = web
        self._tokens = tokens
        self._messages = messages
        self._keeper = keeper
        self._following: set[asyncio.Task[None]] = set()
        self._watching = Watching(engine, web, tokens, messages)

    def ahead(self) -> Ahead:
        """For a command that is about to be handled."""
        return Ahead(self._messages.own_say)

    async def to_command(self, answer: Answer, asked: Asked, ahead: Ahead) -> Answered:
        """A slash command: the acknowledgement carries a private card."""
        reply = answer.reply
        match reply:
            case Private():
                self._keep(answer, asked, 0)
                written = ahead.of(reply.card)
                return Answered(written or private(await self._drawn(reply.card, asked), replaces=False))
            case FormErrors():
                card = _told(" ".join(reply.errors.values()))
                return Answered(private(await self._drawn(card, asked), replaces=False))
            case ShowForm() if not answer.repeated:
                self._follow(self._open(reply.form, answer, asked), asked)
            case ShowForm() | Nothing():
                pass
        return Answered()

    def to_press(self, answer: Answer, asked: Asked) -> Answered:
        """A button or a shortcut: the acknowledgement carries nothing."""
        if answer.repeated:
            return Answered()
        match answer.reply:
            case Private(card):
                self._keep(answer, asked, 1)
                self._follow(self._reply(card, answer, asked), asked)
                if answer.paper:
                    self._follow(self._bring(answer.paper, answer, asked), asked)
            case FormErrors(errors):
                self._follow(self._reply(_told(" ".join(errors.values())), answer, asked), asked)
            case ShowForm(form):
                self._follow(self._open(form, answer, asked), asked)
            case Nothing():
                pass
        return Answered()

    async def to_form(self, answer: Answer, asked: Asked) -> Answered:
        """A dialog that was sent: it closes, shows its errors, or goes on with the next."""
        match answer.reply:
            case FormErrors(errors):
                return Answered({"response_action": "errors", "errors": forms.complaints(errors, asked.inputs)})
            case ShowForm(form):
                return Answered({"response_action": "update", "view": forms.view(form, await self._say(asked))})
            case Private(card) if not answer.repeated:
                self._follow(self._after_form(card, answer, asked), asked)
            case Private() | Nothing():
                pass
        return Answered()

    def after_reading(self, work: Coroutine[Any, Any, Answer], asked: Asked) -> None:
        """A dialog with a file was closed at once: what came of it follows, and a complaint too."""
        self._follow(self._read(work, asked), asked)

    async def _read(self, work: Coroutine[Any, Any, Answer], asked: Asked) -> None:
        try:
            answer = await work
        except DeliveryError as error:
            log.warning("a file was not given", error=type(error).__name__, detail=str(error))
            card = _told((await self._say(asked))(words.NO_FILE))
            await self._write_back(card, Answer(Nothing()), asked)
            return
        if answer.repeated:
            return
        match answer.reply:
            case Private(card):
                await self._after_form(card, answer, asked)
            case FormErrors(errors):
                await self._after_form(_told(" ".join(errors.values())), answer, asked)
            case ShowForm() | Nothing():
                pass

    async def _bring(self, paper: Key, answer: Answer, asked: Asked) -> None:
        """A paper, into the private chat; or in a sentence why it does not come."""
        try:
            printed = await self._engine.papers.to(paper, answer.person_id)
            await upload.send(self._web, self._messages, await self._tokens.of(asked.workspace), asked, printed)
        except Unprintable as error:
            await self._write_back(_told(error.sentence), answer, asked)
        except StoreError as error:
            await self._write_back(_told((await self._say(asked))(sentences.of(error))), answer, asked)
        except DeliveryError as error:
            log.warning("a paper was not taken", error=type(error).__name__, detail=str(error))
            await self._write_back(_told((await self._say(asked))(words.NOT_SENT)), answer, asked)

    def to_event(self, answer: Answer, asked: Asked) -> Answered:
        """Words to the bot: nothing can open from there. What could not be stored Slack sends once more."""
        if not answer.stored:
            return Answered(status=503)
        if answer.repeated:
            return Answered()
        match answer.reply:
            case Private(card):
                self._follow(self._write_back(card, answer, asked), asked)
            case FormErrors(errors):
                self._follow(self._write_back(_told(" ".join(errors.values())), answer, asked), asked)
            case ShowForm() | Nothing():
                pass
        return Answered()

    def typed(self, typing: Typing) -> None:
        """Something was typed in a field that is watched."""
        self._follow(self._watching.typed(typing), typing.asked)

    def home(self, workspace: str, user: str, card: Card) -> None:
        """Somebody's own page of the bot, drawn anew."""
        self._follow(self._publish(workspace, user, card), Asked(workspace, user))

    async def settled(self) -> None:
        """Everything that followed has been done, or has failed."""
        while self._following:
            await asyncio.gather(*self._following, return_exceptions=True)
        await self._keeper.settled()

    async def stop(self) -> None:
        """Let what is on its way arrive, for a moment."""
        if self._following:
            _, late = await asyncio.wait(self._following, timeout=LAST_WORDS)
            for task in late:
                task.cancel()
        await self._keeper.settled()

    def _follow(self, work: Coroutine[Any, Any, None], asked: Asked) -> None:
        task = asyncio.create_task(self._guarded(work, asked), name="slack answer")
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None], asked: Asked) -> None:
        """An answer that does not arrive undoes nothing; that Slack said to wait holds for delivery too."""
        try:
            await work
        except DeliveryError as error:
            log.warning("an answer did not arrive", error=type(error).__name__, detail=str(error))
            if isinstance(error, Throttled):
                await self._slow_down(error, asked)
        except Exception:  # nobody waits for this task, so its fault would be lost; logged with its trace
            log.exception("an answer failed")

    async def _slow_down(self, error: Throttled, asked: Asked) -> None:
        """The place it was for; else the private chat of whoever asked."""

        def look(tx: Tx) -> tuple[int, int | None, int | None] | None:
            workspace = installations.find(tx, NAME, asked.workspace)
            if workspace is None:
                return None
            place = places.find(tx, workspace.id, asked.channel) if asked.channel else None
            known = accounts.find(tx, workspace.id, asked.user)
            return workspace.id, place.id if place else None, known.person.id if known else None

        found = await self._engine.store.read(look)
        if found:
            workspace_id, place_id, person_id = found
            await self._engine.slow_down(workspace_id, error, place_id, person_id)

    async def _reply(self, card: Card, answer: Answer, asked: Asked) -> None:
        """In the place of the private message that was pressed; else beside the message that everybody sees."""
        if not asked.url:
            await self._write_back(card, answer, asked)
            return
        drawn = await self._drawn(card, asked)
        try:
            await self._web.respond(asked.url, private(drawn, replaces=asked.replaces), within=REPLY)
        except Throttled:
            raise
        except DeliveryError:
            await self._write_back(card, answer, asked)

    async def _open(self, form: Form, answer: Answer, asked: Asked) -> None:
        """Open a dialog; upon another one when it was pressed in there."""
        if answer.person_id is not None and asked.url and form.draft:
            secret = (REPLACES if asked.replaces else ADDS) + asked.url
            self._keeper.keep(asked.workspace, _of_form(form.draft), answer.person_id, secret)
        say = await self._say(asked)
        body = {"trigger_id": asked.trigger, "view": forms.view(form, say)}
        method = "views.push" if asked.view else "views.open"
        try:
            opened = await self._web.call(await self._tokens.of(asked.workspace), method, body, within=REPLY)
        except DeliveryError as error:
            log.warning("a form did not open", error=type(error).__name__, detail=str(error))
            await self._put_aside(form, asked)
            sentence = words.TOO_LATE if error.detail in WORN_OUT else words.NOT_OPENED
            await self._reply(_told(say(sentence)), answer, asked)
        else:
            await self._watching.opened(form, asked, opened.get("view") or {})

    async def _put_aside(self, form: Form, asked: Asked) -> None:
        """What stood in a form that nobody saw is there again when it opens the next time."""
        origin = Origin(NAME, asked.workspace, AccountSeen(asked.user))
        mark = delivery(asked.workspace, "closed", form.draft)
        await self._engine.dispatch(FormClosed(
            delivery=mark, at=self._engine.clock.now(), origin=origin, form=form.name, draft=form.draft,
            values=forms.values(form), ref=form.ref,
        ))  # fmt: skip

    async def _after_form(self, card: Card, answer: Answer, asked: Asked) -> None:
        """By the way in which the form was asked for, while that works; else where it was opened, or in private."""
        key = _of_form(asked.draft)
        person_id = answer.person_id
        secret = await self._keeper.secret(key, person_id) if person_id is not None else None
        if person_id is None or secret is None:
            await self._write_back(card, answer, _from(asked, answer.place))
            return
        drawn = await self._drawn(card, asked)
        try:
            await self._web.respond(secret[1:], private(drawn, replaces=secret[:1] == REPLACES), within=REPLY)
        except DeliveryError:
            await self._write_back(card, answer, _from(asked, answer.place))
            return
        self._keeper.drop(key, person_id)
        if answer.key is not None:
            self._keeper.keep(asked.workspace, answer.key, person_id, secret, 1)

    async def _write_back(self, card: Card, answer: Answer, asked: Asked) -> None:
        """A message that only they see: in the channel, or in the private chat, where it can change later."""
        if await self._tokens.of(asked.workspace) is None:
            return  # a stranger's workspace, where nothing can be said
        if asked.channel and not asked.channel.startswith("D"):
            try:
                await self._messages.whisper(asked.workspace, asked.channel, asked.user, card, asked.thread)
            except Throttled:
                raise
            except DeliveryError as error:
                log.info("not in the channel, so in private", error=type(error).__name__, detail=str(error))
            else:
                return
        try:
            posted = await self._messages.tell(asked.workspace, asked.user, card)
        except Throttled as error:
            log.warning("an answer did not arrive", error=type(error).__name__, detail=str(error))
            await self._slow_down(error, Asked(asked.workspace, asked.user))
            return
        if answer.key is not None and answer.person_id is not None:
            self._keeper.keep(asked.workspace, answer.key, answer.person_id, CHANGES + posted)

    async def _publish(self, workspace: str, user: str, card: Card) -> None:
        say = await self._say(Asked(workspace, user))
        shown = card if card.blocks else _told(say(words.EMPTY_HOME))
        body = {"user_id": user, "view": {"type": "home", "blocks": render.blocks(shown, say)}}
        await self._web.call(await self._tokens.of(workspace), "views.publish", body, within=REPLY)

    def _keep(self, answer: Answer, asked: Asked, used: int) -> None:
        """Only after a press on a private message can what follows take its place; else it is put beside it."""
        if answer.key is not None and answer.person_id is not None and asked.url:
            secret = (REPLACES if asked.replaces else ADDS) + asked.url
            self._keeper.keep(asked.workspace, answer.key, answer.person_id, secret, used)

    def _drawn(self, card: Card, asked: Asked) -> Coroutine[Any, Any, Json]:
        return self._messages.drawn(card, asked.workspace, asked.user)

    def _say(self, asked: Asked) -> Coroutine[Any, Any, Say]:
        return self._messages.spoken(asked.workspace, asked.user)


def _told(sentence: str) -> Card:
    return Card((text(sentence),))


def _of_form(draft: str) -> str:
    """The key under which the way back of an open form is kept."""
    return f"slack-form:{draft}"


def _from(asked: Asked, place: Place | None) -> Asked:
    """A dialog does not tell where it was opened; the engine knows."""
    return Asked(asked.workspace, asked.user, place.external if place else None)
