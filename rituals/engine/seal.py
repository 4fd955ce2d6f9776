"""Encryption of what may lie in the database only for a while: AES-GCM under the operator's keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Sealer:
    """The first key encrypts; every key may decrypt, so that keys can be changed."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("SECRET_KEYS: at least one key of 32 bytes is needed")
        self._keys = tuple(keys)
        self._ciphers: list[AESGCM] = []

    def seal(self, text: str) -> bytes:
        """Encrypt a text."""
        return self._sealed(secrets.token_bytes(_NONCE), text)

    def seal_alike(self, text: str) -> bytes:
        """The same text gives the same bytes, for an address that should not change at every look."""
        # The nonce comes from the text itself, so no other text gets it.
        return self._sealed(hmac.digest(self._keys[0], b"alike\n" + text.encode(), hashlib.sha256)[:_NONCE], text)

    def _sealed(self, nonce: bytes, text: str) -> bytes:
        return nonce + self._made()[0].encrypt(nonce, text.encode(), None)

    def open(self, sealed: bytes) -> str | None:
        """Decrypt; None when no key of ours fits, or the bytes were changed."""
        from cryptography.exceptions import InvalidTag

        for cipher in self._made():
            try:
                return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
            except (InvalidTag, ValueError):
                continue
        return None

    def lot(self, text: str) -> bytes:
        """Bytes that only this key gives for a text: to draw lots that come out the same each time."""
        return hmac.digest(self._keys[0], text.encode(), "sha256")

    def _made(self) -> list[AESGCM]:
        """The ciphers, made when first needed: their import is slow."""
        if not self._ciphers:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._ciphers = [AESGCM(key) for key in self._keys]
        return self._ciphers
