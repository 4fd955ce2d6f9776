"""Sending to Teams. The only file that knows botbuilder: a successor takes its place here and nowhere else.

Of botbuilder 4.17.1 its models and constants are used, which are sound. Not used, because broken: its adapter (500
to every invoke with a body, 9.5 ms of CPU for each activity), its clients (no time-out, no retry, a list of status
codes in quadratic time for each one made), its check of tokens, and the serialiser of its models, which walks through
a whole card for each message and costs more than the sending.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationParameters,
    TextFormatTypes,
)

from adapters.teams.cards import CONTENT_TYPE
from adapters.teams.connector import Connector
from adapters.teams.ids import Posted, posted, split
from adapters.teams.limits import CAPABILITIES, LIMITS, MOST_UNITS, NAME, REPLY_SECONDS, SEND_SECONDS, STEP_SECONDS
from adapters.teams.references import References
from adapters.teams.render import Mode, card
from rituals.engine.cards import Card, plain
from rituals.engine.errors import PerhapsSent, SurelyNotSent, Unacceptable, Unreachable, Vanished
from rituals.engine.fit import fit
from rituals.engine.platform import Capabilities, Limits, Parcel
from store.errors import StoreError
from store.handles import Handle
from store.references import PersonReference

_SHORT = 300
_UNTOLD = "Klantritme"
"""For a card without words: one without a summary is silent in notifications."""
_SMALLER = (2_000, 1_000, 500)
_CORRECTED = {"tenantID": "tenantId"}
"""botbuilder spells one name otherwise than the connector does."""


class Transport:
    """Posts, changes and removes messages."""

    def __init__(self, app_id: str, connector: Connector, references: References) -> None:
        self._bot = f"28:{app_id}"
        self._connector = connector
        self._references = references

    @property
    def name(self) -> str:
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def post(self, parcel: Parcel) -> str:
        """A new message: in a channel it begins a thread, unless it answers one."""
        service_url, conversation = await self._address(parcel)
        try:
            made = await self._send(service_url, conversation, parcel.card, "message")
        except Unreachable as error:
            base, root = split(conversation)
            if not root or not error.detail.startswith("404"):
                raise
            conversation = base  # the message that it answers was taken back: then beside it
            made = await self._send(service_url, conversation, parcel.card, "message")
        return str(posted(conversation, made))

    async def update(self, parcel: Parcel) -> None:
        """PUT is idempotent."""
        service_url, message = await self._standing(parcel)
        await self._change(service_url, message, parcel.card, "message")

    async def remove(self, parcel: Parcel) -> None:
        service_url, message = await self._standing(parcel)
        await self._connector.remove(service_url, message)

    async def answer(self, handle: Handle, parcel: Parcel) -> None:
        """Change a private answer. One that is gone counts as vanished, so that a new one is sent."""
        targeted, _, name = handle.secret.decode(errors="replace").partition("|")
        message = Posted.parse(name)
        if message is None:
            raise Vanished("not a handle of ours")
        tenant = parcel.workspace.external
        reference = await self._references.place(tenant, message.base)
        if reference is None:
            raise Vanished("no connector of this tenant is known")
        try:
            await self._change(reference.service_url, message, parcel.card, "own", targeted=targeted == "t")
        except Unreachable as error:
            raise Vanished(error.detail) from error

    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        """A bot of Teams cannot look back."""
        return None

    async def say(self, service_url: str, conversation: str, said: Card, member: str = "") -> Posted:
        """A private answer: in the personal chat, or with a member to that one alone in a channel or chat."""
        made = await self._send(service_url, conversation, said, "own", member=member, seconds=REPLY_SECONDS)
        return posted(conversation, made)

    async def chat_with(self, tenant: str, person: str, seconds: float = STEP_SECONDS) -> PersonReference:
        """The personal chat with somebody; made when there is none yet. No message is sent by that."""
        reference = await self._references.person(tenant, person)
        if reference is None:
            raise Unreachable("nothing was heard from this tenant yet")
        if reference.conversation:
            return reference
        parameters = ConversationParameters(
            is_group=False, bot=ChannelAccount(id=self._bot), members=[ChannelAccount(id=reference.member)],
            tenant_id=tenant, channel_data={"tenant": {"id": tenant}},
        )  # fmt: skip
        try:
            made = await self._connector.create(reference.service_url, wire(parameters), seconds)
        except PerhapsSent as error:
            raise SurelyNotSent(f"no personal chat: {error.detail}") from error
        reference = replace(reference, conversation=made)
        await self._references.chat_opened(tenant, person, reference)
        return reference

    async def _address(self, parcel: Parcel) -> tuple[str, str]:
        """Raises SurelyNotSent when the store is away: whatever is known of it, no message has left."""
        try:
            return await self._found(parcel)
        except StoreError as error:
            raise SurelyNotSent(f"no address: {type(error).__name__}") from error

    async def _found(self, parcel: Parcel) -> tuple[str, str]:
        tenant = parcel.workspace.external
        if parcel.place is not None:
            reference = await self._references.place(tenant, parcel.place.external)
            if reference is None:
                raise Unreachable("nothing was heard from this tenant yet")
            above = Posted.parse(parcel.thread)
            ours = above is not None and above.base == parcel.place.external
            return reference.service_url, above.thread if above and ours else parcel.place.external
        if parcel.account is not None:
            chat = await self.chat_with(tenant, parcel.account.external)
            return chat.service_url, chat.conversation
        raise Unreachable("a parcel without a place or an account")

    async def _standing(self, parcel: Parcel) -> tuple[str, Posted]:
        message = Posted.parse(parcel.posted)
        service_url, conversation = await self._address(replace(parcel, thread=None))
        if message is None or message.base != conversation:
            raise Vanished("this message is not known there")
        return service_url, message

    async def _send(
        self, service_url: str, conversation: str, said: Card, mode: Mode, *, member: str = "",
        seconds: float = SEND_SECONDS,
    ) -> str:  # fmt: skip
        activity = message_of(said, mode, member)
        try:
            return await self._connector.post(
                service_url, conversation, activity, targeted=bool(member), seconds=seconds
            )
        except Unacceptable as error:
            if not error.detail.startswith("413"):
                raise
            return await self._connector.post(
                service_url, conversation, words_of(said, member), targeted=bool(member), seconds=seconds
            )

    async def _change(
        self, service_url: str, message: Posted, said: Card, mode: Mode, *, targeted: bool = False
    ) -> None:
        try:
            await self._connector.change(service_url, message, message_of(said, mode), targeted=targeted)
        except Unacceptable as error:
            if not error.detail.startswith("413"):
                raise
            await self._connector.change(service_url, message, words_of(said), targeted=targeted)


def message_of(said: Card, mode: Mode, member: str = "") -> dict[str, Any]:
    """The message with its card, within what Teams takes; `summary` is what notifications and screen readers say.

    A card that is too large gets a shorter summary, then fewer words; its buttons stay.
    """
    words = plain(said)
    for summary, drawn in _attempts(said, words):
        content = Attachment(content_type=CONTENT_TYPE, content=card(drawn, mode).wire())
        activity = wire(
            Activity(
                type=ActivityTypes.message, summary=summary or _UNTOLD, attachments=[content], recipient=_to(member)
            )
        )
        if units(activity) <= MOST_UNITS:
            return activity
    return words_of(said, member)


def words_of(said: Card, member: str = "") -> dict[str, Any]:
    """The message in words alone, as plain text in which no markup works."""
    words = plain(said)[: MOST_UNITS // 4]
    text = Activity(
        type=ActivityTypes.message, text=words, text_format=TextFormatTypes.plain, recipient=_to(member)
    )  # fmt: skip
    return wire(text)


def wire(model: Any) -> dict[str, Any]:
    """A model of botbuilder as JSON: by its own table of names, one level of models deep, without its serialiser."""
    found = {}
    for name, told in model._attribute_map.items():
        value = getattr(model, name, None)
        if value is not None:
            found[_CORRECTED.get(told["key"], told["key"])] = _wired(value)
    return found


def units(activity: dict[str, Any]) -> int:
    """How large Teams takes a message to be: units of UTF-16."""
    text = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _wired(value: Any) -> Any:
    if isinstance(value, list):
        return [_wired(one) for one in value]
    if hasattr(value, "_attribute_map"):
        return wire(value)
    return value.value if isinstance(value, ActivityTypes | TextFormatTypes) else value


def _to(member: str) -> Any:
    return ChannelAccount(id=member) if member else None


def _attempts(said: Card, words: str) -> list[tuple[str, Card]]:
    smaller = [
        fit(said, replace(CAPABILITIES, max_card=most, max_text=most)).card for most in _SMALLER if len(words) > most
    ]
    return [(words, said), (words[:_SHORT], said), *((words[:_SHORT], one) for one in smaller)]
