"""Who may speak: the signature on the raw bytes."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from adapters.slack.verify import Refused, Seal

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BODY = b"command=%2Fbel&text=Het+is+gelukt&team_id=T1"


def signed(stamp: str = STAMP, body: bytes = BODY, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def shifted(seconds: int) -> str:
    return str(int(NOW.timestamp()) + seconds)


def accepts(stamps: list[str], signatures: list[str], body: bytes = BODY) -> bool:
    try:
        Seal(SECRET).check(stamps, signatures, body, NOW)
    except Refused as refused:
        assert refused.status == 401
        return False
    return True


@pytest.mark.parametrize("seconds", [0, -299, 299, -300, 300])
def test_a_right_signature_of_now_is_taken(seconds: int) -> None:
    assert accepts([shifted(seconds)], [signed(shifted(seconds))])


def test_the_same_request_is_taken_again_for_it_may_be_a_redelivery() -> None:
    seal = Seal(SECRET)
    for _ in range(3):
        seal.check([STAMP], [signed()], BODY, NOW)


@pytest.mark.parametrize(
    "stamp",
    ["", "abc", "1e9", f" {STAMP} ", "１２３", "-1", str(2**63), "9" * 400, f"+{STAMP}", f"{STAMP}.0", "0x10", "²"],
)
def test_a_timestamp_that_is_no_plain_number_is_refused_though_the_signature_fits(stamp: str) -> None:
    assert not accepts([stamp], [signed(stamp)])


@pytest.mark.parametrize("seconds", [-301, 301, -100_000, 100_000])
def test_a_timestamp_out_of_the_window_is_refused(seconds: int) -> None:
    assert not accepts([shifted(seconds)], [signed(shifted(seconds))])


@pytest.mark.parametrize(
    "signature",
    [
        "", "v0=", "v1=" + signed()[3:], "v0=é", "v0=" + "0" * 64, signed().upper(), signed()[:-1], signed() + "0",
        signed()[3:], f" {signed()}", signed(secret="een andere"), signed(body=BODY.replace(b"+", b"%20")),
        signed(shifted(1)), "\udce9",
    ],
)  # fmt: skip
def test_any_other_signature_is_refused(signature: str) -> None:
    assert not accepts([STAMP], [signature])


@pytest.mark.parametrize(
    ("stamps", "signatures"),
    [([], []), ([], [signed()]), ([STAMP], []), ([STAMP, STAMP], [signed()]), ([STAMP], [signed(), signed()])],
)
def test_each_header_must_stand_there_exactly_once(stamps: list[str], signatures: list[str]) -> None:
    assert not accepts(stamps, signatures)


def test_one_changed_byte_breaks_the_seal() -> None:
    assert not accepts([STAMP], [signed()], BODY + b" ")
