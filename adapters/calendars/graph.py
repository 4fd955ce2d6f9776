"""Microsoft 365: `calendarView` of a mailbox. Asked for: when, who and what it is called; never what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from adapters.calendars.errors import Failed
from adapters.calendars.parse import first, meeting, rows, words
from adapters.calendars.reading import Marks, Read
from adapters.calendars.rules import MOST, Told, ToldGuest, meetings_of
from adapters.calendars.tokens import Tokens, answer_of
from adapters.calendars.transport import Web

if TYPE_CHECKING:
    from adapters.calendars.window import Window
    from rituals.engine.clock import Clock

URL = "https://graph.microsoft.com/v1.0"
LOGIN_URL = "https://login.microsoftonline.com"
_FIELDS = "id,iCalUId,subject,start,end,attendees,organizer,isCancelled,isAllDay,showAs,sensitivity,type,seriesMasterId"
_PAGE = 200
_PAGES = MOST // _PAGE
_ANSWERS = {"accepted": "yes", "organizer": "yes", "declined": "no", "tentativelyAccepted": "maybe"}


class Graph:
    """One tenant, by client credentials of its own application."""

    def __init__(self, clock: Clock, zone: ZoneInfo, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._zone = zone
        self._url = environment.get("GRAPH_URL", URL).rstrip("/")
        self._web = Web(clock.now, guarded=False)
        self.tokens = Tokens(self._web, clock.elapsed, self._asks)

    async def read(self, address: str, window: Window, marks: Marks) -> Read:
        """Raises Failed."""
        asks = urlencode({
            "startDateTime": _plain(window.since), "endDateTime": _plain(window.until), "$select": _FIELDS,
            "$top": str(_PAGE), "$orderby": "start/dateTime",
        })  # fmt: skip
        url = f"{self._url}/users/{quote(address, safe='@')}/calendarView?{asks}"
        told: list[Told] = []
        for _ in range(_PAGES):
            page = await self._page(url)
            told += _told(page)
            url = words(page, "@odata.nextLink")
            if not url:
                break
            if urlsplit(url)[:2] != urlsplit(self._url)[:2]:
                raise Failed("unreadable", "the next page is on another host")
        found = meetings_of(told, self._zone, window.since, window.until)
        return Read(tuple(meeting(one) for one in found))

    async def close(self) -> None:
        """Close its connections."""
        await self._web.close()

    async def _page(self, url: str) -> dict[str, Any]:
        token = await self.tokens.token()
        headers = {"Authorization": f"Bearer {token}", "Prefer": 'outlook.timezone="UTC"', "Accept": "application/json"}
        try:
            return answer_of((await self._web.get(url, headers)).body)
        except Failed as error:
            if error.trouble == "refused":
                self.tokens.forget()
            raise

    def _asks(self, _whose: str) -> tuple[str, Mapping[str, str]]:
        given, parts = self._environment, urlsplit(self._url)
        login = given.get("GRAPH_LOGIN_URL", LOGIN_URL).rstrip("/")
        return f"{login}/{quote(given['GRAPH_TENANT_ID'], safe='')}/oauth2/v2.0/token", {
            "grant_type": "client_credentials", "client_id": given["GRAPH_CLIENT_ID"],
            "client_secret": given["GRAPH_CLIENT_SECRET"], "scope": f"{parts.scheme}://{parts.netloc}/.default",
        }  # fmt: skip


def _plain(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _told(page: Mapping[str, Any]) -> Iterator[Told]:
    for one in rows(page, "value"):
        if one.get("isCancelled") is True or one.get("isAllDay") is True or one.get("showAs") == "free":
            continue
        starts, ends = _moment(one.get("start")), _moment(one.get("end"))
        if starts is None or ends is None:
            continue
        name = first((words(one, "iCalUId"), words(one, "id")))
        yield Told(
            external=name, series=words(one, "seriesMasterId") or name, title=words(one, "subject"), starts=starts,
            ends=ends, host=_person(one.get("organizer")), guests=tuple(_guests(one)),
            private=one.get("sensitivity") not in (None, "normal"),
        )  # fmt: skip


def _guests(one: Mapping[str, Any]) -> Iterator[ToldGuest]:
    for guest in rows(one, "attendees"):
        if guest.get("type") != "resource":
            yield _person(guest, _ANSWERS.get(words(guest, "status", "response"), "none"))


def _person(told: Any, answer: str = "none") -> ToldGuest:
    return ToldGuest(words(told, "emailAddress", "address"), words(told, "emailAddress", "name"), answer)


def _moment(told: Any) -> datetime | None:
    """UTC was asked for, and is written without saying so."""
    if words(told, "timeZone") not in ("UTC", "tzone://Microsoft/Utc"):
        return None
    try:
        return datetime.fromisoformat(words(told, "dateTime")[:19]).replace(tzinfo=UTC)
    except ValueError:
        return None
