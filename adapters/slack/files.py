"""Files that come with a dialog: Slack tells where they are, and gives them to whoever has the app's token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.slack.payload import Json, name_or_none, part_or_nothing, rows, words

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
