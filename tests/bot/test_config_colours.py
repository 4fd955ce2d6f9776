"""The organisation's colours: any may draw lines, and only a dark one sets words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, read_settings
from bot.config_colours import contrast
from bot.organisation import organisation_of
from rituals.engine.organisation import Colours


def read(tmp_path: Path, main: str = "'#1b4965'", accent: str = "'#c08a2d'") -> tuple[Settings, dict[str, str]]:
    path = tmp_path / "config.yaml"
    path.write_text(f"organisation:\n  colours:\n    main: {main}\n    accent: {accent}\n")
    found = read_settings(path, named=True)
    return found.settings, {one.name: str(one) for one in found.problems}


def test_colours_of_ones_own_are_taken(tmp_path: Path) -> None:
    settings, problems = read(tmp_path, "'#7A0019'", "'#FFCC33'")

    assert problems == {}
    assert organisation_of(settings).colours == Colours("#7a0019", "#ffcc33")


def test_without_any_there_are_ours() -> None:
    assert organisation_of(Settings()).colours == Colours()
    assert contrast(Colours().main) > 4.5


@pytest.mark.parametrize("colour", ["'#ffcc33'", "'#ffffff'", "'#888888'"])
def test_a_colour_too_light_for_words_is_refused_with_its_contrast(tmp_path: Path, colour: str) -> None:
    _, problems = read(tmp_path, main=colour)

    assert "too light for words" in problems["organisation.colours.main"]
    assert "at least 4.5 to 1" in problems["organisation.colours.main"]


@pytest.mark.parametrize("colour", ["blauw", "'#fff'", "'#12345g'", "1234567", "'#1234567'", "rgb(1,2,3)"])
def test_what_is_no_colour_is_told_with_an_example(tmp_path: Path, colour: str) -> None:
    _, problems = read(tmp_path, accent=colour)

    assert set(problems) == {"organisation.colours.accent"}


@pytest.mark.parametrize(
    ("colour", "figure"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#ff0000", 4.0)]
)
def test_contrast_is_that_of_the_standard(colour: str, figure: float) -> None:
    assert contrast(colour) == pytest.approx(figure, abs=0.01)
