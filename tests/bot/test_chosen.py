"""What config.yaml chooses for rituals must exist and be of the right kind."""

from typing import Any

import pytest

from bot.chosen import check_rituals
from bot.config import Settings
from rituals.engine.outcome import Outcome
from rituals.engine.ritual import Handled, Ritual, Setting

BEL = Ritual(
    "bel",
    "De bel",
    draw=lambda drawing, key: None,
    commands={"bel": Handled(lambda event, context: Outcome())},
    settings=(
        Setting("undo_seconds", 10, "Bedenktijd", least=0, most=60),
        Setting("sound", "kort", "Geluid", options={"kort": "Kort", "lang": "Lang"}),
        Setting("at", "09:00", "Tijd"),
        Setting("counts", False, "Aantallen"),
        Setting("days", (), "Dagen", options={"mon": "ma", "tue": "di"}),
    ),
)
KLANT = Ritual(
    "klant",
    "Klant",
    draw=lambda drawing, key: None,
    commands={"klant": Handled(lambda event, context: Outcome())},
)


def names(**choices: Any) -> list[str]:
    return [problem.name for problem in check_rituals(Settings.model_validate(choices), (BEL, KLANT))]


def test_choices_that_fit_are_no_problem() -> None:
    chosen = {"enabled": True, "undo_seconds": 60, "sound": "lang", "at": "10:30", "counts": True, "days": ("mon",)}

    assert names(rituals={"bel": chosen}, commands={"bel": "gong"}, roles={"ritueelhouder": {"bel": ()}}) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("enabled", "ja"), ("undo_seconds", 61), ("undo_seconds", -1), ("undo_seconds", True), ("undo_seconds", 1.5),
        ("sound", "hard"), ("sound", None), ("at", "9 uur"), ("at", "02:15"), ("counts", 1), ("days", ("wed",)),
        ("days", "mon"), ("undo_secs", 5),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_named(name: str, value: object) -> None:
    assert names(rituals={"bel": {name: value}}) == [f"rituals.bel.{name}"]


def test_a_ritual_that_does_not_exist_is_named_wherever_it_stands() -> None:
    found = names(rituals={"bell": {}}, commands={"gong": "gong"}, roles={"ritueelhouder": {"quote": ()}})

    assert found == ["roles.ritueelhouder.quote", "rituals.bell", "commands.gong"]


def test_two_commands_cannot_have_one_word() -> None:
    assert names(commands={"bel": "klant"}) == ["commands.klant"]
    assert names(commands={"bel": "klant", "klant": "bel"}) == []
