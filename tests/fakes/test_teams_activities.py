"""The activities of the stand-in are those of Microsoft's schema, as botbuilder has it."""

import types
import typing
from typing import Any

import botbuilder.schema
import botbuilder.schema.teams
import pytest
from pydantic import BaseModel

from tests.fakes.teams.activities import EXTRAS, MODELS, SIZE, Activity, Moment, check_inbound, check_outbound
from tests.fakes.teams.client import card, drawn, line, words

SPELLED = {str: "str", bool: "bool"}
LOOSE = {
    "value": "object",
    "content": "object",
    "entities": "[Entity]",
    "channelData": "object",
    "settings": "settings",
}


def theirs(model: type[BaseModel]) -> dict[str, str]:
    """Field names and types of the same model in botbuilder."""
    name = model.__name__
    found = getattr(botbuilder.schema, name, None) or getattr(botbuilder.schema.teams, name)
    return {one["key"]: one["type"] for one in found._attribute_map.values()}


def ours(model: type[BaseModel]) -> dict[str, str]:
    return {field.alias or name: spelled(hint) for name, hint, field in hints(model)}


def hints(model: type[BaseModel]) -> list[tuple[str, Any, Any]]:
    found = typing.get_type_hints(model, include_extras=True)
    return [(name, found[name], field) for name, field in model.model_fields.items()]


def spelled(hint: Any) -> str:
    """A type as botbuilder spells it."""
    if hint == Moment:
        return "iso-8601"
    if typing.get_origin(hint) is typing.Annotated:
        return spelled(typing.get_args(hint)[0])
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return spelled(next(one for one in typing.get_args(hint) if one is not type(None)))
    if typing.get_origin(hint) is list:
        return f"[{spelled(typing.get_args(hint)[0])}]"
    if typing.get_origin(hint) is typing.Literal:
        return "str"
    return SPELLED.get(hint, getattr(hint, "__name__", str(hint)))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_fields_and_types_are_those_of_microsofts_schema(model: type[BaseModel]) -> None:
    known = {name.replace("tenantID", "tenantId"): kind for name, kind in theirs(model).items()}
    fields = {name: kind for name, kind in ours(model).items() if name not in EXTRAS.get(model.__name__, set())}

    assert set(fields) <= set(known)
    assert {name: kind for name, kind in fields.items() if name not in LOOSE} == {
        name: known[name] for name in fields if name not in LOOSE
    }


def test_what_teams_adds_to_the_schema_is_not_in_it() -> None:
    added = {(model.__name__, name) for model in MODELS for name in EXTRAS.get(model.__name__, set())}

    assert added == {(name, one) for name, extras in EXTRAS.items() for one in extras}
    assert not [
        (model.__name__, one) for model in MODELS for one in EXTRAS.get(model.__name__, set()) & set(theirs(model))
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        words("hoi", kleur="rood"),
        words("hoi", textFormat="html"),
        words("hoi", importance=1),
        words("hoi", timestamp="gisteren"),
        words("hoi", channelData={"notification": {"alert": "false"}}),
        words("hoi", entities=[{"type": "mention", "mentioned": {"id": "29:1"}, "text": "<at>Sanne</at>"}]),
        words("hoi", attachments=[{"contentType": "application/vnd.microsoft.card.hero", "content": {}}]),
        {"type": "message"},
        {"type": "bericht", "text": "hoi"},
        drawn(card(line("hoi")), summary=""),
        drawn(card({"type": "TextBlock", "tekst": "hoi"})),
        words("x" * (SIZE // 2)),
    ],
)
def test_a_wrong_activity_is_refused(wrong: dict[str, Any]) -> None:
    assert check_outbound(wrong)


@pytest.mark.parametrize(
    "right", [words("hoi"), drawn(card(line("hoi"))), {"type": "typing"}, words("x" * 11_000, summary="x")]
)
def test_a_right_activity_has_nothing_wrong(right: dict[str, Any]) -> None:
    assert check_outbound(right) == []


def test_what_teams_sends_is_complete() -> None:
    assert "serviceUrl: missing" in check_inbound({"type": "message", "id": "1"})
    assert Activity.model_fields["from_property"].alias == "from"
