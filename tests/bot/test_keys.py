"""The keys of the database's secrets."""

import base64
from pathlib import Path

import pytest

from bot.environment import Environment
from bot.keys import keys_for, read_keys
from bot.problems import ConfigurationError


def test_a_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    environment = Environment(database_url=f"sqlite:///{tmp_path}/data/x.db")

    first, second = keys_for(environment), keys_for(environment)

    assert first == second
    assert len(first[0]) == 32
    assert (tmp_path / "data/secret.key").stat().st_mode & 0o777 == 0o600


def test_keys_of_the_environment_make_no_file(tmp_path: Path) -> None:
    environment = Environment(database_url=f"sqlite:///{tmp_path}/x.db", secret_keys=(b"k" * 32,))

    assert keys_for(environment) == (b"k" * 32,)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_key_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("half a k")

    with pytest.raises(ConfigurationError, match="backup"):
        keys_for(Environment(database_url=f"sqlite:///{tmp_path}/x.db"))

    assert (tmp_path / "secret.key").read_text() == "half a k"


@pytest.mark.parametrize("text", ["", ",", "x", base64.urlsafe_b64encode(b"k" * 31).decode(), "é" * 44])
def test_what_is_no_key_is_refused(text: str) -> None:
    assert read_keys(text) is None
