"""What lies sealed in the database can be read with the operator's keys alone, and cannot be changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.seal import Sealer

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text: str) -> None:
    sealer = Sealer([NEW])

    assert sealer.open(sealer.seal(text)) == text


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    sealer = Sealer([NEW])

    assert len({sealer.seal("mevrouw Aziz") for _ in range(100)}) == 100


def test_after_a_change_of_keys_the_old_ones_still_open() -> None:
    sealed = Sealer([OLD]).seal("mevrouw Aziz")

    assert Sealer([NEW, OLD]).open(sealed) == "mevrouw Aziz"
    assert Sealer([OLD]).open(Sealer([NEW, OLD]).seal("meneer Jansen")) is None


@pytest.mark.parametrize("keys", [[OTHER], [OTHER, OLD]])
def test_without_the_key_there_is_nothing_to_read(keys: list[bytes]) -> None:
    assert Sealer(keys).open(Sealer([NEW]).seal("mevrouw Aziz")) is None


@pytest.mark.parametrize("at", [0, 12, -1])
def test_what_was_changed_does_not_open(at: int) -> None:
    sealed = bytearray(Sealer([NEW]).seal("mevrouw Aziz"))
    sealed[at] ^= 1

    assert Sealer([NEW]).open(bytes(sealed)) is None


@given(st.binary(max_size=64))
def test_any_bytes_at_all_do_not_open_and_do_not_break(sealed: bytes) -> None:
    assert Sealer([NEW]).open(sealed) is None


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b"x" * 31], [b""]])
def test_a_key_is_32_bytes(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="SECRET_KEYS"):
        Sealer(keys)


def test_an_address_is_sealed_alike_each_time_and_no_two_texts_share_one() -> None:
    sealer = Sealer([b"k" * 32])

    assert sealer.seal_alike("een") == sealer.seal_alike("een")
    assert sealer.seal_alike("een")[:12] != sealer.seal_alike("twee")[:12]
    assert sealer.open(sealer.seal_alike("een")) == "een"
    assert sealer.seal("een") != sealer.seal("een")
