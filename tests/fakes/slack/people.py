"""What somebody can do in Slack: type, press, fill in, close, search, pick a shortcut, react."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.fakes.slack import interactions, payloads
from tests.fakes.slack.blocks import check_blocks, check_options
from tests.fakes.slack.chat import show
from tests.fakes.slack.modals import checked, opened, put
from tests.fakes.slack.screen import Control, NotThere, On, control, controls, values
from tests.fakes.slack.sender import Delivery, Kind, Reply
from tests.fakes.slack.shapes import with_ids
from tests.fakes.slack.state import Channel, Json, Message, SlackError, State, User, View

if TYPE_CHECKING:
    from tests.fakes.slack.fake import FakeSlack


@dataclass(frozen=True)
class Done:
    """What came of it: the answer on the wire, and what the client showed because of it."""

    replies: list[Reply]
    shown: Message | None = None
    view: View | None = None
    options: tuple[Json, ...] = ()

    @property
    def reply(self) -> Reply:
        return self.replies[0]

    @property
    def status(self) -> int:
        return self.reply.status


@dataclass(frozen=True)
class Person:
    """Somebody at the keyboard. With `copies` each gesture reaches the app so many times at once."""

    fake: FakeSlack
    id: str
    copies: int = 1
    retried: bool = False

    @property
    def state(self) -> State:
        return self.fake.state

    @property
    def user(self) -> User:
        return self.state.users[self.id]

    def times(self, copies: int, *, retried: bool = False) -> Person:
        """The same delivery so many times at once; `retried`: all but the first say that they are retries."""
        return replace(self, copies=copies, retried=retried)

    async def types(self, text: str, in_: str, *, raw: bool = False) -> Done:
        """A slash command, or plain words. Signs are escaped as Slack does, unless `raw`."""
        words = text if raw else interactions.escape(text)
        return await (self.commands(words, in_) if text.startswith("/") else self.says(words, in_, raw=True))

    async def commands(self, words: str, in_: str) -> Done:
        """A slash command; what is answered at once is shown to this person (or to all)."""
        channel = self.state.channels[in_]
        trigger = self.state.trigger(self.user)
        hook = self.state.hook(self.id, in_)
        url = self.fake.url + hook.path
        replies = await self._send("slash_commands", interactions.slash_command(
            self.state, self.user, channel, words, trigger, url))  # fmt: skip
        return Done(replies, self._shown(replies[0], channel))

    async def says(self, text: str, in_: str, *, thread: str | None = None, raw: bool = False,
                   mentions: bool = False) -> Done:  # fmt: skip
        """Plain words as a `message`; with `mentions` the bot is named and `app_mention` comes besides."""
        channel = self.state.channels[in_]
        text = text if raw else interactions.escape(text)
        if mentions:
            text = f"<@{self.state.teams[channel.team].bot_user}> {text}"
        message = self.stands(text, in_, thread=thread)
        replies = []
        for kind in ("message", "app_mention") if mentions else ("message",):
            event = payloads.said(self.state, self.user, channel, message, kind)
            replies += await self._event(event, channel)
        return Done(replies, message)

    async def mentions(self, text: str, in_: str, *, thread: str | None = None) -> Done:
        """`@Klantritme <text>`, of which the app hears twice: as message and as mention."""
        return await self.says(text, in_, thread=thread, mentions=True)

    def stands(self, text: str, in_: str, *, thread: str | None = None) -> Message:
        """A message of this person stands in the channel; the app hears nothing of it."""
        message = Message(self.state.ts(), in_, self.id, text, thread_ts=thread)
        message.asked["client_msg_id"] = f"{self.state.number():08x}-0000-4000-8000-000000000000"
        return self.state.add(message)

    async def tells_bot(self, text: str) -> Done:
        """Plain words in the private chat with the bot."""
        chat = self.state.chat_with(self.state.home(self.user), self.id)
        return await self.says(text, chat.id)

    async def presses(self, on: On, name: str) -> Done:
        """A button, by label, action_id or value."""
        return await self._acts(on, control(on, name))

    async def chooses(self, on: On, name: str, given: Any) -> Done:
        """Something in a select, radio buttons, a date picker or a menu, which tells the app at once."""
        found = control(on, name)
        if isinstance(on, View):
            on.typed.setdefault(found.block_id, {})[found.action_id] = found.value(given)
        return await self._acts(on, found, given)

    async def _acts(self, on: On, found: Control, given: Any = None) -> Done:
        if isinstance(on, View):
            if not on.open:
                raise NotThere("the view is closed")
            trigger = self.state.trigger(self.user, on.id)
            body = interactions.pressed_in_view(self.state, self.user, on, found.pressed(given), trigger)
            return Done(await self._send("interactive", body))
        if on.deleted or on.only_for not in (None, self.id):
            raise NotThere("this person does not see that message")
        trigger = self.state.trigger(self.user)
        url = self.fake.url + self.state.hook(self.id, on.channel, on).path
        return Done(await self._send("interactive", interactions.pressed_on_message(
            self.state, self.user, on, found.pressed(given), trigger, url, values(on))))  # fmt: skip

    def fills_in(self, view: View, given: Mapping[str, Any]) -> None:
        """By label, action_id or block_id; nothing is sent yet."""
        for name, value in given.items():
            found = control(view, name)
            view.typed.setdefault(found.block_id, {})[found.action_id] = found.value(value)

    async def types_in(self, view: View, name: str, text: str) -> Done:
        """Type in a field; the app hears of it where the field says so."""
        self.fills_in(view, {name: text})
        found = control(view, name)
        told = found.element.get("dispatch_action_config", {}).get("trigger_actions_on", [])
        if not found.block.get("dispatch_action") or "on_character_entered" not in told:
            return Done([])
        return await self._acts(view, found, text)

    async def submits(self, view: View, given: Mapping[str, Any] | None = None) -> Done:
        """Fill in and press the view's own button; the view then does what the app answers."""
        if not view.open or view.user != self.id:
            raise NotThere("the view is not open before this person")
        if "submit" not in view.body:
            raise NotThere("the view has no button to submit it")
        self.fills_in(view, given or {})
        view.typed = values(view)
        trigger = self.state.trigger(self.user, view.id)
        replies = await self._send("interactive", interactions.submitted(self.state, self.user, view, trigger))
        return Done(replies, view=self._answered(view, replies[0]))

    async def closes(self, view: View, *, all_views: bool = False) -> Done:
        """The cross (of the whole stack); the app hears of it when the view asks for that."""
        closing = self.state.stack(view) if all_views else [view]
        replies: list[Reply] = []
        for one in closing[::-1]:
            one.open = False
            if one.body.get("notify_on_close"):
                body = interactions.closed(self.state, self.user, one, cleared=all_views)
                replies += await self._send("interactive", body)
        return Done(replies)

    async def searches(self, on: On, name: str, text: str) -> Done:
        """Type into a select whose options the app gives."""
        found = control(on, name)
        body = interactions.searched(self.state, self.user, found.element, found.block_id, text, on)
        replies = await self._send("interactive", body)
        if faults := check_options(replies[0].json):
            self.state.refused += faults
            return Done(replies)
        told = replies[0].json
        groups = [one for group in told.get("option_groups", []) for one in group["options"]]
        return Done(replies, options=tuple(told.get("options", groups)))

    async def picks(self, callback_id: str, on: Message | None = None) -> Done:
        """A shortcut: of a message when `on` is given, else from the menu."""
        trigger = self.state.trigger(self.user)
        if on is None:
            body = interactions.global_shortcut(self.state, self.user, callback_id, trigger)
        else:
            hook = self.state.hook(self.id, on.channel)
            body = interactions.message_shortcut(
                self.state, self.user, callback_id, on, trigger, self.fake.url + hook.path
            )
        return Done(await self._send("interactive", body))

    async def opens_home(self, tab: str = "home") -> Done:
        return Done(await self._event(payloads.home_opened(self.state, self.user, tab)))

    async def reacts(self, on: Message, name: str) -> Done:
        on.reactions.setdefault(name, []).append(self.id)
        channel = self.state.channels[on.channel]
        return Done(await self._event(payloads.reaction(self.state, "reaction_added", self.user, on, name), channel))

    async def unreacts(self, on: Message, name: str) -> Done:
        on.reactions[name].remove(self.id)
        channel = self.state.channels[on.channel]
        return Done(await self._event(payloads.reaction(self.state, "reaction_removed", self.user, on, name), channel))

    async def edits(self, message: Message, text: str) -> Done:
        channel, before = self.state.channels[message.channel], message.text
        message.text, message.edited = text, self.state.ts()
        return Done(await self._event(payloads.changed(self.state, channel, message, before), channel))

    async def takes_away(self, message: Message) -> Done:
        channel = self.state.channels[message.channel]
        message.deleted = True
        return Done(await self._event(payloads.removed(self.state, channel, message), channel))

    def sees(self, in_: str) -> list[Message]:
        """What stands before this person in a channel, private answers too, oldest first."""
        own = [one for one in self.state.whispers if (one.channel, one.only_for) == (in_, self.id) and not one.deleted]
        return sorted([*self.state.standing(in_), *own], key=lambda one: one.ts)

    @property
    def private(self) -> list[Message]:
        """The private answers that this person got and that still stand, anywhere, oldest first."""
        return [one for one in self.state.whispers if one.only_for == self.id and not one.deleted]

    @property
    def chat(self) -> Channel:
        """The private chat with the bot."""
        return self.state.chat_with(self.state.home(self.user), self.id)

    @property
    def view(self) -> View:
        """The view that lies on top."""
        found = [one for one in self.state.views.values() if one.open and one.user == self.id]
        if not found:
            raise NotThere("no view is open")
        return found[-1]

    @property
    def home(self) -> View:
        if self.id not in self.state.homes:
            raise NotThere("the home tab is empty")
        return self.state.homes[self.id]

    async def _event(self, event: Json, channel: Channel | None = None) -> list[Reply]:
        team = self.state.home(self.user).id
        shared = bool(channel and channel.shared_with)
        return await self._send("events_api", payloads.envelope(self.state, team, event, shared=shared))

    async def _send(self, kind: Kind, payload: Json) -> list[Reply]:
        return await self.fake.deliver(Delivery(kind, payload), copies=self.copies, retried=self.retried)

    def _shown(self, reply: Reply, channel: Channel) -> Message | None:
        """The client shows what a slash command is answered with."""
        told = reply.says if reply.status == 200 else {}
        if not told:
            return None
        if faults := check_blocks(told.get("blocks", [])):
            self.state.refused += faults
            return None
        blocks = with_ids(self.state, told.get("blocks", []))
        in_channel = told.get("response_type") == "in_channel"
        return show(self.state, self.id, channel.id, told.get("text", ""), blocks, in_channel=in_channel)

    def _answered(self, view: View, reply: Reply) -> View | None:
        """The stack does what the answer to a submission says; gives the view that then lies on top."""
        if reply.status != 200:
            self.state.refused.append(f"view_submission: {reply.status}")
            return view
        told = reply.json
        try:
            self._act(view, told)
        except SlackError as error:
            self.state.refused.append(f"view_submission: {error.error} {error.more}")
            return view
        stack = self.state.stack(view)
        return stack[-1] if stack else None

    def _act(self, view: View, told: Json) -> None:
        match told.get("response_action"):
            case None:
                view.open = False
            case "clear":
                for one in self.state.stack(view):
                    one.open = False
            case "errors":
                self._mark(view, told["errors"])
            case "update":
                put(self.state, view, checked(told["view"]))
            case "push":
                opened(self.state, self.id, view.team, checked(told["view"]), view)
            case other:
                raise SlackError("unknown response_action", action=other)

    def _mark(self, view: View, errors: dict[str, str]) -> None:
        known = {one.block_id for one in controls(view) if one.block["type"] == "input"}
        if strange := errors.keys() - known:
            raise SlackError("errors for blocks that are no inputs", blocks=sorted(strange))
        view.errors = dict(errors)


async def at_once(deliveries: list[Delivery], send: Any) -> list[Reply]:
    """All of them at the same moment."""
    return list(await asyncio.gather(*(send(one) for one in deliveries)))
