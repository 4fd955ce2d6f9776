"""The page for operators tells the fields of the log as they are in the code."""

import ast
import re

from tests.test_house import CODE, ROOT, python_files

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
PAGE = ROOT / "docs/operations.md"
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


def test_every_field_of_the_log_is_told_and_no_other() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Fields of the log")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    told = {field for row in rows for field in re.findall(r"`(\w+)`", row)}

    assert told == logged_fields() | ALWAYS
