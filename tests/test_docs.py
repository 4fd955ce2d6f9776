"""What the documents name exists: commands, settings, variables, labels, links; and the code in them works."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot import cli, config, environment
from bot.check import settings_table
from bot.config import Settings
from bot.found import find_rituals
from rituals.engine import cards, context, errors, events, names, outcome, platform, ritual
from scripts.register import filled
from store import accounts, places
from store.base import Store
from tests.test_house import ROOT, documents, targets

DOCS = ROOT / "docs"
PAGES = [pytest.param(page, id=page.name) for page in documents()]
TICKED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
# Variables of the compose file and not of the program.
ELSEWHERE = {"POSTGRES_PASSWORD"}
TOOLS = {"openssl", "sqlite3", "docker", "make", "klantritme", ".venv/bin/klantritme", ".venv/bin/python"}


def ticked(page: Path) -> list[str]:
    return TICKED.findall(FENCED.sub("", page.read_text()))


def blocks(page: Path, language: str) -> list[str]:
    return [code for kind, code in FENCED.findall(page.read_text()) if kind == language]


def shell_lines(page: Path) -> Iterator[list[str]]:
    for block in blocks(page, "sh"):
        yield from (line.split() for line in block.splitlines() if line.strip())


def known_variables() -> set[str]:
    platforms = [name for names in environment.PLATFORMS.values() for name in names]
    return {"KLANTRITME_CONFIG", *environment.OURS, *platforms}


def configuration() -> str:
    return (DOCS / "configuration.md").read_text()


def keys_of(model: type[Any], before: str = "") -> Iterator[str]:
    """The dotted keys of config.yaml, down to the ones that hold a value; words count as one."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        nested = isinstance(kind, type) and issubclass(kind, config.Model)
        if nested and kind not in (config.Hours, config.Word):
            assert isinstance(kind, type)
            yield from keys_of(kind, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def row_of(first: str) -> list[str]:
    """The cells of the table row that begins with this."""
    row = re.search(rf"^\| `{re.escape(first)}` \|(.*)\|$", configuration(), re.MULTILINE)
    assert row is not None, f"docs/configuration.md has no row for {first}"
    return [cell.strip() for cell in row[1].split("|")]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_lines_to_type_name_what_exists(page: Path) -> None:
    services = set(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])
    for words in shell_lines(page):
        assert words[0] in TOOLS
        match words:
            case ["make", target]:
                assert target in targets()
            case ["klantritme" | ".venv/bin/klantritme", *rest]:
                runs(rest)
            case [".venv/bin/python", "-m", module]:
                assert (ROOT / f"{module.replace('.', '/')}.py").exists()
            case ["docker", "compose", *rest] if "run" in rest:
                assert services.intersection(rest)


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_program_exist(page: Path) -> None:
    for words in ticked(page):
        if words.startswith("klantritme "):
            runs(words.split()[1:])


