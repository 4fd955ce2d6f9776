"""What the connector's answers mean to delivery."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.teams.errors import Call, of_status
from rituals.engine.errors import (
    DeliveryError,
    PerhapsSent,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "call", "kind"),
    [
        (400, "post", Unacceptable), (401, "post", SurelyNotSent), (403, "post", Unreachable),
        (403, "change", Unreachable), (404, "post", Unreachable), (404, "change", Vanished), (410, "post", Unreachable),
        (410, "change", Vanished), (412, "post", SurelyNotSent), (412, "change", SurelyNotSent),
        (413, "post", Unacceptable), (422, "change", Unacceptable), (429, "post", Throttled),
        (500, "post", PerhapsSent), (502, "post", PerhapsSent), (503, "post", PerhapsSent), (504, "post", PerhapsSent),
        (302, "post", PerhapsSent), (408, "post", PerhapsSent), (599, "change", PerhapsSent),
    ],
)  # fmt: skip
def test_each_status_has_one_meaning(status: int, call: Call, kind: type[DeliveryError]) -> None:
    assert type(of_status(status, call, None, NOW, "Code")) is kind


def test_what_somebody_deleted_is_gone_and_its_channel_is_not() -> None:
    """The connector answers a change of it with 403 and no name for what is wrong."""
    assert type(of_status(403, "change", None, NOW, "ServiceError")) is Vanished
    assert type(of_status(403, "change", None, NOW, "BotNotInConversationRoster")) is Unreachable
    assert type(of_status(403, "post", None, NOW, "ServiceError")) is Unreachable


def test_a_wait_is_as_long_as_the_connector_says() -> None:
    error = of_status(429, "post", "Mon, 23 Nov 2026 09:00:45 GMT", NOW)

    assert isinstance(error, Throttled)
    assert (error.retry_after, error.scope) == (45, "place")


def test_what_it_raises_holds_the_status_and_the_connectors_own_code() -> None:
    error = of_status(403, "post", None, NOW, "MessageWritesBlocked")

    assert error.detail == "403 MessageWritesBlocked"
