"""Microsoft 365 and Google: the same meetings, by their own ways, and nothing of what was written in them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.calendars.errors import Failed
from adapters.calendars.google import SCOPE, Google
from adapters.calendars.graph import Graph
from adapters.calendars.reading import Marks
from rituals.engine.meetings import Guest, Meeting
from tests.adapters.calendars.steps import AMSTERDAM, SEEN, a_clock, utc
from tests.fakes.calendar_server import CalendarServer, Json, fails, says

SANNE = "sanne@waterrand.example"
GUESTS = (
    Guest("anouk@waterrand.example", "Anouk Visser", "no"),
    Guest("grace@elders.example", "", "none"),
    Guest(SANNE, "Sanne de Wit", "yes"),
)
CANARY = "kanarie"


@pytest.fixture(name="server")
async def a_server() -> AsyncIterator[CalendarServer]:
    async with CalendarServer().serving() as server:
        yield server


@pytest.fixture(name="graph")
async def a_graph(server: CalendarServer) -> AsyncIterator[Graph]:
    graph = Graph(a_clock(), AMSTERDAM, graph_environment(server))
    yield graph
    await graph.close()


@pytest.fixture(name="google")
async def a_google(server: CalendarServer) -> AsyncIterator[Google]:
    google = Google(a_clock(), AMSTERDAM, google_environment(server))
    yield google
    await google.close()


def graph_environment(server: CalendarServer) -> dict[str, str]:
    """As IT would set it, for this server."""
    return {
        "GRAPH_TENANT_ID": "waterrand", "GRAPH_CLIENT_ID": "app", "GRAPH_CLIENT_SECRET": server.secret,
        "GRAPH_URL": f"{server.url}/v1.0", "GRAPH_LOGIN_URL": server.url,
    }  # fmt: skip


def google_environment(server: CalendarServer) -> dict[str, str]:
    """With a key of its own, of which the server knows the public half."""
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    server.public_key = public.decode()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {
        "type": "service_account", "client_email": "bot@project.example", "private_key_id": "k1",
        "private_key": private.decode(), "token_uri": f"{server.url}/token",
    }  # fmt: skip
    return {"GOOGLE_SERVICE_ACCOUNT": json.dumps(account), "GOOGLE_URL": f"{server.url}/calendar/v3"}


def of_graph(**changes: Any) -> Json:
    """An event as calendarView gives it."""
    return {
        "id": "AAMk1", "iCalUId": "0400-1", "subject": "Teamoverleg Noord", "isCancelled": False, "isAllDay": False,
        "showAs": "busy", "sensitivity": "normal", "type": "occurrence", "seriesMasterId": "AAMkM",
        "start": {"dateTime": "2026-11-24T09:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-11-24T10:00:00.0000000", "timeZone": "UTC"},
        "organizer": {"emailAddress": {"name": "Sanne de Wit", "address": "Sanne@waterrand.example"}},
        "attendees": [
            {"type": "required", "status": {"response": "none"},
             "emailAddress": {"name": "Sanne de Wit", "address": SANNE}},
            {"type": "optional", "status": {"response": "declined"},
             "emailAddress": {"name": "Anouk Visser", "address": "Anouk@waterrand.example"}},
            {"type": "required", "status": {"response": "notResponded"},
             "emailAddress": {"name": "grace@elders.example", "address": "grace@elders.example"}},
            {"type": "resource", "status": {"response": "accepted"},
             "emailAddress": {"name": "Zaal 3", "address": "zaal3@waterrand.example"}},
        ],
        "body": {"contentType": "html", "content": CANARY}, "bodyPreview": CANARY, "webLink": f"https://x/{CANARY}",
        "location": {"displayName": CANARY}, "onlineMeeting": {"joinUrl": f"https://x/{CANARY}"},
        **changes,
    }  # fmt: skip


def of_google(**changes: Any) -> Json:
    """An event as events.list gives it."""
    return {
        "id": "abc_20261124T090000Z", "iCalUID": "abc@google.com", "status": "confirmed", "eventType": "default",
        "summary": "Teamoverleg Noord", "recurringEventId": "abc",
        "start": {"dateTime": "2026-11-24T10:00:00+01:00"}, "end": {"dateTime": "2026-11-24T11:00:00+01:00"},
        "organizer": {"email": SANNE, "displayName": "Sanne de Wit"},
        "attendees": [
            {"email": SANNE, "displayName": "Sanne de Wit", "organizer": True, "responseStatus": "accepted"},
            {"email": "Anouk@waterrand.example", "displayName": "Anouk Visser", "responseStatus": "declined"},
            {"email": "grace@elders.example", "responseStatus": "needsAction"},
            {"email": "c_1@resource.calendar.google.com", "resource": True, "responseStatus": "accepted"},
        ],
        "description": CANARY, "location": CANARY, "attachments": [{"title": CANARY}], "hangoutLink": CANARY,
        **changes,
    }  # fmt: skip


async def read(source: Graph | Google, mailbox: str = SANNE) -> tuple[Meeting, ...]:
    """All that it has."""
    meetings = (await source.read(mailbox, SEEN, Marks())).meetings
    assert meetings is not None
    return meetings


async def trouble(source: Graph | Google, mailbox: str = SANNE) -> str:
    """The word for what is wrong."""
    with pytest.raises(Failed) as failed:
        await source.read(mailbox, SEEN, Marks())
    return failed.value.trouble


async def test_graph_tells_a_meeting_and_who_is_coming(server: CalendarServer, graph: Graph) -> None:
    server.graph[SANNE] = [[of_graph()]]

    assert await read(graph) == (
        Meeting("0400-1", "AAMkM", "Teamoverleg Noord", utc(24, 9), utc(24, 10), SANNE, GUESTS),
    )


async def test_graph_is_asked_for_utc_and_for_no_bodies(server: CalendarServer, graph: Graph) -> None:
    server.graph[SANNE] = [[of_graph()]]
    found = await read(graph)
    asked = server.asked[-1]

    assert asked.headers["Prefer"] == 'outlook.timezone="UTC"'
    assert (asked.query["startDateTime"], asked.query["endDateTime"]) == (
        "2026-11-23T00:00:00Z",
        "2026-12-08T00:00:00Z",
    )
    assert not {"body", "bodyPreview", "location", "onlineMeeting", "webLink"} & set(asked.query["$select"].split(","))
    assert CANARY not in repr(found)
    assert server.tokens[0]["scope"] == f"{server.url}/.default"


@pytest.mark.parametrize(
    "changes",
    [
        {"isCancelled": True},
        {"isAllDay": True},
        {"showAs": "free"},
        {"subject": "Geannuleerd: Teamoverleg"},
        {"end": {"dateTime": "2026-11-26T10:00:00", "timeZone": "UTC"}},
        {"start": None},
        {"start": {"dateTime": "kapot", "timeZone": "UTC"}},
        {"start": {"dateTime": "2026-11-24T09:00:00", "timeZone": "Pacific Standard Time"}},
    ],
)
async def test_graph_leaves_out_what_is_no_meeting(changes: Json, server: CalendarServer, graph: Graph) -> None:
    server.graph[SANNE] = [[of_graph(**changes), of_graph(iCalUId="goed")]]

    assert [one.external for one in await read(graph)] == ["goed"]


async def test_a_private_meeting_has_no_title_in_either(server: CalendarServer, graph: Graph, google: Google) -> None:
    server.graph[SANNE] = [[of_graph(sensitivity="private")]]
    server.google[SANNE] = [[of_google(visibility="private")]]

    assert [(one.title, one.private) for one in (*await read(graph), *await read(google))] == [("", True)] * 2


async def test_all_pages_are_read(server: CalendarServer, graph: Graph, google: Google) -> None:
    server.graph[SANNE] = [[of_graph(iCalUId=str(number))] for number in range(3)]
    server.google[SANNE] = [[of_google(id=str(number))] for number in range(3)]

    assert [one.external for one in await read(graph)] == ["0", "1", "2"]
    assert [one.external for one in await read(google)] == ["0", "1", "2"]


async def test_pages_without_end_are_not_followed_without_end(server: CalendarServer, graph: Graph) -> None:
    server.graph[SANNE] = [[of_graph(iCalUId=str(number))] for number in range(50)]

    assert len(await read(graph)) == 10


async def test_a_next_page_on_another_host_is_not_asked(server: CalendarServer, graph: Graph) -> None:
    server.graph[SANNE] = [[of_graph()], [of_graph()]]
    server.foreign_next = "https://elders.example/v1.0/users/x/calendarView"

    assert await trouble(graph) == "unreadable"


async def test_a_token_is_asked_for_once_and_anew_after_a_refusal(server: CalendarServer, graph: Graph) -> None:
    server.graph[SANNE] = [[of_graph()]]
    await read(graph)
    await read(graph)
    assert len(server.tokens) == 1

    server.how = fails(401)
    assert await trouble(graph) == "refused"
    server.how = None
    await read(graph)

    assert len(server.tokens) == 2


async def test_a_wrong_secret_is_a_refusal(server: CalendarServer, graph: Graph) -> None:
    server.secret = "een ander geheim"

    assert await trouble(graph) == "refused"


async def test_a_mailbox_that_is_not_there_is_gone(graph: Graph, google: Google) -> None:
    assert await trouble(graph) == "gone"
    assert await trouble(google) == "gone"


async def test_a_mailbox_outside_the_scope_is_a_refusal(server: CalendarServer, graph: Graph, google: Google) -> None:
    server.how = fails(403)

    assert await trouble(graph) == "refused"
    assert await trouble(google) == "refused"


async def test_graph_says_how_long_to_wait(server: CalendarServer, graph: Graph) -> None:
    server.how = fails(429, Retry_After="90")
    with pytest.raises(Failed) as failed:
        await graph.read(SANNE, SEEN, Marks())

    assert (failed.value.trouble, failed.value.wait) == ("unreachable", 90)


async def test_signs_that_cannot_be_stored_are_left_out(server: CalendarServer, graph: Graph) -> None:
    odd = {"type": "required", "emailAddress": {"name": "A\x00\ud800b", "address": "a\x00\ud800@x.nl"}}
    server.graph[SANNE] = [[of_graph(subject="Een\x00 \ud800twee", iCalUId="x\x00\ud800y", attendees=[odd])]]

    (one,) = await read(graph)

    assert (one.title, one.external) == ("Een twee", "x y")
    assert [guest.address for guest in one.guests] == [SANNE]


@pytest.mark.parametrize("body", ["<html>", "[]", "[" * 100_000, '{"value": "x", "items": 3}', '{"value": [1, null]}'])
async def test_an_answer_of_another_shape_does_no_harm(
    body: str, server: CalendarServer, graph: Graph, google: Google
) -> None:
    server.how = says(body)
    for source in (graph, google):
        try:
            assert await read(source) == ()
        except Failed as error:
            assert error.trouble == "unreadable"


async def test_a_mailbox_is_no_path(server: CalendarServer, graph: Graph) -> None:
    server.graph["a/../b@x.nl"] = [[of_graph()]]

    assert len(await read(graph, "a/../b@x.nl")) == 1


async def test_google_tells_a_meeting_and_who_is_coming(server: CalendarServer, google: Google) -> None:
    server.google[SANNE] = [[of_google()]]

    assert await read(google) == (
        Meeting("abc_20261124T090000Z", "abc", "Teamoverleg Noord", utc(24, 9), utc(24, 10), SANNE, GUESTS),
    )


async def test_google_is_asked_as_the_owner_and_for_no_bodies(server: CalendarServer, google: Google) -> None:
    server.google[SANNE] = [[of_google()]]
    found = await read(google)
    asked = server.asked[-1].query

    assert server.tokens[0]["sub"] == SANNE
    assert server.tokens[0]["scope"] == SCOPE
    assert (asked["singleEvents"], asked["orderBy"]) == ("true", "startTime")
    assert not any(word in asked["fields"] for word in ("description", "location", "attachments", "hangoutLink"))
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "cancelled"},
        {"transparency": "transparent"},
        {"eventType": "workingLocation"},
        {"eventType": "outOfOffice"},
        {"start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}},
        {"start": {"dateTime": "2026-11-24T10:00:00"}},
        {"start": {}},
    ],
)
async def test_google_leaves_out_what_is_no_meeting(changes: Json, server: CalendarServer, google: Google) -> None:
    server.google[SANNE] = [[of_google(**changes), of_google(id="goed")]]

    assert [one.external for one in await read(google)] == ["goed"]


async def test_a_calendar_that_stands_where_the_host_should_is_no_guest(
    server: CalendarServer, google: Google
) -> None:  # fmt: skip
    server.google[SANNE] = [[of_google(organizer={"email": "c_1@group.calendar.google.com"}, attendees=[])]]

    assert [(one.host, one.guests) for one in await read(google)] == [("", ())]


async def test_a_key_that_google_does_not_know_is_a_refusal(server: CalendarServer, google: Google) -> None:
    google_environment(server)  # another key took its place

    assert await trouble(google) == "refused"
