"""Bodies as Slack sends them, and all the others."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given, strategies

from adapters.slack import payload
from adapters.slack.payload import Malformed

_TEXT = strategies.text(strategies.characters(exclude_categories=["Cs"]))


def test_a_command_is_a_form_and_an_event_is_json() -> None:
    assert payload.load(urlencode({"command": "/bel", "text": "é & <b>"}).encode()) == {
        "command": "/bel", "text": "é & <b>",
    }  # fmt: skip
    assert payload.load(b'{"type": "event_callback"}') == {"type": "event_callback"}


def test_what_is_interactive_stands_in_the_payload_of_a_form() -> None:
    assert payload.load(urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()) == {
        "type": "block_actions"
    }


@given(strategies.dictionaries(_TEXT, _TEXT), strategies.booleans())
def test_every_sign_in_it_is_read_as_it_was_sent(words: dict[str, str], ascii_only: bool) -> None:
    body = urlencode({"payload": json.dumps(words, ensure_ascii=ascii_only)}).encode()

    assert payload.load(body) == words


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b'["a"]', b"null", b'"text"', b"\xff\xfe", b"payload=", b"payload=%7B", b"payload=[]",
        b"payload=%FF", b'{"a": ' + b"[" * 100_000, b"a=%ff", b"\x00", b"just words",
        b"payload=%7B%7D%", b"payload=%7B%zz%7D", b"payload=%%7B%7D",
        b"&".join(b"a%d=1" % n for n in range(101)), b"payload=" + b"[" * 100_000,
    ],
)  # fmt: skip
def test_whatever_else_comes_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        payload.load(body)


@pytest.mark.parametrize("value", [None, "", 1, [], {}, "a b", "é", "a" * 256, "\x00", "\n"])
def test_an_id_is_one_short_word(value: object) -> None:
    with pytest.raises(Malformed):
        payload.name({"id": value}, "id")


def test_what_no_database_takes_is_taken_out_of_words() -> None:
    assert payload.words({"text": "a\x00b\ud83d"}, "text") == "ab?"


@pytest.mark.parametrize("value", [1, [], {}, True])
def test_words_are_text(value: object) -> None:
    with pytest.raises(Malformed):
        payload.words({"text": value}, "text")
