"""What Slack refuses in blocks and views, fault by fault, and what it takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.slack.blocks import check_blocks, check_options, check_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hallo", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "a", text: str = "Juich mee", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def options(number: int, text: str = "Optie") -> list[Json]:
    return [{"text": plain(f"{text} {index}"), "value": str(index)} for index in range(number)]


def entry(element: Json | None = None, **more: Any) -> Json:
    asked = element or {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "block_id": "text", "label": plain("Wat is er?"), "element": asked, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Luid de bel"), "submit": plain("Luid"), "blocks": list(blocks), **more}


def choice(kind: str, number: int, **more: Any) -> Json:
    return {"type": kind, "action_id": "keuze", "options": options(number), **more}


RIGHT: dict[str, list[Json]] = {
    "text and a button": [section(accessory=button()), {"type": "divider"}, actions(button(), button("b"))],
    "fields": [{"type": "section", "fields": [plain("x") for _ in range(10)]}],
    "context": [{"type": "context", "elements": [plain("van Fatima"), {"type": "mrkdwn", "text": "_nu_"}]}],
    "header and image": [
        {"type": "header", "text": plain("De bel!")},
        {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "Een bel", "title": plain("Bel")},
    ],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel>"}]}],
        }
    ],
    "a menu": [section(accessory=choice("overflow", 5))],
    "a full button": [actions(button(style="primary", value="x" * 2000, accessibility_label="Juich"))],
    "a confirmation": [
        actions(
            button(
                confirm={"title": plain("Zeker?"), "text": plain("Weg"), "confirm": plain("Ja"), "deny": plain("Nee")}
            )
        )
    ],
    "a search": [
        actions({"type": "external_select", "action_id": "wie", "placeholder": plain("Wie"), "min_query_length": 2})
    ],
    "50 blocks": [section(str(index)) for index in range(50)],
}

WRONG: dict[str, list[Json]] = {
    "51 blocks": [section(str(index)) for index in range(51)],
    "the same block_id twice": [section(block_id="x"), section(block_id="x")],
    "the same action_id twice": [actions(button("a"), button("a"))],
    "empty text": [section("")],
    "empty label": [actions(button(text=""))],
    "option text over 75": [section(accessory=choice("static_select", 1) | {"options": options(1, "x" * 75)})],
    "option value over 150": [
        section(
            accessory={"type": "static_select", "action_id": "a", "options": [{"text": plain("x"), "value": "y" * 151}]}
        )
    ],
    "more than 10 radio buttons": [actions(choice("radio_buttons", 11))],
    "more than 10 checkboxes": [actions(choice("checkboxes", 11))],
    "more than 5 in a menu": [section(accessory=choice("overflow", 6))],
    "more than 100 options": [actions(choice("static_select", 101))],
    "section text over 3000": [section("x" * 3001)],
    "header over 150": [{"type": "header", "text": plain("x" * 151)}],
    "a header with markup": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "a button with markup": [actions({**button(), "text": {"type": "mrkdwn", "text": "x"}})],
    "more than 10 fields": [{"type": "section", "fields": [plain("x") for _ in range(11)]}],
    "a field over 2000": [{"type": "section", "fields": [plain("x" * 2001)]}],
    "more than 25 buttons": [actions(*(button(str(index)) for index in range(26)))],
    "no buttons": [actions()],
    "more than 10 in a context": [{"type": "context", "elements": [plain("x") for _ in range(11)]}],
    "button text over 75": [actions(button(text="x" * 76))],
    "button value over 2000": [actions(button(value="x" * 2001))],
    "action_id over 255": [actions(button("x" * 256))],
    "block_id over 255": [section(block_id="x" * 256)],
    "a button of an unknown style": [actions(button(style="gold"))],
    "a url over 3000": [actions(button(url="https://a.example/" + "x" * 3000))],
    "a section without text": [{"type": "section"}],
    "all texts together over 13,200": [section("x" * 2900) for _ in range(5)],
    "an unknown block": [{"type": "sectoin", "text": plain("x")}],
    "an unknown element": [actions({"type": "buton", "action_id": "a", "text": plain("x")})],
    "an unknown property": [section(colour="red")],
    "an unknown property of a button": [actions(button(tooltip="x"))],
    "an image without words": [{"type": "image", "image_url": "https://a.example/b.png"}],
    "two options with one value": [actions(choice("static_select", 1) | {"options": options(1) * 2})],
    "an initial option that is not there": [actions(choice("static_select", 2, initial_option=options(3)[2]))],
    "a markdown block over 12,000": [{"type": "markdown", "text": "x" * 12_001}],
    "text that is no text": [{"type": "section", "text": {"type": "plain_text", "text": None}}],
}

WRONG_VIEWS: dict[str, Json] = {
    "an input without submit": {key: value for key, value in modal(entry()).items() if key != "submit"},
    "101 blocks": modal(*(section(str(index)) for index in range(101))),
    "no blocks": modal(),
    "a title over 24": modal(entry(), title=plain("x" * 25)),
    "a submit over 24": modal(entry(), submit=plain("x" * 25)),
    "an empty title": modal(entry(), title=plain("")),
    "a title with markup": modal(entry(), title={"type": "mrkdwn", "text": "x"}),
    "no title": {key: value for key, value in modal(entry()).items() if key != "title"},
    "metadata over 3000": modal(entry(), private_metadata="x" * 3001),
    "callback_id over 255": modal(entry(), callback_id="x" * 256),
    "an unknown property": modal(entry(), colour="red"),
    "a label over 2000": modal(entry(label=plain("x" * 2001))),
    "a label with markup": modal(entry(label={"type": "mrkdwn", "text": "x"})),
    "a placeholder over 150": modal(
        entry({"type": "plain_text_input", "action_id": "text", "placeholder": plain("x" * 151)})
    ),
    "two first places": modal(
        entry({"type": "plain_text_input", "action_id": "a", "focus_on_load": True}),
        entry({"type": "plain_text_input", "action_id": "b", "focus_on_load": True}, block_id="b"),
    ),
    "another kind": {"type": "workflow_step", "blocks": [section()]},
    "a home tab with a submit": {"type": "home", "submit": plain("Luid"), "blocks": [section()]},
    "over 250 KB": modal(*(section("x" * 2990) for _ in range(90))),
}


@pytest.mark.parametrize("name", RIGHT)
def test_slack_takes(name: str) -> None:
    assert check_blocks(RIGHT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_slack_refuses(name: str) -> None:
    assert check_blocks(WRONG[name]) != []


def test_slack_refuses_blocks_that_are_no_list() -> None:
    assert check_blocks({"type": "section"}) != []
    assert check_blocks(["section"]) != []


def test_slack_takes_a_form_with_every_field() -> None:
    date = {"type": "datepicker", "action_id": "dag", "initial_date": "2026-11-23", "placeholder": plain("Dag")}
    fields = [
        entry({"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 500}),
        entry(date, block_id="dag", optional=True, hint=plain("Mag leeg")),
        entry(choice("static_select", 100), block_id="keuze", dispatch_action=True),
        entry(choice("checkboxes", 10), block_id="meer"),
        entry({"type": "external_select", "action_id": "wie", "min_query_length": 2}, block_id="wie"),
    ]

    assert check_view(modal(*fields, close=plain("Terug"), callback_id="bel", notify_on_close=True)) == []
    assert check_view({"type": "home", "blocks": [section(), actions(button())]}) == []


@pytest.mark.parametrize("name", WRONG_VIEWS)
def test_slack_refuses_a_view_with(name: str) -> None:
    assert check_view(WRONG_VIEWS[name]) != []


def test_slack_takes_at_most_a_hundred_short_options_of_a_search() -> None:
    assert check_options({"options": options(100)}) == []
    assert check_options({"options": []}) == []
    assert check_options({"option_groups": [{"label": plain("Wie"), "options": options(2)}]}) == []
    assert check_options({"options": options(101)}) != []
    assert check_options({"options": options(1, "x" * 76)}) != []
    assert check_options({}) != []
