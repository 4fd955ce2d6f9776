"""Secrets and addresses: they come from the environment alone, each also as NAME_FILE.

Reading changes nothing on disk and raises nothing: it gives what could be read and every problem by name.
The value of a secret never stands in a problem, nor in the repr of what is returned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.addresses import house_parts, is_loopback, web_parts
from bot.environment_calendars import calendar_problems
from bot.environment_names import unknown_names
from bot.environment_slack import slack_problems
from bot.environment_teams import teams_problems
from bot.keys import read_keys
from bot.problems import Problem

DATABASE_URL = "sqlite:///data/klantritme.db"
HOST = "127.0.0.1"
PORT = 8080
KEY_DIR = Path("data/keys")

OURS = (
    "DATABASE_URL", "HOST", "PORT", "PUBLIC_URL", "SECRET_KEYS", "KEY_DIR", "METRICS_TOKEN",
    "PLAYGROUND_TOKEN",
)  # fmt: skip
CALENDARS = (
    "GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET", "GRAPH_URL", "GRAPH_LOGIN_URL",
    "GOOGLE_SERVICE_ACCOUNT", "GOOGLE_URL",
)  # fmt: skip
"""Of no chat platform: with these alone the playground still runs."""
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "slack": (
        "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET", "SLACK_API_URL", "SLACK_AUTHORIZE_URL",
    ),
    "teams": (
        "TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "TEAMS_APP_TYPE",
        "TEAMS_OPENID_METADATA_URL", "TEAMS_TOKEN_ISSUER", "TEAMS_LOGIN_URL", "TEAMS_SERVICE_HOSTS",
    ),
}  # fmt: skip

_TOKEN = 16
"""Characters; a shorter word is guessed."""

_UNREAD = "?"
_TAKE_AWAY = "Take it away; without it the playground runs."


@dataclass(frozen=True)
class Environment:
    """The operator's variables, typed. `values` holds the ones that are set, NAME_FILE already read."""

    database_url: str = field(default=DATABASE_URL, repr=False)
    host: str = HOST
    port: int = PORT
    public_url: str | None = None
    secret_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """Empty on SQLite until `keys.keys_for` has made the file."""
    key_dir: Path = KEY_DIR
    metrics_token: str | None = field(default=None, repr=False)
    playground_token: str | None = field(default=None, repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def playground(self) -> bool:
        """No variable of a chat platform is set, so the playground is what runs."""
        return not any(name in self.values for names in PLATFORMS.values() for name in names)


def read(
    environ: Mapping[str, str], adapters: Collection[str], more_names: Collection[str] = ()
) -> tuple[Environment, tuple[Problem, ...]]:
    """`adapters` are the names of the adapter folders that this version has; `more_names` are read as well."""
    values, problems = _values(environ, more_names)
    keys, more = _secret_keys(values.get("SECRET_KEYS"), values.get("DATABASE_URL", DATABASE_URL))
    environment = Environment(
        database_url=values.get("DATABASE_URL", DATABASE_URL),
        host=values.get("HOST", HOST),
        port=_port(values.get("PORT", "")) or PORT,
        public_url=values["PUBLIC_URL"].rstrip("/") if "PUBLIC_URL" in values else None,
        secret_keys=keys,
        key_dir=Path(values.get("KEY_DIR", KEY_DIR)),
        metrics_token=values.get("METRICS_TOKEN"),
        playground_token=values.get("PLAYGROUND_TOKEN"),
        values=values,
    )
    # A variable whose file could not be read is told once: the others are judged as if it were there.
    unread = {problem.name.removesuffix("_FILE") for problem in problems if problem.name.endswith("_FILE")}
    more = [*more, *_judged(replace(environment, values={**values, **dict.fromkeys(unread, _UNREAD)}), adapters)]
    problems += [problem for problem in more if problem.name not in unread]
    known = {name: names for name, names in PLATFORMS.items() if name in adapters}
    problems += unknown_names(environ, {**known, "graph": [name for name in CALENDARS if name.startswith("GRAPH_")]})
    return environment, tuple(problems)


def _judged(environment: Environment, adapters: Collection[str]) -> list[Problem]:
    return [
        *_addresses(environment),
        *_platforms(environment, adapters),
        *_open_to_others(environment),
        *calendar_problems(environment.values),
        *(slack_problems(environment.values) if "slack" in adapters else ()),
        *(teams_problems(environment.values) if "teams" in adapters else ()),
    ]


def _values(environ: Mapping[str, str], more_names: Collection[str]) -> tuple[dict[str, str], list[Problem]]:
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for name in (*OURS, *CALENDARS, *(name for names in PLATFORMS.values() for name in names), *more_names):
        # An empty variable is how compose files say "not set".
        direct, file = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "")
        if direct and file:
            problems.append(Problem(name, f"{name}_FILE is set as well", f"Take {name} or {name}_FILE away."))
        elif file:
            try:
                direct = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = error.strerror if isinstance(error, OSError) else "it is not text"
                problems.append(Problem(f"{name}_FILE", f"{file} cannot be read: {reason}", "Mend the path."))
            else:
                if not direct:
                    problems.append(Problem(f"{name}_FILE", f"{file} is empty", f"Put {name} in it."))
        if direct:
            values[name] = direct
    return values, problems