def runs(words: list[str]) -> None:
    """The command line knows these words."""
    command: click.Command = cli.main
    while isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    options = {name for option in command.params if isinstance(option, click.Option) for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("page", PAGES)
def test_variables_exist(page: Path) -> None:
    named = {word for words in ticked(page) for word in VARIABLE.findall(words)}
    given = {line.split("=")[0] for block in blocks(page, "") for line in block.splitlines() if VARIABLE.match(line)}

    assert (named | given) - ELSEWHERE - known_variables() - {"NAME_FILE"} == set()


def test_every_variable_is_described() -> None:
    assert {name for name in known_variables() if f"`{name}`" not in configuration()} == set()


def test_defaults_of_variables_are_told() -> None:
    defaults = {"DATABASE_URL": environment.DATABASE_URL, "HOST": environment.HOST, "PORT": str(environment.PORT)}

    assert {name: row_of(name)[0].strip("`") for name in defaults} == defaults
    assert row_of("KEY_DIR")[0] == f"`{environment.KEY_DIR}`"


def test_every_key_of_the_file_is_described() -> None:
    described = set(re.findall(r"^\| `([a-z_.]+)` \|", configuration(), re.MULTILINE))

    assert set(keys_of(Settings)) - described == set()


def test_settings_of_rituals_are_told_with_their_default() -> None:
    for name, value, *_ in settings_table(Settings(), find_rituals(), {}):
        assert json.loads(row_of(name)[0].strip("`")) == json.loads(value)


def test_no_setting_is_described_that_does_not_exist() -> None:
    section = configuration().partition("## Settings of the rituals")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([a-z_.]+)` \|", section, re.MULTILINE)

    assert named == [row[0] for row in settings_table(Settings(), find_rituals(), {})]


def test_exit_codes_are_told() -> None:
    section = configuration().partition("## Exit codes")[2]

    told = [int(code) for code in re.findall(r"^\| (\d) \|", section, re.MULTILINE)]
    assert told == [0, cli.UNEXPECTED, cli.CONFIGURATION, cli.DATABASE, cli.PORT]


def test_what_is_typed_in_the_chat_is_known() -> None:
    known = {word for one in find_rituals() for word in one.commands}
    pages = [page for page in documents() if page.name != "add-a-ritual.md"]
    typed = {words[1:].split()[0] for page in pages for words in ticked(page) if re.match(r"/[a-z]+( |$)", words)}

    assert typed <= known | {"healthz", "readyz", "metrics", "data"}


def test_buttons_in_the_page_for_colleagues_exist() -> None:
    source = "".join(path.read_text() for path in sorted((ROOT / "rituals").rglob("*.py")))
    labels = set(re.findall(r"\*\*\[([^\]]+)\]\*\*", (DOCS / "de-bel.md").read_text())) - {"⋯"}

    assert {label for label in labels if f'"{label}"' not in source} == set()
    assert len(labels) > 10


def test_the_words_of_the_architecture_exist() -> None:
    page = (DOCS / "architecture.md").read_text().partition("## Words")[2].partition("\n## ")[0]
    words = {word for word in TICKED.findall(page) if re.fullmatch(r"(?:[A-Z][a-z]+)+", word)}
    modules = (events, outcome, names, cards, context, ritual, platform, places, accounts)

    assert {word for word in words if not any(hasattr(module, word) for module in modules)} == set()


def test_every_event_and_effect_is_in_the_architecture() -> None:
    page = (DOCS / "architecture.md").read_text()
    kinds = [one for one in vars(events).values() if isinstance(one, type) and issubclass(one, events.Event)]
    wanted = {one.__name__ for one in kinds} - {"FromPerson"}
    wanted |= {one.__name__ for one in (*outcome.Effect.__args__, *outcome.Reply.__args__)}

    assert {word for word in wanted if f"`{word}`" not in page} == set()


def test_every_delivery_error_is_described() -> None:
    page = (DOCS / "add-a-platform.md").read_text()

    assert {kind.__name__ for kind in errors.VERDICTS if f"`{kind.__name__}`" not in page} == set()


def test_logged_events_are_in_the_code() -> None:
    section = (DOCS / "operations.md").read_text().partition("## Logs")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    told = {event for row in rows for event in TICKED.findall(row)}
    source = "".join(
        path.read_text() for name in ("adapters", "bot", "rituals") for path in sorted((ROOT / name).rglob("*.py"))
    )

    assert {event for event in told if f'"{event}"' not in source} == set()
    assert len(told) > 10


def test_the_register_is_what_stands_beside_the_tables() -> None:
    page = (DOCS / "privacy.md").read_text()

    assert page == filled(page), "run `python -m scripts.register`"


def test_a_page_without_a_place_for_the_register_is_refused() -> None:
    with pytest.raises(ValueError, match="register: begin"):
        filled("# Privacy\n")


async def test_the_ritual_of_the_guide_works(sqlite_store: Store) -> None:
    ritual_code, test_code = blocks(DOCS / "add-a-ritual.md", "python")
    module = types.ModuleType("vraag")

    exec(compile(ritual_code, "add-a-ritual.md", "exec"), module.__dict__)
    exec(compile(test_code, "add-a-ritual.md", "exec"), module.__dict__)

    await module.test_the_question_comes_each_working_day_where_it_is_on(sqlite_store)
