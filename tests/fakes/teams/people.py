"""What people do in Teams, in the words of a test: they read the buttons and fields of the card really posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.teams.reading import action_of, inputs_of, payload_of, submit_of, values_of
from tests.fakes.teams.sender import Json, Reply, Sender
from tests.fakes.teams.state import Conversation, Member, Message, Team

CONTEXT = {"theme": "default"}


@dataclass(eq=False)
class Dialog:
    """An open dialog; `reply` is what opened or refreshed it."""

    title: str
    card: Json
    conversation: Conversation
    source: Message | None
    thread: str
    reply: Reply
    command: Json = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The invoke that submits it."""
        return "composeExtension/submitAction" if self.command else "task/submit"


@dataclass(eq=False)
class Person(Member):
    """Somebody with a client of Teams."""

    sender: Sender = field(kw_only=True)

    def chat(self) -> Conversation:
        """The chat with the bot."""
        return self.sender.world.personal(self)

    async def says(
        self, text: str, in_: Conversation | None = None, *, mentions: tuple[Member, ...] = (),
        under: Message | None = None,
    ) -> Reply:  # fmt: skip
        """Words: to the bot alone, or in a place with a mention of the bot."""
        return await self.sender.deliver(self.saying(text, in_, mentions=mentions, under=under))

    def saying(
        self, text: str, in_: Conversation | None = None, *, mentions: tuple[Member, ...] = (),
        under: Message | None = None,
    ) -> Json:  # fmt: skip
        """The activity of `says`, which now stands in the place."""
        place = in_ or self.chat()
        activity = self.sender.message(
            self, place, text, mention=place.kind != "personal", mentions=mentions, under=under
        )
        root = (under.root or under.id) if under else None
        place.messages.append(Message(activity["id"], place, activity, author=self, root=root))
        return activity

    async def types(self, command: str, text: str, in_: Conversation) -> Reply:
        """A slash command: only the bot sees it."""
        return await self.sender.deliver(self.typing(command, text, in_))

    def typing(self, command: str, text: str, in_: Conversation) -> Json:
        """The activity of `types`: a targeted message, so nothing stands in the place."""
        activity = self.sender.message(self, in_, f"{command} {text}".strip(), mention=False)
        return {**activity, "recipient": {**self.sender.bot, "isTargeted": True}}

    async def presses(self, message: Message, title: str, **inputs: Any) -> Reply:
        """A button of a card; what Teams answers with a card is what this person sees from now on."""
        reply = await self.sender.deliver(self.pressing(message, title, **inputs))
        body = reply.body if reply.status == 200 else None
        if isinstance(body, dict) and str(body.get("type", "")).endswith("card.adaptive"):
            message.views[self.id] = body["value"]
        return reply

    def pressing(self, message: Message, title: str, **inputs: Any) -> Json:
        """The activity of `presses`."""
        card = _card(message, self)
        action = action_of(card, title)
        data = {**(action.get("data") or {}), **values_of(card, inputs)}
        where: Json = {"thread": message.thread, "replyToId": message.id}
        if action["type"] == "Action.Execute":
            inner = {"type": "Action.Execute", "id": action.get("id"), "verb": action["verb"], "data": data}
            value: Json = {"action": {name: one for name, one in inner.items() if one is not None}}
            value["trigger"] = "manual"
            return self.sender.invoke("adaptiveCard/action", self, message.conversation, value, **where)
        assert action["type"] == "Action.Submit", f"{title!r} sends nothing to the bot"
        assert not _fetches(action), f"{title!r} opens a dialog: use opens_dialog"
        return self.sender.base(
            "message", self, message.conversation, id=self.sender.world.new_id(), value=data, **where
        )

    async def opens_dialog(self, message: Message, title: str, **inputs: Any) -> Dialog:
        """A button that opens a dialog (task/fetch)."""
        reply = await self.sender.deliver(self.opening(message, title, **inputs))
        return _dialog(reply, message.conversation, message, message.thread, {})

    def opening(self, message: Message, title: str, **inputs: Any) -> Json:
        """The activity of `opens_dialog`."""
        card = _card(message, self)
        action = action_of(card, title)
        assert _fetches(action), f"{title!r} opens no dialog"
        value = {"data": {**action["data"], **values_of(card, inputs)}, "context": CONTEXT}
        return self.sender.invoke(
            "task/fetch", self, message.conversation, value, thread=message.thread, replyToId=message.id
        )

    async def picks(self, command: str, in_: Conversation | None = None, *, on: Message | None = None) -> Dialog:
        """A command of the message extension: beside the box, or of a message."""
        activity = self.picking(command, in_, on=on)
        place = on.conversation if on else in_ or self.chat()
        value = {name: one for name, one in activity["value"].items() if name not in ("context", "requestId")}
        reply = await self.sender.deliver(activity)
        return _dialog(reply, place, on, activity["conversation"]["id"], value)

    def picking(self, command: str, in_: Conversation | None = None, *, on: Message | None = None) -> Json:
        """The activity of `picks`."""
        place = on.conversation if on else in_ or self.chat()
        kind = "message" if on else "compose"
        value: Json = {"commandId": command, "commandContext": kind, "context": CONTEXT}
        if on:
            value["messagePayload"] = payload_of(on)
        data = self.sender.channel_data(place, source={"name": kind})
        thread = on.thread if on else place.id
        return self.sender.invoke("composeExtension/fetchTask", self, place, value, thread=thread, channelData=data)

    async def submits(
        self, dialog: Dialog, title: str | None = None, *, unchecked: bool = False, **inputs: Any
    ) -> Reply:
        """Sends the dialog; one that stays open is drawn anew. `unchecked` skips what the client itself demands."""
        reply = await self.sender.deliver(self.submitting(dialog, title, unchecked=unchecked, **inputs))
        again = reply.status == 200 and reply.body and (reply.body.get("task") or {}).get("type") == "continue"
        if again:
            value = reply.body["task"]["value"]
            dialog.title, dialog.card, dialog.reply = value["title"], value["card"]["content"], reply
        return reply

    def submitting(self, dialog: Dialog, title: str | None = None, *, unchecked: bool = False, **inputs: Any) -> Json:
        """The activity of `submits`."""
        action = action_of(dialog.card, title) if title else submit_of(dialog.card)
        filled = values_of(dialog.card, inputs, unchecked=unchecked)
        value = {**dialog.command, "data": {**(action.get("data") or {}), **filled}, "context": CONTEXT}
        reply_to = dialog.source.id if dialog.source and not dialog.command else None
        return self.sender.invoke(
            dialog.name, self, dialog.conversation, value, thread=dialog.thread, replyToId=reply_to
        )

    async def searches(self, dialog: Dialog, field_id: str, words: str) -> list[Json]:
        """Types in a field that asks the bot for its choices."""
        query = next(one for one in inputs_of(dialog.card) if one["id"] == field_id)["choices.data"]
        value = {"queryText": words, "queryOptions": {"skip": 0, "top": 15}, "dataset": query["dataset"]}
        activity = self.sender.invoke("application/search", self, dialog.conversation, value, thread=dialog.thread)
        reply = await self.sender.deliver(activity)
        return list(reply.body["value"]["results"]) if reply.status == 200 else []

    async def reacts(self, message: Message, kind: str = "like", *, added: bool = True) -> Reply:
        """A reaction to a message, or taking it back."""
        name = "reactionsAdded" if added else "reactionsRemoved"
        fields = {name: [{"type": kind}], "replyToId": message.id, "thread": message.thread}
        return await self.sender.deliver(self.sender.base("messageReaction", self, message.conversation, **fields))

    async def installs(self, in_: Conversation | Team | None = None, *, action: str = "add") -> Reply:
        """Adds the bot to a team, a chat or for oneself (`remove` takes it out); Teams tells it twice."""
        place = in_.general if isinstance(in_, Team) else in_ or self.chat()
        there = action.startswith("add")
        if place.team:
            place.team.installed = there
        elif place.kind == "personal":
            self.installed = there
        else:
            place.installed = there
        name = "membersAdded" if there else "membersRemoved"
        update = self.sender.base("conversationUpdate", self, place, **{name: [dict(self.sender.bot)]})
        await self.sender.deliver(update)
        return await self.sender.deliver(self.installing(place, action))

    def installing(self, place: Conversation, action: str) -> Json:
        """The installationUpdate of `installs`; of a team it names the team as well."""
        data = self.sender.channel_data(place, source={"name": "message"})
        if place.team:
            data["team"] |= {"name": place.team.name, "aadGroupId": place.team.group}
            data["settings"] = {"selectedChannel": {"id": place.id}}
        return self.sender.base("installationUpdate", self, place, action=action, channelData=data)


def _card(message: Message, viewer: Member) -> Json:
    card = message.card_of(viewer)
    assert card is not None, f"no card in {message.text!r}"
    return card


def _fetches(action: Json) -> bool:
    kind = ((action.get("data") or {}).get("msteams") or {}).get("type")
    return action["type"] == "Action.Submit" and kind == "task/fetch"


def _dialog(reply: Reply, place: Conversation, source: Message | None, thread: str, command: Json) -> Dialog:
    assert reply.status == 200, f"{reply.status}: {reply.text}"
    task = (reply.body or {}).get("task") or {}
    assert task.get("type") == "continue", f"no dialog but {reply.text}"
    value = task["value"]
    return Dialog(value["title"], value["card"]["content"], place, source, thread, reply, command)
