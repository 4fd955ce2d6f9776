"""Every fault that a card can have is found; a card without faults has none."""

from typing import Any

import pytest

from tests.fakes.teams.cards import check_card
from tests.fakes.teams.client import card, line

Json = dict[str, Any]
NAME: Json = {"type": "Input.Text", "id": "naam", "label": "Naam"}
CLAP: Json = {"type": "Action.Execute", "title": "Klap mee", "verb": "bel.clap", "data": {"ref": "bel:1"}}
SEND: Json = {"type": "Action.Submit", "title": "Stuur"}
PICK: Json = {
    "type": "Input.ChoiceSet", "id": "wie", "label": "Wie?",
    "choices": [{"title": "Sanne", "value": "1"}, {"title": "Youssef", "value": "2"}],
}  # fmt: skip


def nested(depth: int) -> Json:
    inner = {"type": "TextBlock", "text": ""} if depth == 0 else nested(depth - 1)
    return {"type": "Container", "items": [inner]}


RIGHT: dict[str, object] = {
    "words": card(line("hoi")),
    "buttons": card(line("hoi"), actions=(CLAP, SEND, {"type": "Action.OpenUrl", "title": "Lees", "url": "https://a.nl"})),
    "fields": card(NAME, PICK, {"type": "Input.Date", "id": "dag", "label": "Dag", "value": ""}),
    "people found while typing": card(
        {**PICK, "choices.data": {"type": "Data.Query", "dataset": "people"}, "isMultiSelect": True, "value": "1,9"}
    ),
    "upper case, as the schema allows": card({**line("hoi"), "weight": "Bolder", "size": "ExtraLarge"}),
    "a folded part": card(
        {"type": "Container", "id": "meer", "isVisible": False, "items": [NAME]},
        actions=({"type": "Action.ToggleVisibility", "title": "Meer", "targetElements": ["meer"]},),
    ),
    "a card in a button": card(
        line("hoi"), actions=({"type": "Action.ShowCard", "title": "Meer", "card": card(NAME)},)
    ),
    "facts and pictures": card(
        {"type": "FactSet", "facts": [{"title": "Wie", "value": "Sanne"}]},
        {"type": "Image", "url": "https://a.nl/a.png", "altText": "Een bel"},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "hoi", "weight": "bolder"}, "daar"]},
    ),
}  # fmt: skip

WRONG: dict[str, object] = {
    "no card": None,
    "a list": [],
    "empty": card(),
    "no version": {"type": "AdaptiveCard", "body": [line("hoi")]},
    "another version": {**card(line("hoi")), "version": "1.6"},
    "an unknown element": card({"type": "Tekst", "text": "hoi"}),
    "an element of a later version": card({"type": "Carousel", "pages": []}),
    "a misspelt property": card({**line("hoi"), "wrp": True}),
    "a misspelt property of the card": {**card(line("hoi")), "knoppen": []},
    "a value of the wrong type": card({**line("hoi"), "wrap": "true"}),
    "a value that is no choice": card({**line("hoi"), "weight": "vet"}),
    "text without words": card(line("")),
    "text without words, deep": card(nested(4)),
    "a container without content": card({"type": "Container", "items": []}),
    "a picture without words": card({"type": "Image", "url": "https://a.nl/a.png"}),
    "a picture from nowhere": card({"type": "Image", "url": "javascript:alert(1)", "altText": "x"}),
    "a fact without value": card({"type": "FactSet", "facts": [{"title": "Wie"}]}),
    "a field without label": card({"type": "Input.Text", "id": "naam"}),
    "a field with an empty label": card({**NAME, "label": ""}),
    "a field without id": card({"type": "Input.Text", "label": "Naam"}),
    "two fields of one id": card(NAME, NAME),
    "a field and a button of one id": card(NAME, actions=({**SEND, "id": "naam"},)),
    "required without saying so": card({**NAME, "isRequired": True}),
    "a choice without choices": card({**PICK, "choices": []}),
    "the same choice twice": card({**PICK, "choices": [*PICK["choices"], {"title": "Ook", "value": "1"}]}),
    "a chosen value that is no choice": card({**PICK, "value": "7"}),
    "one of the chosen values is no choice": card({**PICK, "isMultiSelect": True, "value": "1,7"}),
    "a comma in one of several answers": card(
        {**PICK, "isMultiSelect": True, "choices": [{"title": "a", "value": "a,b"}]}
    ),
    "a date that is none": card({"type": "Input.Date", "id": "dag", "label": "Dag", "value": "23 november"}),
    "an unknown action": card(line("hoi"), actions=({"type": "Action.Http", "title": "x"},)),
    "a button without words": card(line("hoi"), actions=({**SEND, "title": ""},)),
    "an execute without verb": card(line("hoi"), actions=({"type": "Action.Execute", "title": "x"},)),
    "data that is a text": card(line("hoi"), actions=({**SEND, "data": "x"},)),
    "an address that runs": card(
        line("hoi"), actions=({"type": "Action.OpenUrl", "title": "x", "url": "javascript:x"},)
    ),
    "more buttons than are drawn": card(line("hoi"), actions=tuple({**SEND, "title": str(n)} for n in range(7))),
    "folding what is not there": card(
        line("hoi"), actions=({"type": "Action.ToggleVisibility", "title": "Meer", "targetElements": ["weg"]},)
    ),
    "a mention without sign": {
        **card(line("hoi")),
        "msteams": {"entities": [{"type": "mention", "text": "Sanne", "mentioned": {"id": "29:1", "name": "Sanne"}}]},
    },
    "refreshed for too many": {
        **card(line("hoi")),
        "refresh": {"action": {"type": "Action.Execute", "verb": "x"}, "userIds": [f"29:{n}" for n in range(61)]},
    },
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_card_has_nothing_wrong(name: str) -> None:
    assert check_card(RIGHT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_card_is_found(name: str) -> None:
    assert check_card(WRONG[name])


def test_a_dialog_knows_no_execute() -> None:
    content = card(NAME, actions=(CLAP,))

    assert check_card(content) == []
    assert check_card(content, dialog=True)
