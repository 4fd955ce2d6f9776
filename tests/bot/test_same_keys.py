"""A process with other keys than the database was used with does not start."""

import pytest

from bot.problems import ConfigurationError
from bot.same_keys import use_keys
from store.base import Store

OLD, NEW, OTHER = (letter * 32 for letter in (b"o", b"n", b"x"))


async def use(store: Store, *keys: bytes) -> None:
    await store.transact(lambda tx: use_keys(tx, keys))


async def test_a_second_process_with_the_same_keys_is_welcome(store: Store) -> None:
    await use(store, OLD)

    await use(store, OLD)


async def test_a_process_with_other_keys_is_refused_by_name(store: Store) -> None:
    await use(store, OLD)

    with pytest.raises(ConfigurationError, match=r"SECRET_KEYS: .* the same SECRET_KEYS"):
        await use(store, OTHER)


async def test_a_key_is_changed_by_putting_the_new_one_first(store: Store) -> None:
    await use(store, OLD)

    await use(store, NEW, OLD)
    await use(store, OLD, NEW)
    await use(store, NEW, OLD)
    await use(store, NEW)

    with pytest.raises(ConfigurationError):
        await use(store, OLD)
