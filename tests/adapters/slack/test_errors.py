"""What Slack says went wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.slack.errors import TABLE, of_answer
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
    ("status", "code", "kind"),
    [
        (200, "internal_error", PerhapsSent), (200, "fatal_error", PerhapsSent), (500, "", PerhapsSent),
        (503, "", PerhapsSent), (200, "", PerhapsSent), (200, "not_in_channel", Unreachable),
        (200, "channel_not_found", Unreachable), (200, "is_archived", Unreachable),
        (200, "account_inactive", Unreachable), (200, "token_revoked", Unreachable),
        (200, "ekm_access_denied", Unreachable), (200, "restricted_action", Unreachable),
        (200, "message_not_found", Vanished), (404, "used_url", Vanished), (200, "msg_too_long", Unacceptable),
        (200, "msg_blocks_too_long", Unacceptable), (200, "invalid_blocks", Unacceptable),
        (200, "unknown_method", Unacceptable), (404, "", Unacceptable), (400, "", Unacceptable),
        (200, "a_word_nobody_knows", Unacceptable), (200, "team_added_to_org", SurelyNotSent),
        (200, "ratelimited", Throttled), (429, "", Throttled), (200, "accesslimited", SurelyNotSent),
        (200, "external_channel_migrating", SurelyNotSent), (200, "org_login_required", SurelyNotSent),
        (200, "update_failed", PerhapsSent), (200, "cant_update_message", Unacceptable),
        (200, "edit_window_closed", Unacceptable), (200, "cant_delete_message", Unacceptable),
    ],
)  # fmt: skip
def test_what_slack_says_as_delivery_knows_it(status: int, code: str, kind: type[DeliveryError]) -> None:
    error = of_answer(status, code, {}, "place", NOW)

    assert type(error) is kind
    assert error.detail


def test_a_wait_says_what_has_to_wait_and_how_long() -> None:
    error = of_answer(429, "ratelimited", {"Retry-After": "17"}, "updates", NOW)

    assert isinstance(error, Throttled)
    assert (error.retry_after, error.scope) == (17, "updates")


def test_no_word_of_slack_stands_in_two_rows() -> None:
    import adapters.slack.errors as table

    rows = (table._PERHAPS, table._SURELY_NOT, table._UNREACHABLE, table._VANISHED, table._UNACCEPTABLE)

    assert sum(map(len, rows)) == len(TABLE)
