"""RSA keys of our own making, as a key server publishes them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def unpadded(data: bytes) -> str:
    """Base64url as tokens spell it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def _made(number: int) -> rsa.RSAPrivateKey:
    """The same number gives the same key: making one costs a tenth of a second, and there are many tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class SigningKey:
    """One key pair; `endorsements` are the channels it may speak for."""

    number: int
    kid: str
    endorsements: tuple[str, ...] = ("msteams",)

    @cached_property
    def private(self) -> rsa.RSAPrivateKey:
        return _made(self.number)

    def sign(self, data: bytes) -> bytes:
        """RS256."""
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())

    @property
    def pem(self) -> bytes:
        """The public half, which forgers use as a secret."""
        kind = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.private.public_key().public_bytes(serialization.Encoding.PEM, kind)

    @property
    def jwk(self) -> dict[str, Any]:
        """As the key server shows it."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid, "e": _number(numbers.e),
            "n": _number(numbers.n), "endorsements": list(self.endorsements),
        }  # fmt: skip


def _number(value: int) -> str:
    return unpadded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def signing_key(number: int, endorsements: tuple[str, ...] = ("msteams",)) -> SigningKey:
    """A key whose id hangs on its number alone."""
    kid = unpadded(hashlib.sha256(f"signing key {number}".encode()).digest()[:20])
    return SigningKey(number, kid, endorsements)
