"""Tokens: what is believed, what is not, and what a key server can do to us."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from adapters.teams import settings
from adapters.teams.errors import NotProven
from adapters.teams.http import Http
from adapters.teams.keys import BETWEEN, FRESH, USABLE, Keyring, keys_of
from adapters.teams.verify import Gate, Proof
from rituals.engine.clock import Clock
from rituals.engine.errors import Misfit
from tests.fakes.teams.teams import TENANT, FakeTeams, running
from tests.fakes.teams.tokens import Headers, bearer, forged

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Tried:
    """A gate with a key server behind it, and clocks that a test moves."""

    fake: FakeTeams
    now: datetime = MONDAY
    elapsed: float = 1000.0

    def __post_init__(self) -> None:
        self.http = Http()
        self.clock = Clock(lambda: self.now, lambda: self.elapsed)
        self.settings = settings.read(self.fake.environment())
        self.keys = Keyring(self.settings.metadata_url, self.http, self.clock.elapsed)
        self.gate = Gate(self.settings, self.keys, self.clock)

    async def proves(self, headers: Headers) -> Proof:
        return await self.gate.prove(asked(headers))

    def token(self) -> Headers:
        return bearer(self.fake.signer().token())

    def fetches(self) -> int:
        return self.fake.counters.count("keys")


def asked(headers: Headers) -> web.Request:
    return make_mocked_request("POST", "/api/messages", headers=CIMultiDict(headers))


@asynccontextmanager
async def opened() -> AsyncIterator[Tried]:
    async with running(now=lambda: MONDAY) as fake:
        tried = Tried(fake)
        yield tried
        await tried.keys.close()
        await tried.http.close()


@pytest.fixture
async def tried() -> AsyncIterator[Tried]:
    async with opened() as tried:
        yield tried


async def test_a_right_token_is_believed(tried: Tried) -> None:
    proof = await tried.proves(tried.token())

    assert proof.service_url == tried.fake.connector.service_url
    tried.gate.match(proof, "msteams", tried.fake.connector.service_url, TENANT)


async def test_no_forged_or_odd_token_is_believed(tried: Tried) -> None:
    tried.fake.publish_foreign_key()
    believed = []
    for one in forged(tried.fake.signer()):
        service_url = one.changed.get("serviceUrl", tried.fake.connector.service_url)
        tenant = one.changed.get("channelData.tenant.id", TENANT)
        try:
            proof = await tried.proves([(name, value) for name, value in one.headers])
            tried.gate.match(proof, "msteams", service_url, tenant)
        except NotProven:
            continue
        believed.append(one.name)

    assert believed == []


async def test_many_tokens_cost_one_fetch_of_keys(tried: Tried) -> None:
    for minutes in range(5):
        await tried.proves(bearer(tried.fake.signer().token(exp=int(MONDAY.timestamp()) + 3600 + minutes)))

    assert tried.fetches() == 1


async def test_a_rotated_key_costs_one_fetch_more(tried: Tried) -> None:
    await tried.proves(tried.token())
    tried.fake.login.keys.rotate()
    tried.elapsed += BETWEEN

    await tried.proves(tried.token())

    assert tried.fetches() == 2


async def test_unknown_keys_cost_at_most_one_fetch_a_minute(tried: Tried) -> None:
    await tried.proves(tried.token())
    strangers = [bearer(tried.fake.signer().token(header={"kid": f"vreemd-{n}"})) for n in range(20)]

    for _ in range(2):
        tried.elapsed += BETWEEN
        for one in strangers:
            with pytest.raises(NotProven):
                await tried.proves(one)

    assert tried.fetches() == 3


async def test_old_keys_stay_usable_when_the_key_server_is_away(tried: Tried) -> None:
    await tried.proves(tried.token())
    await tried.fake.login.server.away()
    tried.elapsed += FRESH + 1

    await tried.proves(bearer(tried.fake.signer().token(exp=int(MONDAY.timestamp()) + 4000)))
    tried.elapsed += USABLE - FRESH

    with pytest.raises(NotProven):
        await tried.proves(bearer(tried.fake.signer().token(exp=int(MONDAY.timestamp()) + 5000)))


async def test_without_keys_nobody_is_believed_and_nothing_breaks(tried: Tried) -> None:
    await tried.fake.login.server.away()

    with pytest.raises(NotProven):
        await tried.proves(tried.token())


async def test_a_token_that_was_believed_ends_all_the_same(tried: Tried) -> None:
    token = tried.token()
    await tried.proves(token)
    tried.now += timedelta(hours=1, minutes=4)
    await tried.proves(token)
    tried.now += timedelta(minutes=2)

    with pytest.raises(NotProven):
        await tried.proves(token)


async def test_a_good_token_proves_nothing_for_another_channel_connector_or_tenant(tried: Tried) -> None:
    proof = await tried.proves(tried.token())
    here = tried.fake.connector.service_url

    for channel, service_url, tenant in (
        ("webchat", here, TENANT),
        ("msteams", f"{here}x", TENANT),
        ("msteams", None, TENANT),
        ("msteams", here, "een-ander"),
    ):
        with pytest.raises(NotProven):
            tried.gate.match(proof, channel, service_url, tenant)


def of(**given: str) -> settings.Settings:
    return settings.read({"TEAMS_APP_ID": "app", "TEAMS_TENANT_ID": TENANT, **given})


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net:443/nl/",
        "https://eu.teams.microsoft.com/",
    ],
)  # fmt: skip
def test_connectors_of_teams_are_trusted(url: str) -> None:
    assert of().trusts(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net.kwaad.example/",
        "https://kwaad.example/smba.trafficmanager.net", "https://smba.trafficmanager.net@kwaad.example/",
        "https://kwaadteams.microsoft.com.example/", "https://xteams.microsoft.com/", "https://127.0.0.1/",
        "http://127.0.0.1:8000/", "http://localhost/", "https://[::1]/", "https://2130706433/", "ftp://smba.x/",
        "https://smba.trafficmanager.net:8443/", "", "https://", "https://smba.trafficmanager.net:x/", "//x",
        "https://connector.botframework.com/", "https://smba.trafficmanager.net/?x=1", "https://smba.trafficmanager.net/#x",
    ],
)  # fmt: skip
def test_other_addresses_are_not(url: str) -> None:
    assert not of().trusts(url)


def test_a_host_that_the_operator_names_is_trusted_on_its_port_alone() -> None:
    chosen = of(TEAMS_SERVICE_HOSTS="127.0.0.1:4000, connector.example")

    assert chosen.trusts("http://127.0.0.1:4000/emea/")
    assert chosen.trusts("https://connector.example/")
    assert not chosen.trusts("http://127.0.0.1:4001/emea/")
    assert not chosen.trusts("http://connector.example/")


def test_an_empty_app_id_is_refused() -> None:
    with pytest.raises(Misfit, match="TEAMS_APP_ID"):
        settings.read({"TEAMS_APP_PASSWORD": "geheim"})


def test_a_bot_of_one_tenant_asks_its_token_there() -> None:
    assert of().token_url == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert of(TEAMS_APP_TYPE="MultiTenant").token_url.split("/")[3] == "botframework.com"


def test_the_password_is_never_shown() -> None:
    assert "geheim" not in repr(of(TEAMS_APP_PASSWORD="geheim"))


@pytest.mark.parametrize(
    "found",
    [
        {}, {"keys": None}, {"keys": "x"}, {"keys": [1, None, {}]}, {"keys": [{"kid": 7, "kty": "RSA"}]},
        {"keys": [{"kid": "a", "kty": "RSA", "n": "", "e": "AQAB"}]}, {"keys": [{"kid": "a", "kty": "oct", "k": "x"}]},
    ],
)  # fmt: skip
def test_what_is_no_key_is_passed_over(found: dict[str, object]) -> None:
    assert keys_of(found) == {}
