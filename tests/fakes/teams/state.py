"""Who and what there is in Teams: people, teams with channels, chats, and the messages that stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from tests.fakes.teams.cards import ADAPTIVE

Kind = Literal["personal", "groupChat", "channel"]
FIRST_MESSAGE = 1_764_000_000_000


class Refused(Exception):
    """The connector says no, in its own words."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message


@dataclass(eq=False)
class Member:
    """Somebody of the tenant, or a guest in it. `id` is what Teams calls a person in a chat (`29:...`)."""

    name: str
    tenant: str
    role: Literal["user", "guest"] = "user"
    installed: bool = True
    blocked: bool = False

    @property
    def aad(self) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.tenant}/{self.name}"))

    @property
    def id(self) -> str:
        return f"29:1{uuid5(NAMESPACE_URL, self.aad).hex}_{len(self.name)}"

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{'elders' if self.role == 'guest' else 'organisatie'}.example"

    @property
    def upn(self) -> str:
        """The name to sign in with; a guest's tells where it came from."""
        if self.role == "guest":
            return f"{self.email.replace('@', '_')}#EXT#@organisatie.example"
        return self.email

    def is_(self, name: str) -> bool:
        """Whether that is an id of this person, of either kind."""
        return name in (self.id, self.aad, f"8:orgid:{self.aad}")

    def account(self) -> dict[str, Any]:
        """As in `from`."""
        return {"id": self.id, "name": self.name, "aadObjectId": self.aad}

    def profile(self) -> dict[str, Any]:
        """As in a list of members; Teams says the object id twice, under two names."""
        given, _, surname = self.name.partition(" ")
        return {
            "id": self.id, "name": self.name, "objectId": self.aad, "aadObjectId": self.aad, "givenName": given,
            "surname": surname, "email": self.email, "userPrincipalName": self.upn, "tenantId": self.tenant,
            "userRole": self.role,
        }  # fmt: skip


@dataclass(eq=False)
class Message:
    """One message; `author` is None for the bot, `root` the message it stands under, `target` its only reader."""

    id: str
    conversation: Conversation
    activity: dict[str, Any]
    author: Member | None = None
    root: str | None = None
    target: Member | None = None
    edits: int = 0
    deleted: bool = False
    views: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def thread(self) -> str:
        """The conversation id that answers to it carry."""
        if self.conversation.kind != "channel":
            return self.conversation.id
        return f"{self.conversation.id};messageid={self.root or self.id}"

    @property
    def text(self) -> str:
        """What a notification reads."""
        return str(self.activity.get("text") or self.activity.get("summary") or "")

    @property
    def card(self) -> dict[str, Any] | None:
        """The card as it was posted or last changed."""
        found = (one for one in self.activity.get("attachments") or [] if one["contentType"] == ADAPTIVE)
        return next((one["content"] for one in found), None)

    def card_of(self, viewer: Member) -> dict[str, Any] | None:
        """The card as this person sees it: a press may have been answered with one for them alone."""
        return self.views.get(viewer.id, self.card)

    @property
    def alerts(self) -> bool:
        """Whether it shows up in people's activity feed."""
        return bool(((self.activity.get("channelData") or {}).get("notification") or {}).get("alert"))


@dataclass(eq=False)
class Conversation:
    """A channel, a group chat or a chat with one person."""

    id: str
    kind: Kind
    name: str
    members: list[Member]
    team: Team | None = None
    installed: bool = True
    gone: bool = False
    type: Literal["standard", "private", "shared"] = "standard"
    messages: list[Message] = field(default_factory=list)

    def standing(self, viewer: Member | None = None) -> list[Message]:
        """What stands there, oldest first: for everybody, or as this person sees it."""
        return [one for one in self.messages if not one.deleted and one.target in (None, viewer)]

    def posted(self) -> list[Message]:
        """What the bot has standing there for all to see."""
        return [one for one in self.standing() if one.author is None]

    def private_to(self, viewer: Member) -> list[Message]:
        """What the bot showed to this person alone."""
        return [one for one in self.standing(viewer) if one.target is viewer and one.author is None]

    def find(self, message: str) -> Message | None:
        return next((one for one in self.messages if one.id == message and not one.deleted), None)


