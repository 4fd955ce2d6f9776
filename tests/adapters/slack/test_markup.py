"""Slack's way of writing, read back."""

from __future__ import annotations

import pytest

from adapters.slack.markup import emoji, escaped, read, unescaped, without
from rituals.engine.events import Mention


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("gewoon", "gewoon"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("zie <https://a.example/x?y=1&amp;z=2|de site>!", "zie de site!"),
        ("zie <https://a.example/x?y=1&amp;z=2>", "zie https://a.example/x?y=1&z=2"),
        ("mail <mailto:a@b.example|a@b.example>", "mail a@b.example"),
        ("in <#C1|successen> en <#C2>", "in #successen en #C2"),
        ("<!channel> <!here> <!everyone>", "@channel @here @everyone"),
        ("<!subteam^S1|@team-noord> <!subteam^S2>", "@team-noord @subteam"),
        ("<!date^1392734382^Posted {date_num}|18 februari>", "18 februari"),
        ("<|>", ""),
        ("1 < 2 > 3", "1 < 2 > 3"),
        ("nul\x00 en half \ud83d", "nul en half ?"),
    ],
)
def test_plain_words_come_back(written: str, plain: str) -> None:
    assert read(written, {}) == (plain, ())


def test_people_are_named_as_they_stand_there() -> None:
    text, mentions = read("dank <@U1|sanne>, <@U2> en <@W3>, en nog eens <@U1|sanne>", {"U2": "Youssef el Amrani"})

    assert text == "dank @sanne, @Youssef el Amrani en @W3, en nog eens @sanne"
    assert mentions == (Mention("@sanne", "U1"), Mention("@Youssef el Amrani", "U2"), Mention("@W3", "W3"))


def test_a_name_with_signs_in_it_is_read_as_typed() -> None:
    assert read("<@U1|J&amp;J>", {}) == ("@J&J", (Mention("@J&J", "U1"),))


def test_what_only_looks_like_a_mention_is_none() -> None:
    assert read("&lt;@U1&gt; <@u1> <@>", {})[1] == ()


@pytest.mark.parametrize("text", ["<@UBOT> bel hoera", "<@UBOT|klant>: bel hoera", "bel hoera <@UBOT>"])
def test_calling_the_bot_is_no_part_of_what_is_said(text: str) -> None:
    assert without(text, "UBOT").strip() == "bel hoera"
    assert without(text, "UANDERS") == text


@pytest.mark.parametrize("name", ["clap", *(f"clap::skin-tone-{n}" for n in range(2, 7))])
def test_every_colour_of_clap_is_the_same_clap(name: str) -> None:
    assert emoji(name) == "👏"


def test_an_emoji_nobody_listens_to_is_none() -> None:
    assert emoji("custom-parrot") is None


@pytest.mark.parametrize("text", ["<!channel>", "a & b", "&lt;", "<@U1>"])
def test_what_was_escaped_is_read_back_the_same(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "<" not in escaped(text)
