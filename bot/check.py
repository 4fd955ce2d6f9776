"""`klantritme check`: every problem at once, and where each setting comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import found
from bot.chosen import ENABLED, check_rituals
from bot.config import Loaded, Settings, load
from bot.environment import Environment
from bot.key_dir import key_dir_problems, lost_ballots
from bot.keys import key_file, read_keys
from bot.organisation import organisation_of
from bot.port import NotOurAddress, bind
from bot.problems import ConfigurationError, Problem, located
from rituals.engine.ritual import Ritual
from rituals.engine.translate import Languages

Row = tuple[str, str, str, str]
"""A setting's dotted name, its value, where it comes from, and what it does."""


def load_all(environ: Mapping[str, str]) -> Loaded:
    """config.yaml and the environment, checked against the rituals and adapters that are found."""
    loaded = load(environ, found.adapter_names())
    more = located(check_rituals(loaded.settings, found.find_rituals()), loaded.lines)
    return replace(loaded, problems=(*loaded.problems, *more))


def load_or_raise(environ: Mapping[str, str]) -> Loaded:
    """Raises ConfigurationError with every problem."""
    loaded = load_all(environ)
    if loaded.problems:
        raise ConfigurationError(loaded.problems)
    return loaded


def all_problems(loaded: Loaded) -> tuple[Problem, ...]:
    """What was read, and the database and files that it points to."""
    wrong = {problem.name for problem in loaded.problems}
    more = () if "DATABASE_URL" in wrong else (*_key_file(loaded.environment), *_database(loaded.environment))
    own = (*_host(loaded.environment), *key_dir_problems(loaded.environment.key_dir), *_press())
    return (*loaded.problems, *own, *more)


def settings_table(settings: Settings, rituals: Sequence[Ritual], chosen: Mapping[str, Any]) -> Iterator[Row]:
    """Every setting of every ritual; `chosen` is what was chosen in chat for the whole organisation."""
    say = Languages(organisation_of(settings)).say("en")
    for ritual in rituals:
        written = settings.rituals.get(ritual.name, {})
        yield (*_value(ritual, ENABLED, True, written, {}), "false switches the whole ritual off")
        for setting in ritual.settings:
            yield (*_value(ritual, setting.name, setting.default, written, chosen), say(setting.label))


def chosen_in_chat(url: str) -> dict[str, Any]:
    """By dotted name; empty without a database of this version. Reads beside a process that runs."""
    from sqlalchemy import create_engine, select
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    from store.choices import ORGANISATION, choice
    from store.errors import StoreError
    from store.migrate import check_schema

    try:
        if check_schema(url) != "current":
            return {}
        engine = create_engine(_read_only(url), poolclass=NullPool)
        with engine.connect() as connection:
            of_all = select(choice.c.ritual, choice.c.name, choice.c.value).where(choice.c.scope == ORGANISATION)
            return {f"{ritual}.{name}": json.loads(value) for ritual, name, value in connection.execute(of_all)}
    except (SQLAlchemyError, StoreError):
        return {}


def _read_only(url: str) -> str:
    from sqlalchemy.engine import make_url

    from store.open import sqlite_path

    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    return f"sqlite:///file:{(sqlite_path(url) or Path()).absolute()}?mode=ro&uri=true"


def _value(
    ritual: Ritual, name: str, default: Any, written: Mapping[str, Any], chosen: Mapping[str, Any]
) -> tuple[str, str, str]:
    dotted = f"{ritual.name}.{name}"
    for source, values, key in (("chat", chosen, dotted), ("config.yaml", written, name)):
        if key in values:
            return dotted, _shown(values[key]), source
    return dotted, _shown(default), "default"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _host(environment: Environment) -> Iterator[Problem]:
    try:
        bind(environment.host, 0).close()  # any port: ours may be taken by the process that runs
    except NotOurAddress as error:
        yield Problem("HOST", error.text, error.remedy)


def _press() -> Iterator[Problem]:
    from rituals.engine import papers

    if not papers.has_press():
        remedy = "Run `make install`; until then no oorkonde can be made, and everything else works."
        yield Problem(papers.PRESS, "this package is not installed", remedy)


def _key_file(environment: Environment) -> Iterator[Problem]:
    path = None if environment.secret_keys else key_file(environment.database_url)
    if path is None or not path.exists():
        return
    if read_keys(path.read_text(encoding="ascii", errors="replace").strip()) is None:
        remedy = "Put back the file from a backup; without it what was encrypted stays unreadable."
        yield Problem("SECRET_KEYS", f"{path} holds no key", remedy)
    elif path.stat().st_mode & 0o077:
        yield Problem("SECRET_KEYS", f"others can read {path}", f"Run `chmod 600 {path}`.")


def _database(environment: Environment) -> Iterator[Problem]:
    from store.errors import StoreError
    from store.migrate import check_schema
    from store.open import scheme

    url = environment.database_url
    try:
        state = check_schema(url)
    except StoreError as error:
        yield Problem("DATABASE_URL", error.cause, error.remedy)
        return
    if state == "current":
        yield from _other_keys(environment)
        yield from lost_ballots(environment)
    elif scheme(url) == "postgresql":
        yield Problem("DATABASE_URL", "the database waits for its tables", "Run `klantritme migrate` first.")


def _other_keys(environment: Environment) -> Iterator[Problem]:
    from bot.same_keys import OTHER_KEYS, marks_of
    from store.migrate import connected
    from store.versions import knows_key

    path = key_file(environment.database_url)
    stored = path.read_text(encoding="ascii", errors="replace") if path is not None and path.exists() else ""
    marks = marks_of(environment.secret_keys or read_keys(stored.strip()) or ())
    with connected(environment.database_url) as connection:
        if not knows_key(connection, marks):
            yield OTHER_KEYS
