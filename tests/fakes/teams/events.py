"""What happens to teams and channels, which Teams tells a bot that is in them (`conversationUpdate`)."""

from __future__ import annotations

from typing import Any

from tests.fakes.teams.sender import Json, Reply, Sender
from tests.fakes.teams.state import Conversation, Member, Team, World


class Events:
    """Changes the world, then tells the bot."""

    def __init__(self, world: World, sender: Sender) -> None:
        self._world = world
        self._sender = sender

    async def joins(self, place: Conversation | Team, newcomer: Member) -> Reply:
        """Somebody comes into a team or a chat."""
        place.members.append(newcomer)
        return await self._members(place, newcomer, "membersAdded", "teamMemberAdded")

    async def leaves(self, place: Conversation | Team, leaver: Member) -> Reply:
        """Somebody goes, or is put out."""
        reply = await self._members(place, leaver, "membersRemoved", "teamMemberRemoved")
        place.members.remove(leaver)
        return reply

    async def creates(self, team: Team, name: str) -> Conversation:
        """A new channel."""
        channel = self._world.channel(team, name)
        await self._channel(channel, "channelCreated")
        return channel

    async def renames(self, channel: Conversation, name: str) -> Reply:
        channel.name = name
        return await self._channel(channel, "channelRenamed")

    async def deletes(self, channel: Conversation) -> Reply:
        channel.gone = True
        return await self._channel(channel, "channelDeleted")

    async def restores(self, channel: Conversation) -> Reply:
        channel.gone = False
        return await self._channel(channel, "channelRestored")

    async def archives(self, team: Team) -> Reply:
        team.archived = True
        return await self._team(team, "teamArchived")

    async def unarchives(self, team: Team) -> Reply:
        team.archived = False
        return await self._team(team, "teamUnarchived")

    async def renames_team(self, team: Team, name: str) -> Reply:
        team.name = name
        return await self._team(team, "teamRenamed")

    async def deletes_team(self, team: Team) -> Reply:
        for channel in team.channels:
            channel.gone = True
        return await self._team(team, "teamDeleted")

    def update(self, place: Conversation, actor: Member, event: str | None, data: Json, **fields: Any) -> Json:
        """The activity; events of a team carry the names that messages leave out."""
        channel_data = self._sender.channel_data(place, **data)
        if event:
            channel_data["eventType"] = event
        return self._sender.base("conversationUpdate", actor, place, channelData=channel_data, **fields)

    async def _members(self, place: Conversation | Team, who: Member, name: str, event: str) -> Reply:
        where = place.general if isinstance(place, Team) else place
        account = {"id": who.id, "aadObjectId": who.aad}
        data = {"team": _named(where.team)} if where.team else {}
        told = self.update(where, where.members[0], event if where.team else None, data, **{name: [account]})
        return await self._sender.deliver(told)

    async def _channel(self, channel: Conversation, event: str) -> Reply:
        team = channel.team
        assert team is not None
        data = {"channel": {"id": channel.id, "name": channel.name}, "team": _named(team)}
        told = self.update(channel, team.members[0], event, data, thread=team.id)
        return await self._sender.deliver(told)

    async def _team(self, team: Team, event: str) -> Reply:
        return await self._sender.deliver(self.update(team.general, team.members[0], event, {"team": _named(team)}))


def _named(team: Team) -> Json:
    return {"id": team.id, "name": team.name, "aadGroupId": team.group}
