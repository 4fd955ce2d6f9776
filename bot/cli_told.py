"""How a command ends: an error that an operator can mend is one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

UNEXPECTED, CONFIGURATION, DATABASE, PORT = 1, 2, 3, 4
"""Exit codes; 0 is well."""


@contextmanager
def told() -> Iterator[None]:
    """Errors that an operator can mend are one line and an exit code; others say where they happened."""
    from bot.problems import ConfigurationError
    from store.errors import StoreError

    try:
        yield
    except ConfigurationError as error:
        for problem in error.problems:
            click.echo(f"klantritme: {problem}", err=True)
        sys.exit(CONFIGURATION)
    except StoreError as error:
        _stop(str(error), DATABASE)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        raise  # whoever reads us has read enough; click ends quietly
    except Exception as error:  # noqa: BLE001 (the outermost boundary: an exit code, and no words of people)
        _stop_on(error)


def _stop_on(error: Exception) -> None:
    from bot.logs import describe
    from bot.port import NotOurAddress, PortInUse

    if isinstance(error, PortInUse):
        _stop(str(error), PORT)
    if isinstance(error, NotOurAddress):
        _stop(str(error), CONFIGURATION)
    what = f" ({error})" if isinstance(error, ImportError) else ""
    _stop(f"something unexpected happened: {describe(error)}{what}", UNEXPECTED)


def _stop(line: str, code: int) -> None:
    click.echo(f"klantritme: {line}", err=True)
    sys.exit(code)
