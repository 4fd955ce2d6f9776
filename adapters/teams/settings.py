"""The operator's TEAMS_ variables, and which connectors may be spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rituals.engine.errors import Misfit

METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER = "https://api.botframework.com"
LOGIN = "https://login.microsoftonline.com"
_EVERYBODY = "botframework.com"
"""The tenant that gives tokens to an app of several tenants."""
_HOSTS = ("smba.trafficmanager.net", "*.teams.microsoft.com")


@dataclass(frozen=True)
class Settings:
    """`tenant` is the only one that may speak to us, unless the app is one for several."""

    app_id: str
    password: str = field(repr=False)
    tenant: str | None = None
    single: bool = True
    metadata_url: str = METADATA
    issuer: str = ISSUER
    login_url: str = LOGIN
    hosts: frozenset[str] = frozenset()

    @property
    def token_url(self) -> str:
        """Where our own token comes from."""
        tenant = self.tenant if self.single and self.tenant else _EVERYBODY
        return f"{self.login_url}/{tenant}/oauth2/v2.0/token"

    @property
    def scope(self) -> str:
        """What our own token is for: in each cloud the connector bears the name that signs what comes from it."""
        return f"{self.issuer.rstrip('/')}/.default"

    def admits(self, tenant: str) -> bool:
        """Whether people of this tenant may speak to us."""
        return not self.single or tenant == self.tenant

    def trusts(self, service_url: str) -> bool:
        """Whether this is a connector of Teams. Our token goes there, so only hosts on the list are spoken to."""
        try:
            parts = urlsplit(service_url)
            port = parts.port
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        if not host or parts.username is not None or parts.query or parts.fragment:
            return False
        if port is not None and f"{host}:{port}" in self.hosts:
            return parts.scheme in ("http", "https")
        return parts.scheme == "https" and port in (None, 443) and _is_listed(host, (*_HOSTS, *self.hosts))


def read(environment: Mapping[str, str]) -> Settings:
    """The variables, typed. Raises Misfit without an app id."""
    app_id = environment.get("TEAMS_APP_ID", "").strip()
    if not app_id:
        # botbuilder takes an empty app id to mean that everybody may post, and answers wherever they say.
        raise Misfit("TEAMS_APP_ID is empty: give the bot's app id; without any TEAMS_ variable the playground runs")
    return Settings(
        app_id=app_id,
        password=environment.get("TEAMS_APP_PASSWORD", ""),
        tenant=environment.get("TEAMS_TENANT_ID", "").strip().lower() or None,
        single=environment.get("TEAMS_APP_TYPE", "SingleTenant").lower() != "multitenant",
        metadata_url=environment.get("TEAMS_OPENID_METADATA_URL") or METADATA,
        issuer=environment.get("TEAMS_TOKEN_ISSUER") or ISSUER,
        login_url=(environment.get("TEAMS_LOGIN_URL") or LOGIN).rstrip("/"),
        hosts=frozenset(hosts_of(environment.get("TEAMS_SERVICE_HOSTS", ""))),
    )


def hosts_of(text: str) -> tuple[str, ...]:
    """The hosts of a comma list, each with or without a port."""
    return tuple(one.strip().lower() for one in text.split(",") if one.strip())


def _is_listed(host: str, listed: tuple[str, ...]) -> bool:
    return any(host.endswith(one[1:]) if one.startswith("*.") else host == one for one in listed)
