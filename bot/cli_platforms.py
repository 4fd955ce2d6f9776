"""The commands about chat platforms: examine them, and make what their administrators upload."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import __version__
from bot.cli_told import UNEXPECTED, told

if TYPE_CHECKING:
    from bot.config import Loaded


@click.command()
def doctor() -> None:
    """Talk to every configured platform and say what is well and what to do; exits 1 when there is something to do.

    It posts nothing and changes nothing, and a running process is not disturbed.
    """
    import asyncio

    with told():
        from bot import logs
        from bot.check import load_or_raise
        from bot.doctor import examine

        logs.configure(sys.stderr)
        well = asyncio.run(examine(load_or_raise(os.environ), click.echo))
        if not well:
            sys.exit(UNEXPECTED)


@click.group()
def slack() -> None:
    """What Slack needs."""


@slack.command()
@click.option("--url", help="The public https:// address, for HTTP; with SLACK_SIGNING_SECRET PUBLIC_URL is used.")
def manifest(url: str | None) -> None:
    """Print the app's manifest (YAML), to paste when making the app in Slack."""
    import asyncio

    with told():
        from adapters.slack.manifest import manifest as made
        from adapters.slack.manifest import written
        from bot.rehearsal import registry

        loaded = _choices()
        name = "--url"
        if url is None and _over_http(loaded):
            name, url = "PUBLIC_URL", loaded.environment.public_url or ""
        if url is not None:
            _require_https(name, url, "Slack")
        click.echo(written(made(asyncio.run(registry(loaded)), url)), nl=False)


@click.group()
def teams() -> None:
    """What Microsoft Teams needs."""


@teams.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("klantritme-teams.zip"),
    help="Where it is written.",
)
@click.option("--app-id", help="The bot's app id; without it TEAMS_APP_ID.")
@click.option("--url", help="The public https:// address of Klantritme; without it PUBLIC_URL.")
def package(out: Path, app_id: str | None, url: str | None) -> None:
    """Write the package that an administrator uploads to Teams."""
    import asyncio

    with told():
        from adapters.teams.package import package as made
        from bot.environment_teams import is_guid
        from bot.rehearsal import registry

        loaded = _choices()
        app_id = app_id or loaded.environment.values.get("TEAMS_APP_ID", "")
        name, url = ("--url", url) if url else ("PUBLIC_URL", loaded.environment.public_url or "")
        if not is_guid(app_id):
            remedy = "Set it to the Application (client) ID of the bot's registration, or give --app-id."
            _stop("TEAMS_APP_ID", "this is not an app id", remedy)
        _require_https(name, url, "Teams")
        try:
            out.write_bytes(made(asyncio.run(registry(loaded)), app_id.lower(), __version__, url))
        except OSError as error:
            _stop("--out", f"{out} cannot be written: {error.strerror}", "Give another path.")
        click.echo(f"{out} is for upload in the Teams admin centre (Manage apps).")


def _choices() -> Loaded:
    """config.yaml alone: whoever makes the app has no tokens yet, so what is wrong with those is no hindrance."""
    from bot.check import load_all
    from bot.problems import ConfigurationError

    loaded = load_all(os.environ)
    if wrong := tuple(problem for problem in loaded.problems if not problem.name.isupper()):
        raise ConfigurationError(wrong)
    return loaded


def _over_http(loaded: Loaded) -> bool:
    values = loaded.environment.values
    return "SLACK_SIGNING_SECRET" in values and "SLACK_APP_TOKEN" not in values


def _require_https(name: str, url: str, platform: str) -> None:
    from bot.addresses import house_parts

    parts = house_parts(url)
    if parts is None or parts.scheme != "https":
        other = "" if name == "--url" else ", or give --url"
        text = f"{platform} calls an https:// address, without a path" if url else "it is not set"
        _stop(name, text, f"Set it to yours, such as https://klantritme.example.nl{other}.")


def _stop(name: str, text: str, remedy: str) -> None:
    from bot.problems import ConfigurationError, Problem

    raise ConfigurationError((Problem(name, text, remedy),))
