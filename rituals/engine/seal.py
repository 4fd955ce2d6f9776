"""Encryption of what may lie in the database only for a while: AES-GCM under the operator's keys."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

_NONCE = 12


class Sealer:
    """The first key encrypts; every key may decrypt, so that keys can be changed."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("SECRET_KEYS: at least one key of 32 bytes is needed")
        self._keys = tuple(keys)

    def seal(self, text: str) -> bytes:
        """Encrypt a text."""
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,  # a slow import, not needed at every start
        )

        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._keys[0]).encrypt(nonce, text.encode(), None)

    def open(self, sealed: bytes) -> str | None:
        """Decrypt; None when no key of ours fits, or the bytes were changed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        for key in self._keys:
            try:
                return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
            except (InvalidTag, ValueError):
                continue
        return None
