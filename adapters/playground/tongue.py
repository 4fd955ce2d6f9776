"""The language of the page: chosen with its switch, else what the browser asks for, else Dutch."""

from __future__ import annotations

from aiohttp import web

from rituals.engine.translate import LOCALES

COOKIE = "klantritme_taal"
KEPT_SECONDS = 365 * 24 * 3600


def of(request: web.Request) -> str:
    """One of LOCALES."""
    return chosen(request) or accepted(request.headers.get("Accept-Language", ""))


def chosen(request: web.Request) -> str | None:
    """What the switch said, now or earlier."""
    found = (request.query.get("taal"), request.cookies.get(COOKIE))
    return next((one for one in found if one in LOCALES), None)


def accepted(header: str) -> str:
    """The first of our languages in the order of preference of an Accept-Language header."""
    wishes = sorted((_wish(part) for part in header.split(",")), key=lambda wish: -wish[1])
    return next((language for language, weight in wishes if language in LOCALES and weight > 0), LOCALES[0])


def keep(response: web.Response, language: str) -> None:
    """Remember what the switch said."""
    response.set_cookie(COOKIE, language, max_age=KEPT_SECONDS, samesite="Strict", path="/")


def _wish(part: str) -> tuple[str, float]:
    language, _, weight = part.partition(";")
    try:
        asked = float(weight.partition("q=")[2] or 1)
    except ValueError:
        asked = 0.0
    return language.strip().lower().partition("-")[0], asked
