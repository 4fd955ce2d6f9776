"""What is kept as text comes back equal, and nothing else comes back."""

import pytest
from hypothesis import given

from rituals.engine.cards import Card, Form, Text
from rituals.engine.codec import Encodable, Undecodable, decode, encode
from rituals.engine.outcome import FormErrors, Nothing
from tests.rituals.engine.strategies import things


@given(things)
def test_what_goes_in_comes_out(thing: Encodable) -> None:
    assert decode(encode(thing)) == thing


def test_lone_surrogates_and_nul_survive_as_plain_ascii() -> None:
    card = Card((Text(("\ud800 \x00 é",)),))
    assert encode(card).isascii()
    assert decode(encode(card)) == card


def test_what_an_older_version_wrote_gets_the_defaults() -> None:
    assert decode('{"Form":["bel","Bel",[],"Luid"]}') == Form("bel", "Bel", (), "Luid")
    assert decode('{"Nothing":[]}') == Nothing()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "not json",
        '{"object":[]}',
        '{"Show":[]}',
        '{"Text":[[]]}',
        '{"Card":[]}',
        '{"Card":{}}',
        '{"Card":[[]],"Form":[]}',
        '{"Card":[[],false,1]}',
        '{"Card":[[{"eval":["1"]}]]}',
        '{"mapping":[]}',
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Undecodable):
        decode(text)


def test_a_class_outside_the_vocabulary_is_not_encoded() -> None:
    with pytest.raises(TypeError):
        encode(object())  # type: ignore[arg-type]  # on purpose


def test_equal_things_give_equal_texts() -> None:
    assert encode(Card(())) == '{"Card":[[],false]}'
    assert encode(FormErrors({"b": "2", "a": "1"})) == encode(FormErrors({"a": "1", "b": "2"}))
