"""files.*: an address for a file is given out, the bytes come there, and then it is shared with a channel."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.state import Json, SlackError, Uploaded


def address(call: Call) -> Json:
    """`length` must be what comes: Slack takes no other."""
    name, length = call.required("filename", "invalid_arguments"), call.number("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments")
    number = f"F{call.state.number():08d}"
    call.state.uploads[number] = Uploaded(name, length)
    return {"upload_url": f"{call.base}/upload/v1/{number}", "file_id": number}


def complete(call: Call) -> Json:
    """All of them in one message; a person's id is no channel here."""
    channel = call.state.inside(call.team, call.required("channel_id", "invalid_arguments"))
    found = call.parsed("files", "invalid_arguments")
    if not isinstance(found, list) or not found:
        raise SlackError("invalid_arguments")
    files = [call.state.uploads.get(one.get("id", "")) for one in found]
    for one in files:
        if one is None or one.data is None or one.channel is not None:
            raise SlackError("file_not_found")
    for one in files:
        if one is not None:
            one.channel = channel.id
    return {"files": [{"id": one["id"], "title": one.get("title", "")} for one in found]}


METHODS: Mapping[str, tuple[Method, str]] = {
    "files.getUploadURLExternal": (address, "files:write"),
    "files.completeUploadExternal": (complete, "files:write"),
}
