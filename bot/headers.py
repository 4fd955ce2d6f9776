"""What every answer of the listener carries, and which requests it does not take."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def add_headers(public_url: str | None) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """For `on_response_prepare`: a header that the handler chose stays."""
    headers = {**ALWAYS, **(HTTPS_ONLY if (public_url or "").startswith("https://") else {})}

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.merge(headers)
        response.headers["Server"] = "Klantritme"  # and not the versions of what it is made with

    return add


def only_hosts(names: frozenset[str]) -> Middleware:
    """Refuse other names: a page elsewhere may give its own name our address (DNS rebinding)."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if host_of(request.host) not in names:
            raise web.HTTPMisdirectedRequest
        return await handler(request)

    return check


def host_of(header: str) -> str:
    """The name in a Host header, without the port; empty when it is no such header."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""
