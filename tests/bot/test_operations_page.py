"""The page for operators tells the metrics and the fields of the log as they are in the code."""

import ast
import re

import pytest

from scripts.metrics import PAGE, filled
from tests.test_house import CODE, ROOT, python_files

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
ALWAYS = {"timestamp", "level", "logger", "event", "exception"}


def logged_fields() -> set[str]:
    """The keyword of every call of a logger."""
    calls = (
        node
        for path in python_files(*CODE)
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS
    )
    return {keyword.arg or "**" for call in calls for keyword in call.keywords} - {"exc_info"}


def test_the_table_of_metrics_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == filled(page), "run `python -m scripts.metrics`"


def test_a_page_without_a_place_for_the_metrics_is_refused() -> None:
    with pytest.raises(ValueError, match="metrics: begin"):
        filled("# Operations\n")


def test_every_field_of_the_log_is_told_and_no_other() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Fields of the log")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    told = {field for row in rows for field in re.findall(r"`(\w+)`", row)}

    assert told == logged_fields() | ALWAYS
