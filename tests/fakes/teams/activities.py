"""The activities that travel, as strict models: fields and types are those of Microsoft's activity schema.

`test_teams_activities` compares every model with botbuilder's. `EXTRAS` are the fields that Teams adds to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from tests.fakes.teams.cards import ADAPTIVE, check_card

SIZE = 24 * 1024
"""The most that we send, in bytes of UTF-16: below Teams' own 28 KB, which counts more than the activity."""

EXTRAS = {
    "ChannelAccount": {"isTargeted"},
    "ConversationAccount": {"tenantId"},
    "TeamsChannelData": {
        "source",
        "sharedWithTeams",
        "unsharedFromTeams",
        "teamsChannelId",
        "teamsTeamId",
        "legacy",
    },
    "Attachment": {"id"},
}


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


Moment = Annotated[str, AfterValidator(_moment)]


class Strict(BaseModel):
    """Nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ChannelAccount(Strict):
    id: str | None = None
    name: str | None = None
    aad_object_id: str | None = Field(None, alias="aadObjectId")
    role: str | None = None
    is_targeted: bool | None = Field(None, alias="isTargeted")


class ConversationAccount(Strict):
    is_group: bool | None = Field(None, alias="isGroup")
    conversation_type: str | None = Field(None, alias="conversationType")
    id: str | None = None
    name: str | None = None
    tenant_id: str | None = Field(None, alias="tenantId")


class Attachment(Strict):
    content_type: str = Field(alias="contentType")
    content_url: str | None = Field(None, alias="contentUrl")
    content: Any = None
    name: str | None = None
    id: str | None = None


class Mention(Strict):
    type: Literal["mention"]
    mentioned: ChannelAccount
    text: str


class ClientInfo(Strict):
    """What the client says of itself; botbuilder knows it only as an entity."""

    type: Literal["clientInfo"]
    locale: str | None = None
    country: str | None = None
    platform: str | None = None
    timezone: str | None = None


class MessageReaction(Strict):
    type: str


class TenantInfo(Strict):
    id: str


class TeamInfo(Strict):
    id: str
    name: str | None = None
    aad_group_id: str | None = Field(None, alias="aadGroupId")


class ChannelInfo(Strict):
    id: str
    name: str | None = None
    type: str | None = None


class NotificationInfo(Strict):
    alert: bool | None = None
    alert_in_meeting: bool | None = Field(None, alias="alertInMeeting")


class Source(Strict):
    """Where in Teams it came from (`compose`, `message`)."""

    name: str


class Settings(Strict):
    selected_channel: ChannelInfo | None = Field(None, alias="selectedChannel")


class TeamsChannelData(Strict):
    channel: ChannelInfo | None = None
    event_type: str | None = Field(None, alias="eventType")
    team: TeamInfo | None = None
    notification: NotificationInfo | None = None
    tenant: TenantInfo | None = None
    settings: Settings | None = None
    source: Source | None = None
    shared_with_teams: list[TeamInfo] | None = Field(None, alias="sharedWithTeams")
    unshared_from_teams: list[TeamInfo] | None = Field(None, alias="unsharedFromTeams")
    teams_channel_id: str | None = Field(None, alias="teamsChannelId")
    teams_team_id: str | None = Field(None, alias="teamsTeamId")
    legacy: dict[str, Any] | None = None


class Activity(Strict):
    type: Literal["message", "typing", "conversationUpdate", "installationUpdate", "messageReaction", "invoke"]
    id: str | None = None
    timestamp: Moment | None = None
    local_timestamp: Moment | None = Field(None, alias="localTimestamp")
    local_timezone: str | None = Field(None, alias="localTimezone")
    service_url: str | None = Field(None, alias="serviceUrl")
    channel_id: str | None = Field(None, alias="channelId")
    from_property: ChannelAccount | None = Field(None, alias="from")
    conversation: ConversationAccount | None = None
    recipient: ChannelAccount | None = None
    text_format: Literal["plain", "markdown", "xml"] | None = Field(None, alias="textFormat")
    attachment_layout: Literal["list", "carousel"] | None = Field(None, alias="attachmentLayout")
    members_added: list[ChannelAccount] | None = Field(None, alias="membersAdded")
    members_removed: list[ChannelAccount] | None = Field(None, alias="membersRemoved")
    reactions_added: list[MessageReaction] | None = Field(None, alias="reactionsAdded")
    reactions_removed: list[MessageReaction] | None = Field(None, alias="reactionsRemoved")
    topic_name: str | None = Field(None, alias="topicName")
    locale: str | None = None
    text: str | None = None
    summary: str | None = None
    attachments: list[Attachment] | None = None
    entities: list[Annotated[Mention | ClientInfo, Field(discriminator="type")]] | None = None
    channel_data: TeamsChannelData | None = Field(None, alias="channelData")
    action: Literal["add", "remove", "add-upgrade", "remove-upgrade"] | None = None
    reply_to_id: str | None = Field(None, alias="replyToId")
    value: Any = None
    name: str | None = None
    importance: Literal["low", "normal", "high", "urgent"] | None = None
    delivery_mode: Literal["normal", "notification"] | None = Field(None, alias="deliveryMode")


class ConversationParameters(Strict):
    is_group: bool | None = Field(None, alias="isGroup")
    bot: ChannelAccount | None = None
    members: list[ChannelAccount] | None = None
    topic_name: str | None = Field(None, alias="topicName")
    activity: Activity | None = None
    channel_data: TeamsChannelData | None = Field(None, alias="channelData")
    tenant_id: str | None = Field(None, alias="tenantId")


MODELS: tuple[type[Strict], ...] = (
    Activity, Attachment, ChannelAccount, ChannelInfo, ConversationAccount, ConversationParameters, Mention,
    MessageReaction, NotificationInfo, TeamInfo, TeamsChannelData, TenantInfo,
)  # fmt: skip

REQUIRED = {"type", "id", "timestamp", "serviceUrl", "channelId", "from", "conversation", "recipient", "channelData"}


def wrongs(model: type[BaseModel], data: object) -> list[str]:
    """What a strict reading finds wrong, as `path: reason`."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False)]
    return []


