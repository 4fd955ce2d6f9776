"""Whatever is typed, the bell answers, rings harmlessly or not at all, and pings nobody."""

from __future__ import annotations

import unicodedata

import pytest

from rituals.engine.names import Ref
from rituals.engine.outcome import Private, ShowForm
from rituals.engine.sentences import BROKEN
from store.base import Store
from tests.fakes.world import World, form_of, words_of

CORPUS = {
    "channel": "<!channel> <!here> <!everyone|x> <!subteam^S1> @channel @here @everyone",
    "mention markup": "<@U1> <#C1> <!date^1^x|y> <at>Sanne</at>",
    "links": "<http://evil.example|klik hier> javascript:alert(1) data:text/html,x",
    "escaped": "&amp;lt;script&amp;gt; &lt; &#60;",
    "markdown": "*_~` ``` ** __ > citaat\n> nog een",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "templates": "{0.__class__} {} {naam} {{7*7}} ${expr} %s %(x)s {klant!r} {",
    "formula": "=HYPERLINK(1) +1 -2 @SUM",
    "sql": "'); DROP TABLE bell;--",
    "path": "../../etc/passwd",
    "rtl": "gelukt \u202eneddah\u202c \u2066x\u2069",
    "zalgo": "Z" + "\u0335\u0321\u0322\u0327" * 125,
    "emoji": "👩‍👩‍👧 🇳🇱 👍🏽 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "lone surrogate": "half \ud83d een \udc00 emoji",
    "nul": "a\x00b\x07c",
    "ansi": "\x1b[31mrood\x1b[0m",
    "line ends": "een\rtwee\r\ndrie\u2028vier\u2029vijf\tzes\x0bzeven",
    "decomposed": "cafe\u0301 IJ ĳ Ÿ ’s-Hertogenbosch",
    "homoglyphs": "Ѕаnnе",
    "huge": "woord " * 800,
    "one word": "x" * 4000,
    "long emoji": "👩‍👩‍👧" * 400,
}


@pytest.mark.parametrize("name", CORPUS)
async def test_any_text_is_rung_as_plain_text(sqlite_store: Store, name: str) -> None:
    world = await World(sqlite_store).open()

    answer = await world.say("fatima", "successen", f"/bel {CORPUS[name]}")
    await world.walk(seconds=11)

    assert isinstance(answer.reply, Private)
    assert "gaat de bel in" in words_of(answer)
    bell = world.platform.standing("successen")[0]
    assert bell.text.splitlines()[0] == "🔔 De bel gaat!"
    assert bell.text.splitlines()[2] == "Fatima luidde de bel."
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in bell.text.replace("\n", ""))
    assert not set(bell.text) & set("\u202e\u2066")


async def test_braces_in_a_text_are_only_braces(world: World) -> None:
    await world.say("fatima", "successen", "/bel {0.__class__} en {klant}")
    await world.walk(seconds=11)

    assert "“{0.__class__} en {klant}”" in world.platform.standing("successen")[0].text


async def test_every_kind_of_line_end_is_a_space(world: World) -> None:
    await world.say("fatima", "successen", "/bel " + CORPUS["line ends"])
    await world.walk(seconds=11)

    assert "“Een twee drie vier vijf zes zeven.”" in world.platform.standing("successen")[0].text


@pytest.mark.parametrize("nothing", ["\u200b\u200b", "\u3164", "\u200d", "\u202e", "\x00", "„”", "   "])
async def test_a_text_with_nothing_to_see_opens_the_form(world: World, nothing: str) -> None:
    answer = await world.say("fatima", "successen", f"/bel {nothing}")

    assert isinstance(answer.reply, ShowForm)


@pytest.mark.parametrize("text", ["x" * 5001, "👩‍👩‍👧" * 100_000, "\u0335" * 100_000, "a " * 500_000])
async def test_a_text_of_any_length_is_answered(world: World, text: str) -> None:
    assert BROKEN not in words_of(await world.say("fatima", "successen", f"/bel a{text}"))


@pytest.mark.parametrize("name", CORPUS)
async def test_any_text_may_come_out_of_the_form_and_stand_in_a_report(sqlite_store: Store, name: str) -> None:
    world = await World(sqlite_store).open()
    form = form_of(await world.say("fatima", "successen", "/bel"))
    answer = await world.submit("fatima", form, text=CORPUS[name], makers=(CORPUS[name],))
    await world.walk(seconds=11)
    wrong = form_of(await world.act("sanne", "bel.wrong", Ref("bell", "1")))
    reported = await world.submit("sanne", wrong, reason=("other",), text=CORPUS[name])
    await world.walk(minutes=1)

    assert "gaat de bel in" in words_of(answer)
    assert words_of(reported).startswith("Dank je.")
    assert len(world.platform.to("anouk")) == 1


@pytest.mark.parametrize("typed", ["!", "...", "— ?"])
async def test_signs_alone_are_no_bell(world: World, typed: str) -> None:
    assert form_of(await world.say("fatima", "successen", f"/bel {typed}")).name == "bel.ring"


async def test_a_call_to_everybody_at_the_end_is_not_part_of_the_sentence(world: World) -> None:
    answer = await world.say("fatima", "successen", "/bel De lift is klaar @sanne @channel")

    assert "“De lift is klaar.”" in words_of(answer)
