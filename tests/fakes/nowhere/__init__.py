"""The least that a platform's folder can hold: what is sent to it goes nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from adapters import Adapter, House
from rituals.engine.platform import Capabilities, Limits, Parcel
from store.handles import Handle

if TYPE_CHECKING:
    from aiohttp.web import AbstractRouteDef

NAME = "nowhere"


def wanted(environment: Mapping[str, str]) -> bool:
    """Asked for by one variable of its own."""
    return bool(environment.get("NOWHERE"))


def build(_house: House) -> Adapter:
    """The platform."""
    return Nowhere()


class Nowhere:
    """Takes everything and shows nothing."""

    name = NAME
    limits = Limits()
    capabilities = Capabilities(
        private_in_place=False, form_from_command=False, form_from_words=False, press_redraws=False,
        reactions=False, threads=False, lookup=False, silent=False, files=False, previews=False,
        before_command="/", before_place="#", max_text=100, max_card=1000, max_blocks=9,
        max_buttons=2, max_label=20,
        max_options=9, max_title=20, max_value=100,
    )  # fmt: skip

    def routes(self) -> Sequence[AbstractRouteDef]:
        return ()

    async def start(self) -> None: ...
    async def run(self) -> None: ...
    async def stop(self) -> None: ...

    async def post(self, parcel: Parcel) -> str:
        return parcel.key

    async def update(self, parcel: Parcel) -> None: ...
    async def remove(self, parcel: Parcel) -> None: ...
    async def answer(self, handle: Handle, parcel: Parcel) -> None: ...
    async def find(self, parcel: Parcel, since: datetime) -> str | None:
        return None
