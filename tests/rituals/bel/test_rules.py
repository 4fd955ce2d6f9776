"""What the bell decides, without store or clock."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.bel import rules

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PEOPLE = {"@sanne": "Sanne", "@youssef": "Youssef", "<@U1>": "Grace"}
TYPED = st.text(max_size=400) | st.lists(
    st.sampled_from([*PEOPLE, "gelukt",
                     "voor", "en", "dankzij", "“", "”", '"', "👩‍👩‍👧", "🇳🇱", "é", "\u202e", "\ud800", "\r\n"]),
    max_size=40,
).map(" ".join)  # fmt: skip
SURVIVORS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"])


@pytest.mark.parametrize(
    ("typed", "shown", "mentioned"),
    [
        ("De lift doet het weer", "De lift doet het weer.", ()),
        ("Wat een dag!", "Wat een dag!", ()),
        ("  veel   te \r\n ruim\tgetypt ", "Veel te ruim getypt.", ()),
        ("🎉🎉", "🎉🎉", ()),
        ("De lift doet het weer @sanne @youssef", "De lift doet het weer.", ("@sanne", "@youssef")),
        ("De lift doet het weer, voor @youssef en @sanne", "De lift doet het weer.", ("@youssef", "@sanne")),
        ("De lift doet het dankzij @sanne en @youssef", "De lift doet het dankzij Sanne en Youssef.",
         ("@sanne", "@youssef")),
        ("Gemaakt door @youssef", "Gemaakt door Youssef.", ("@youssef",)),
        ("@sanne belde de klant terug", "Sanne belde de klant terug.", ("@sanne",)),
        ("Bedankt @sanne, en nog eens bedankt @sanne!", "Bedankt Sanne, en nog eens bedankt Sanne!", ("@sanne",)),
        ("@sanne", "", ("@sanne",)),
        ("voor @sanne", "", ("@sanne",)),
        ("“Wat fijn”", "Wat fijn.", ()),
        ("“Top” en “klasse”", "“Top” en “klasse”", ()),
        ('"Wat fijn"', "Wat fijn.", ()),
        ("Een `mooie´ dag", "Een ’mooie’ dag.", ()),
    ],
)  # fmt: skip
def test_a_text_is_tidied_and_its_mentions_become_names(typed: str, shown: str, mentioned: tuple[str, ...]) -> None:
    assert rules.written(typed, PEOPLE, PEOPLE.__getitem__) == rules.Written(shown, mentioned)


@pytest.mark.parametrize(
    "nothing", ["", "  \t\n", "\u200b\u200d", "\u3164\u2800", "\u202e", "\x00\x1b", "\ufeff\u00ad"]
)
def test_a_text_without_anything_to_see_is_no_text(nothing: str) -> None:
    assert rules.written(nothing).text == ""


def test_one_form_of_a_letter_is_kept_whatever_was_typed() -> None:
    assert rules.written("Cafe\u0301") == rules.written("Café")


def test_a_pile_of_accents_does_not_run_over_other_messages() -> None:
    shown = rules.written("Z" + "\u0335\u0321\u0322\u0327" * 125).text

    assert len(shown) <= 5


def test_a_mention_without_words_is_nobody() -> None:
    assert rules.written("Gelukt", {"": "Niemand", "\u200b": "Niemand"}) == rules.Written("Gelukt.", ())


@given(TYPED)
def test_what_is_shown_is_one_clean_line(typed: str) -> None:
    shown = rules.written(typed, PEOPLE, PEOPLE.__getitem__).text

    assert shown == shown.strip() == unicodedata.normalize("NFC", shown)
    assert "  " not in shown
    assert not any(unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u2066\u200b" for char in shown)
    shown.encode()


@given(TYPED)
def test_no_mention_is_left_as_it_was_typed(typed: str) -> None:
    written = rules.written(typed, PEOPLE, PEOPLE.__getitem__)

    assert not any(words in written.text for words in PEOPLE)
    assert set(written.mentioned) == {words for words in PEOPLE if words in typed}


@given(st.text(SURVIVORS, max_size=3 * rules.LONGEST))
def test_nothing_is_lost_between_the_card_and_the_thread(text: str) -> None:
    head, rest = rules.split(text)

    assert len(head) <= rules.LONGEST + 2
    shown = head.removesuffix(" …") + rest.removeprefix("… ") if rest else head
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("sign", ["👩‍👩‍👧", "🇳🇱", "👍🏽", "e\u0301"])
def test_a_long_text_without_spaces_is_not_cut_through_a_sign(sign: str) -> None:
    head, rest = rules.split("x" * (rules.LONGEST - 1) + sign * 3)

    assert head.removesuffix(" …").removeprefix("x" * (rules.LONGEST - 1)) in ("", sign)
    assert rest.endswith(sign)


@given(st.text(SURVIVORS, max_size=2000), st.integers(10, 300))
def test_paragraphs_hold_everything_and_are_short_enough(text: str, most: int) -> None:
    pieces = rules.paragraphs(text, most)

    assert all(0 < len(piece) <= most or not piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.lists(st.floats(0, 60), max_size=20))
def test_presses_in_a_row_count_once_until_ten_seconds_have_passed(pauses: list[float]) -> None:
    clap: tuple[bool, datetime] | None = None
    now, claps = NOW, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        on = rules.pressed(clap, now)
        if on is not None:
            assert clap is None or (now - clap[1] >= rules.IMPATIENT and on is not clap[0])
            clap, claps = (on, now), claps + (1 if on else -1)

    assert claps in (0, 1)
    assert claps == (clap is not None and clap[0])


@pytest.mark.parametrize(
    ("ringer", "holder", "minutes", "may"),
    [(True, False, 14, True), (True, False, 15, False), (False, False, 0, False), (False, True, 9999, True)],
)
def test_the_ringer_may_change_a_bell_for_a_quarter_of_an_hour(
    ringer: bool, holder: bool, minutes: int, may: bool
) -> None:
    person = 7 if ringer else 8

    assert rules.may_change(7, person, NOW, NOW + timedelta(minutes=minutes), holder=holder) is may


def test_every_hundredth_bell_is_a_milestone() -> None:
    assert [n for n in range(301) if rules.is_milestone(n)] == [100, 200, 300]
