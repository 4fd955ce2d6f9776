"""What an invoke may be answered with: the shapes that Teams reads, as strict models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from tests.fakes.teams.activities import Activity, Strict, utf16, wrongs
from tests.fakes.teams.cards import ADAPTIVE, check_card

SIZE = 24 * 1024
CHOICES = 15
"""Teams shows no more (Typeahead search in Adaptive Cards, of the Teams documentation)."""


class CardAnswer(Strict):
    """The card that takes the place of the pressed one, for the one who pressed."""

    status_code: Literal[200] = Field(alias="statusCode")
    type: Literal["application/vnd.microsoft.card.adaptive"]
    value: dict[str, Any]


class WordsAnswer(Strict):
    """A line under the card that passes by."""

    status_code: Literal[200] = Field(alias="statusCode")
    type: Literal["application/vnd.microsoft.activity.message"]
    value: Annotated[str, Field(min_length=1)]


class ErrorWords(Strict):
    code: str
    message: Annotated[str, Field(min_length=1)]


class ErrorAnswer(Strict):
    status_code: int = Field(alias="statusCode", ge=400, le=599)
    type: Literal["application/vnd.microsoft.error"]
    value: ErrorWords


class CardAttachment(Strict):
    content_type: Literal["application/vnd.microsoft.card.adaptive"] = Field(alias="contentType")
    content: dict[str, Any]


class TaskInfo(Strict):
    title: Annotated[str, Field(min_length=1)]
    card: CardAttachment
    height: int | Literal["small", "medium", "large"] | None = None
    width: int | Literal["small", "medium", "large"] | None = None


class Continue(Strict):
    type: Literal["continue"]
    value: TaskInfo


class Closing(Strict):
    """Closes the dialog with a sentence."""

    type: Literal["message"]
    value: Annotated[str, Field(min_length=1)]


class CacheInfo(Strict):
    cache_type: str | None = Field(None, alias="cacheType")
    cache_duration: int | None = Field(None, alias="cacheDuration")


class TaskAnswer(Strict):
    task: Annotated[Continue | Closing, Field(discriminator="type")]
    cache_info: CacheInfo | None = Field(None, alias="cacheInfo")


class ExtensionResult(Strict):
    """What goes into the box where the person types."""

    type: Literal["result", "message"]
    attachment_layout: Literal["list", "grid"] | None = Field(None, alias="attachmentLayout")
    attachments: list[CardAttachment] | None = None
    text: str | None = None
    activity_preview: Activity | None = Field(None, alias="activityPreview")


class ExtensionAnswer(Strict):
    compose_extension: ExtensionResult = Field(alias="composeExtension")
    cache_info: CacheInfo | None = Field(None, alias="cacheInfo")


class Found(Strict):
    title: Annotated[str, Field(min_length=1)]
    value: Annotated[str, Field(min_length=1)]


class FoundList(Strict):
    results: list[Found] = Field(max_length=CHOICES)


class SearchAnswer(Strict):
    status_code: Literal[200] | None = Field(None, alias="statusCode")
    type: Literal["application/vnd.microsoft.search.searchResponse"]
    value: FoundList


PRESSED: dict[str, type[Strict]] = {
    ADAPTIVE: CardAnswer,
    "application/vnd.microsoft.activity.message": WordsAnswer,
    "application/vnd.microsoft.error": ErrorAnswer,
}
MAY_CLOSE = ("task/submit", "composeExtension/submitAction")


def check_answer(name: str, status: int, body: Any) -> list[str]:
    """What is wrong with the answer to an invoke of this name; what was refused has no shape."""
    if status in (401, 503):
        return []
    if status != 200:
        return [f"status: {status}, and Teams says only that something went wrong"]
    if not body:
        return [] if name in MAY_CLOSE else ["body: empty, and Teams says that something went wrong"]
    found = _shape(name, body)
    if utf16(body) > SIZE:
        found.append(f"size: {utf16(body)} bytes of UTF-16, at most {SIZE}")
    return found


def _shape(name: str, body: Any) -> list[str]:
    match name:
        case "adaptiveCard/action":
            return _pressed(body)
        case "application/search":
            return wrongs(SearchAnswer, body)
        case "composeExtension/submitAction" if isinstance(body, dict) and "composeExtension" in body:
            return wrongs(ExtensionAnswer, body)
        case _:
            return _task(body)


def _pressed(body: Any) -> list[str]:
    model = PRESSED.get(str(body.get("type"))) if isinstance(body, dict) else None
    if model is None:
        return [f"type: not one of {', '.join(PRESSED)}"]
    found = wrongs(model, body)
    return found or (check_card(body["value"]) if body["type"] == ADAPTIVE else [])


def _task(body: Any) -> list[str]:
    found = wrongs(TaskAnswer, body)
    if found or body["task"]["type"] == "message":
        return found
    return check_card(body["task"]["value"]["card"]["content"], dialog=True)
