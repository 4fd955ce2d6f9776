"""Adaptive Cards 1.5, as much of them as we use. A property that is not here is refused, and so is a wrong type.

Words of people only stand where no markup works: in the runs of a RichTextBlock, never in a TextBlock.
Source of the properties: adaptivecards.io/explorer; of `choices.data`: learn.microsoft.com, dynamic-search.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from adapters.teams.activity import clean

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
NOTHING = "\u00a0"
"""Elements must have a text."""
Json = dict[str, Any]
Id = Annotated[str, Field(min_length=1, max_length=200)]


def _whole(text: object) -> object:
    """Half a surrogate pair cannot be sent."""
    return clean(text) if isinstance(text, str) else text


def _shown(text: object) -> object:
    """What has nothing left to show when it is clean keeps its place."""
    return clean(text) or NOTHING if isinstance(text, str) and text else text


Words = Annotated[str, BeforeValidator(_whole)]
Label = Annotated[str, BeforeValidator(_shown), Field(min_length=1)]


class Part(BaseModel):
    """Base of everything in a card."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TextRun(Part):
    """Words that look alike."""

    type: Literal["TextRun"] = "TextRun"
    text: Label
    weight: Literal["Bolder"] | None = None
    size: Literal["Small"] | None = None
    color: Literal["Attention"] | None = None
    isSubtle: bool | None = None


class RichTextBlock(Part):
    """A paragraph in which no markup works."""

    type: Literal["RichTextBlock"] = "RichTextBlock"
    inlines: Annotated[list[TextRun], Field(min_length=1)]
    separator: bool | None = None


class Image(Part):
    """A picture at a public address."""

    type: Literal["Image"] = "Image"
    url: Annotated[str, Field(pattern=r"^https?://")]
    altText: Label
    separator: bool | None = None


class Execute(Part):
    """A press is answered with the card drawn anew."""

    type: Literal["Action.Execute"] = "Action.Execute"
    title: Label
    verb: Id
    data: Json
    style: Literal["positive", "destructive"] | None = None
    tooltip: Label | None = None
    associatedInputs: Literal["none"] | None = None


class Submit(Part):
    """A press opens a dialog, or sends the dialog that it stands in."""

    type: Literal["Action.Submit"] = "Action.Submit"
    title: Label
    data: Json
    style: Literal["positive", "destructive"] | None = None
    tooltip: Label | None = None
    associatedInputs: Literal["none"] | None = None


class OpenUrl(Part):
    """A link."""

    type: Literal["Action.OpenUrl"] = "Action.OpenUrl"
    title: Label
    url: Annotated[str, Field(pattern=r"^https?://")]


class Within(Part):
    """A card inside a card: what a ShowCard opens."""

    type: Literal["AdaptiveCard"] = "AdaptiveCard"
    body: Annotated[list[RichTextBlock], Field(min_length=1)]
    actions: Annotated[list[Execute | Submit], Field(min_length=1, max_length=6)]


class ShowCard(Part):
    """Asks once more, in place."""

    type: Literal["Action.ShowCard"] = "Action.ShowCard"
    title: Label
    card: Within
    style: Literal["positive", "destructive"] | None = None


Action = Annotated[Execute | Submit | OpenUrl | ShowCard, Field(discriminator="type")]


class ActionSet(Part):
    """A row of buttons; Teams shows six."""

    type: Literal["ActionSet"] = "ActionSet"
    actions: Annotated[list[Action], Field(min_length=1, max_length=6)]
    separator: bool | None = None


class TextInput(Part):
    """Free text."""

    type: Literal["Input.Text"] = "Input.Text"
    id: Id
    label: Label
    value: Words | None = None
    placeholder: Label | None = None
    isMultiline: bool | None = None
    maxLength: Annotated[int, Field(ge=1)] | None = None
    isRequired: bool | None = None
    errorMessage: Label | None = None


class Choice(Part):
    """One of the answers."""

    title: Label
    value: Label


class Query(Part):
    """Asks us for options while somebody types."""

    type: Literal["Data.Query"] = "Data.Query"
    dataset: Id


class ChoiceSetInput(Part):
    """One answer or several; several come back with commas between them."""

    type: Literal["Input.ChoiceSet"] = "Input.ChoiceSet"
    id: Id
    label: Label
    choices: list[Choice]
    query: Query | None = Field(
        default=None, serialization_alias="choices.data", validation_alias=AliasChoices("query", "choices.data")
    )
    value: Words | None = None
    placeholder: Label | None = None
    style: Literal["compact", "expanded", "filtered"]
    isMultiSelect: bool | None = None
    isRequired: bool | None = None
    errorMessage: Label | None = None
    wrap: Literal[True] = True


class DateInput(Part):
    """A day."""

    type: Literal["Input.Date"] = "Input.Date"
    id: Id
    label: Label
    value: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")] | None = None
    isRequired: bool | None = None
    errorMessage: Label | None = None


Inner = Annotated[
    RichTextBlock | Image | ActionSet | TextInput | ChoiceSetInput | DateInput, Field(discriminator="type")
]


class Container(Part):
    """Elements that belong together."""

    type: Literal["Container"] = "Container"
    items: Annotated[list[Inner], Field(min_length=1)]
    style: Literal["emphasis"] | None = None
    separator: bool | None = None


Element = Annotated[
    RichTextBlock | Image | ActionSet | Container | TextInput | ChoiceSetInput | DateInput, Field(discriminator="type")
]


class AdaptiveCard(Part):
    """A whole card."""

    type: Literal["AdaptiveCard"] = "AdaptiveCard"
    version: Literal["1.5"] = "1.5"
    body: Annotated[list[Element], Field(min_length=1)]
    actions: Annotated[list[Action], Field(min_length=1, max_length=6)] | None = None

    def wire(self) -> Json:
        """As Teams reads it."""
        return self.model_dump(by_alias=True, exclude_none=True)


def attachment(card: AdaptiveCard) -> Json:
    """A card as part of a message or a dialog."""
    return {"contentType": CONTENT_TYPE, "content": card.wire()}
