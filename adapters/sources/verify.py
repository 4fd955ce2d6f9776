"""Whether a request is of one of our sources: by its path, its bearer or its signature, before anything is parsed."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters import Source


def called(sources: Sequence[Source], path: str) -> Source | None:
    """The source that this path is of; all are compared, so that the time tells nothing."""
    found = [one for one in sources if same(path, path_of(one))]
    return found[0] if found else None


def path_of(source: Source) -> str:
    """The last part of its address: its name, with the secret where nothing else proves who calls."""
    return f"{source.name}-{source.secret}" if source.verify == "path" else source.name


def may_speak(source: Source, headers: Mapping[str, str]) -> bool:
    """What can be seen before the body is read."""
    if source.verify == "bearer":
        kind, _, token = headers.get("Authorization", "").partition(" ")
        return kind.casefold() == "bearer" and same(token.strip(), source.secret)
    return source.verify == "path" or source.header in headers


def is_signed(source: Source, headers: Mapping[str, str], body: bytes) -> bool:
    """The signature over the raw body, where the source signs."""
    if source.verify != "hmac":
        return True
    told = headers.get(source.header, "").strip()
    if not told.startswith(source.prefix):
        return False
    digest = hmac.new(source.secret.encode(), body, hashlib.sha256).digest()
    right = base64.b64encode(digest).decode() if source.encoding == "base64" else digest.hex()
    told = told[len(source.prefix) :]
    return same(told.casefold() if source.encoding == "hex" else told, right)


def same(told: str, right: str) -> bool:
    """In the same time whatever is told, also of signs that are no ASCII."""
    return hmac.compare_digest(told.encode("utf-8", "replace"), right.encode("utf-8", "replace"))
