"""Makes docs/picture.png and those in docs/tour: the playground as `klantritme run` shows it.

    .venv/bin/python -m scripts.picture

A free port and a database that is thrown away, so it can run beside anything else. The machine needs a font
with emoji (on Debian: fonts-noto-color-emoji), or the bell is an empty square.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.request import urlopen

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/picture.png"
TOUR = ROOT / "docs/tour"
TELEPHONE = (390, 844)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACE = "successen"
BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne @youssef"
READY_WITHIN = 30.0


def main() -> None:
    with listening() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        take(browser, address)
        browser.close()


@contextmanager
def listening() -> Iterator[str]:
    """A playground of its own; the address it listens on."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with TemporaryDirectory(prefix="klantritme-") as folder:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=_environment(Path(folder), port))
        try:
            _wait_for(f"{address}/readyz", process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def take(browser: Browser, address: str) -> None:
    """Fatima rings, ten seconds pass, Sanne claps; and what each of them sees is photographed."""
    fatima = _page(browser, address, "fatima")
    # Whatever the hour is now: at nine on a working day a bell is not offered for later.
    fatima.locator("[data-step=workday]").click()
    expect(fatima.locator("#told")).to_contain_text("09:00")
    fatima.fill("#text", BELL)
    fatima.press("#text", "Enter")
    expect(fatima.locator(".private").last).to_contain_text("gaat de bel")
    fatima.locator("[data-step=seconds]").click()
    expect(fatima.locator("#way")).to_contain_text("De bel gaat")
    expect(_clap_of(fatima)).to_be_visible()
    _photograph(fatima, TOUR / "onderweg.png")
    sanne = _page(browser, address, "sanne", TELEPHONE, "dark")
    _clap_of(sanne).click()
    expect(_clap_of(sanne)).to_contain_text("1")
    _photograph(sanne, TOUR / "telefoon.png")
    sanne.locator("[data-open=emoji]").last.click()
    sanne.get_by_role("menuitem", name="🎉").click()
    sanne.fill("#text", "Wat fijn om te horen! Ik geef het door aan de monteur.")
    sanne.press("#text", "Enter")
    # A count on other people's pages follows within two seconds of the clock.
    fatima.locator("#way-close").click()
    fatima.locator("#tour-close").click()
    fatima.locator("[data-step=seconds]").click()
    expect(_clap_of(fatima)).to_contain_text("1")
    expect(fatima.locator("[data-step=seconds]")).to_be_enabled()
    fatima.reload()
    expect(_clap_of(fatima)).to_be_visible()
    _photograph(fatima, PICTURE)


def _photograph(page: Page, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    page.mouse.move(0, 0)
    page.screenshot(path=path)
    sys.stderr.write(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB\n")


def _clap_of(page: Page) -> Locator:
    return page.get_by_role("button", name="Klap mee").last


def _page(
    browser: Browser, address: str, account: str,
    size: tuple[int, int] = (1280, 800), colours: Literal["light", "dark"] = "light",
) -> Page:  # fmt: skip
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme=colours, reduced_motion="reduce", locale="nl-NL"
    )
    page.goto(f"{address}/?als={account}&plek={PLACE}")
    page.locator('#messages[aria-busy="false"]').wait_for()
    return page


def _environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DATABASE_URL": f"sqlite:///{folder}/picture.db", "PORT": str(port)}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 (the address was made here)
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the playground did not start; its own words stand above")


def chromium() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("Chromium or Google Chrome is needed: run scripts/setup browser")
    return found


if __name__ == "__main__":
    main()
