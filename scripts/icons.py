"""Makes the icons of the Teams app: the bell of the playground, in colour and as a white outline.

    .venv/bin/python -m scripts.icons

Chromium draws them (on Debian: chromium).
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.picture import chromium

ROOT = Path(__file__).parents[1]
ICONS = ROOT / "adapters/teams/icons"
COLOUR = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 192 192" width="192" height="192">
  <rect width="192" height="192" fill="#0f6b62"/>
  <path d="M96 44a8 8 0 0 0-8 8v3a33 33 0 0 0-25 32v24l-12 19h90l-12-19V87a33 33 0 0 0-25-32v-3a8 8 0 0 0-8-8Z"
        fill="#fff"/>
  <path d="M80 136a16 16 0 0 0 32 0Z" fill="#ffc857"/>
</svg>"""
OUTLINE = """
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" fill="none" stroke="#fff"
     stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <path d="M16 3v2.5M16 5.5a7.5 7.5 0 0 0-7.5 7.5v6L5.5 24h21l-3-5v-6A7.5 7.5 0 0 0 16 5.5Z"/>
  <path d="M13 27.5a3.2 3.2 0 0 0 6 0"/>
</svg>"""


def main() -> None:
    ICONS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, drawing, size in (("color.png", COLOUR, 192), ("outline.png", OUTLINE, 32)):
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing}")
            page.screenshot(path=ICONS / name, omit_background=True)
        browser.close()
    sys.stderr.write(f"{ICONS.relative_to(ROOT)} is up to date\n")


if __name__ == "__main__":
    main()
