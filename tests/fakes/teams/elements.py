"""The elements and actions of Adaptive Cards 1.5 that we use, as strict models.

Sources: the schema of adaptivecards.io (version 1.5) and Teams' own additions (`msteams`, `choices.data`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

ACTIONS = 6
"""Teams draws no more buttons than these in a row (cards-reference of the Teams documentation)."""


def _lower(value: object) -> object:
    return value[:1].lower() + value[1:] if isinstance(value, str) else value


LOOSE = BeforeValidator(_lower)
"""The schema takes `Bolder` and `bolder`."""

Spacing = Annotated[Literal["default", "none", "small", "medium", "large", "extraLarge", "padding"], LOOSE]
Align = Annotated[Literal["left", "center", "right"], LOOSE]
Vertical = Annotated[Literal["top", "center", "bottom"], LOOSE]
Colour = Annotated[Literal["default", "dark", "light", "accent", "good", "warning", "attention"], LOOSE]
Size = Annotated[Literal["default", "small", "medium", "large", "extraLarge"], LOOSE]
Words = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^(https?://|data:image/)")]
Box = Annotated[Literal["default", "emphasis", "good", "attention", "warning", "accent"], LOOSE]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Common(Strict):
    """What every element may have."""

    id: Words | None = None
    is_visible: bool | None = Field(None, alias="isVisible")
    separator: bool | None = None
    spacing: Spacing | None = None
    height: Annotated[Literal["auto", "stretch"], LOOSE] | None = None
    fallback: Literal["drop"] | None = None
    requires: dict[str, str] | None = None


class Dressed(Strict):
    """What all texts may have."""

    color: Colour | None = None
    font_type: Annotated[Literal["default", "monospace"], LOOSE] | None = Field(None, alias="fontType")
    is_subtle: bool | None = Field(None, alias="isSubtle")
    size: Size | None = None
    weight: Annotated[Literal["default", "lighter", "bolder"], LOOSE] | None = None


class TextBlock(Common, Dressed):
    type: Literal["TextBlock"]
    text: Words
    wrap: bool | None = None
    max_lines: int | None = Field(None, alias="maxLines", ge=1)
    horizontal_alignment: Align | None = Field(None, alias="horizontalAlignment")
    style: Annotated[Literal["default", "heading"], LOOSE] | None = None


class TextRun(Dressed):
    type: Literal["TextRun"]
    text: str
    italic: bool | None = None
    highlight: bool | None = None
    strikethrough: bool | None = None
    underline: bool | None = None


class RichTextBlock(Common):
    type: Literal["RichTextBlock"]
    inlines: list[TextRun | Words] = Field(min_length=1)
    horizontal_alignment: Align | None = Field(None, alias="horizontalAlignment")


class Image(Common):
    """`altText` is optional in the schema and required here: not everybody sees the picture."""

    type: Literal["Image"]
    url: Address
    alt_text: Words = Field(alias="altText")
    size: Annotated[Literal["auto", "stretch", "small", "medium", "large"], LOOSE] | None = None
    style: Annotated[Literal["default", "person"], LOOSE] | None = None
    width: str | None = None
    horizontal_alignment: Align | None = Field(None, alias="horizontalAlignment")


class Fact(Strict):
    title: Words
    value: Words


class FactSet(Common):
    type: Literal["FactSet"]
    facts: list[Fact] = Field(min_length=1)


class Container(Common):
    type: Literal["Container"]
    items: list[Element] = Field(min_length=1)
    style: Box | None = None
    bleed: bool | None = None
    min_height: str | None = Field(None, alias="minHeight")
    vertical_content_alignment: Vertical | None = Field(None, alias="verticalContentAlignment")
    select_action: Action | None = Field(None, alias="selectAction")


class Column(Common):
    type: Literal["Column"]
    items: list[Element] = Field(min_length=1)
    width: str | int | None = None
    style: Box | None = None
    vertical_content_alignment: Vertical | None = Field(None, alias="verticalContentAlignment")


class ColumnSet(Common):
    type: Literal["ColumnSet"]
    columns: list[Column] = Field(min_length=1)
    style: Box | None = None


class ActionSet(Common):
    type: Literal["ActionSet"]
    actions: list[Action] = Field(min_length=1, max_length=ACTIONS)


class Input(Common):
    """`label` is optional in the schema and required here; what is required says so when it is missing."""

    id: Words
    label: Words
    is_required: bool | None = Field(None, alias="isRequired")
    error_message: Words | None = Field(None, alias="errorMessage")


class InputText(Input):
    type: Literal["Input.Text"]
    is_multiline: bool | None = Field(None, alias="isMultiline")
    max_length: int | None = Field(None, alias="maxLength", ge=1)
    placeholder: str | None = None
    value: str | None = None
    style: Annotated[Literal["text", "tel", "url", "email", "password"], LOOSE] | None = None
    regex: str | None = None


class InputNumber(Input):
    type: Literal["Input.Number"]
    min: float | None = None
    max: float | None = None
    placeholder: str | None = None
    value: float | None = None


class InputDate(Input):
    type: Literal["Input.Date"]
    min: str | None = None
    max: str | None = None
    placeholder: str | None = None
    value: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")] | None = None


class InputToggle(Input):
    type: Literal["Input.Toggle"]
    title: Words
    value: str | None = None
    value_on: str | None = Field(None, alias="valueOn")
    value_off: str | None = Field(None, alias="valueOff")
    wrap: bool | None = None


class Choice(Strict):
    title: Words
    value: Words


class DataQuery(Strict):
    """Teams asks for the choices while somebody types (`application/search`)."""

    type: Literal["Data.Query"]
    dataset: Words
    associated_inputs: Annotated[Literal["auto", "none"], LOOSE] | None = Field(None, alias="associatedInputs")


class InputChoiceSet(Input):
    type: Literal["Input.ChoiceSet"]
    choices: list[Choice] | None = None
    choices_data: DataQuery | None = Field(None, alias="choices.data")
    is_multi_select: bool | None = Field(None, alias="isMultiSelect")
    style: Annotated[Literal["compact", "expanded", "filtered"], LOOSE] | None = None
    value: str | None = None
    placeholder: str | None = None
    wrap: bool | None = None


class BaseAction(Strict):
    title: Words
    id: Words | None = None
    style: Annotated[Literal["default", "positive", "destructive"], LOOSE] | None = None
    icon_url: Address | None = Field(None, alias="iconUrl")
    tooltip: str | None = None
    is_enabled: bool | None = Field(None, alias="isEnabled")
    mode: Annotated[Literal["primary", "secondary"], LOOSE] | None = None
    fallback: Literal["drop"] | None = None


class Execute(BaseAction):
    type: Literal["Action.Execute"]
    verb: Words
    data: dict[str, Any] | None = None
    associated_inputs: Annotated[Literal["auto", "none"], LOOSE] | None = Field(None, alias="associatedInputs")


class Submit(BaseAction):
    type: Literal["Action.Submit"]
    data: dict[str, Any] | None = None
    associated_inputs: Annotated[Literal["auto", "none"], LOOSE] | None = Field(None, alias="associatedInputs")


class OpenUrl(BaseAction):
    type: Literal["Action.OpenUrl"]
    url: Annotated[str, Field(pattern=r"^https?://")]


class ShowCard(BaseAction):
    type: Literal["Action.ShowCard"]
    card: AdaptiveCard


class Target(Strict):
    element_id: Words = Field(alias="elementId")
    is_visible: bool | None = Field(None, alias="isVisible")


class ToggleVisibility(BaseAction):
    type: Literal["Action.ToggleVisibility"]
    target_elements: list[Words | Target] = Field(min_length=1, alias="targetElements")


class RefreshAction(Strict):
    """The action that a client runs by itself; it has no words of its own."""

    type: Literal["Action.Execute"]
    title: str | None = None
    verb: Words
    data: dict[str, Any] | None = None


class Refresh(Strict):
    """Not for more than 60 people, says Teams; and nobody named means everybody, in small chats only."""

    action: RefreshAction
    user_ids: list[Words] | None = Field(None, alias="userIds", max_length=60)


class Mentioned(Strict):
    id: Words
    name: Words


class CardMention(Strict):
    type: Literal["mention"]
    text: Annotated[str, Field(pattern=r"^<at>.+</at>$")]
    mentioned: Mentioned


class MsTeams(Strict):
    width: Literal["Full"] | None = None
    entities: list[CardMention] | None = None


class AdaptiveCard(Strict):
    type: Literal["AdaptiveCard"]
    schema_address: str | None = Field(None, alias="$schema")
    version: Literal["1.5"] | None = None
    body: list[Element] | None = None
    actions: list[Action] | None = Field(None, max_length=ACTIONS)
    refresh: Refresh | None = None
    fallback_text: str | None = Field(None, alias="fallbackText")
    speak: str | None = None
    lang: str | None = None
    msteams: MsTeams | None = None


Element = Annotated[
    TextBlock | RichTextBlock | Image | FactSet | Container | ColumnSet | ActionSet | InputText | InputNumber
    | InputDate | InputToggle | InputChoiceSet,
    Field(discriminator="type"),
]  # fmt: skip
Action = Annotated[Execute | Submit | OpenUrl | ShowCard | ToggleVisibility, Field(discriminator="type")]

for model in (Container, Column, ActionSet, ShowCard, AdaptiveCard):
    model.model_rebuild()
