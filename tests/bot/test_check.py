"""`check`: the database, the key file, and where settings come from."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert
from sqlalchemy.engine import make_url

from bot.check import all_problems, chosen_in_chat, settings_table
from bot.config import Loaded, Settings
from bot.environment import Environment
from bot.keys import keys_for
from bot.same_keys import use_keys
from rituals.engine.ritual import Ritual, Setting
from store.choices import choice
from store.errors import StoreError
from store.migrate import upgrade
from store.open import open_store

BEL = Ritual("bel", "De bel", draw=lambda drawing, key: None, settings=(Setting("undo_seconds", 10, "Bedenktijd"),))


def problems(environment: Environment) -> list[str]:
    return [str(problem) for problem in all_problems(Loaded(Settings(), environment, ()))]


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder}/x.db"


def test_a_database_that_is_not_there_yet_is_no_problem(tmp_path: Path) -> None:
    assert problems(Environment(database_url=url_in(tmp_path))) == []
    assert list(tmp_path.iterdir()) == []


def test_a_press_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rituals.engine.papers.PRESS", "no_such_package")

    (said,) = problems(Environment(database_url=url_in(tmp_path)))

    assert "make install" in said
    assert "oorkonde" in said


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database at all" * 100)

    (problem,) = problems(Environment(database_url=url_in(tmp_path)))

    assert problem.startswith("DATABASE_URL: ")


def test_postgresql_without_tables_is_told_to_migrate(postgres_server: object, postgres_url: str) -> None:
    engine = create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    engine.dispose()

    (problem,) = problems(Environment(database_url=postgres_url, secret_keys=(b"k" * 32,)))

    assert "klantritme migrate" in problem


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    environment = Environment(database_url="postgresql://u:geheim@127.0.0.1:1/d", secret_keys=(b"k" * 32,))

    (problem,) = problems(environment)

    assert problem.startswith("DATABASE_URL: ")
    assert "geheim" not in problem


def run_says(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        upgrade(url)
    return str(caught.value)


def test_a_server_that_is_not_there_is_one_line_with_the_remedy() -> None:
    url = "postgresql://u:geheim@127.0.0.1:1/d"

    (problem,) = problems(Environment(database_url=url, secret_keys=(b"k" * 32,)))

    assert not {"\n", "\t"} & set(problem)
    assert "refused" in problem
    assert problem.endswith("Start PostgreSQL, or mend host and port in DATABASE_URL.")
    assert run_says(url) in problem


def test_a_database_that_the_server_does_not_have_is_told_as_such(postgres_server: object, postgres_url: str) -> None:
    url = make_url(postgres_url).set(database="weg").render_as_string(hide_password=False)

    (problem,) = problems(Environment(database_url=url, secret_keys=(b"k" * 32,)))

    assert problem.endswith("Make the database, or mend its name in DATABASE_URL.")


@pytest.mark.parametrize("place", ["file/x.db", "file/deeper/x.db", "folder"])
def test_an_impossible_path_is_told_by_check_as_by_run(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    url = f"sqlite:///{tmp_path}/{place}"

    (problem,) = problems(Environment(database_url=url))

    assert problem == f"DATABASE_URL: {run_says(url)}"
    assert "in a folder that exists or can be made" in problem


def test_a_place_that_cannot_be_written_is_told_by_check_as_by_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)  # root may write everywhere

    (problem,) = problems(Environment(database_url=url_in(tmp_path)))

    assert problem == f"DATABASE_URL: {run_says(url_in(tmp_path))}"
    assert f"write access to {tmp_path}." in problem


@pytest.mark.parametrize("host", ["nonsense.invalid", "192.0.2.1"])
def test_a_host_on_which_nothing_can_listen_is_told(tmp_path: Path, host: str) -> None:
    environment = Environment(database_url=url_in(tmp_path), host=host)

    assert [problem.split(":")[0] for problem in problems(environment)] == ["HOST"]


def test_a_key_file_that_others_can_read_is_told(tmp_path: Path) -> None:
    environment = Environment(database_url=url_in(tmp_path))
    keys_for(environment)
    assert problems(environment) == []

    (tmp_path / "secret.key").chmod(0o644)

    assert "chmod 600" in problems(environment)[0]


def test_a_key_file_without_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("nothing")

    assert "holds no key" in problems(Environment(database_url=url_in(tmp_path)))[0]


async def test_keys_of_another_process_are_told(tmp_path: Path) -> None:
    url = url_in(tmp_path)
    upgrade(url)
    ours, theirs = (Environment(database_url=url, secret_keys=(letter * 32,)) for letter in (b"o", b"t"))
    store = open_store(url)
    await store.transact(lambda tx: use_keys(tx, theirs.secret_keys))
    await store.close()

    assert problems(theirs) == []
    assert [problem.split(":")[0] for problem in problems(ours)] == ["SECRET_KEYS"]
    assert [problem.split(":")[0] for problem in problems(Environment(database_url=url))] == ["SECRET_KEYS"]


@pytest.mark.parametrize(
    ("written", "chosen", "row"),
    [
        ({}, {}, ("bel.undo_seconds", "10", "default", "Bedenktijd")),
        ({"undo_seconds": 20}, {}, ("bel.undo_seconds", "20", "config.yaml", "Bedenktijd")),
        ({"undo_seconds": 20}, {"bel.undo_seconds": 30}, ("bel.undo_seconds", "30", "chat", "Bedenktijd")),
    ],
)
def test_a_setting_tells_where_it_comes_from(
    written: dict[str, int], chosen: dict[str, int], row: tuple[str, str, str, str]
) -> None:
    settings = Settings(rituals={"bel": dict(written)})

    assert list(settings_table(settings, (BEL,), chosen)) == [
        ("bel.enabled", "true", "default", "false switches the whole ritual off"),
        row,
    ]


def test_what_was_chosen_in_chat_is_read_beside_a_running_process(tmp_path: Path) -> None:
    url = url_in(tmp_path)
    upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        row = {"scope": "organisation", "ritual": "bel", "name": "undo_seconds", "value": "30"}
        connection.execute(insert(choice).values(**row, at=datetime(2026, 11, 23, tzinfo=UTC)))
    engine.dispose()

    assert chosen_in_chat(url) == {"bel.undo_seconds": 30}


def test_without_a_database_nothing_was_chosen_in_chat(tmp_path: Path) -> None:
    assert chosen_in_chat(url_in(tmp_path)) == {}
    assert list(tmp_path.iterdir()) == []
