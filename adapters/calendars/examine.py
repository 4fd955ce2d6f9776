"""Whether the services that IT switched on give us a token; no mailbox is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters import Chart, Finding
from adapters.calendars import kinds
from adapters.calendars.errors import Failed

if TYPE_CHECKING:
    from adapters.calendars.google import Google
    from adapters.calendars.graph import Graph

_REMEDIES = {
    "graph": "Look at GRAPH_TENANT_ID, GRAPH_CLIENT_ID and GRAPH_CLIENT_SECRET: a secret ends after a while.",
    "google": "Look at GOOGLE_SERVICE_ACCOUNT: the key may have been deleted.",
}
_CALLED = {"graph": "Microsoft", "google": "Google"}


async def examine(chart: Chart) -> AsyncIterator[Finding]:
    """Nothing where only ICS addresses are read."""
    for kind in sorted(kinds(chart.environment) - {"ics"}):
        reader = _reader(kind, chart)
        try:
            await reader.tokens.token()
        except Failed as error:
            what = f"{_CALLED[kind]} gives no token for calendars: {error.detail or error.trouble}"
            yield Finding("wrong", what, _REMEDIES[kind])
        else:
            yield Finding("ok", f"{_CALLED[kind]} gives a token for calendars")
        finally:
            await reader.close()


def _reader(kind: str, chart: Chart) -> Graph | Google:
    from adapters.calendars.google import Google
    from adapters.calendars.graph import Graph

    made = Graph if kind == "graph" else Google
    return made(chart.clock, ZoneInfo("UTC"), chart.environment)
