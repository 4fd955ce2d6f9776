"""Values are equal and hash by what is in them, and have room for nothing else."""

from __future__ import annotations

import pytest

from store.frozen import frozen


@frozen
class _Point:
    x: int
    y: int = 0


def test_values_are_the_same_when_their_fields_are() -> None:
    assert _Point(1) == _Point(1, 0) != _Point(1, 2)
    assert len({_Point(1), _Point(1), _Point(2)}) == 2


def test_a_value_has_no_room_for_another_field() -> None:
    with pytest.raises(AttributeError):
        setattr(_Point(1), "z", 3)  # noqa: B010 - mypy sees the plain way
