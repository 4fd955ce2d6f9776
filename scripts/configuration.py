"""Writes into docs/configuration.md every key, setting and variable with its default, from the code that reads them.

.venv/bin/python -m scripts.configuration
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.calendars import google, graph
from adapters.slack.transport import API
from adapters.teams import settings as teams
from bot import config, environment
from bot.chosen import ENABLED
from bot.config import Model, Settings
from bot.found import find_rituals
from bot.organisation import organisation_of
from rituals.engine.ritual import Ritual, Scope, Setting
from rituals.engine.translate import Languages, Say
from scripts.generated import Part, code, table, write

KEYS: Mapping[str, str] = {
    "organisation.name": "how the organisation is called",
    "organisation.language": "`nl` or `en`, for everything in a place; in private everybody has the language of their "
    "app, or their own choice",
    "organisation.timezone": "the clock of everything that happens at a time",
    "organisation.working_days": "or in Dutch: `[ma, di, wo, do, vr]`",
    "organisation.working_hours": "between quotes; outside them a bell is offered for later",
    "organisation.holidays.country": "public holidays of this country; `null` for none",
    "organisation.holidays.exclude": "holidays you work on, by Dutch name or date",
    "organisation.holidays.include": "holidays that are no public ones, by Dutch name or date",
    "organisation.holidays.extra": "days off of your own, by date",
    "organisation.words.customer": "what you call customers",
    "organisation.words.colleague": "the same for colleagues",
    "organisation.colours.main": "sets the words of an oorkonde; at least 4.5 to 1 on white",
    "organisation.colours.accent": "draws its lines",
    "mail_domains": "domains of your colleagues' addresses; accounts of one person are linked by these only",
    "roles.beheerder": "who looks after the bot: e-mail addresses, or `platform:account`",
    "roles.ritueelhouder": "who looks after a ritual: `{bel: [sanne@example.nl]}`",
    "roles.curator": "who looks over the quotes before others see them",
    "commands": "another word for a command: `{bel: gong}`",
    "rituals": "the settings below, per ritual: `{bel: {undo_seconds: 15}}`",
    "sources": "systems that call `/hooks/<name>` with what customers said, by name; see [bronnen](bronnen.md). Each "
    "has a secret in `SOURCE_<NAME>_SECRET`: `-` in the name is `_` there",
    "calendars.allow_hosts": "hosts of your own network that calendars may be read from, also over http; those of the "
    "internet may be anyway, over https: see [calendars](calendars.md)",
}
"""For each key of config.yaml what it is; down to the ones that hold a value."""

HOUSE: Mapping[str, str] = {
    "KLANTRITME_CONFIG": "the file with the choices",
    "DATABASE_URL": "or `postgresql://user:password@host/database`",
    "HOST": "where it listens; another than this machine's own needs `PLAYGROUND_TOKEN` when the playground runs",
    "PORT": "the port it listens on",
    "PUBLIC_URL": "the address that people type, and that Teams and Slack call: without a path, and for both https; "
    "with `https://` browsers are told to stay there",
    "SECRET_KEYS": "keys that encrypt secrets in the database: urlsafe base64 of 32 bytes, a comma between two, the "
    "first encrypts. On SQLite one is made in `secret.key` beside the database; PostgreSQL requires the variable. A "
    "process without the key that the database was last used with does not start",
    "PLAYGROUND_TOKEN": "opens the playground: visit `/?token=...` once; at least 16 characters",
    "KEY_DIR": "the folder of the keys that seal votes, the same for all replicas and never in a backup",
    "METRICS_TOKEN": "opens `/metrics` as a bearer token; without it this machine alone may ask: "
    "[operations](operations.md#numbers)",
}
PLATFORMS: Mapping[str, str] = {
    "SLACK_BOT_TOKEN": "the token of the installed app (`xoxb-`); its workspace takes part by that",
    "SLACK_APP_TOKEN": "(`xapp-`, with `connections:write`) Socket Mode: Slack needs no address of ours",
    "SLACK_SIGNING_SECRET": "HTTP: requests to `/slack/events` must be signed with it",
    "SLACK_CLIENT_ID": "several workspaces: who installs the app at `/slack/install` waits until a beheerder says yes",
    "SLACK_CLIENT_SECRET": "belongs to `SLACK_CLIENT_ID`",
    "SLACK_API_URL": "where Slack is called",
    "SLACK_AUTHORIZE_URL": "the page on which somebody installs the app; without it Slack's own",
    "TEAMS_APP_ID": "the bot's app id, a GUID; without it Teams does not start",
    "TEAMS_APP_PASSWORD": "the value of its client secret, and not the id of that",
    "TEAMS_TENANT_ID": "the id of the tenant that takes part, a GUID and no domain",
    "TEAMS_APP_TYPE": "or `MultiTenant`: others wait until a beheerder says yes",
    "TEAMS_OPENID_METADATA_URL": "where the keys are with which Teams signs",
    "TEAMS_TOKEN_ISSUER": "who signs, and what our own token is for",
    "TEAMS_LOGIN_URL": "where our own token comes from",
    "TEAMS_SERVICE_HOSTS": "connectors besides Microsoft's that may be spoken to: hosts, a comma between two; one that "
    "is named with its port may be http. With one on this machine (`127.0.0.1:4000`), a stand-in for trying things "
    "out, ids need not be GUIDs and `PUBLIC_URL` need not be https",
}
CALENDARS: Mapping[str, str] = {
    "GRAPH_TENANT_ID": "Microsoft 365: the id of the tenant whose mailboxes are read, a GUID",
    "GRAPH_CLIENT_ID": "the application that may read them, a GUID",
    "GRAPH_CLIENT_SECRET": "the value of its client secret, and not the id of that",
    "GRAPH_URL": "where Microsoft Graph is called; another one for a national cloud",
    "GRAPH_LOGIN_URL": "where its token comes from",
    "GOOGLE_SERVICE_ACCOUNT": "Google Workspace: the key of the service account, the whole JSON, or better its file "
    "(as NAME_FILE)",
    "GOOGLE_URL": "where Google Calendar is called",
}
DEFAULTS: Mapping[str, object] = {
    "KLANTRITME_CONFIG": config.DEFAULT_PATH,
    "DATABASE_URL": environment.DATABASE_URL,
    "HOST": environment.HOST,
    "PORT": environment.PORT,
    "KEY_DIR": environment.KEY_DIR,
    "SLACK_API_URL": API,
    "TEAMS_APP_TYPE": "SingleTenant",
    "TEAMS_OPENID_METADATA_URL": teams.METADATA,
    "TEAMS_TOKEN_ISSUER": teams.ISSUER,
    "TEAMS_LOGIN_URL": teams.LOGIN,
    "GRAPH_URL": graph.URL,
    "GRAPH_LOGIN_URL": graph.LOGIN_URL,
    "GOOGLE_URL": google.URL,
}
"""The variables that have one."""
ASKED: Mapping[Scope, str] = {
    "organisation": "`/klant instellingen {ritual}`",
    "place": "`/klant instellingen {ritual}`, typed in that place",
    "person": "`/klant voorkeuren`, by everybody for themselves",
}
"""Where a setting is chosen in the chat."""


def main() -> None:
    write(PARTS)


def known_variables() -> set[str]:
    """Every variable that is read."""
    platforms = (one for names in environment.PLATFORMS.values() for one in names)
    return {"KLANTRITME_CONFIG", *environment.OURS, *environment.CALENDARS, *platforms}


def keys_of(model: type[Model] = Settings, before: str = "") -> Iterator[tuple[str, object]]:
    """The dotted keys of config.yaml with their defaults; working hours and words count as one value."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Model) and kind not in (config.Hours, config.Word):
            yield from keys_of(kind, f"{before}{name}.")
        else:
            yield f"{before}{name}", field.get_default()


