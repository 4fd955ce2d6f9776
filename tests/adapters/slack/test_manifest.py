"""The manifest is one that Slack takes, and asks for what the adapter uses and for nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from adapters import Registry
from adapters.slack import events, parse
from adapters.slack.manifest import EVENTS, manifest, written
from adapters.slack.scopes import BOT_SCOPES
from bot.found import find_rituals
from rituals.engine.ritual import Shortcut, Usage

ROOT = Path(__file__).parents[3]
URL = "https://klantritme.example.nl"


def text(least: int, most: int, pattern: str | None = None, **more: Any) -> Any:
    return Field(min_length=least, max_length=most, pattern=pattern, **more)


ADDRESS = r"^https://"


class Part(BaseModel):
    """As schemas/manifest.schema.1.0.0.json of slackapi/manifest-schema has it: nothing that is not named there."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Metadata(Part):
    major_version: Literal[1]
    minor_version: int


class Display(Part):
    name: str = text(1, 35)
    description: str = text(1, 140)
    long_description: str = text(175, 4000)
    background_color: str = text(4, 7, r"^#[0-9a-fA-F]{6}$")


class Home(Part):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool


class BotUser(Part):
    display_name: str = text(1, 80, r"^[\w.-]+$")
    always_online: bool


class SlackShortcut(Part):
    name: str = text(1, 24)
    type: Literal["message", "global"]
    callback_id: str = text(1, 255)
    description: str = text(1, 150)


class Command(Part):
    command: str = text(2, 32, r"^/[a-z0-9_-]+$")
    url: str | None = text(1, 3000, ADDRESS, default=None)
    description: str = text(1, 2000)
    usage_hint: str | None = text(1, 1000, default=None)
    should_escape: Literal[True]


class Features(Part):
    app_home: Home
    bot_user: BotUser
    shortcuts: Annotated[list[SlackShortcut], Field(min_length=1, max_length=10)] | None = None
    slash_commands: Annotated[list[Command], Field(min_length=1, max_length=50)]


class Scopes(Part):
    bot: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=50)]], Field(max_length=255)]


class OAuth(Part):
    redirect_urls: list[Annotated[str, StringConstraints(pattern=ADDRESS)]] | None = None
    scopes: Scopes


class Subscriptions(Part):
    request_url: str | None = text(1, 3000, ADDRESS, default=None)
    bot_events: Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=50)]], Field(max_length=100)]


class Interactivity(Part):
    is_enabled: Literal[True]
    request_url: str | None = text(1, 3000, ADDRESS, default=None)
    message_menu_options_url: str | None = text(1, 3000, ADDRESS, default=None)


class SlackSettings(Part):
    event_subscriptions: Subscriptions
    interactivity: Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: Literal[False]


class Manifest(Part):
    metadata: Annotated[Metadata, Field(alias="_metadata")]
    display_information: Display
    features: Features
    oauth_config: OAuth
    settings: SlackSettings


def registry(**changes: Any) -> Registry:
    """What the installed rituals give, as the application would collect it."""
    rituals = find_rituals()
    usages = tuple(usage for ritual in rituals for usage in ritual.usages)
    shortcuts = tuple(one for ritual in rituals for one in ritual.shortcuts)
    given = {"organisation": "Waterrand", "locale": "nl", "usages": usages, "shortcuts": shortcuts}
    return Registry(**{**given, **changes})


def made(url: str | None = None, **changes: Any) -> Manifest:
    return Manifest.model_validate(manifest(registry(**changes), url))


@pytest.mark.parametrize("url", [None, URL, f"{URL}/"])
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_slack_takes_it(url: str | None, locale: str) -> None:
    found = made(url, locale=locale)

    assert found.features.app_home.home_tab_enabled
    assert found.features.app_home.messages_tab_enabled


def test_socket_mode_needs_no_address() -> None:
    found = made()

    assert found.settings.socket_mode_enabled
    assert "https://" not in written(manifest(registry()))


def test_over_http_everything_comes_to_one_address() -> None:
    found = made(URL)

    assert not found.settings.socket_mode_enabled
    addresses = {
        found.settings.event_subscriptions.request_url,
        found.settings.interactivity.request_url,
        found.settings.interactivity.message_menu_options_url,
        *(one.url for one in found.features.slash_commands),
    }
    assert addresses == {f"{URL}/slack/events"}
    assert found.oauth_config.redirect_urls == [f"{URL}/slack/oauth_redirect"]


def test_every_command_that_people_type_is_there_once() -> None:
    words = [f"/{usage.word}" for usage in registry().usages]

    assert [one.command for one in made().features.slash_commands] == list(dict.fromkeys(words))


def test_a_command_that_was_renamed_bears_its_own_name() -> None:
    usages = (Usage("gong", "/gong Het is gelukt", "Sla op de gong."),)

    (command,) = made(usages=usages).features.slash_commands

    assert (command.command, command.usage_hint) == ("/gong", "Het is gelukt")


def test_long_words_are_cut_to_what_slack_takes() -> None:
    usages = (Usage("bel", "/bel " + "heel lang " * 200, "uitleg " * 500),)

    made(usages=usages, shortcuts=(Shortcut("bel", "Luid hier de bel voor iedereen", True),))


def test_every_shortcut_comes_back_as_its_command() -> None:
    shortcuts = made().features.shortcuts or []
    ids = [one.callback_id for one in shortcuts]

    assert len(set(ids)) == len(ids) > 0
    for found, ours in zip(shortcuts, registry().shortcuts, strict=True):
        body = {
            "type": "message_action", "callback_id": found.callback_id, "team": {"id": "T1"},
            "user": {"id": "U1"}, "trigger_id": "1.2",
        }  # fmt: skip
        command, _ = parse.shortcut(body, datetime(2026, 11, 23, 9, tzinfo=UTC), {})
        assert command.word == ours.word


def test_it_subscribes_to_what_the_adapter_hears_and_to_nothing_else() -> None:
    subscribed = {name.partition(".")[0] for name in EVENTS}

    # Slack tells a change of a person as user_change too; the other would only double it.
    assert subscribed | {"user_profile_changed"} == set(events._KINDS)


def test_it_asks_for_what_the_adapter_uses() -> None:
    assert set(made().oauth_config.scopes.bot) == set(BOT_SCOPES)


def test_every_permission_and_event_is_explained_in_the_documents() -> None:
    page = (ROOT / "docs/slack.md").read_text()

    rows = set(re.findall(r"^\| `([a-z_.:]+)`", page, re.MULTILINE))
    assert {*BOT_SCOPES, *EVENTS} - rows == set()


def test_the_yaml_reads_back_as_it_was() -> None:
    found = manifest(registry(), URL)

    assert yaml.safe_load(written(found)) == found
