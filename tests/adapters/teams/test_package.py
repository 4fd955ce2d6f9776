"""The package is one that Teams takes, and says the same in Dutch and in English."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from adapters import Registry
from adapters.teams.package import RSC, english, manifest, package
from bot.found import find_rituals
from rituals.engine.ritual import Shortcut, Usage

APP_ID = "22222222-2222-4222-8222-222222222222"
URL = "https://klantritme.example.nl"


def text(least: int, most: int, pattern: str | None = None, **more: Any) -> Any:
    return Field(min_length=least, max_length=most, pattern=pattern, **more)


GUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
Scope = Literal["personal", "team", "groupChat"]


class Part(BaseModel):
    """As teams/v1.19/MicrosoftTeams.schema.json of microsoft/json-schemas has it: nothing that is not named there."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Language(Part):
    languageTag: str = text(2, 10)
    file: Literal["en.json"]


class Localization(Part):
    defaultLanguageTag: Literal["nl", "en"]
    additionalLanguages: list[Language] | None = None


class Developer(Part):
    name: str = text(1, 32)
    websiteUrl: str = text(9, 2048, r"^https://")
    privacyUrl: str = text(9, 2048, r"^https://")
    termsOfUseUrl: str = text(9, 2048, r"^https://")


class Name(Part):
    short: str = text(1, 30)
    full: str = text(1, 100)


class Description(Part):
    short: str = text(1, 80)
    full: str = text(1, 4000)


class Icons(Part):
    color: Literal["color.png"]
    outline: Literal["outline.png"]


class BotCommand(Part):
    title: str = text(1, 32)
    description: str = text(1, 128)


class CommandList(Part):
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)]
    commands: Annotated[list[BotCommand], Field(min_length=1, max_length=10)]


class Bot(Part):
    botId: str = text(36, 36, GUID)
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)]
    supportsFiles: bool
    isNotificationOnly: bool
    commandLists: Annotated[list[CommandList], Field(max_length=3)]


class ActionCommand(Part):
    id: str = text(1, 64)
    type: Literal["action"]
    title: str = text(1, 32)
    description: str = text(1, 128)
    context: Annotated[list[Literal["compose", "commandBox", "message"]], Field(min_length=1, max_length=3)]
    fetchTask: Literal[True]


class Extension(Part):
    botId: str = text(36, 36, GUID)
    commands: Annotated[list[ActionCommand], Field(min_length=1, max_length=10)]


class Manifest(Part):
    schema_: Annotated[str, Field(alias="$schema", pattern=r"/teams/v1\.19/MicrosoftTeams\.schema\.json$")]
    manifestVersion: Literal["1.19"]
    version: str = text(5, 256, r"^\d+\.\d+\.\d+$")
    id: str = text(36, 36, GUID)
    localizationInfo: Localization
    developer: Developer
    name: Name
    description: Description
    icons: Icons
    accentColor: str = text(7, 7, r"^#[0-9a-fA-F]{6}$")
    bots: Annotated[list[Bot], Field(min_length=1, max_length=1)]
    composeExtensions: Annotated[list[Extension], Field(max_length=1)] | None = None
    permissions: list[Literal["identity", "messageTeamMembers"]]
    validDomains: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=2048)]], Field(max_length=16)
    ]


def registry(**changes: Any) -> Registry:
    """What the installed rituals give, with the English words as they are in Dutch."""
    rituals = find_rituals()
    usages = tuple(usage for ritual in rituals for usage in ritual.usages)
    shortcuts = tuple(one for ritual in rituals for one in ritual.shortcuts)
    given: dict[str, Any] = {"organisation": "Waterrand", "locale": "nl", "usages": usages, "shortcuts": shortcuts}
    given |= changes
    return Registry(**{"english": (given["usages"], given["shortcuts"]), **given})


def made(**changes: Any) -> Manifest:
    return Manifest.model_validate(manifest(registry(**changes), APP_ID, "0.1.0", URL))


def unpacked(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_teams_takes_it(locale: str) -> None:
    found = made(locale=locale)

    assert found.localizationInfo.defaultLanguageTag == locale
    assert {found.id, found.bots[0].botId} == {APP_ID}
    assert found.bots[0].scopes == ["personal", "team", "groupChat"]


def test_its_links_lead_to_the_first_page_of_the_house() -> None:
    about = made().developer

    assert {about.privacyUrl, about.termsOfUseUrl} == {f"{URL}/"}
    assert made().validDomains == ["klantritme.example.nl"]


def test_the_zip_holds_what_the_manifest_names() -> None:
    files = unpacked(package(registry(), APP_ID, "0.1.0", URL))

    assert set(files) == {"manifest.json", "en.json", "color.png", "outline.png"}
    Manifest.model_validate_json(files["manifest.json"])


def test_the_same_content_gives_the_same_bytes() -> None:
    assert package(registry(), APP_ID, "0.1.0", URL) == package(registry(), APP_ID, "0.1.0", URL)


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_icons_have_the_size_that_teams_wants(name: str, size: int) -> None:
    icon = unpacked(package(registry(), APP_ID, "0.1.0", URL))[name]

    assert icon[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", icon[16:24]) == (size, size)


def test_every_path_of_the_english_texts_is_in_the_manifest() -> None:
    whole: Any = manifest(registry(), APP_ID, "0.1.0", URL)
    for path in [one for one in english(registry()) if one != "$schema"]:
        found = whole
        for step in re.findall(r"\w+", path):
            found = found[int(step)] if step.isdecimal() else found[step]
        assert isinstance(found, str), path


def test_the_english_texts_are_within_the_same_lengths() -> None:
    usages, shortcuts = (Usage("bel", "/bel x", "words " * 60),), (Shortcut("bel", "Ring " * 30),)

    texts = english(registry(english=(usages, shortcuts)))

    assert all(len(value) <= 128 for path, value in texts.items() if path.endswith("commands[0].description"))
    assert len(texts["composeExtensions[0].commands[0].title"]) <= 32


def test_an_organisation_that_speaks_english_needs_no_second_file() -> None:
    files = unpacked(package(registry(locale="en"), APP_ID, "0.1.0", URL))

    assert "en.json" not in files
    assert "additionalLanguages" not in json.loads(files["manifest.json"])["localizationInfo"]


def test_the_menu_offers_every_command_once_and_at_most_ten() -> None:
    many = tuple(Usage(f"woord{n}", f"/woord{n}", "Doet iets.") for n in range(14))

    assert [one.title for one in made().bots[0].commandLists[0].commands] == [
        "bel",
        "idee",
        "klant",
        "klantpet",
        "stem",
        "nomineer",
        "verbeteraars",
        "proefronde",
        "quote",
        "verhaal",
    ]
    assert len(made(usages=many * 2).bots[0].commandLists[0].commands) == 10


def test_the_bell_can_be_picked_beside_the_message_box_and_on_a_message() -> None:
    extensions = made().composeExtensions or []

    action = extensions[0].commands[0]
    assert (action.id, action.title) == ("bel", "Luid de bel")
    assert set(action.context) == {"compose", "commandBox", "message"}


def test_without_shortcuts_there_is_no_extension() -> None:
    assert made(shortcuts=()).composeExtensions is None


def test_no_permission_on_teams_or_chats_is_asked() -> None:
    assert not RSC
    assert "authorization" not in manifest(registry(), APP_ID, "0.1.0", URL)
