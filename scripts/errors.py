"""Writes into docs/errors.md what can go wrong with a platform and with the store, from the two trees of errors.

.venv/bin/python -m scripts.errors
"""

from __future__ import annotations

from collections.abc import Iterator

from rituals.engine import errors as engine_errors
from rituals.engine.errors import VERDICTS, DeliveryError, KlantritmeError
from scripts.generated import Part, code, first_words, table, write
from store import errors as store_errors
from store.errors import StoreError

DONE = {
    "wait": "waits at least as long as it was told to",
    "retry": "tries again, after 1, 2, 4 up to 60 s",
    "look up": "looks it up after 60 s where the platform can be asked; else the ritual's policy decides",
    "park": "keeps it until the place is open again or the account does something; the ritual hears",
    "forget": "forgets it",
    "cancel": "cancels it; the ritual hears",
}
"""For each verdict of delivery what it then does."""


def main() -> None:
    write(PARTS)


def delivery() -> str:
    return table(("error", "when", "verdict", "what delivery does"), _delivery())


def _delivery() -> Iterator[list[str]]:
    for kind, verdict in VERDICTS.items():
        yield [code(kind.__name__), first_words(kind.__doc__), verdict, DONE[verdict]]


def store() -> str:
    return table(("error", "what the operator reads", "and the remedy"), _store())


def _store() -> Iterator[list[str]]:
    for kind in of_store():
        yield [code(kind.__name__), kind.problem, kind.remedy]


def of_store() -> list[type[StoreError]]:
    """In the order of the code; a name with an underscore is only what others are made of."""
    found = [one for one in vars(store_errors).values() if isinstance(one, type) and issubclass(one, StoreError)]
    return [one for one in found if one is not StoreError and not one.__name__.startswith("_")]


def others() -> str:
    """Errors of the engine besides those of delivery."""
    rows = ([code(kind.__name__), first_words(kind.__doc__)] for kind in _of_engine() if kind not in VERDICTS)
    return table(("error", "when"), rows)


def _of_engine() -> list[type[KlantritmeError]]:
    bases = (KlantritmeError, DeliveryError)
    found = [one for one in vars(engine_errors).values() if isinstance(one, type) and issubclass(one, KlantritmeError)]
    return [one for one in found if one not in bases]


PARTS = tuple(
    Part(name, "errors.md", make) for name, make in (("delivery", delivery), ("engine", others), ("store", store))
)

if __name__ == "__main__":
    main()
