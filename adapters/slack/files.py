"""Files that come with a dialog: Slack tells where they are, and gives them to whoever has the app's token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from adapters.slack.payload import Json, name_or_none, part_or_nothing, rows, words
from rituals.engine.errors import SurelyNotSent, Unacceptable

HOST = "slack.com"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file in Slack: what it is called, and where it can be had."""

    name: str
    url: str


def sent_with(body: Json) -> Mapping[str, Sent]:
    """The file of each field of a dialog in which one was chosen."""
    found: dict[str, Sent] = {}
    state = part_or_nothing(part_or_nothing(part_or_nothing(body, "view"), "state"), "values")
    for field, inner in state.items():
        for element in inner.values() if isinstance(inner, dict) else ():
            if isinstance(element, dict) and element.get("type") == "file_input":
                for one in rows(element, "files")[:1]:
                    url = name_or_none(one, "url_private_download") or name_or_none(one, "url_private") or ""
                    found[field] = Sent(words(one, "name")[:300], url)
    return found


def is_slacks(url: str, api: str) -> bool:
    """Whether the token may be shown there: a host of Slack's, or the stand-in that is called for one."""
    parts, own = urlsplit(url), urlsplit(api)
    host = parts.hostname or ""
    if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        return True
    return parts.scheme == "https" and (host == HOST or host.endswith(f".{HOST}"))


async def downloaded(session: aiohttp.ClientSession, api: str, token: str | None, url: str, most: int) -> bytes:
    """A file that somebody sent, one byte longer than `most` when it is too large.

    Raises Unacceptable when it is not Slack's or is not given, SurelyNotSent when Slack cannot be reached.
    """
    if token is None or not is_slacks(url, api):
        raise Unacceptable("a file that is not Slack's")
    shown = {"Authorization": f"Bearer {token}"}
    try:
        async with session.get(url, headers=shown, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Unacceptable(f"the file is not given: {answer.status}")
            read = bytearray()
            async for piece in answer.content.iter_chunked(65536):
                read += piece
                if len(read) > most:
                    break
            return bytes(read[: most + 1])
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise SurelyNotSent(type(error).__name__) from None
