"""What sources send, as their makers document it, with invented values; and a real listener to send it to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from adapters import Source
from adapters.sources.hooks import Hooks
from bot.config_sources import SourceChoices
from bot.environment import Environment
from bot.web import make_web
from store import quotes
from store.base import Store
from store.quotes import Quote
from tests.fakes.world import World
from tests.rituals.quote.steps import a_world

SECRET = "een-geheim-van-veel-tekens"
TRUSTPILOT: Mapping[str, Any] = {
    "events": [
        {
            "eventName": "service-review-created",
            "version": "1",
            "eventData": {
                "id": "t1",
                "language": "nl",
                "title": "Top",
                "text": "Snel geregeld, bel Sanne op 06-12345678",
                "referenceId": "ORD-7",
                "stars": 5,
                "createdAt": "2026-10-20T09:34:44.000Z",
                "isVerified": True,
                "consumer": {"id": "c1", "name": "Sanne"},
            },
        }
    ]
}
TYPEFORM: Mapping[str, Any] = {
    "event_id": "E1",
    "event_type": "form_response",
    "form_response": {
        "form_id": "f1",
        "token": "tok1",
        "submitted_at": "2026-11-20T18:17:02Z",
        "answers": [
            {"type": "number", "number": 8, "field": {"id": "a", "type": "opinion_scale", "ref": "nps"}},
            {"type": "text", "text": "Fijne app", "field": {"id": "b", "type": "long_text", "ref": "toelichting"}},
        ],
    },
}
KIYOH: Mapping[str, Any] = {
    "averageRating": 9.0,
    "numberReviews": 1,
    "locationId": "123",
    "reviews": [
        {
            "reviewId": "k-1",
            "reviewAuthor": "A. de Boer",
            "city": "Zwolle",
            "rating": 9,
            "reviewContent": [
                {"questionGroup": "DEFAULT_OVERALL", "questionType": "INT", "rating": "9", "order": 0},
                {"questionGroup": "DEFAULT_ONELINER", "questionType": "TEXT", "rating": "Snel geholpen"},
                {"questionGroup": "DEFAULT_OPINION", "questionType": "TEXT", "rating": "Binnen een dag opgelost."},
                {"questionGroup": "DEFAULT_RECOMMEND", "questionType": "BOOLEAN", "rating": "true"},
            ],
            "dateSince": "2026-11-20T08:00:00.000Z",
            "updatedSince": "2026-11-20T08:00:00.000Z",
        }
    ],
}
DELIGHTED: Mapping[str, Any] = {
    "event_type": "survey_response.updated",
    "event_id": "b8",
    "event_data": {
        "id": "5435",
        "person": {"name": "Kim"},
        "survey_type": "nps",
        "score": 9,
        "comment": "Snel!",
        "created_at": 1795180000,
    },
}
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "trustpilot": {"preset": "trustpilot"},
    "typeform": {"preset": "typeform"},
    "kiyoh": {
        "verify": "bearer",
        "items": "reviews",
        "fields": {
            "id": "reviewId",
            "text": "reviewContent[?questionGroup=='DEFAULT_OPINION'].rating | [0]",
            "title": "reviewContent[?questionGroup=='DEFAULT_ONELINER'].rating | [0]",
            "score": "rating",
            "at": "dateSince",
            "channel": "'review'",
        },
        "scale": {"positive_from": 8, "critical_to": 6},
    },
    "delighted": {
        "verify": "hmac",
        "header": "X-Delighted-Webhook-Signature",
        "prefix": "sha256=",
        "items": "event_data",
        "fields": {"id": "id", "text": "comment", "score": "score", "at": "created_at"},
        "scale": {"positive_from": 9, "critical_to": 6},
    },
    "qualtrics": {"verify": "path", "fields": {"id": "ResponseID", "text": "Toelichting", "score": "Cijfer"}},
}


def source(name: str) -> Source:
    """As config.yaml describes it."""
    return SourceChoices.model_validate(dict(CHOICES[name])).made(name, SECRET)


@dataclass
class Listening:
    """The whole web side, with a world behind it."""

    client: TestClient[Any, Any]
    world: World

    async def send(
        self, path: str, body: bytes | Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """The status and the words of the answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {"Content-Type": "application/json", **(headers or {})}
        async with self.client.post(f"/hooks/{path}", data=io.BytesIO(data), headers=told) as answer:
            return answer.status, await answer.text()

    async def quotes(self) -> list[Quote]:
        """Everything that is kept, oldest first."""
        texts = await self.world.read(lambda tx: quotes.recent_texts(tx, 5000))
        found = [await self.world.read(lambda tx, n=number: quotes.get(tx, n)) for number, _ in reversed(texts)]  # type: ignore[misc]
        return [one for one in found if one]


@asynccontextmanager
async def listening(store: Store) -> AsyncIterator[Listening]:
    """All sources, behind the listener of the application."""
    world = await a_world(store)
    hooks = Hooks(world.engine, [source(name) for name in CHOICES])
    server = TestServer(make_web(hooks.routes(), {}, Environment(values={"SLACK_BOT_TOKEN": "x"})))
    async with TestClient(server) as client:
        yield Listening(client, world)


def signed(body: bytes, header: str, *, way: str = "base64", secret: str = SECRET) -> dict[str, str]:
    """The header with the signature of a body."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    told = base64.b64encode(digest).decode() if way == "base64" else digest.hex()
    return {header: f"sha256={told}"}
