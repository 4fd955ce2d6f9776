"""Calendars that meetings are read from: an ICS address, and Microsoft 365 or Google where IT switched that on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters import House
    from adapters.calendars.poller import Poller

GRAPH = ("GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET")
GOOGLE = "GOOGLE_SERVICE_ACCOUNT"
"""The key of the service account: the JSON itself, or its file in GOOGLE_SERVICE_ACCOUNT_FILE."""


def wanted(environment: Mapping[str, str]) -> bool:
    """Always: an address of a calendar needs nothing of the operator."""
    return True


def kinds(environment: Mapping[str, str]) -> frozenset[str]:
    """Which kinds of calendar can be read."""
    graph = {"graph"} if all(name in environment for name in GRAPH) else set()
    return frozenset({"ics"} | graph | ({"google"} if GOOGLE in environment else set()))


def build(house: House) -> Poller:
    """What looks into the calendars."""
    from adapters.calendars.poller import Poller
    from adapters.calendars.reading import Readers

    poller = Poller(house.engine, Readers(house.engine, house.environment, house.calendar_hosts))
    house.engine.followers.append(poller)
    return poller
