"""Cards as Block Kit."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.models.blocks import Block

from adapters.slack import render
from adapters.slack.limits import CAPABILITIES
from rituals.engine.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Image,
    Link,
    More,
    Offers,
    Rule,
    Small,
    Strong,
    Text,
    Voice,
)
from rituals.engine.fit import fit
from rituals.engine.names import Ref
from rituals.engine.organisation import Organisation
from rituals.engine.translate import Languages
from rituals.engine.workdays import make_calendar

REF = Ref("bell", "17")
SAY = Languages(Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))).say("nl")
HOSTILE = "<!channel> <@U1> *vet* `code` :bell: <https://kwaad.example|klik> & &lt;"


def drawn(*blocks: Any) -> list[dict[str, Any]]:
    return render.blocks(Card(blocks), SAY)


def valid(blocks: list[dict[str, Any]]) -> bool:
    for block in Block.parse_all(blocks):
        assert block is not None
        block.validate_json()
    return True


def test_words_stand_where_no_sign_means_anything() -> None:
    text, voice, small = drawn(Text((HOSTILE, Strong(HOSTILE))), Voice(HOSTILE), Small(HOSTILE))

    assert text["elements"][0]["elements"] == [
        {"type": "text", "text": HOSTILE},
        {"type": "text", "text": HOSTILE, "style": {"bold": True}},
    ]
    assert voice["elements"][0] == {
        "type": "rich_text_quote", "elements": [{"type": "text", "text": f"“{HOSTILE}”"}],
    }  # fmt: skip
    assert small["elements"] == [{"type": "plain_text", "text": HOSTILE, "emoji": False}]


def test_the_text_for_notifications_says_all_and_pings_nobody() -> None:
    message = render.message(Card((Text(("Voor ", Strong("<!here> & co"))), Small("Fatima"))), SAY)

    assert message["text"] == "Voor &lt;!here&gt; &amp; co\nFatima"


def test_a_button_carries_its_action_and_its_thing() -> None:
    ((row),) = drawn(Buttons((Button("Klap mee", "bel.clap", REF, "primary"), Button("Zonder", "bel.x"), More(REF))))

    clap, without, more = row["elements"]
    assert (clap["value"], clap["style"], clap["text"]["text"]) == ("bel.clap bell:17", "primary", "Klap mee")
    assert without["value"] == "bel.x"
    assert "style" not in without
    assert (more["value"], more["text"]["text"], more["accessibility_label"]) == (
        "menu bell:17", "⋯", "Meer mogelijkheden",
    )  # fmt: skip


def test_two_of_the_same_button_have_names_of_their_own() -> None:
    (row,) = drawn(Buttons((Button("Een", "bel.clap", REF), Button("Twee", "bel.clap", REF))))

    assert len({one["action_id"] for one in row["elements"]}) == 2


def test_a_question_before_a_press_is_a_dialog_of_slack() -> None:
    (row,) = drawn(Buttons((Button("Weg ermee", "bel.away", REF, "danger", "Dat kan niet terug."),)))

    confirm = row["elements"][0]["confirm"]
    assert [confirm[part]["text"] for part in ("title", "text", "confirm", "deny")] == [
        "Weet je het zeker?", "Dat kan niet terug.", "Weg ermee", "Laat staan",
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/intern", "file:///etc/passwd", "https://a/" + "x" * 3000])
def test_an_address_that_slack_cannot_open_is_left_out(url: str) -> None:
    assert drawn(Buttons((Link("Lees", url),))) == []
    assert drawn(Image(url, "een bel"))[0]["type"] == "context"


@pytest.mark.parametrize("block", [Text(()), Text(("",)), Voice(""), Small(""), Facts(()), Buttons((Offers(REF),))])
def test_what_shows_nothing_leaves_no_empty_block(block: Any) -> None:
    assert drawn(block) == []


def test_only_cards_with_words_of_ours_need_a_language() -> None:
    assert not render.speaks(Card((Buttons((Button("a", "b.c"),)),)))
    assert render.speaks(Card((Buttons((Button("a", "b.c", confirm="x"),)),)))
    assert render.speaks(Card((Buttons((More(REF),)),)))


@pytest.mark.parametrize("words", ["a", "Langdurigheidswaarborgen " * 3000, "👩‍👩‍👧‍👦" * 5000, "é̂﷽\u202e\n" * 4000])
def test_the_largest_card_that_fits_is_one_that_slack_takes(words: str) -> None:
    many = tuple(Button(words, f"bel.knop{n}", REF, confirm=words) for n in range(30))
    whole = (Text((words, Strong(words))), Voice(words), Small(words), Facts(((words, words),) * 20), Rule())
    card = fit(Card((*whole, Image("https://a.example/b.png", words), Buttons(many), *whole * 20)), CAPABILITIES).card

    blocks = render.blocks(card, SAY)

    assert valid(blocks)
    assert len(blocks) <= 50
    assert sum(len(str(one)) for one in _texts(blocks)) <= 13_000


def _texts(found: Any) -> list[str]:
    if isinstance(found, list):
        return [text for one in found for text in _texts(one)]
    if isinstance(found, dict):
        own = [found["text"]] if isinstance(found.get("text"), str) else []
        return own + [text for name, one in found.items() if name != "confirm" for text in _texts(one)]
    return []
