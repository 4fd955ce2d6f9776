"""Google Workspace: `events.list` of a mailbox, through a service account. No field with what was written is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from adapters.calendars import GOOGLE
from adapters.calendars.errors import Failed
from adapters.calendars.parse import meeting, rows, words
from adapters.calendars.reading import Marks, Read
from adapters.calendars.rules import MOST, Told, ToldGuest, meetings_of
from adapters.calendars.tokens import Tokens, answer_of
from adapters.calendars.transport import Web

if TYPE_CHECKING:
    from adapters.calendars.window import Window
    from rituals.engine.clock import Clock

URL = "https://www.googleapis.com/calendar/v3"
SCOPE = "https://www.googleapis.com/auth/calendar.events.readonly"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_HOUR = timedelta(hours=1)
_FIELDS = (
    "nextPageToken,items(id,iCalUID,status,summary,start,end,transparency,visibility,eventType,recurringEventId,"
    "organizer(email,displayName),attendees(email,displayName,responseStatus,resource))"
)
_PAGE = 250
_PAGES = MOST // _PAGE
_ANSWERS = {"accepted": "yes", "declined": "no", "tentative": "maybe"}


class Google:
    """One organisation; each mailbox is read as if by its owner, which its administrator allowed."""

    def __init__(self, clock: Clock, zone: ZoneInfo, environment: Mapping[str, str]) -> None:
        self._clock = clock
        self._zone = zone
        self._url = environment.get("GOOGLE_URL", URL).rstrip("/")
        self._key: Mapping[str, Any] = json.loads(environment[GOOGLE])
        self._web = Web(clock.now, guarded=False)
        self.tokens = Tokens(self._web, clock.elapsed, self._asks)

    async def read(self, address: str, window: Window, marks: Marks) -> Read:
        """Raises Failed."""
        asks = {
            "singleEvents": "true", "orderBy": "startTime", "timeMin": window.since.isoformat(),
            "timeMax": window.until.isoformat(), "maxResults": str(_PAGE), "fields": _FIELDS, "timeZone": "UTC",
        }  # fmt: skip
        told: list[Told] = []
        for _ in range(_PAGES):
            page = await self._page(address, asks)
            told += _told(page)
            if not (following := words(page, "nextPageToken")):
                break
            asks["pageToken"] = following
        found = meetings_of(told, self._zone, window.since, window.until)
        return Read(tuple(meeting(one) for one in found))

    async def close(self) -> None:
        """Close its connections."""
        await self._web.close()

    async def _page(self, address: str, asks: Mapping[str, str]) -> dict[str, Any]:
        token = await self.tokens.token(address)
        url = f"{self._url}/calendars/{quote(address, safe='@')}/events?{urlencode(asks)}"
        try:
            return answer_of((await self._web.get(url, {"Authorization": f"Bearer {token}"})).body)
        except Failed as error:
            if error.trouble == "refused":
                self.tokens.forget(address)
            raise

    def _asks(self, whose: str) -> tuple[str, Mapping[str, str]]:
        import jwt

        now = self._clock.now() - self._clock.ahead  # Google goes by the real time
        told = {
            "iss": self._key["client_email"], "scope": SCOPE, "aud": self._key["token_uri"], "iat": now,
            "exp": now + _HOUR, **({"sub": whose} if whose else {}),
        }  # fmt: skip
        try:
            signed = jwt.encode(told, self._key["private_key"], "RS256", {"kid": self._key.get("private_key_id", "")})
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Failed("refused", "the private key of the service account cannot be read") from error
        return str(self._key["token_uri"]), {"grant_type": _GRANT, "assertion": signed}


def _told(page: Mapping[str, Any]) -> Iterator[Told]:
    for one in rows(page, "items"):
        if one.get("status") == "cancelled" or one.get("transparency") == "transparent":
            continue
        starts, ends = _moment(one, "start"), _moment(one, "end")
        if starts is None or ends is None or words(one, "eventType") not in ("", "default", "fromGmail"):
            continue  # all-day, a birthday, a place of work
        guests = [guest for guest in rows(one, "attendees") if guest.get("resource") is not True]
        yield Told(
            external=words(one, "id"), series=words(one, "recurringEventId") or words(one, "id"),
            title=words(one, "summary"), starts=starts, ends=ends, host=_person(one.get("organizer")),
            guests=tuple(_person(guest) for guest in guests),
            private=words(one, "visibility") in ("private", "confidential"),
        )  # fmt: skip


def _person(told: Any) -> ToldGuest:
    answer = _ANSWERS.get(words(told, "responseStatus"), "none")
    return ToldGuest(words(told, "email"), words(told, "displayName"), answer)


def _moment(one: Mapping[str, Any], name: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words(one, name, "dateTime"))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
