"""What reaches the log, and what never does."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import configure, describe


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The log of a machine; afterwards logging is as it was."""
    root = logging.root
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure(stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_level_and_source(stream: io.StringIO) -> None:
    structlog.get_logger("bot.serve").info("listening", url="http://127.0.0.1:8080")

    (line,) = lines(stream)

    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "listening",
        "level": "info",
        "logger": "bot.serve",
        "url": "http://127.0.0.1:8080",
    }


def test_libraries_speak_from_warning_on(stream: io.StringIO) -> None:
    logging.getLogger("aiohttp.server").info("noise")
    logging.getLogger("aiohttp.server").warning("careful, %s", "really")

    assert [(line["logger"], line["event"]) for line in lines(stream)] == [("aiohttp.server", "careful, really")]


@pytest.mark.parametrize("field", ["text", "words", "values", "card", "name", "email"])
def test_fields_about_people_are_dropped(stream: io.StringIO, field: str) -> None:
    structlog.get_logger("rituals.bel").info("rung", **{field: "Mevrouw Jansen", "bell": 17})
    structlog.get_logger("rituals.bel").info("rung", about={field: "Mevrouw Jansen"})

    assert "Jansen" not in stream.getvalue()
    assert lines(stream)[0]["bell"] == 17


# Put together here, so that no tool takes them for real ones.
SECRETS = (
    "xoxb" + "-123456789012-abcdefABCDEF",
    "xapp" + "-1-A0123-456-abcdef",
    "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "https://hooks.slack.com/" + "commands/T0/1/abc",
    "q9Zk3vX0Lm8Tn5Rb2Wc7Yd4Ff6Gg1Hh0Jj3Kk5Ll8Qw=",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_in_any_place_becomes_stars(stream: io.StringIO, secret: str) -> None:
    log = structlog.get_logger("adapters.slack")
    event = f"refused {secret}"

    log.warning(event, detail=f"for {secret}, sorry", more=[{"deep": secret}], odd=ValueError(secret))
    logging.getLogger("some.library").error("failed with %s", secret)

    assert secret not in stream.getvalue()
    assert stream.getvalue().count("***") >= 5


def test_a_password_in_an_address_becomes_stars(stream: io.StringIO) -> None:
    structlog.get_logger("store").error("no server", where="postgresql://klantritme:s3cret@db/x?token=abc")

    assert lines(stream)[0]["where"] == "postgresql://***@db/x?token=***"


def test_ids_and_paths_stay_readable(stream: io.StringIO) -> None:
    kept = {
        "slot": "quote/daily/organisation/2026-11-23",
        "delivery": "playground:0b9d3c1e-5b1f-4c3e-9a0e-1c2d3e4f5a6b",
        "path": "rituals/engine/some_rather_long_module_name_2026.py",
    }

    structlog.get_logger("rituals.engine").info("kept", **kept)

    line = lines(stream)[0]
    assert {key: line[key] for key in kept} == kept


def test_an_exception_tells_where_and_not_what(stream: io.StringIO) -> None:
    def fail() -> None:
        try:
            int("Mevrouw Jansen belde")
        except ValueError as error:
            raise KeyError("Mevrouw Jansen") from error

    with pytest.raises(KeyError) as caught:
        fail()
    structlog.get_logger("bot").error("failed", exc_info=caught.value)
    logging.getLogger("asyncio").error("never retrieved", exc_info=caught.value)

    ours, theirs = lines(stream)
    assert "Jansen" not in stream.getvalue()
    assert ours["exception"].startswith("KeyError at tests/bot/test_logs.py:")
    assert "because of ValueError at tests/bot/test_logs.py:" in theirs["exception"]


def test_an_exception_that_was_never_raised_can_be_described() -> None:
    assert describe(ValueError("x")) == "ValueError at no frame"


def test_in_a_terminal_a_line_is_for_people(stream: io.StringIO) -> None:
    configure(stream, readable=True)

    structlog.get_logger("bot.serve").info("listening", port=8080)

    assert "listening" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
