"""Rituals and adapters, found by folder: nothing lists them by hand."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Protocol, cast

import adapters
import rituals
from adapters import Adapter, Hosted, House, Previewer
from rituals.engine.errors import Misfit
from rituals.engine.ritual import Ritual

_SHARED = "engine"


class RitualFolder(Protocol):
    """What the `__init__` of a ritual's folder gives."""

    def ritual(self) -> Ritual: ...


class AdapterFolder(Protocol):
    """What the `__init__` of an adapter's folder gives."""

    NAME: str

    def wanted(self, environment: Mapping[str, str]) -> bool: ...
    def build(self, house: House) -> Adapter: ...


class ListenerFolder(Protocol):
    """The same of a folder that is no chat platform: it has no NAME."""

    def wanted(self, environment: Mapping[str, str]) -> bool: ...
    def build(self, house: House) -> Hosted: ...


def adapter_names() -> tuple[str, ...]:
    """The folders of adapters, without importing any."""
    return _folders(adapters)


def wanted_adapters(environment: Mapping[str, str]) -> tuple[AdapterFolder, ...]:
    """The chat platforms that the operator's variables ask for."""
    folders = (cast(AdapterFolder, folder) for folder in _adapter_folders() if hasattr(folder, "NAME"))
    return tuple(folder for folder in folders if folder.wanted(environment))


def find_previewers() -> tuple[Previewer, ...]:
    """What shows how each platform would get a card or form."""
    folders = _adapter_folders()
    found = (getattr(folder, "preview", None) for folder in folders)
    return tuple(cast(Previewer, preview) for preview in found if callable(preview))


def wanted_listeners(environment: Mapping[str, str]) -> tuple[ListenerFolder, ...]:
    """What only listens, and the operator's variables ask for."""
    folders = (cast(ListenerFolder, folder) for folder in _adapter_folders() if not hasattr(folder, "NAME"))
    return tuple(folder for folder in folders if folder.wanted(environment))


def listener_names() -> tuple[str, ...]:
    """The folders that are no chat platform."""
    return tuple(name for name in adapter_names() if not hasattr(import_module(f"adapters.{name}"), "NAME"))


def _adapter_folders() -> list[ModuleType]:
    return [import_module(f"adapters.{name}") for name in adapter_names()]


def find_rituals() -> tuple[Ritual, ...]:
    """The ritual of every folder, in the order of their names."""
    return tuple(_ritual(name) for name in _folders(rituals))


def _folders(package: ModuleType) -> tuple[str, ...]:
    found = (module.name for module in iter_modules(package.__path__) if module.ispkg)
    return tuple(sorted(name for name in found if name != _SHARED))


def _ritual(folder: str) -> Ritual:
    ritual = cast(RitualFolder, import_module(f"rituals.{folder}")).ritual()
    if ritual.name != folder:
        raise Misfit(f"rituals/{folder} gives a ritual of another name, {ritual.name!r}")
    return ritual