def keys() -> str:
    return table(("key", "default", "what it is"), ([code(k), code(_yaml(v)), KEYS[k]] for k, v in keys_of()))


def house() -> str:
    return _variables(HOUSE)


def platforms() -> str:
    return _variables(PLATFORMS)


def calendars() -> str:
    return _variables(CALENDARS)


def settings() -> str:
    """Every setting of every ritual."""
    say = Languages(organisation_of(Settings())).say("en")
    return table(("setting", "default", "may be", "chosen in the chat", "what it is"), _settings(say))


def _variables(told: Mapping[str, str]) -> str:
    return table(
        ("variable", "default", "what it is"),
        ([code(name), code(DEFAULTS.get(name, "")), what] for name, what in told.items()),
    )


def _settings(say: Say) -> Iterator[list[str]]:
    for ritual in find_rituals():
        switch = "`false` switches the ritual off"
        yield [code(f"{ritual.name}.{ENABLED}"), code("true"), "`true`, `false`", "", switch]
        for one in ritual.settings:
            default = code(json.dumps(one.default, ensure_ascii=False))
            yield [code(f"{ritual.name}.{one.name}"), default, _may_be(one), _chosen(ritual, one), say(one.label)]


def _may_be(one: Setting[Any]) -> str:
    if one.options:
        return ", ".join(code(json.dumps(value)) for value in one.options)
    match one.default:
        case bool():
            return "`true`, `false`"
        case int():
            return " ".join((*(("from", str(one.least)) if one.least is not None else ()), *_to(one))) or "a number"
        case tuple():
            return "a list"
        case _:
            return "a time" if _is_time(str(one.default)) else "a text"


def _to(one: Setting[Any]) -> tuple[str, ...]:
    return ("to", str(one.most)) if one.most is not None else ()


def _is_time(text: str) -> bool:
    try:
        config.clock_time(text)
    except ValueError:
        return False
    return True


def _chosen(ritual: Ritual, one: Setting[Any]) -> str:
    return "; ".join(ASKED[scope].format(ritual=ritual.name) for scope in one.scopes)


def _yaml(value: object) -> str:
    """As it is written in the file."""
    match value:
        case config.Hours():
            return f'"{value.opens:%H:%M}-{value.closes:%H:%M}"'
        case config.Word():
            return f"{{singular: {value.singular}, plural: {value.plural}, article: {value.article}}}"
        case tuple():
            return f"[{', '.join(map(str, value))}]"
        case _:
            return str(value)


PARTS = tuple(
    Part(name, "configuration.md", make)
    for name, make in (
        ("keys", keys),
        ("settings", settings),
        ("variables", house),
        ("platforms", platforms),
        ("calendars", calendars),
    )
)

if __name__ == "__main__":
    main()
