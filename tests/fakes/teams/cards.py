"""Whether Teams would draw a card as it is meant: the models of `elements`, and the rules between elements.

No client complains of a misspelt property or of an input without a label; it draws something else. So this does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError

from tests.fakes.teams.elements import AdaptiveCard, Execute, Input, InputChoiceSet, ToggleVisibility

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


def check_card(card: object, *, dialog: bool = False) -> list[str]:
    """What is wrong with it, as `path: reason`; empty when Teams draws all of it."""
    try:
        read = AdaptiveCard.model_validate(card)
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False)]
    found = ["version: missing"] if read.version is None else []
    found += [] if read.body or read.actions else ["body: an empty card"]
    parts = list(parts_of(read))
    counted = Counter(name for one in parts if (name := getattr(one, "id", None)))
    found += [f"id: {name!r} stands {times} times" for name, times in counted.items() if times > 1]
    found += [problem for one in parts for problem in _problems(one, set(counted), dialog)]
    return found


def parts_of(model: BaseModel) -> Iterator[BaseModel]:
    """Everything in a card, in order, itself first."""
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, BaseModel):
                yield from parts_of(one)


def _problems(part: BaseModel, names: set[str], dialog: bool) -> Iterator[str]:
    match part:
        case InputChoiceSet():
            yield from _choices(part)
        case ToggleVisibility(target_elements=targets):
            wanted = {one if isinstance(one, str) else one.element_id for one in targets}
            yield from (f"targetElements: {one!r} is not in the card" for one in sorted(wanted - names))
        case Execute() if dialog:
            yield f"Action.Execute: a dialog knows Action.Submit only ({part.title!r})"
    if isinstance(part, Input) and part.is_required and not part.error_message:
        yield f"errorMessage: {part.id!r} is required and does not say so"


def _choices(part: InputChoiceSet) -> Iterator[str]:
    values = [one.value for one in part.choices or []]
    if not values and not part.choices_data:
        yield f"choices: {part.id!r} has none"
    yield from (f"choices: {one!r} stands twice in {part.id!r}" for one, n in Counter(values).items() if n > 1)
    chosen = [part.value] if not part.is_multi_select else (part.value or "").split(",")
    if not part.choices_data:
        yield from (f"value: {one!r} is no choice of {part.id!r}" for one in chosen if one and one not in values)
    if part.is_multi_select:
        yield from (f"choices: {one!r} has a comma, which parts several answers" for one in values if "," in one)
