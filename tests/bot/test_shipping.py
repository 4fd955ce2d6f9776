"""The container, the compose file and the hooks: they name what exists, and run without rights."""

import asyncio
import json
import re
import sys
import tomllib
from typing import Any

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner

from bot import __version__, environment
from bot.cli import main
from tests.test_house import ROOT, targets

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
HOOKS: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
OURS = [name for name, one in COMPOSE["services"].items() if one["image"] == "klantritme"]


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_has_no_rights_and_writes_in_its_volume_alone(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["build"] == ".", "an image of ours is nowhere to be fetched"


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_given_variables_that_exist_and_no_secret(name: str) -> None:
    given = COMPOSE["services"][name]["environment"]
    platforms = {variable for names in environment.PLATFORMS.values() for variable in names}

    assert set(given) <= {"KLANTRITME_CONFIG", *environment.OURS, *environment.CALENDARS, *platforms}
    secret = {variable: value for variable, value in given.items() if re.search(r"TOKEN|SECRET|PASSWORD", variable)}
    assert all(value == f"${{{variable}:-}}" for variable, value in secret.items())


def test_what_stands_in_the_file_env_reaches_the_bot_in_the_container() -> None:
    """All but what the image itself says: where it listens, and where in its volume the keys lie."""
    platforms = {variable for names in environment.PLATFORMS.values() for variable in names}
    wanted = {*environment.OURS, *environment.CALENDARS, *platforms} - {"HOST", "PORT", "KEY_DIR"}

    assert wanted - set(COMPOSE["services"]["klantritme"]["environment"]) == set()


def test_with_postgres_the_tables_come_before_the_bot() -> None:
    bot = COMPOSE["services"]["klantritme"]

    assert bot["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert bot["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert COMPOSE["services"]["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert COMPOSE["services"]["migrate"]["profiles"] == COMPOSE["services"]["postgres"]["profiles"] == ["pg"]


def test_without_postgres_nothing_waits_for_it() -> None:
    waits = COMPOSE["services"]["klantritme"]["depends_on"]

    assert all(one["required"] is False for one in waits.values())


def test_the_image_runs_as_somebody_without_rights_and_is_asked_how_it_is() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER (?!root)\w+$", last, re.MULTILINE)
    assert "/healthz" in last.partition("HEALTHCHECK")[2]
    assert 'ENTRYPOINT ["klantritme"]' in last
    assert f"PORT={environment.PORT}" in last


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_the_question_how_it_is_hears_the_answer(status: int, code: int) -> None:
    words = json.loads(re.search(r"HEALTHCHECK [^\[]*(\[.*\])$", DOCKERFILE, re.MULTILINE)[1])  # type: ignore[index]

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz)])
    async with TestServer(application, host="127.0.0.1") as server:
        asks = await asyncio.create_subprocess_exec(
            sys.executable, *words[1:], env={"PORT": str(server.port)}, stderr=asyncio.subprocess.DEVNULL
        )
        assert await asks.wait() == code


def test_the_image_is_made_of_what_is_sent_to_the_builder() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    paths = {path for line in copied for path in line.split()}

    assert paths == sent
    assert all((ROOT / path).exists() for path in paths)


def test_hooks_run_what_is_run_by_hand() -> None:
    entries = [hook["entry"].split() for repo in HOOKS["repos"] for hook in repo["hooks"]]

    assert all(repo["repo"] == "local" for repo in HOOKS["repos"])
    assert {words[0] for words in entries} == {"make"}
    assert {words[1] for words in entries} == {"format", "lint", "test"} <= targets()


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert project["project"]["dynamic"] == ["version"] and "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "bot/__init__.py"
    assert CliRunner().invoke(main, ["--version"]).output == f"klantritme, version {__version__}\n"
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == __version__  # type: ignore[index]
