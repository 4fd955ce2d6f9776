"""The texts of cards are read as a client reads them: markup counts, escaped markup does not."""

import pytest

from tests.fakes.teams.client import card, line
from tests.fakes.teams.markdown import rendered
from tests.fakes.teams.reading import seen


@pytest.mark.parametrize(
    ("text", "words", "live"),
    [
        ("**Sanne** belde", "Sanne belde", {"strong"}),
        ("*Sanne* _belde_", "Sanne belde", {"emphasis"}),
        ("[klik hier](https://kwaad.example)", "klik hier", {"link"}),
        ("<https://kwaad.example>", "https://kwaad.example", {"autolink"}),
        ("- een\n- twee", "een\ntwee", {"list"}),
        ("1. een", "een", {"list"}),
        ("# Kop", "Kop", {"heading"}),
        ("> zei ze", "zei ze", {"quote"}),
        ("`code` en ~~weg~~", "code en weg", {"code", "strikethrough"}),
        ("{{DATE(2026-11-23T09:00:00Z, SHORT)}}", "2026-11-23T09:00:00Z, SHORT", {"date"}),
        ("R&amp;D", "R&D", {"entity"}),
        ("\\*Sanne\\* \\[klik\\](x) R\\&amp;D \\- a\\\\b", "*Sanne* [klik](x) R&amp;D - a\\b", set()),
        ("2 * 3 * 4, a_b_c, 100 %, ✱", "2 * 3 * 4, a_b_c, 100 %, ✱", set()),
    ],
)
def test_markup_is_worked_out(text: str, words: str, live: set[str]) -> None:
    assert rendered(text) == (words, live)


def test_a_card_is_read_with_its_elements() -> None:
    runs = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "**zo** "}, "staat het er"]}
    found = seen(card(line("**De bel** gaat"), runs, {"type": "FactSet", "facts": [{"title": "Wie", "value": "_ik_"}]}))

    assert found.words == "De bel gaat\n**zo** staat het er\nWie\nik"
    assert found.elements == {"AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "FactSet", "strong", "emphasis"}
