"""Names that look like ours and are not: a slip of the pen would else go unseen, since nobody reads the variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from bot.problems import Problem

_CLOSE = 0.8
"""Other tools have variables of these names too; on a machine without a chat platform only a near miss is meant."""


def unknown_names(environ: Mapping[str, str], platforms: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Every variable that begins as those of a platform do, and that nothing reads."""
    for platform, names in platforms.items():
        known = {*names, *(f"{name}_FILE" for name in names)}
        configured = any(environ.get(name) for name in known)
        for name in sorted(environ):
            if not name.startswith(f"{platform.upper()}_") or name in known or not environ[name].strip():
                continue
            close = get_close_matches(name, known, n=1, cutoff=0.0 if configured else _CLOSE)
            if close:
                remedy = f"Did you mean {close[0]}? If not, take it away."
                yield Problem(name, "there is no such variable", remedy)
