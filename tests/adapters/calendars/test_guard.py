"""No address of this machine or this network is asked, however it is written; 0 of these reach the canary."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import httpx
import pytest
from httpx_secure import SSRFProtectionError

from adapters.calendars.errors import Failed
from adapters.calendars.guard import may_connect, require_address
from adapters.calendars.transport import Web, guarded_client
from tests.adapters.calendars.steps import a_clock
from tests.fakes.calendar_server import CalendarServer, moves

LOOPBACK = (
    "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001",
    "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "0177.1", "127.0x1", "00000177.0.0.1", "0", "0.0.0.0", "0x0", "00.0.0.0",
    "localhost", "LOCALHOST", "localhost.", "LocalHost", "127.0.0.1.", "%31%32%37.0.0.1", "127%2e0.0.1",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]",
    "[fe80::1]", "[::ffff:0:127.0.0.1]",
)  # fmt: skip
PRIVATE = (
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1", "255.255.255.255",
    "192.0.2.1", "198.18.0.1", "240.0.0.1", "fc00::1", "fe80::1", "ff02::1", "::1", "::", "::ffff:10.0.0.1",
    "64:ff9b::a00:1", "2002:a00:1::", "2002:808:808::1", "::a00:1", "2001:db8::1", "fd00:ec2::254",
    "fec0::1", "64:ff9b:1::a00:1", "::ffff:0:10.0.0.1", "2603:1026::5efe:10.0.0.1", "2603:1026::200:5efe:10.0.0.1",
    "1000::1", "4000::1",
)  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
async def test_no_spelling_of_this_machine_is_asked(host: str) -> None:
    async with CalendarServer().serving() as canary:
        port = canary.url.rpartition(":")[2]
        client = guarded_client(frozenset())
        with pytest.raises((SSRFProtectionError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError)):
            await client.get(f"http://{host}:{port}/team.ics", timeout=5)
        await client.aclose()

    assert canary.asked == []


@pytest.mark.parametrize("ip", PRIVATE)
def test_addresses_that_are_not_of_the_internet_are_refused(ip: str) -> None:
    assert not may_connect("agenda.example.nl", ip_address(ip), frozenset())
    assert may_connect("agenda.binnen.example", ip_address(ip), frozenset({"agenda.binnen.example"}))


@pytest.mark.parametrize("ip", ["52.98.152.2", "142.250.179.142", "2603:1026::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_addresses_of_the_internet_are_asked(ip: str) -> None:
    assert may_connect("outlook.office365.com", ip_address(ip), frozenset())


@pytest.mark.parametrize(
    "url",
    [
        "http://example.nl/a.ics", "https://example.nl:8443/a.ics", "https://a:b@example.nl/a.ics", "ftp://example.nl/a",
        "file:///etc/passwd", "gopher://example.nl/", "https:///a.ics", "https://example.nl:x/", "//example.nl/a", "",
        "https://@example.nl/", "https://[::1/",
    ],
)  # fmt: skip
def test_only_https_on_its_own_port_is_asked(url: str) -> None:
    with pytest.raises(Failed):
        require_address(url, frozenset())


def test_a_host_that_the_operator_named_may_be_asked_in_any_way() -> None:
    require_address("http://Agenda.Binnen:8080/a.ics", frozenset({"agenda.binnen"}))
    require_address("https://outlook.office365.com/a.ics", frozenset())


@pytest.mark.parametrize(
    "to", ["http://localhost:{port}/x", "//localhost:{port}/x", "http://[::ffff:127.0.0.1]:{port}/"]
)
async def test_a_redirect_is_looked_at_as_the_first_address_was(to: str) -> None:
    async with CalendarServer().serving() as canary:
        canary.how = moves(to.format(port=canary.url.rpartition(":")[2]))
        web = Web(a_clock().now, {"127.0.0.1"}, guarded=True)
        with pytest.raises(Failed) as failed:
            await web.get(canary.address, {})
        await web.close()

    assert failed.value.trouble == "unreachable"
    assert [one.path for one in canary.asked] == ["/team.ics"]


async def test_a_name_that_leads_to_this_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def leads_here(host: str | bytes | None, *args: int, **more: int) -> object:
        return real("127.0.0.1" if host in ("agenda.example.nl", b"agenda.example.nl") else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", leads_here)
    async with CalendarServer().serving() as canary:
        client = guarded_client(frozenset())
        with pytest.raises(SSRFProtectionError):
            await client.get(canary.address.replace("127.0.0.1", "agenda.example.nl"))
        await client.aclose()

    assert canary.asked == []
