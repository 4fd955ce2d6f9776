"""Papers over HTTP: GET /stuk/<token>/<name>.png or .pdf, for cards that show a picture of them; and samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters import House
    from adapters.papers.pages import Pages


def wanted(_environment: Mapping[str, str]) -> bool:
    """Always: without a link of ours nothing can be had there."""
    return True


def build(house: House) -> Pages:
    """The one route."""
    from adapters.papers.pages import Pages

    return Pages(house.engine)
