"""From an activity of a person to an event. What Teams repeats has the same id, and a second press another."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.teams import ids, mentions
from adapters.teams.activity import Json, Spot, objects, within, word
from adapters.teams.emoji import character
from adapters.teams.errors import Malformed
from adapters.teams.limits import BOT, NAME
from adapters.teams.mentions import AT, MOST_TEXT, Accounts
from rituals.engine.called import FIRST
from rituals.engine.events import Action, Command, Installed, Origin, Reaction, Said, Search
from rituals.engine.names import Ref
from rituals.engine.routing import HOUSE, split
from store.accounts import AccountKind, AccountSeen
from store.places import APART, PlaceKind, PlaceSeen

_MOST_NAME = 100
_TAG = re.compile(r"<[^>]*>")
_EMOJI = re.compile(r"""<(?:emoji\b|img\b(?=[^<>]*/Emoji["']))[^<>]*?\balt="([^"<>]*)"[^<>]*>""", re.IGNORECASE)
_TO_US = re.compile(rf"\A@{BOT}\b[\s,:]*", re.IGNORECASE)
"""Our name as somebody types it where Teams makes no mention of it: in the personal chat."""
_ACTION = re.compile(r"[a-z_]{1,60}(\.[a-z_0-9]{1,60})?")
_CHANNELS: Mapping[str, PlaceKind] = {"standard": "channel", "private": "private", "shared": "channel"}
_ROLES: Mapping[str, AccountKind] = {"user": "member", "guest": "guest", "anonymous": "outsider", "bot": "bot"}


@dataclass(frozen=True, slots=True)
class Press:
    """What a button says that was pressed; `own` is set when it stood on a card that only this person sees."""

    action: str
    ref: Ref | None
    own: bool


def delivery(spot: Spot, *more: str) -> str:
    """The id of this delivery; Teams repeats an invoke with the id that it had."""
    return ":".join((NAME, spot.conversation, spot.activity, *more))


def origin(found: Json, spot: Spot) -> Origin:
    """Who and where."""
    if spot.kind == "personal":
        return Origin(NAME, spot.tenant, account(found, spot))
    message = ids.posted(spot.conversation, spot.activity) if found.get("type") == "message" else None
    return Origin(
        NAME, spot.tenant, account(found, spot), place(found, spot), message=str(message) if message else None
    )


def account(found: Json, spot: Spot) -> AccountSeen:
    """Whoever did it, as far as the activity tells."""
    sender = within(found, "from")
    return AccountSeen(
        external=spot.person,
        name=word(sender, "name")[:200],
        email=word(sender, "email")[:200],
        kind=kind_of(sender, spot.tenant),
        locale=word(found, "locale")[:20],
        zone=word(found, "localTimezone")[:60],
    )


def kind_of(somebody: Json, tenant: str) -> AccountKind | None:
    """None when Teams does not tell: most activities do not."""
    home = word(somebody, "tenantId").lower()
    if home and home != tenant:
        return "outsider"
    if "#ext#" in word(somebody, "userPrincipalName").lower():
        return "guest"
    return _ROLES.get((word(somebody, "userRole") or word(somebody, "role")).lower())


def place(found: Json, spot: Spot) -> PlaceSeen:
    """The channel or chat; most activities do not tell its name."""
    external = spot.place or spot.conversation
    if spot.kind == "group":
        return PlaceSeen(external, word(found, "conversation", "name")[:200], "chat", state="open")
    return channel(within(found, "channelData", "channel"), external, within(found, "channelData", "team"))


def channel(told: Json, external: str, team: Json) -> PlaceSeen:
    """A channel, called by its team and its own name; the first one of a team has no name of its own."""
    name, above = word(told, "name")[:_MOST_NAME], word(team, "name")[:_MOST_NAME]
    if above and (name or external == word(team, "id")):
        name = f"{above}{APART}{name or FIRST}"
    kind = word(told, "type").lower()
    return PlaceSeen(external, name, _CHANNELS.get(kind), True if kind == "shared" else None, "open")


def said(found: Json, spot: Spot, at: datetime, accounts: Accounts) -> Command | Said | None:
    """What somebody typed; None when it was not said to us, or without words (a picture)."""
    words, people, to_us = mentions.read(found, spot, accounts)
    text = _TO_US.sub("", words)
    mark, where = delivery(spot), origin(found, spot)
    if spot.kind == "personal":
        return None if not text else Said(delivery=mark, at=at, origin=where, text=text, mentions=people)
    slash = within(found, "recipient").get("isTargeted") is True
    if not to_us and not slash:
        return None
    first, rest = split(text)
    return Command(
        delivery=mark, at=at, origin=where, word=first or HOUSE, text=rest, mentions=people, public=not slash
    )


def picked(found: Json, spot: Spot, at: datetime) -> Command:
    """A message extension: from the menu of a message its words come along."""
    value = within(found, "value")
    body = within(value, "messagePayload", "body")
    text = word(body, "content")[:MOST_TEXT]
    if word(body, "contentType").lower() != "text":
        text = html.unescape(_TAG.sub(" ", _EMOJI.sub(r"\1", AT.sub(r"\1", text))))
    return Command(
        delivery=delivery(spot, "picked"), at=at, origin=origin(found, spot),
        word=word(value, "commandId")[:60] or HOUSE, text=" ".join(text.split()), picked=True,
    )  # fmt: skip


def pressed(found: Json, spot: Spot, at: datetime, press: Press) -> Action:
    """A pressed button; `replyToId` is the card it stood on."""
    card = word(found, "replyToId")
    posted = str(ids.posted(spot.conversation, card)) if card else None
    return Action(
        delivery=delivery(spot, word(found, "name"), press.action), at=at, origin=origin(found, spot),
        action=press.action, ref=press.ref, posted=posted,
    )  # fmt: skip


def press_of(data: Json) -> Press:
    """What our buttons carry. Raises Malformed for anything that they would not."""
    action = word(data, "action")
    if not _ACTION.fullmatch(action):
        raise Malformed("not a button of ours")
    return Press(action, ref_of(data), data.get("own") is True)


def ref_of(data: Json) -> Ref | None:
    """The thing that a button or form is about."""
    text = word(data, "ref")
    try:
        return Ref.parse(text) if text else None
    except ValueError as error:
        raise Malformed("not a ref of ours") from error


def searched(found: Json, spot: Spot, at: datetime) -> Search:
    """Somebody types in a list of people."""
    query = word(found, "value", "queryText")[:100]
    return Search(delivery=delivery(spot, "search"), at=at, origin=origin(found, spot), query=query)


def reacted(found: Json, spot: Spot, at: datetime) -> list[Reaction]:
    """One event for each emoji that was put on a message, or taken off."""
    message = word(found, "replyToId")
    where, posted = origin(found, spot), str(ids.posted(spot.conversation, message))
    events = []
    for name, added in (("reactionsAdded", True), ("reactionsRemoved", False)):
        for one in objects(found, name, 20):
            emoji = character(word(one, "type"))
            mark = delivery(spot, message, emoji, str(added), word(found, "timestamp"))
            if emoji and message:
                event = Reaction(delivery=mark, at=at, origin=where, emoji=emoji, added=added, posted=posted)
                events.append(event)
    return events


def installed(found: Json, spot: Spot, at: datetime) -> Installed:
    """The app was added to the personal chat, a team or a chat. Teams does not tell what the tenant is called."""
    return Installed(delivery=delivery(spot, "installed"), at=at, origin=origin(found, spot))
