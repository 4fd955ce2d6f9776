"""Every table, so that the metadata is whole: for a new database, migrations and tests."""

from importlib import import_module
from pkgutil import iter_modules

import store
from store.schema import metadata

_NOT_TABLES = frozenset(
    {"backup", "copies", "draft", "migrate", "migrations", "postgres", "postgres_server", "restore", "tables"}
)

for _module in iter_modules(store.__path__):
    if _module.name not in _NOT_TABLES:
        import_module(f"store.{_module.name}")

__all__ = ["metadata"]
