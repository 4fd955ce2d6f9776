"""Every table, so that the metadata is whole: for migrations and tests, not for a running bot."""

from importlib import import_module
from pkgutil import iter_modules

import store
from store.schema import metadata

for _module in iter_modules(store.__path__):
    if _module.name not in ("migrations", "tables"):
        import_module(f"store.{_module.name}")

__all__ = ["metadata"]
