"""The package that an administrator uploads to Teams: manifest, English texts and two icons, in one zip.

Lengths and names are those of github.com/microsoft/json-schemas, teams/v1.19/MicrosoftTeams.schema.json.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adapters import Registry
from adapters.teams.limits import BOT as NAME
from rituals.engine.clusters import cut
from rituals.engine.ritual import Shortcut, Usage

Json = dict[str, Any]

SCHEMA = "1.19"
COLOUR = "#0F6B62"
ICONS = Path(__file__).parent / "icons"
SCOPES = ("personal", "team", "groupChat")
RSC: Mapping[str, str] = {}
"""Resource-specific permissions, with what for: none. Messages without a mention do not reach us."""
_WHEN = (2026, 1, 1, 0, 0, 0)
"""The same content gives the same bytes."""
_TITLE, _TEXT, _MOST = 32, 128, 10
_SHORT: Mapping[str, str] = {
    "nl": "Brengt de klant in je werkdag: vertel wat er is gelukt.",
    "en": "Puts the customer into your working day: tell what went well.",
}
_FULL: Mapping[str, str] = {
    "nl": (
        "Klantritme brengt de klant in je werkdag, met rituelen die anders blijven liggen. Vertel wat er is gelukt, en "
        "laat het horen in de kanalen die het willen weten. Namen van klanten worden afgekort, niemand krijgt punten "
        "en niemand krijgt er een melding van."
    ),
    "en": (
        "Klantritme puts the customer into your working day, with rituals that people mean to do and forget. Tell what "
        "went well, and let it be heard in the channels that want to know. Customers' names are shortened, nobody gets "
        "points and nobody is notified."
    ),
}


def package(registry: Registry, app_id: str, version: str, url: str) -> bytes:
    """The zip. `url` is the public address of the house; its first page is where the links about us lead."""
    language = "nl" if registry.locale == "nl" else "en"
    files = {
        "manifest.json": _encoded(manifest(registry, app_id, version, url)),
        **({"en.json": _encoded(english(registry))} if language == "nl" else {}),
        **{name: (ICONS / name).read_bytes() for name in ("color.png", "outline.png")},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def manifest(registry: Registry, app_id: str, version: str, url: str) -> Json:
    """What Teams has to know of us."""
    language = "nl" if registry.locale == "nl" else "en"
    about = url.rstrip("/")
    own = [{"languageTag": "en", "file": "en.json"}] if language == "nl" else []
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version,
        "id": app_id,
        "localizationInfo": {"defaultLanguageTag": language, **({"additionalLanguages": own} if own else {})},
        "developer": {
            "name": NAME, "websiteUrl": about, "privacyUrl": f"{about}/", "termsOfUseUrl": f"{about}/",
        },
        "name": {"short": NAME, "full": cut(f"{NAME} – {registry.organisation}", 100)},
        "description": {"short": _SHORT[language], "full": _FULL[language]},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": COLOUR,
        "bots": [_bot(registry, app_id)],
        **({"composeExtensions": [_extension(registry, app_id)]} if registry.shortcuts else {}),
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(url).hostname],
        **({"authorization": {"permissions": {"resourceSpecific": _asked()}}} if RSC else {}),
    }  # fmt: skip


def english(registry: Registry) -> Json:
    """The same words for who reads English, by the paths of the manifest."""
    usages, shortcuts = registry.english
    texts: Json = {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.Localization.schema.json",
        "name.short": NAME,
        "name.full": cut(f"{NAME} – {registry.organisation}", 100),
        "description.short": _SHORT["en"],
        "description.full": _FULL["en"],
    }
    for number, command in enumerate(_commands(usages)):
        for key, text in command.items():
            texts[f"bots[0].commandLists[0].commands[{number}].{key}"] = text
    for number, action in enumerate(_actions(shortcuts)):
        for key in ("title", "description"):
            texts[f"composeExtensions[0].commands[{number}].{key}"] = action[key]
    return texts


def _bot(registry: Registry, app_id: str) -> Json:
    return {
        "botId": app_id,
        "scopes": list(SCOPES),
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": list(SCOPES), "commands": _commands(registry.usages)}],
    }


def _extension(registry: Registry, app_id: str) -> Json:
    return {"botId": app_id, "commands": _actions(registry.shortcuts)}


def _commands(usages: Iterable[Usage]) -> list[Json]:
    """What the menu of the message box offers: picking one types its title. One for each word."""
    found: dict[str, Json] = {}
    for usage in usages:
        found.setdefault(usage.word, {"title": cut(usage.word, _TITLE), "description": cut(usage.explanation, _TEXT)})
    return list(found.values())[:_MOST]


def _actions(shortcuts: Sequence[Shortcut]) -> list[Json]:
    """One for each word, wherever it can be picked: Teams knows an action by its id, and ours is the word."""
    words = list(dict.fromkeys(one.word for one in shortcuts))[:_MOST]
    return [_action([one for one in shortcuts if one.word == word]) for word in words]


def _action(same: Sequence[Shortcut]) -> Json:
    anywhere = next((one for one in same if not one.on_message), None)
    on_message = next((one for one in same if one.on_message), None)
    named = anywhere or same[0]
    return {
        "id": named.word,
        "type": "action",
        "title": cut(named.label, _TITLE),
        "description": cut((on_message or named).label, _TEXT),
        "context": [*(["compose", "commandBox"] if anywhere else []), *(["message"] if on_message else [])],
        "fetchTask": True,
    }


def _asked() -> list[Json]:
    return [{"name": name, "type": "Application"} for name in RSC]


def _encoded(found: Json) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()
