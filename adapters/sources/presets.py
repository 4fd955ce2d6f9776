"""Systems whose webhooks are documented: where in their JSON the words, the score and the rest stand (JMESPath)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Verify = Literal["path", "bearer", "hmac"]
Encoding = Literal["hex", "base64"]
FIELDS = ("id", "text", "title", "score", "at", "channel", "gone")
"""What a source may name; only `text` is asked for."""


@dataclass(frozen=True, slots=True)
class Preset:
    """What a source has when config.yaml does not say otherwise."""

    verify: Verify = "path"
    header: str = ""
    encoding: Encoding = "hex"
    prefix: str = ""
    items: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] | None = None


PRESETS: Mapping[str, Preset] = MappingProxyType({
    "trustpilot": Preset(
        items="events[?starts_with(eventName, 'service-review-')]",
        fields={
            "id": "eventData.id", "text": "eventData.text", "title": "eventData.title", "score": "eventData.stars",
            "at": "eventData.createdAt", "channel": "'review'", "gone": "eventName == 'service-review-deleted'",
        },
        scale=(4, 2),
    ),
    "typeform": Preset(
        verify="hmac", header="Typeform-Signature", encoding="base64", prefix="sha256=",
        items="form_response && [form_response]",
        fields={
            "id": "token", "text": "answers[?field.type == 'long_text'].text | [0]",
            "score": "answers[?type == 'number'].number | [0]", "at": "submitted_at", "channel": "'onderzoek'",
        },
        scale=(8, 6),
    ),
})  # fmt: skip
