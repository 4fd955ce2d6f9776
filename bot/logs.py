"""Logs for operators: JSON lines, or readable in a terminal; never a text of people, never a secret."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("bot", "adapters", "rituals", "store")
"""These tell from INFO on; libraries from WARNING on."""

_PRIVATE = frozenset({"text", "words", "values", "card", "name", "email"})
_MASK = "***"
_SECRETS = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+"
    r"|eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"
    r"|https://hooks\.slack\.com/\S+"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
    r"|(?i:(?<=token=)|(?<=bearer ))[^&\s\"']+"
    # A long run of letters of both kinds and digits is a key; names and hexadecimal ids are not.
    r"|(?<![\w/+-])(?=[\w+-]*\d)(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])[\w+-]{32,}={0,2}"
)
_ROOT = str(Path(__file__).parent.parent)
_FRAMES = 8


def configure(stream: TextIO, *, readable: bool | None = None) -> None:
    """Send all logging, ours and that of libraries, to `stream`. Without `readable` the stream decides."""
    pretty = stream.isatty() if readable is None else readable
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                drop_private,
                tell_exception,
                mask,
                structlog.dev.ConsoleRenderer(colors=False) if pretty else structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # It warns when a tick takes longer than a second; the ticker's own age says that better.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*_first(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


@contextmanager
def hushed() -> Iterator[None]:
    """For what is only tried out: its warnings are of troubles that nobody has."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _first() -> list[Processor]:
    return [
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]


def drop_private(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Fields that could hold what people wrote, or who they are, are not logged."""
    return {key: value for key, value in event.items() if key not in _PRIVATE}


def tell_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception becomes its kind and where it came from: its words may quote people."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = describe(error)
    return event


def describe(error: BaseException) -> str:
    """The kinds of an exception and its causes, with the frames that led to each."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    steps = " > ".join(f"{frame.filename.removeprefix(f'{_ROOT}/')}:{frame.lineno}" for frame in frames)
    told = f"{type(error).__name__} at {steps or 'no frame'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told if cause is None else f"{told}, because of {describe(cause)}"


def mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Secrets that slipped into a field become stars."""
    return {key: _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    match value:
        case str():
            return _SECRETS.sub(_MASK, value)
        case Mapping():
            return {key: _masked(one) for key, one in value.items() if key not in _PRIVATE}
        case list() | tuple():
            return [_masked(one) for one in value]
        case None | bool() | int() | float():
            return value
        case _:
            return _SECRETS.sub(_MASK, str(value))
