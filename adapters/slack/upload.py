"""A paper of ours into somebody's private chat: an address asked for, the bytes put there, and the file shared.

Source: docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal.
"""

from __future__ import annotations

from typing import Any

import aiohttp

from adapters.slack.files import is_slacks
from adapters.slack.messages import Messages
from adapters.slack.parse import Asked
from adapters.slack.transport import Web
from rituals.engine.errors import PerhapsSent, SurelyNotSent, Unacceptable
from rituals.engine.papers import Printed


async def send(web: Web, messages: Messages, token: str | None, asked: Asked, printed: Printed) -> None:
    """The picture and the PDF, in one message. Raises a DeliveryError; until the last step nobody sees anything."""
    chat = await messages.chat(asked.workspace, asked.user, token)
    files = [
        await _put(web, token, f"{printed.name}.{kind}", data)
        for kind, data in (("png", printed.png), ("pdf", printed.pdf))
    ]
    await web.call(token, "files.completeUploadExternal", {"files": files, "channel_id": chat})


async def _put(web: Web, token: str | None, name: str, data: bytes) -> dict[str, str]:
    asked = {"filename": name, "length": str(len(data))}
    given: dict[str, Any] = await web.call(token, "files.getUploadURLExternal", asked, how="form")
    url, number = given.get("upload_url"), given.get("file_id")
    if not isinstance(url, str) or not isinstance(number, str) or not is_slacks(url, web.url):
        raise Unacceptable("an address for a file that is not Slack's")
    try:
        async with web.session.post(url, data=data, allow_redirects=False) as answer:
            status = answer.status
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise SurelyNotSent(type(error).__name__) from None  # its text holds the address, which is a secret
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise PerhapsSent(type(error).__name__) from None
    if status != 200:
        raise Unacceptable(f"the file was not taken: {status}")
    return {"id": number, "title": name}
