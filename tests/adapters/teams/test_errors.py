"""What the connector's answers mean to delivery."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.teams.errors import Call, of_status, seconds
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
        (302, "post", PerhapsSent), (599, "change", PerhapsSent),
    ],
)  # fmt: skip
def test_each_status_has_one_meaning(status: int, call: Call, kind: type[DeliveryError]) -> None:
    assert type(of_status(status, call, None, NOW, "Code")) is kind


@pytest.mark.parametrize(
    ("spelled", "wanted"),
    [
        ("1", 1), ("30", 30), (" 600 ", 600), ("0", 0), ("99999", 3600), ("9" * 400, 3600), (None, 30), ("", 30),
        ("-1", 30), ("abc", 30), ("1.5", 1.5), ("1.", 1), (".5", 30), ("0." + "0" * 30, 3600), ("inf", 30), ("1e9", 30),
        ("٣", 30), ("Mon, 23 Nov 2026 09:00:45 GMT", 45),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 30), ("Tue, 24 Nov 2026 09:00:00 GMT", 3600),
        ("Mon, 23 Nov 99999999999999999999 09:00:00 GMT", 30), ("Mon, 23 Nov 2026 09:00:00 +99999999999", 30),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 3600), ("Mon, 01 Jan 0001 00:00:00 +2359", 30),
    ],
)  # fmt: skip
def test_retry_after_is_read_however_it_is_spelled(spelled: str | None, wanted: float) -> None:
    assert seconds(spelled, NOW) == wanted


def test_what_it_raises_holds_the_status_and_the_connectors_own_code() -> None:
    error = of_status(403, "post", None, NOW, "MessageWritesBlocked")

    assert error.detail == "403 MessageWritesBlocked"