@dataclass(eq=False)
class Team:
    """A team; its id is that of its first channel."""

    id: str
    name: str
    members: list[Member]
    channels: list[Conversation] = field(default_factory=list)
    installed: bool = True
    archived: bool = False

    @property
    def general(self) -> Conversation:
        return self.channels[0]

    @property
    def group(self) -> str:
        return str(uuid5(NAMESPACE_URL, self.id))

    def details(self) -> dict[str, Any]:
        return {
            "id": self.id, "name": self.name, "aadGroupId": self.group, "type": "standard",
            "channelCount": len(self.channels), "memberCount": len(self.members),
        }  # fmt: skip


class World:
    """All of it, and how things come to stand there."""

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant
        self.members: list[Member] = []
        self.teams: list[Team] = []
        self.conversations: dict[str, Conversation] = {}
        self.targeted = True
        self._ids = count(1)

    def new_id(self) -> str:
        """Like Teams' own: milliseconds, always later."""
        return str(FIRST_MESSAGE + next(self._ids))

    def channel(self, team: Team, name: str) -> Conversation:
        """Another channel; the first of a team is called General by all and nothing by Teams."""
        number = next(self._ids)
        made = team.id if not team.channels else f"19:{uuid5(NAMESPACE_URL, f'{name}{number}').hex}@thread.tacv2"
        channel = Conversation(made, "channel", name, team.members, team)
        team.channels.append(channel)
        return self._add(channel)

    def team(self, name: str, members: list[Member]) -> Team:
        team = Team(f"19:{uuid5(NAMESPACE_URL, f'{name}{next(self._ids)}').hex}@thread.tacv2", name, members)
        self.teams.append(team)
        self.channel(team, "Algemeen")
        return team

    def chat(self, name: str, members: list[Member]) -> Conversation:
        made = f"19:{uuid5(NAMESPACE_URL, f'{name}{next(self._ids)}').hex}@thread.v2"
        return self._add(Conversation(made, "groupChat", name, members))

    def personal(self, member: Member) -> Conversation:
        """The chat of the bot with one person: always the same."""
        made = f"a:1{uuid5(NAMESPACE_URL, member.id).hex}"
        return self.conversations.get(made) or self._add(Conversation(made, "personal", "", [member]))

    def _add(self, conversation: Conversation) -> Conversation:
        self.conversations[conversation.id] = conversation
        return conversation

    def where(self, name: str) -> tuple[Conversation, str | None]:
        """The conversation and the thread that an id means."""
        plain, _, root = name.partition(";messageid=")
        found = self.conversations.get(plain)
        if found is None or found.gone or (root and (found.kind != "channel" or found.find(root) is None)):
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        return found, root or None

    def writable(self, conversation: Conversation) -> None:
        """Refuses where the bot may not write."""
        if conversation.kind == "personal":
            if conversation.members[0].blocked:
                raise Refused(403, "MessageWritesBlocked")
            if not self.reaches(conversation.members[0]):
                raise Refused(403, "ForbiddenOperationException", "The bot is not installed for this user.")
        elif not self.has_bot(conversation):
            raise Refused(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        if conversation.team and conversation.team.archived:
            raise Refused(403, "Forbidden", "The team is archived.")

    def has_bot(self, conversation: Conversation) -> bool:
        return conversation.team.installed if conversation.team else conversation.installed

    def reaches(self, member: Member) -> bool:
        """Whether the bot may begin a chat: installed by the person, or somewhere the person is."""
        shared = (one for one in self.conversations.values() if one.kind != "personal" and member in one.members)
        return member.installed or any(self.has_bot(one) for one in shared)

    def member(self, name: str) -> Member:
        for one in self.members:
            if one.is_(name):
                return one
        raise Refused(404, "MemberNotFoundInConversation", "The member was not found.")

    def messages(self) -> Iterator[Message]:
        """Everything that the bot has standing anywhere."""
        for conversation in self.conversations.values():
            yield from (one for one in conversation.messages if one.author is None and not one.deleted)
