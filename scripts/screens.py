"""Makes pictures of every screen, every card and every form: light and dark, phone and desktop, Dutch and English.

    .venv/bin/python -m scripts.screens FOLDER [WORD ...]

With words: only of what bears one of them in its name, such as `idee` or `form`. Words that begin with `screen-`,
such as `screen-nakijken`, are soonest done: no more scenes are played than it takes, and no cards or forms are drawn.
The real playground, on a database that is thrown away. The screens are the scenes of `scripts/screens_scenes.py`; the
cards and forms are all that a rehearsal meets, so those of a new ritual come by themselves, each as the playground,
Slack and Teams show it. index.html in the folder shows all of them.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeVar

import structlog
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from adapters.playground import Playground, demo
from bot.app import build
from bot.config import Loaded, Settings
from bot.environment import Environment
from bot.rehearsal import rehearse
from bot.run import learn_holidays, prepare
from bot.serve import Parts, serve
from bot.stage import PEOPLE
from rituals.engine.cards import Button, Card, Form, controls_of, plain
from rituals.engine.clock import Clock
from rituals.engine.codec import encode
from rituals.engine.language import HOUSE, LANGUAGE
from rituals.engine.translate import LOCALES
from scripts.picture import chromium
from scripts.screens_index import Picture, write
from scripts.screens_round import FEW, ROUND
from scripts.screens_scenes import SCENES, Fills, Passes, Presses, Scene, Types
from store import accounts, choices, installations, playground
from store.tx import Tx

BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PLAYS = (ROUND, FEW, SCENES)
"""Each in a playground of its own."""
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WORDS = {
    "en": {
        "customer": {"singular": "customer", "plural": "customers", "article": "the"},
        "colleague": {"singular": "colleague", "plural": "colleagues", "article": "the"},
    }
}
"""What the organisation calls them, where that is not Dutch."""
VIEWER = "youssef"
"""In whose private chat the cards are put, after the scenes."""
PAGES = 3
"""At the same time."""
LEAST = 200
SETTLED_MS = 250
PATIENCE_MS = 15_000
_NAMES = re.compile(rf"\b({'|'.join(re.escape(part) for one in PEOPLE for part in one.name.split())})\b")
_SAID = re.compile(r"“[^”]*”|( · )?\d+", re.DOTALL)
_LENGTHS = 500
_SCREEN = "screen-"
_IN_A_NAME = re.compile(r"[a-z0-9-]+")
T = TypeVar("T")


@dataclass(frozen=True)
class Studio:
    """A playground that listens, in one language, and a browser before it."""

    parts: Parts
    address: str
    context: BrowserContext
    folder: Path
    language: str
    words: tuple[str, ...] = ()

    @property
    def playground(self) -> Playground:
        return next(one for one in self.parts.adapters if isinstance(one, Playground))


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    folder, began = Path(sys.argv[1]), time.monotonic()
    if strange := [word for word in sys.argv[2:] if not _IN_A_NAME.fullmatch(word)]:
        raise SystemExit(f"no picture is called {' or '.join(strange)}: names have small letters, digits and dashes")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    pictures = asyncio.run(take_all(folder, tuple(sys.argv[2:])))
    sys.stderr.write(f"{folder / 'index.html'}: {len(pictures)} pictures in {time.monotonic() - began:.0f} s\n")


async def take_all(folder: Path, words: tuple[str, ...] = ()) -> list[Picture]:
    """In every language."""
    taken: list[Picture] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for language in LOCALES:
            shutil.rmtree(folder / language, ignore_errors=True)
            (folder / language).mkdir(parents=True)
            for number, scenes in enumerate(PLAYS):
                played, portrayed = as_far_as(scenes, words), not number and beyond_scenes(words)
                if not (played or portrayed):
                    continue
                async with opened(browser, folder, language, words) as studio:
                    for scene in played:
                        taken += await play(studio, scene)
                    write(folder, taken)  # whoever stops here has an index of what there is
                    taken += await portray(studio) if portrayed else []
            write(folder, taken)
        await browser.close()
    return taken


def wanted(name: str, words: tuple[str, ...]) -> bool:
    """Whether somebody asked for a picture of this."""
    return not words or any(word in name for word in words)


def as_far_as(scenes: tuple[Scene, ...], words: tuple[str, ...]) -> tuple[Scene, ...]:
    """The scenes through the last one that is wanted: each goes on where the one before it stopped."""
    numbers = (n for n, scene in enumerate(scenes, 1) if wanted(_SCREEN + scene.name, words))
    return scenes[: max(numbers, default=0)]


def beyond_scenes(words: tuple[str, ...]) -> bool:
    """Whether cards or forms may be wanted; how they are called is only known after a rehearsal, which takes long."""
    return not words or not all(word.startswith(_SCREEN) for word in words)


@asynccontextmanager
async def opened(
    browser: Browser, folder: Path, language: str, words: tuple[str, ...] = ()
) -> AsyncIterator[Studio]:  # fmt: skip
    """Everybody reads this language."""
    stop = asyncio.Event()
    with TemporaryDirectory(prefix="klantritme-") as own, socket.create_server(("127.0.0.1", 0)) as listening:
        loaded = _loaded(Path(own), language)
        prepare(loaded.environment.database_url)
        parts = build(loaded.settings, loaded.environment, clock=Clock(wall=lambda: BEGIN))
        await asyncio.to_thread(learn_holidays, parts)
        running = asyncio.create_task(serve(parts, listening, stop))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        context = await browser.new_context(locale=language, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        try:
            await _listens(context, address, running)
            await parts.store.transact(lambda tx: _speak(tx, language))
            yield Studio(parts, address, context, folder, language, words)
        finally:
            await context.close()
            stop.set()
            await running


async def play(studio: Studio, scene: Scene) -> list[Picture]:
    """Do what the scene says, and look at it."""
    page = await studio.context.new_page()
    await _look(page, studio, scene)
    for step in scene.steps:
        match step:
            case Types(words):
                await page.fill("#text", words)
                await page.locator("#say button[type=submit]").click()
            case Presses(selector):
                await page.locator(selector).last.click()
            case Fills(words):
                await page.locator("#form textarea, #form input[type=text]").first.fill(words)
            case Passes(span):
                await studio.parts.engine.walk(studio.parts.engine.clock.now() + span)
                await _look(page, studio, scene)
        await page.wait_for_timeout(SETTLED_MS)
    name = _SCREEN + scene.name
    taken = await _pictures(page, studio, name, whole=False) if wanted(name, studio.words) else []
    await page.close()
    return taken


async def portray(studio: Studio) -> list[Picture]:
    """Every card and form, as each platform shows it."""
    drawn = await rehearse(_loaded(studio.folder, studio.language), studio.language)
    cards, forms = unlike(drawn.cards, likeness), unlike(drawn.forms, likeness_of_form)
    numbers = await studio.parts.store.transact(lambda tx: [_post(tx, card) for card in cards])
    where = f"?as={VIEWER}&place={demo.private_chat(VIEWER)}&taal={studio.language}"
    subjects = [
        (_named("card", n, plain(card)), f"/messages/{number}/preview{where}")
        for n, (card, number) in enumerate(zip(cards, numbers, strict=True))
    ]
    for n, form in enumerate(forms):
        studio.playground.open_forms.keep(VIEWER, replace(form, draft=f"picture-{n}"))
        subjects.append((_named("form", n, form.title), f"/forms/picture-{n}/preview{where}"))

    async def draw(page: Page, subject: tuple[str, str]) -> list[Picture]:
        name, path = subject
        await page.goto(f"{studio.address}{path}")
        await page.evaluate(
            "document.querySelectorAll('details.p-asks, .folded').forEach((one) => { one.open = true; })"
        )
        return await _pictures(page, studio, name, whole=True)

    return await _side_by_side(studio.context, [one for one in subjects if wanted(one[0], studio.words)], draw)


def unlike(things: Iterable[T], key: Callable[[T], object]) -> list[T]:
    """One of each kind: the same sentence with another name, number or story is no other card."""
    return list({key(one): one for one in reversed(list(things))}.values())[::-1]


def likeness(card: Card) -> object:
    labels = tuple(_SAID.sub("", one.label) for one in controls_of(card) if isinstance(one, Button))
    return _NAMES.sub("", _SAID.sub("", plain(card))), labels, len(plain(card)) // _LENGTHS


def likeness_of_form(form: Form) -> object:
    return form.name, _SAID.sub("", form.intro), tuple((one.name, type(one), one.folded) for one in form.fields)


async def _side_by_side(
    context: BrowserContext,
    subjects: list[tuple[str, str]],
    draw: Callable[[Page, tuple[str, str]], Awaitable[list[Picture]]],
) -> list[Picture]:
    taken: dict[str, list[Picture]] = {}
    waiting = list(reversed(subjects))

    async def one_page() -> None:
        page = await context.new_page()
        while waiting:
            subject = waiting.pop()
            taken[subject[0]] = await draw(page, subject)
        await page.close()

    await asyncio.gather(*(one_page() for _ in range(PAGES)))
    return [picture for name, _ in subjects for picture in taken[name]]


async def _pictures(page: Page, studio: Studio, subject: str, *, whole: bool) -> list[Picture]:
    taken = []
    for size, (width, height) in SIZES.items():
        await page.set_viewport_size({"width": width, "height": LEAST if whole else height})
        if whole:  # a window as high as the page: Chromium sometimes puts full-page pictures together wrongly
            high: int = await page.evaluate("document.documentElement.scrollHeight")
            await page.set_viewport_size({"width": width, "height": high})
        for colours in COLOURS:
            await page.emulate_media(color_scheme=colours)
            picture = Picture(subject, studio.language, size, colours)
            await page.screenshot(path=studio.folder / picture.file)
            taken.append(picture)
    return taken


async def _look(page: Page, studio: Studio, scene: Scene) -> None:
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(f"{studio.address}/?als={scene.who}&plek={scene.place}&taal={studio.language}")
    await page.locator('#messages[aria-busy="false"]').wait_for()


async def _listens(context: BrowserContext, address: str, running: asyncio.Task[None]) -> None:
    for _ in range(100):
        if running.done():
            await running
        if (await context.request.get(f"{address}/readyz", fail_on_status_code=False)).ok:
            return
        await asyncio.sleep(0.1)
    raise SystemExit("the playground did not start; its own words stand above")


def _loaded(own: Path, language: str) -> Loaded:
    organisation = {"language": language, "words": WORDS.get(language, {})}
    settings = Settings.model_validate({"organisation": organisation})
    url = f"sqlite:///{own}/screens.db"
    return Loaded(settings, Environment(database_url=url, secret_keys=(os.urandom(32),), key_dir=own / "keys"), ())


def _speak(tx: Tx, language: str) -> None:
    workspace = installations.find(tx, demo.WORKSPACE, demo.WORKSPACE)
    for one in demo.COLLEAGUES:
        if workspace and (known := accounts.find(tx, workspace.id, one.account)):
            choices.put(tx, f"person:{known.person.id}", HOUSE, LANGUAGE.name, language, None, BEGIN)


def _post(tx: Tx, card: Card) -> int:
    channel = demo.private_chat(VIEWER)
    return playground.add(tx, channel, demo.BOT, plain(card), BEGIN, card=encode(card))


def _named(kind: str, n: int, words: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", words.casefold())[:40].strip("-")
    return f"{kind}-{n:03}-{slug}"


if __name__ == "__main__":
    main()
