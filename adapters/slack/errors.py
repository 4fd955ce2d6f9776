"""What Slack says went wrong, as the errors that delivery knows.

The names are Slack's own (docs.slack.dev/reference/methods/chat.postMessage and its neighbours). An answer with
`ok: false` means that nothing was done, except for the few that Slack itself is not sure of.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rituals.engine.errors import (
    DeliveryError,
    PerhapsSent,
    Scope,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)
from rituals.engine.retry_after import retry_after

_PERHAPS = ("internal_error", "fatal_error", "request_timeout", "service_unavailable", "update_failed")
_SURELY_NOT = ("accesslimited", "external_channel_migrating", "org_login_required", "rollup_error", "team_added_to_org")
_UNREACHABLE = (
    "access_denied", "account_inactive", "cannot_dm_bot", "channel_not_found", "ekm_access_denied",
    "enterprise_is_restricted", "invalid_auth", "is_archived", "is_inactive", "messages_tab_disabled",
    "missing_scope", "no_permission", "not_allowed_token_type", "not_authed", "not_in_channel",
    "restricted_action", "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel", "restricted_action_thread_locked",
    "restricted_action_thread_only_channel", "team_access_not_granted", "team_not_found", "token_expired",
    "token_revoked", "two_factor_setup_required", "user_disabled", "user_not_found", "user_not_in_channel",
    "user_not_visible", "users_not_found",
)  # fmt: skip
_VANISHED = (
    "expired_url", "message_not_found", "no_active_hooks", "thread_not_found", "used_url",
)  # fmt: skip
_UNACCEPTABLE = (
    "as_user_not_supported", "block_mismatch", "cannot_reply_to_message", "cant_delete_message",
    "cant_update_message", "edit_window_closed", "invalid_arguments", "invalid_blocks",
    "invalid_blocks_format", "invalid_metadata_format", "invalid_metadata_schema", "markdown_text_conflict",
    "message_limit_exceeded", "metadata_must_be_sent_from_app", "metadata_too_large", "msg_blocks_too_long",
    "msg_too_long", "no_text", "too_many_attachments", "unknown_method", "expired_trigger_id",
    "exchanged_trigger_id", "invalid_trigger_id",
)  # fmt: skip

TABLE: Mapping[str, type[DeliveryError]] = {
    **dict.fromkeys(_PERHAPS, PerhapsSent),
    **dict.fromkeys(_SURELY_NOT, SurelyNotSent),
    **dict.fromkeys(_UNREACHABLE, Unreachable),
    **dict.fromkeys(_VANISHED, Vanished),
    **dict.fromkeys(_UNACCEPTABLE, Unacceptable),
}
THROTTLED = frozenset({"ratelimited", "rate_limited"})
REFUSED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""The token no longer works, unless it is about one person whose account is closed; nothing was done."""
WORN_OUT = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
"""The moment in which a form could open has passed."""


def of_answer(status: int, code: str, headers: Mapping[str, str], scope: Scope, now: datetime) -> DeliveryError:
    """The error for an answer that is not ok. `code` is Slack's own word for it, empty when it gave none."""
    if status == 429 or code in THROTTLED:
        return Throttled(retry_after(headers.get("Retry-After"), now), scope)
    if known := TABLE.get(code):
        return known(code)
    if status >= 500:
        return PerhapsSent(f"status {status}")
    if status == 200 and not code:
        return PerhapsSent("an answer that is not Slack's")
    if status == 404:
        return Unacceptable("unknown_method")
    return Unacceptable(code or f"status {status}")
