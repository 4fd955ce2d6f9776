"""What stands under a field while somebody types in it: the dialog is updated, with all that is in it kept.

Slack keeps what was typed where block_id and action_id stay as they are. Each update goes to the state of the dialog
that it was made for, by its hash: one that comes too late changes nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import render
from adapters.slack.forms import values
from adapters.slack.parse import NAME, Asked
from adapters.slack.payload import Json, rows
from adapters.slack.transport import REPLY, Web
from rituals.engine.cards import Card, Form, TextField
from rituals.engine.errors import DeliveryError, Throttled
from rituals.engine.events import FormChanged, Origin
from store.accounts import AccountSeen

if TYPE_CHECKING:
    from adapters.slack.messages import Messages
    from adapters.slack.tokens import Tokens
    from rituals.engine.engine import Engine

log = structlog.get_logger(__name__)

_PARTS = ("callback_id", "private_metadata", "title", "submit", "close", "notify_on_close")
"""What is given back as it came; the rest of a view is Slack's own."""
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Typing:
    """Something typed in a dialog, and the dialog as it was then."""

    event: FormChanged
    asked: Asked
    view: Json = field(repr=False)


class Watching:
    """One update per dialog at a time; what is typed meanwhile waits, and only the last of it counts."""

    def __init__(self, engine: Engine, web: Web, tokens: Tokens, messages: Messages) -> None:
        self._engine = engine
        self._web = web
        self._tokens = tokens
        self._messages = messages
        self._waiting: dict[str, Typing | None] = {}
        self._later: OrderedDict[str, str] = OrderedDict()
        self._quiet_until: dict[str, float] = {}

    async def typed(self, typing: Typing) -> None:
        """Show under the field what the engine says of it. Never raises a DeliveryError."""
        name = typing.asked.view
        busy = name in self._waiting
        self._waiting[name] = typing
        if busy:
            return
        try:
            while (last := self._waiting[name]) is not None:
                self._waiting[name] = None
                await self._look(last)
        finally:
            del self._waiting[name]

    async def opened(self, form: Form, asked: Asked, view: Json) -> None:
        """A dialog that opens with words in it shows at once what it would show had they been typed."""
        origin, filled = Origin(NAME, asked.workspace, AccountSeen(asked.user)), values(form)
        asked = replace(asked, view=str(view.get("id", "")))
        for one in form.fields:
            if isinstance(one, TextField) and one.watched and one.value:
                event = FormChanged(
                    delivery="", at=self._engine.clock.now(), origin=origin, form=form.name, draft=form.draft,
                    field=one.name, values=filled,
                )  # fmt: skip
                view = await self._look(Typing(event, asked, view)) or view

    async def _look(self, typing: Typing) -> Json | None:
        """The dialog as it is now; None when it stayed as it was."""
        if self._engine.clock.elapsed() < self._quiet_until.get(typing.asked.workspace, 0.0):
            return None
        found = await self._engine.preview(typing.event)
        if found is None:
            return None
        say = self._messages.own_say  # no word of the adapter's own stands on it
        blocks = _with(rows(typing.view, "blocks"), typing.event.field, render.blocks(Card(found), say))
        mark = str(typing.view.get("hash", ""))
        if mark not in self._later and blocks == typing.view.get("blocks"):
            return None
        try:
            return await self._update(typing, blocks, mark)
        except DeliveryError as error:
            log.info("a preview was not shown", error=type(error).__name__, detail=str(error))
            if isinstance(error, Throttled):  # it says nothing about messages, so delivery goes on
                now = self._engine.clock.elapsed()
                self._quiet_until[typing.asked.workspace] = now + error.retry_after
            return None

    async def _update(self, typing: Typing, blocks: Sequence[Mapping[str, Any]], mark: str) -> Json:
        """What was typed before an update of ours arrived still bears the hash from before it."""
        view = {"type": "modal", **{part: typing.view[part] for part in _PARTS if part in typing.view}}
        body = {"view_id": typing.asked.view, "hash": self._newest(mark), "view": {**view, "blocks": blocks}}
        token = await self._tokens.of(typing.asked.workspace)
        answer = await self._web.call(token, "views.update", body, within=REPLY)
        shown: Json = answer.get("view") or {}
        before, after = str(body["hash"]), str(shown.get("hash", ""))
        if after and self._newest(after) != before:  # a stand-in may give no hash, or always the same
            self._later[before] = after
        while len(self._later) > _REMEMBERED:
            self._later.popitem(last=False)
        return shown

    def _newest(self, mark: str) -> str:
        while mark in self._later:
            mark = self._later[mark]
        return mark


def _with(blocks: Sequence[Json], name: str, shown: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The blocks of the dialog with these under the field, in place of what stood there before."""
    mine = f"{name}/preview/"
    found: list[Mapping[str, Any]] = []
    for block in blocks:
        if str(block.get("block_id", "")).startswith(mine):
            continue
        found.append(block)
        if block.get("block_id") == name:
            found += [{**one, "block_id": f"{mine}{number}"} for number, one in enumerate(shown)]
    return found
