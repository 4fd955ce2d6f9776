"""Readers that a child process runs in tests."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any


def read(_data: bytes, _args: Mapping[str, Any]) -> dict[str, Any]:
    """Never ends."""
    while True:
        pass


def environment(_data: bytes, _args: Mapping[str, Any]) -> dict[str, Any]:
    """The names of the variables that the child has."""
    return {"names": sorted(os.environ)}
