"""Names, emoji and JSON as Teams spells them."""

from __future__ import annotations

import pytest

from adapters.teams.activity import clean, load, spot_of, word
from adapters.teams.emoji import character
from adapters.teams.errors import Malformed
from adapters.teams.ids import Posted, posted

CHANNEL = "19:abc@thread.tacv2"
CHAT = "19:def@thread.v2"


@pytest.mark.parametrize(
    ("conversation", "activity", "name", "thread"),
    [
        (CHANNEL, "17", f"{CHANNEL};17", f"{CHANNEL};messageid=17"),
        (f"{CHANNEL};messageid=17", "17", f"{CHANNEL};17", f"{CHANNEL};messageid=17"),
        (f"{CHANNEL};messageid=17", "18", f"{CHANNEL};messageid=17;18", f"{CHANNEL};messageid=17"),
        (CHAT, "17", f"{CHAT};17", CHAT),
        ("a:1xyz", "17", "a:1xyz;17", "a:1xyz"),
    ],
)
def test_a_message_has_one_name_wherever_it_comes_from(
    conversation: str, activity: str, name: str, thread: str
) -> None:
    made = posted(conversation, activity)

    assert str(made) == name
    assert made.thread == thread
    assert Posted.parse(name) == made


@pytest.mark.parametrize("text", [None, "", "17", ";17", "a;", "a;b c", "a;../x", "a;<b>"])
def test_what_is_no_name_is_none(text: str | None) -> None:
    assert Posted.parse(text) is None


@pytest.mark.parametrize(
    ("reaction", "wanted"),
    [
        ("like", "👍"), ("heart", "❤"), ("1f44f_clappinghandssign", "👏"), ("1F44F", "👏"),
        ("1f44f-1f3fd_clappinghandssign-tone3", "👏"), ("👏🏽", "👏"), ("👏", "👏"), ("❤️", "❤"),
        ("1f468-200d-1f4bb_mantechnologist", "👨‍💻"), ("", ""), ("zomaar", ""), ("41_a", ""), ("d800_x", ""),
        ("110000_x", ""), ("ffffff_x", ""), ("x" * 500, ""),
    ],
)  # fmt: skip
def test_reactions_become_characters(reaction: str, wanted: str) -> None:
    assert character(reaction) == wanted


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b'"x"', b'{"type":', b"[" * 100_000, b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}",
        b'{"a": NaN}', b'{"a": Infinity}', b'{"a": "\xff"}', b'{"a": 1' + b"0" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_object_in_utf8_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        load(body)


@pytest.mark.parametrize(
    "found",
    [
        {}, {"conversation": None}, {"conversation": {"id": ""}}, {"conversation": {"id": "a:1"}, "from": "29:1"},
        {"conversation": {"id": "x" * 5000}, "from": {"id": "29:1"}, "id": "1", "serviceUrl": "https://x"},
        {"conversation": {"id": "a:1"}, "from": {"id": "29:1"}, "id": "1", "serviceUrl": "https://x"},
    ],
)  # fmt: skip
def test_without_what_it_takes_to_answer_it_is_malformed(found: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        spot_of(found)


def test_half_signs_and_nul_are_taken_out_of_words() -> None:
    assert clean("a\x00b\ud83d c") == "ab\ufffd c"
    assert clean("\ud83d\udc4f") == "👏"
    assert word({"a": {"b": "c\x00"}}, "a", "b") == "c"
    assert word({"a": 7}, "a", "b") == ""
