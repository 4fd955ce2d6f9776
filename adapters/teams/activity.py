"""An activity as it came in: JSON of which nothing is certain, read without raising anything but Malformed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from adapters.teams import ids
from adapters.teams.errors import Malformed

Json = Mapping[str, object]
Kind = Literal["personal", "group", "channel"]
_KINDS: Mapping[str, Kind] = {"personal": "personal", "groupchat": "group", "channel": "channel"}
_LONGEST_ID = 500
_NOTHING: Json = {}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an activity came from, and how to answer it.

    `conversation` is as it came, with the thread in it. `member` is Teams' id of the person for this bot ("29:..."),
    `person` the one we know them by: the same in every conversation, and in the list of members.
    """

    tenant: str
    service_url: str
    conversation: str
    kind: Kind
    activity: str
    member: str
    person: str
    bot: str
    team: str

    @property
    def place(self) -> str | None:
        """The channel or chat; None for the personal chat."""
        return None if self.kind == "personal" else ids.split(self.conversation)[0]


def load(body: bytes) -> Json:
    """A JSON object in UTF-8."""
    try:
        found = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not JSON in UTF-8") from error
    if not isinstance(found, dict):
        raise Malformed("the body is not an object")
    return found


def within(found: Json, *path: str) -> Json:
    """The object at the end of the path; an empty one when there is none."""
    for name in path:
        inner = found.get(name)
        found = inner if isinstance(inner, dict) else _NOTHING
    return found


def objects(found: Json, name: str, most: int = 200) -> list[Json]:
    """The objects of a list."""
    listed = found.get(name)
    return [one for one in listed[:most] if isinstance(one, dict)] if isinstance(listed, list) else []


def word(found: Json, *path: str) -> str:
    """The text at the end of the path, empty when there is none; without what no database can keep."""
    text = within(found, *path[:-1]).get(path[-1])
    return clean(text) if isinstance(text, str) else ""


def clean(text: str) -> str:
    """NUL and half a surrogate pair can be stored nowhere."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\x00", "")


def spot_of(found: Json) -> Spot:
    """Raises Malformed without a conversation, a connector, a tenant, a sender or an id of its own."""
    conversation = _id(found, "conversation", "id")
    member = _id(found, "from", "id")
    return Spot(
        tenant=(word(found, "channelData", "tenant", "id") or _id(found, "conversation", "tenantId")).lower(),
        service_url=_id(found, "serviceUrl"),
        conversation=conversation,
        kind=_kind(found, conversation),
        activity=_id(found, "id"),
        member=member,
        person=person_of(within(found, "from")),
        bot=word(found, "recipient", "id"),
        team=word(found, "channelData", "team", "id")[:_LONGEST_ID],
    )


def person_of(account: Json) -> str:
    """How we know an account: by the directory's id, which is the same everywhere; strangers may have none."""
    return (word(account, "aadObjectId") or word(account, "objectId")).lower() or word(account, "id")


def _kind(found: Json, conversation: str) -> Kind:
    told = _KINDS.get(word(found, "conversation", "conversationType").lower())
    if told is not None:
        return told
    if ids.is_channel(ids.split(conversation)[0]):
        return "channel"
    return "group" if conversation.startswith("19:") else "personal"


def _id(found: Json, *path: str) -> str:
    text = word(found, *path)
    if not 0 < len(text) <= _LONGEST_ID:
        raise Malformed(f"no usable {'.'.join(path)}")
    return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
