"""The matrix of the documents is what the adapters themselves keep to."""

from __future__ import annotations

import pytest

from bot.found import adapter_names
from scripts.capabilities import PAGE, filled, platforms, uncovered


def test_the_matrix_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == filled(page), "run `python -m scripts.capabilities`"


def test_every_platform_is_in_it() -> None:
    assert set(platforms()) == set(adapter_names())


def test_every_capability_has_a_row() -> None:
    assert uncovered() == set()


def test_a_page_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="capabilities: begin"):
        filled("# What each platform can\n")
