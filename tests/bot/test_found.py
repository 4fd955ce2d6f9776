"""Rituals and adapters are found by their folders."""

from pathlib import Path

from bot.found import adapter_names, find_previewers, find_rituals

ROOT = Path(__file__).parents[2]


def folders(package: str) -> set[str]:
    return {path.parent.name for path in (ROOT / package).glob("*/__init__.py")} - {"engine"}


def test_every_folder_with_a_ritual_is_found() -> None:
    assert {ritual.name for ritual in find_rituals()} == folders("rituals")


def test_every_adapter_folder_is_found() -> None:
    assert set(adapter_names()) == folders("adapters")


def test_every_platform_that_can_show_its_cards_is_found() -> None:
    assert [preview.__module__ for preview in find_previewers()] == ["adapters.slack", "adapters.teams"]
