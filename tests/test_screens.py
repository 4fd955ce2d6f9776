"""The pictures of all screens and cards: one of each kind, in every language, colour and size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters import Drawn
from rituals.engine.cards import Button, Card, Form, TextField, Voice, buttons, text
from rituals.engine.names import Ref
from scripts import screens
from scripts.screens_index import Picture, write
from scripts.screens_scenes import Passes, Scene, Types

CARD = Card((text("De bel gaat voor Fatima en Anouk!"), Voice("De lift doet het weer.")))
FORM = Form("bel.ring", "Luid de bel", (TextField("what", "Wat is gelukt?"),), "Luiden", draft="d")


def test_another_name_number_or_story_is_no_other_card() -> None:
    other = Card((text("De bel gaat voor Sanne en Ron!"), Voice("Iets heel anders, 3 keer.")))

    assert screens.unlike([CARD, other], screens.likeness) == [CARD]


def test_another_button_or_a_long_story_is_another_card() -> None:
    pressed = Card((*CARD.blocks, buttons(Button("Klap mee", "bel.clap", Ref("bell", "1")))))
    long = Card((CARD.blocks[0], Voice("lang " * 200)))

    assert screens.unlike([CARD, pressed, long], screens.likeness) == [CARD, pressed, long]


def test_a_form_with_other_fields_is_another_form() -> None:
    longer = replace(FORM, fields=(*FORM.fields, TextField("more", "Nog iets")))

    assert screens.unlike([FORM, replace(FORM, draft="e"), longer], screens.likeness_of_form) == [FORM, longer]


def test_every_scene_has_a_name_of_its_own() -> None:
    every = [scene.name for scenes in screens.PLAYS for scene in scenes]

    assert len(set(every)) == len(every)


def test_what_comes_after_the_last_wanted_scene_is_not_played() -> None:
    scenes = tuple(Scene(name, "kees", "algemeen") for name in ("nomineer", "nakijken", "stembus"))

    assert screens.as_far_as(scenes, ("nakijken", "nomineer")) == scenes[:2]
    assert screens.as_far_as(scenes, ("quote",)) == ()
    assert screens.as_far_as(scenes, ()) == scenes


@pytest.mark.parametrize(
    ("words", "beyond"), [((), True), (("idee",), True), (("screen-idee",), False), (("screen-idee", "form"), True)]
)
def test_cards_are_not_rehearsed_where_only_scenes_are_wanted(words: tuple[str, ...], beyond: bool) -> None:
    assert screens.beyond_scenes(words) is beyond


def test_a_word_that_no_name_can_have_is_refused_before_anything_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["screens", "folder", "klantverbeteraar.look"])

    with pytest.raises(SystemExit, match=r"klantverbeteraar\.look"):
        screens.main()


def test_the_index_shows_every_picture(tmp_path: Path) -> None:
    pictures = [Picture("card-<b>", "nl", "phone", colours) for colours in ("light", "dark")]

    write(tmp_path, pictures)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<img ") == 2
    assert page.count("<h2") == 1
    assert "<b>" not in page


@pytest.mark.browser
async def test_the_pictures_come_from_the_real_playground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def rehearse(*_given: object) -> Drawn:
        return Drawn((CARD,), (FORM,))

    rings = Scene("bel", "fatima", "successen", (Types("/bel De lift doet het weer"), Passes(timedelta(seconds=12))))
    monkeypatch.setattr(screens, "PLAYS", ((rings,),))
    monkeypatch.setattr(screens, "COLOURS", ("light",))
    monkeypatch.setattr(screens, "LOCALES", ("en",))
    monkeypatch.setattr(screens, "rehearse", rehearse)

    taken = await screens.take_all(tmp_path)

    subjects = ["screen-bel", "card-000-de-bel-gaat-voor-fatima-en-anouk-de-lift", "form-000-luid-de-bel"]
    assert [(one.language, one.subject) for one in taken[::2]] == [("en", one) for one in subjects]
    assert all((tmp_path / one.file).stat().st_size > 1_000 for one in taken)