def _port(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return number if 0 < number < 65536 else None


def _addresses(environment: Environment) -> list[Problem]:
    problems = []
    port = environment.values.get("PORT")
    if port is not None and _port(port) is None:
        problems.append(Problem("PORT", f"{port!r} is not a port", "Give a number from 1 to 65535."))
    if not _is_database(environment.database_url):
        remedy = "Give sqlite:///path/to/file.db or postgresql://user:password@host/database."
        problems.append(Problem("DATABASE_URL", "this is not an address of a database", remedy))
    return problems + _public(environment.values.get("PUBLIC_URL"))


def _public(url: str | None) -> list[Problem]:
    if url is None or house_parts(url):
        return []
    text = "there is more in it than an address" if web_parts(url) else "this is not a web address"
    remedy = "Give the address that people type, such as https://klantritme.example.nl, and no more: no path."
    return [Problem("PUBLIC_URL", text, remedy)]


def _is_database(url: str) -> bool:
    from store.errors import StoreError
    from store.open import scheme, sqlite_path

    try:
        kind = scheme(url) if "://" in url else ""
        return kind == "postgresql" or (kind == "sqlite" and sqlite_path(url) is not None)
    except (StoreError, ValueError):
        return False


def _secret_keys(text: str | None, url: str) -> tuple[tuple[bytes, ...], list[Problem]]:
    if text is None:
        if not url.startswith("postgresql"):
            return (), []
        remedy = "Make one with `openssl rand -base64 32 | tr +/ -_`."
        return (), [Problem("SECRET_KEYS", "PostgreSQL needs it: all replicas share the same keys", remedy)]
    keys = read_keys(text)
    if keys is None:
        remedy = "Each key is the urlsafe base64 of 32 bytes; with several, a comma between two."
        return (), [Problem("SECRET_KEYS", "this is not a list of keys", remedy)]
    return keys, []


def _platforms(environment: Environment, adapters: Collection[str]) -> list[Problem]:
    return [
        Problem(name, f"this version has no adapter for {platform.title()} yet", _TAKE_AWAY)
        for platform, names in PLATFORMS.items()
        if platform not in adapters
        for name in names
        if name in environment.values
    ]


def _open_to_others(environment: Environment) -> list[Problem]:
    token = environment.values.get("PLAYGROUND_TOKEN")
    if token is not None and len(token) < _TOKEN:
        remedy = f"Give at least {_TOKEN} characters; `openssl rand -hex 16` makes one."
        return [Problem("PLAYGROUND_TOKEN", "it is so short that it can be guessed", remedy)]
    if not environment.playground or token or is_loopback(environment.host):
        return []
    text = f"the playground would be open to everybody who reaches {environment.host}"
    return [Problem("HOST", text, "Set PLAYGROUND_TOKEN, or leave HOST at 127.0.0.1.")]
