"""From the JSON of the page to what happened. Anything the page would not send is refused."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from adapters.playground import demo
from adapters.playground.errors import Refused, Unclear
from rituals.engine.events import (
    Action,
    Command,
    FormChanged,
    FormClosed,
    FormSubmitted,
    Mention,
    Origin,
    Reaction,
    Said,
    Value,
)
from rituals.engine.files import Upload
from rituals.engine.names import Ref
from rituals.engine.translate import mark

EMOJI = ("👏", "🎉", "💚", "👍", "😊", "🙏")
MOST_TEXT = 10_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORD_END = re.compile(r"[\s:]")
_ACTION = re.compile(r"[a-z_]+(\.[a-z_0-9]+)?")
_MENTION = re.compile(
    r"(?<!\w)@("
    + "|".join(
        re.escape(name)
        for one in demo.COLLEAGUES
        for name in sorted({one.name, one.name.split()[0]}, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.IGNORECASE,
)
Json = Mapping[str, object]
Step = Literal["seconds", "hour", "workday"]
_STEPS: Mapping[str, Step] = {"seconds": "seconds", "hour": "hour", "workday": "workday"}


@dataclass(frozen=True, slots=True)
class Where:
    """Who looks at which conversation: a room, or with `room` None their own chat with the bot."""

    who: demo.Colleague
    room: demo.Room | None
    locale: str = "nl"

    @property
    def channel(self) -> str:
        """The name of the conversation in the store."""
        return self.room.external if self.room else demo.private_chat(self.who.account)

    @property
    def origin(self) -> Origin:
        """As the engine is told."""
        return Origin(demo.WORKSPACE, demo.WORKSPACE, self.who.seen(self.locale), self.room.seen if self.room else None)


@dataclass(frozen=True, slots=True)
class Written:
    """An ordinary message of somebody in a room, maybe under another: none of the engine's business."""

    text: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The clock is moved: a step, or to the morning of a day."""

    to: Step | date


def load(body: bytes) -> Json:
    """A JSON object; whatever stands in it is still to be checked."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unclear from error
    if not isinstance(found, dict):
        raise Unclear
    return found


def where(found: Mapping[str, object]) -> Where:
    """Who and where, from `as` and `place`; a place without its member is refused. `locale` is the page's."""
    locale = str(found.get("locale", "nl"))
    who = demo.colleague(_word(found, "as"))
    if who is None:
        raise Refused(mark("Deze collega ken ik niet. Kies iemand uit de lijst."))
    place = _word(found, "place")
    if place == demo.private_chat(who.account):
        return Where(who, None, locale)
    room = demo.room(place)
    if room is None or who.account not in room.members:
        raise Refused(mark("Daar zit je niet in. Kies een plek uit de lijst."))
    return Where(who, room, locale)


def delivery(found: Json) -> str:
    """The page's own id of the request; sent again it must give the same answer."""
    uuid = _word(found, "id")
    if not _UUID.fullmatch(uuid):
        raise Unclear
    return f"playground:{uuid}"


def said(found: Json, at: datetime) -> Command | Said | Written:
    """What somebody typed: a slash makes it a command, wherever it is typed."""
    text = _text(found, "text", MOST_TEXT).strip()
    if not text:
        raise Refused(mark("Typ eerst een bericht."))
    spot, number = where(found), delivery(found)
    if text.startswith("/"):
        word, rest = _command(text)
        return Command(
            delivery=number, at=at, origin=spot.origin, word=word.lower(), text=rest, mentions=mentions(rest)
        )
    if spot.room is None:
        return Said(delivery=number, at=at, origin=spot.origin, text=text, mentions=mentions(text))
    return Written(text, message(found, "parent"))


def mentions(text: str) -> tuple[Mention, ...]:
    """The colleagues named with an @, as the words stand there."""
    found: dict[str, Mention] = {}
    for match in _MENTION.finditer(text):
        name = match[1].casefold()
        for one in demo.COLLEAGUES:
            if name in (one.name.casefold(), one.name.split()[0].casefold()):
                found.setdefault(match[0], Mention(match[0], one.account))
    return tuple(found.values())


def pressed(found: Json, at: datetime, posted: str | None) -> Action:
    """A pressed button."""
    action = _word(found, "action")
    if not _ACTION.fullmatch(action):
        raise Unclear
    return Action(
        delivery=delivery(found),
        at=at,
        origin=where(found).origin,
        action=action,
        ref=_ref(found),
        posted=posted,
    )


def picked(found: Json, at: datetime, text: str) -> Command:
    """A command that was picked on a message, whose text comes with it."""
    word = _word(found, "word")
    origin = where(found).origin
    return Command(
        delivery=delivery(found), at=at, origin=origin, word=word, text=text, mentions=mentions(text), picked=True
    )