def utf16(data: object) -> int:
    """The bytes of it in UTF-16, as Teams counts; a lone surrogate counts as well."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def check_inbound(activity: Mapping[str, Any]) -> list[str]:
    """Whether Teams could have sent this."""
    missing = [f"{name}: missing" for name in sorted(REQUIRED - set(activity))]
    return missing + wrongs(Activity, activity)


def check_outbound(activity: Mapping[str, Any]) -> list[str]:
    """Whether this may be posted: the fields, the cards, the words for notifications, the size."""
    found = wrongs(Activity, activity)
    if found:
        return found
    for attachment in activity.get("attachments") or []:
        if attachment["contentType"] == ADAPTIVE:
            found += [f"card.{one}" for one in check_card(attachment.get("content"))]
        else:
            found.append(f"attachments: {attachment['contentType']!r} is not an Adaptive Card")
    if activity["type"] == "message" and not (activity.get("text") or activity.get("attachments")):
        found.append("text: a message without words and without a card")
    if activity.get("attachments") and not (activity.get("summary") or activity.get("text")):
        found.append("summary: a card alone is silent in notifications")
    found += _mentions(activity)
    size = utf16(activity)
    if size > SIZE:
        found.append(f"size: {size} bytes of UTF-16, at most {SIZE}")
    return found


def _mentions(activity: Mapping[str, Any]) -> list[str]:
    text = activity.get("text") or ""
    entities = [one for one in activity.get("entities") or [] if one["type"] == "mention"]
    return [f"entities: {one['text']!r} does not stand in the text" for one in entities if one["text"] not in text]
