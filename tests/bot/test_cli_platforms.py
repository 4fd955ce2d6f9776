"""What an administrator makes with the command line, before there is any token."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.cli import main

APP_ID = "22222222-2222-4222-8222-222222222222"


def call(*arguments: str, folder: Path, **environ: str) -> Result:
    cleared = dict.fromkeys(os.environ, None)
    environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/data/x.db")
    return CliRunner().invoke(main, arguments, env={**cleared, "HOME": str(folder), **environ})


def test_the_manifest_for_socket_mode(tmp_path: Path) -> None:
    result = call("slack", "manifest", folder=tmp_path)

    found = yaml.safe_load(result.stdout)
    assert result.exit_code == 0
    assert found["settings"]["socket_mode_enabled"] is True
    assert [one["command"] for one in found["features"]["slash_commands"]] == [
        "/bel",
        "/idee",
        "/klant",
        "/klantpet",
        "/stem",
        "/nomineer",
        "/verbeteraars",
        "/proefronde",
        "/quote",
        "/verhaal",
    ]
    assert not (tmp_path / "data").exists()


def test_the_manifest_for_http(tmp_path: Path) -> None:
    result = call("slack", "manifest", "--url", "https://klant.example", folder=tmp_path)

    found = yaml.safe_load(result.stdout)
    assert found["settings"]["event_subscriptions"]["request_url"] == "https://klant.example/slack/events"


@pytest.mark.parametrize("url", ["http://klant.example", "https://klant.example/slack", "klant.example", ""])
def test_slack_calls_no_other_address_than_https_without_a_path(tmp_path: Path, url: str) -> None:
    result = call("slack", "manifest", "--url", url, folder=tmp_path)

    assert result.exit_code == 2
    assert result.stderr.startswith("klantritme: --url: ")


def test_the_manifest_of_an_app_over_http_does_not_become_one_of_socket_mode_for_want_of_an_address(
    tmp_path: Path,
) -> None:
    result = call("slack", "manifest", folder=tmp_path, SLACK_SIGNING_SECRET="s" * 32)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("klantritme: PUBLIC_URL: it is not set.")
    assert "--url" in result.stderr


def test_the_manifest_is_for_http_where_slack_comes_over_http(tmp_path: Path) -> None:
    http = {"SLACK_SIGNING_SECRET": "s" * 32, "PUBLIC_URL": "https://klant.example/"}

    over_http = yaml.safe_load(call("slack", "manifest", folder=tmp_path, **http).stdout)
    socket = yaml.safe_load(call("slack", "manifest", folder=tmp_path, SLACK_APP_TOKEN="xapp-1", **http).stdout)

    assert over_http["settings"]["event_subscriptions"]["request_url"] == "https://klant.example/slack/events"
    assert socket["settings"]["socket_mode_enabled"] is True


def test_a_manifest_for_http_is_not_made_with_an_address_that_slack_does_not_call(tmp_path: Path) -> None:
    http = {"SLACK_SIGNING_SECRET": "s" * 32, "PUBLIC_URL": "http://klant.example"}

    result = call("slack", "manifest", folder=tmp_path, **http)

    assert result.exit_code == 2
    assert result.stderr.startswith("klantritme: PUBLIC_URL: Slack calls an https:// address")


def test_the_words_of_config_yaml_are_used(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("commands: {bel: gong}\norganisation: {language: en}\n")

    result = call("slack", "manifest", folder=tmp_path, KLANTRITME_CONFIG=str(config))

    command = yaml.safe_load(result.stdout)["features"]["slash_commands"][0]
    assert command["command"] == "/gong"
    assert command["description"].startswith("Did something go well?")


def test_a_wrong_config_yaml_makes_no_manifest(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("organisation: {language: fr}\n")

    assert call("slack", "manifest", folder=tmp_path, KLANTRITME_CONFIG=str(config)).exit_code == 2


def test_tokens_that_are_missing_are_no_hindrance(tmp_path: Path) -> None:
    assert call("slack", "manifest", folder=tmp_path, SLACK_CLIENT_ID="1.2").exit_code == 0


def test_the_package(tmp_path: Path) -> None:
    out = tmp_path / "app.zip"

    result = call(
        "teams", "package", "--out", str(out), folder=tmp_path,
        TEAMS_APP_ID=APP_ID.upper(), PUBLIC_URL="https://klant.example",
    )  # fmt: skip

    assert result.exit_code == 0
    with zipfile.ZipFile(out) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.testzip() is None
    assert manifest["id"] == APP_ID
    assert manifest["validDomains"] == ["klant.example"]


def test_a_package_needs_an_app_id(tmp_path: Path) -> None:
    for environ in ({}, {"TEAMS_APP_ID": "klantritme"}):
        result = call("teams", "package", "--out", str(tmp_path / "x.zip"), folder=tmp_path, **environ)

        assert result.exit_code == 2
        assert result.stderr.startswith("klantritme: TEAMS_APP_ID: this is not an app id.")


@pytest.mark.parametrize("url", ["", "http://klant.example", "https://klant.example/klantritme"])
def test_a_package_is_not_made_without_an_address_that_teams_can_call(tmp_path: Path, url: str) -> None:
    out = tmp_path / "x.zip"

    result = call("teams", "package", "--out", str(out), "--app-id", APP_ID, folder=tmp_path, PUBLIC_URL=url)

    assert result.exit_code == 2
    assert result.stderr.startswith("klantritme: PUBLIC_URL: ")
    assert "or give --url" in result.stderr
    assert not out.exists()


def test_a_package_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    result = call("teams", "package", "--out", str(tmp_path / "no" / "x.zip"), "--app-id", APP_ID,
                  "--url", "https://klant.example", folder=tmp_path)  # fmt: skip

    assert result.exit_code == 2
    assert result.stderr.startswith("klantritme: --out: ")