def message(found: Mapping[str, object], name: str = "message") -> int | None:
    """The message that is meant; None for a card that is no message."""
    number = found.get(name)
    if number is None:
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**53:
        raise Unclear
    return number


def submitted(found: Json, at: datetime) -> FormSubmitted:
    """A form that was sent."""
    return FormSubmitted(
        delivery=delivery(found),
        at=at,
        origin=where(found).origin,
        form=_word(found, "form"),
        draft=_word(found, "draft", least=0),
        values=_values(found),
        ref=_ref(found),
        files=_files(found),
    )


def changed(found: Json, at: datetime) -> FormChanged:
    """Somebody types in a field."""
    return FormChanged(
        delivery="",
        at=at,
        origin=where(found).origin,
        form=_word(found, "form"),
        draft=_word(found, "draft", least=0),
        field=_word(found, "field"),
        values=_values(found),
    )


def closed(found: Json, at: datetime) -> FormClosed:
    """A form that was closed, with what had been typed."""
    return FormClosed(
        delivery=delivery(found),
        at=at,
        origin=where(found).origin,
        form=_word(found, "form"),
        draft=_word(found, "draft", least=0),
        values=_values(found),
        ref=_ref(found),
    )


def reacted(found: Json, at: datetime, posted: str) -> Reaction:
    """An emoji that was put on a message, or taken off."""
    emoji, added = found.get("emoji"), found.get("on")
    if emoji not in EMOJI or not isinstance(emoji, str) or not isinstance(added, bool):
        raise Unclear
    return Reaction(
        delivery=delivery(found), at=at, origin=where(found).origin, emoji=emoji, added=added, posted=posted
    )


def walk(found: Json) -> Walk:
    """Where the clock should go."""
    day = found.get("date")
    if day is None:
        step = _STEPS.get(_word(found, "step"))
        if step is None:
            raise Unclear
        return Walk(step)
    try:
        return Walk(date.fromisoformat(_word(found, "date")))
    except ValueError as error:
        raise Refused(mark("Kies een dag uit de kalender.")) from error


def before(found: Mapping[str, object]) -> int:
    """The message before which older ones are asked for."""
    number = _word(found, "before")
    if not number.isdecimal() or not 0 < int(number) < 2**53:
        raise Unclear
    return int(number)


def query(found: Mapping[str, object]) -> str:
    """What is typed in a person field."""
    return _text(found, "q", 100)


def _command(text: str) -> tuple[str, str]:
    """The word ends at the first white space or colon."""
    word, *rest = _WORD_END.split(text[1:], maxsplit=1)
    return word, "".join(rest).strip()


def _ref(found: Json) -> Ref | None:
    if found.get("ref") in (None, ""):
        return None
    try:
        return Ref.parse(_word(found, "ref"))
    except ValueError as error:
        raise Unclear from error


def _values(found: Json) -> dict[str, Value]:
    values = found.get("values")
    if not isinstance(values, dict) or len(values) > 100:
        raise Unclear
    return {_checked(name, 100): _value(value) for name, value in values.items()}


def _files(found: Json) -> dict[str, Upload]:
    files = found.get("files", {})
    if not isinstance(files, dict) or len(files) > 5:
        raise Unclear
    return {_checked(name, 100): _file(file) for name, file in files.items()}


def _file(file: object) -> Upload:
    if not isinstance(file, dict):
        raise Unclear
    data = file.get("data", "")
    if data is None:  # the page did not send it
        raise Refused(mark("Dit bestand is te groot om hier uit te proberen. Neem er een van hooguit 700 kB."))
    if not isinstance(data, str):
        raise Unclear
    try:
        return Upload(_text(file, "name", 300), base64.b64decode(data, validate=True))
    except ValueError as error:  # not base64, or with a letter that is in no base64
        raise Unclear from error


def _value(value: object) -> Value:
    if not isinstance(value, list):
        return _checked(value, MOST_TEXT)
    if len(value) > 200:
        raise Unclear
    return tuple(_checked(one, MOST_TEXT) for one in value)


def _word(found: Mapping[str, object], name: str, least: int = 1) -> str:
    word = _text(found, name, 200)
    if len(word) < least:
        raise Unclear
    return word


def _text(found: Mapping[str, object], name: str, most: int) -> str:
    return _checked(found.get(name), most)


def _checked(text: object, most: int) -> str:
    """NUL and half a surrogate pair can be stored nowhere."""
    if not isinstance(text, str) or "\x00" in text:
        raise Unclear
    if len(text) > most:
        raise Refused(mark("Dat is te veel tekst. Maak het korter en probeer het opnieuw."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unclear from error
    return text
