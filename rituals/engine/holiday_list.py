"""Run as a program of its own: the holidays of a country, as JSON. The library that knows them takes 20 MB.

Told on standard input: {"country": "NL", "region": null, "years": [2026], "language": "nl"}. Answers
{"public": [["2026-01-01", "Nieuwjaarsdag"]], "optional": []}, or null for a country that is not known.
"""

import json
import sys
from typing import Any


def _found(asked: dict[str, Any]) -> dict[str, list[list[str]]] | None:
    import holidays

    code, region = asked["country"], asked["region"]
    try:
        supported = holidays.country_holidays(code, subdiv=region).supported_categories
        return {
            category: _of(
                holidays.country_holidays(
                    code, subdiv=region, years=asked["years"], language=asked["language"], categories=(category,)
                )
            )
            if category in supported
            else []
            for category in ("public", "optional")
        }
    except NotImplementedError:
        return None


def _of(found: dict[Any, str]) -> list[list[str]]:
    # Two holidays on one day come as one name, "Hemelvaartsdag; Bevrijdingsdag".
    return [[day.isoformat(), name] for day, names in found.items() for name in names.split("; ")]


if __name__ == "__main__":
    json.dump(_found(json.load(sys.stdin)), sys.stdout)
