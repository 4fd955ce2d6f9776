"""A page on which all pictures can be looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Klantritme: all screens and cards</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
.row { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto; padding-bottom: .5rem; }
figure { margin: 0; flex: none; } img { height: 20rem; border: 1px solid #8886; border-radius: .5rem; }
figcaption { font-size: .8rem; opacity: .75; } nav { columns: 16rem; font-size: .85rem; }
</style></head><body><h1>Klantritme: all screens and cards</h1>
"""


@dataclass(frozen=True)
class Picture:
    """One file: what it shows, in which language, on what, in which colours."""

    subject: str
    language: str
    size: str
    colours: str

    @property
    def file(self) -> str:
        return f"{self.language}/{self.subject}-{self.size}-{self.colours}.png"


def write(folder: Path, pictures: Iterable[Picture]) -> None:
    """index.html beside them, one row for each subject and language."""
    rows: dict[str, list[Picture]] = defaultdict(list)
    for one in pictures:
        rows[f"{one.subject} ({one.language})"].append(one)
    links = "".join(f'<div><a href="#{escape(name)}">{escape(name)}</a></div>' for name in rows)
    body = "".join(_row(name, found) for name, found in rows.items())
    (folder / "index.html").write_text(f"{_HEAD}<nav>{links}</nav>{body}</body></html>\n", encoding="utf-8")


def _row(name: str, found: list[Picture]) -> str:
    figures = "".join(
        f'<figure><a href="{escape(one.file)}"><img loading="lazy" src="{escape(one.file)}" alt="{escape(name)}"></a>'
        f"<figcaption>{escape(one.size)}, {escape(one.colours)}</figcaption></figure>"
        for one in found
    )
    return f'<h2 id="{escape(name)}">{escape(name)}</h2><div class="row">{figures}</div>\n'
