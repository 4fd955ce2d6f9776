"""Tokens as Teams signs them, and as nobody should accept them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.fakes.teams.keys import SigningKey, signing_key, unpadded

Headers = list[tuple[str, str]]
Sign = Callable[[bytes], bytes]
STRANGER, OTHER_CHANNEL = 900, 901


@dataclass(frozen=True)
class Signer:
    """What a right token says."""

    key: SigningKey
    app_id: str
    issuer: str
    service_url: str
    now: Callable[[], datetime]

    def claims(self, **changed: Any) -> dict[str, Any]:
        """The claims of a right token, some of them changed; None leaves one out."""
        at = int(self.now().timestamp())
        claims = {
            "serviceurl": self.service_url, "nbf": at - 300, "exp": at + 3600, "iss": self.issuer, "aud": self.app_id,
        }  # fmt: skip
        return {name: value for name, value in {**claims, **changed}.items() if value is not None}

    def header(self, **changed: Any) -> dict[str, Any]:
        """The header of a right token, some of it changed; None leaves one out."""
        header = {"alg": "RS256", "kid": self.key.kid, "x5t": self.key.kid, "typ": "JWT", **changed}
        return {name: value for name, value in header.items() if value is not None}

    def token(self, *, sign: Sign | None = None, header: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """A token with a right signature over whatever it says."""
        return encode(self.header(**(header or {})), self.claims(**claims), sign or self.key.sign)


def encode(header: Any, claims: Any, sign: Sign) -> str:
    """JWS by hand: libraries refuse to make what forgers make. `header` and `claims` may be raw bytes."""
    parts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in (header, claims)]
    body = ".".join(unpadded(one) for one in parts)
    return f"{body}.{unpadded(sign(body.encode()))}"


def bearer(token: str) -> Headers:
    """As a request carries it."""
    return [("Authorization", f"Bearer {token}")]


@dataclass(frozen=True)
class Forged:
    """A request that must be refused with 401: its headers, and what changes in the activity itself."""

    name: str
    headers: Headers
    changed: Mapping[str, Any] = field(default_factory=dict)


OTHER_TENANT = "99999999-9999-4999-8999-999999999999"
ELSEWHERE = "https://kwaad.example/emea/"


def endorsed_elsewhere() -> SigningKey:
    """A key that is published, and endorsed for another channel only: publish it before `forged`."""
    return signing_key(OTHER_CHANNEL, ("directline", "webchat"))


def forged(signer: Signer) -> Iterator[Forged]:
    """All of them; `endorsed_elsewhere()` must be among the published keys."""
    for kind in (_no_token, _algorithms, _keys, _claims, _times, _damaged, _headers):
        yield from kind(signer)
    yield Forged(
        "another tenant", bearer(signer.token()),
        {"conversation.tenantId": OTHER_TENANT, "channelData.tenant.id": OTHER_TENANT},
    )  # fmt: skip


def _no_token(signer: Signer) -> Iterator[Forged]:
    basic = base64.b64encode(f"{signer.app_id}:geheim".encode()).decode()
    values = {
        "empty header": "", "the scheme alone": "Bearer", "the scheme and spaces": "Bearer   ",
        "Basic": f"Basic {basic}", "garbage": "Bearer xyz", "dots": "Bearer ...", "three words": "Bearer a.b.c",
        "not ASCII": "Bearer é.é.é", "null": "Bearer null", "no scheme": signer.token(),
        "another scheme": f"Token {signer.token()}", "huge": f"Bearer {'a' * 7000}.b.c",
    }  # fmt: skip
    yield Forged("no header", [])
    yield from (Forged(name, [("Authorization", value)]) for name, value in values.items())
    yield Forged("under another name", [("X-Authorization", f"Bearer {signer.token()}")])


def _algorithms(signer: Signer) -> Iterator[Forged]:
    def nothing(_: bytes) -> bytes:
        return b""

    for alg in ("none", "None", "nOnE", ""):
        yield Forged(f"alg {alg or 'empty'}", bearer(signer.token(sign=nothing, header={"alg": alg})))
    yield Forged("alg none with a signature", bearer(signer.token(header={"alg": "none"})))
    yield Forged("no alg", bearer(signer.token(header={"alg": None})))
    yield Forged("alg is a list", bearer(signer.token(header={"alg": ["RS256"]})))
    for name, secret in {
        "the public key": signer.key.pem, "the modulus": signer.key.jwk["n"].encode(), "an empty secret": b"",
    }.items():  # fmt: skip
        yield Forged(f"HS256 with {name}", bearer(signer.token(sign=_hmac(secret), header={"alg": "HS256"})))
    yield Forged("RS512 with our key", bearer(signer.token(sign=_rs512(signer.key), header={"alg": "RS512"})))
    yield Forged("RS256 said, HS256 done", bearer(signer.token(sign=_hmac(signer.key.pem))))


def _hmac(secret: bytes) -> Sign:
    return lambda body: hmac.new(secret, body, hashlib.sha256).digest()


def _rs512(key: SigningKey) -> Sign:
    return lambda body: key.private.sign(body, padding.PKCS1v15(), hashes.SHA512())


def _keys(signer: Signer) -> Iterator[Forged]:
    stranger, kid = signing_key(STRANGER), signer.key.kid
    claims = signer.claims()
    yield Forged("a stranger's signature under a known kid", bearer(signer.token(sign=stranger.sign)))
    yield Forged("an unknown kid", bearer(signer.token(sign=stranger.sign, header={"kid": stranger.kid})))
    for name, value in {"no kid": None, "an empty kid": "", "kid is a number": 7, "kid is a list": [kid]}.items():
        yield Forged(name, bearer(signer.token(header={"kid": value, "x5t": None})))
    yield Forged("kid is a path", bearer(signer.token(header={"kid": "../../etc/passwd"})))
    own = {"kid": None, "jwk": {**stranger.jwk, "kid": "x"}, "jku": "http://127.0.0.1:1/keys", "x5u": ELSEWHERE}
    yield Forged("a key that it brings itself", bearer(signer.token(sign=stranger.sign, header=own)))
    for name, first, second in (("last", stranger.kid, kid), ("first", kid, stranger.kid)):
        header = f'{{"alg":"RS256","typ":"JWT","kid":"{first}","kid":"{second}"}}'.encode()
        yield Forged(f"two kids, the known one {name}", bearer(encode(header, claims, stranger.sign)))
    other = endorsed_elsewhere()
    yield Forged(
        "a key without endorsement for Teams", bearer(signer.token(sign=other.sign, header={"kid": other.kid}))
    )


def _claims(signer: Signer) -> Iterator[Forged]:
    wrong: dict[str, dict[str, Any]] = {
        "another audience": {"aud": "00000000-0000-4000-8000-000000000000"}, "no audience": {"aud": None},
        "an empty audience": {"aud": ""}, "audience is a number": {"aud": 7},
        "another issuer": {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        "no issuer": {"iss": None}, "issuer with a slash more": {"iss": f"{signer.issuer}/"},
        "issuer is a list": {"iss": [signer.issuer]}, "issuer is an object": {"iss": {"a": signer.issuer}},
        "another serviceurl": {"serviceurl": ELSEWHERE}, "no serviceurl": {"serviceurl": None},
        "serviceurl is a list": {"serviceurl": [signer.service_url]},
        "a longer serviceurl": {"serviceurl": f"{signer.service_url}x/"},
    }  # fmt: skip
    yield from (Forged(name, bearer(signer.token(**claims))) for name, claims in wrong.items())
    yield Forged("serviceUrl elsewhere in the activity", bearer(signer.token()), {"serviceUrl": ELSEWHERE})
    yield Forged("serviceUrl elsewhere in both", bearer(signer.token(serviceurl=ELSEWHERE)), {"serviceUrl": ELSEWHERE})


def _times(signer: Signer) -> Iterator[Forged]:
    def after(**by: float) -> int:
        return int((signer.now() + timedelta(**by)).timestamp())

    wrong: dict[str, dict[str, Any]] = {
        "expired 6 minutes ago": {"exp": after(minutes=-6)}, "no exp": {"exp": None},
        "exp is a word": {"exp": "morgen"}, "exp is a list": {"exp": [after(hours=1)]}, "exp is zero": {"exp": 0},
        "not before 6 minutes from now": {"nbf": after(minutes=6)}, "nbf is a word": {"nbf": "gisteren"},
    }  # fmt: skip
    yield from (Forged(name, bearer(signer.token(**claims))) for name, claims in wrong.items())
    for number in ("1e400", "-1e400", "NaN"):
        claims = json.dumps(signer.claims(exp="@")).replace('"@"', number).encode()
        yield Forged(f"exp is {number}", bearer(encode(signer.header(), claims, signer.key.sign)))


def _damaged(signer: Signer) -> Iterator[Forged]:
    head, body, signature = signer.token().split(".")
    other = signer.token(aud="x").split(".")[1]
    turned = signature[:-8] + ("A" * 8 if signature[-8:] != "A" * 8 else "B" * 8)
    damaged = {
        "claims of another token": f"{head}.{other}.{signature}", "no signature": f"{head}.{body}.",
        "half a signature": f"{head}.{body}.{signature[: len(signature) // 2]}",
        "a turned signature": f"{head}.{body}.{turned}", "two parts": f"{head}.{body}",
        "five parts": f"{head}.{body}.{signature}.{body}.{signature}", "no claims": f"{head}..{signature}",
        "no header part": f".{body}.{signature}", "not base64": f"{head}.!!!!.{signature}",
    }  # fmt: skip
    yield from (Forged(name, bearer(token)) for name, token in damaged.items())
    for name, raw in {"words": b"hallo", "a list": b"[]", "null": b"null", "not UTF-8": b"\xff\xfe", "": b""}.items():
        yield Forged(f"claims are {name or 'empty'}", bearer(encode(signer.header(), raw, signer.key.sign)))
        yield Forged(f"header is {name or 'empty'}", bearer(encode(raw, signer.claims(), signer.key.sign)))


def _headers(signer: Signer) -> Iterator[Forged]:
    good = f"Bearer {signer.token()}"
    yield Forged("two headers, the right one first", [("Authorization", good), ("Authorization", "Bearer x.y.z")])
    yield Forged("two headers, the right one last", [("Authorization", "Bearer x.y.z"), ("Authorization", good)])
    yield Forged("lower case and junk behind", [("Authorization", f"bearer {signer.token()} en meer")])
    yield Forged("junk before", [("Authorization", f"x {good}")])
    yield Forged("two tokens in one header", [("Authorization", f"{good}, {good}")])
