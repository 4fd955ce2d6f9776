"""`python -m tests.corpus.redaction [set ...] [--mistakes]`: recall and precision per kind, for each set."""

from __future__ import annotations

import argparse
import sys

from tests.corpus.redaction.measure import measured, table
from tests.corpus.redaction.quotes import SETS, quotes


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.redaction", description=__doc__)
    parser.add_argument("set", nargs="*", help=f"one or more of: {', '.join(SETS)}; without one, all")
    parser.add_argument("--mistakes", action="store_true", help="say each mistake")
    chosen = parser.parse_args()
    for name in chosen.set or SETS:
        result = measured(quotes(name))
        shown = [f"\n{name}: ", *table(result), *(result.mistakes if chosen.mistakes else [])]
        sys.stdout.write("\n".join(shown) + "\n")
    return 0


sys.exit(main())
