"""The English catalogue: complete, current, compiled, and with the same blanks to fill in as the Dutch."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.found import find_rituals
from rituals.engine.translate import CATALOGUES, LOCALES
from store.base import Store
from tests.fakes.world import World, card_of, labels, words_of

ROOT = Path(__file__).parents[3]
FOREIGN = [locale for locale in LOCALES if locale != "nl"]
KEYWORDS = {"say": None, "mark": None, "plural": (1, 2)}
ADVICE = "run scripts/messages and write what is missing"


def catalogue_of(locale: str) -> Catalog:
    with (CATALOGUES / locale / "LC_MESSAGES" / "klantritme.po").open("rb") as file:
        return read_po(file, locale)


def forms_of(texts: object) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(map(str, texts)) if isinstance(texts, list | tuple) else ()


def translated(locale: str) -> list[Message]:
    return [message for message in catalogue_of(locale) if message.id]


def in_the_code() -> set[tuple[str, ...]]:
    return {
        forms_of(found)
        for folder in ("rituals", "adapters")
        for _, _, found, _, _ in extract_from_dir(ROOT / folder, keywords=KEYWORDS)
    }


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("locale", FOREIGN)
def test_every_text_in_the_code_is_in_the_catalogue_and_no_other(locale: str) -> None:
    known = {forms_of(message.id) for message in translated(locale)}

    assert (in_the_code() - known, known - in_the_code()) == (set(), set()), ADVICE


def test_no_text_hides_where_it_is_not_found() -> None:
    """Inside an f-string the catalogue does not see it, and nobody is asked to translate it."""
    hidden = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for folder in ("rituals", "adapters")
        for path in (ROOT / folder).rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Call) and ast.unparse(inner.func).split(".")[-1] in KEYWORDS
        if any(isinstance(one, ast.Constant) for one in inner.args)
    ]

    assert hidden == []


def test_a_sentence_names_a_command_as_it_is_typed_where_it_is_read() -> None:
    """{/bel} and not /bel: an organisation may have a word of its own, and Teams wants a mention before it."""
    commands = "|".join(sorted(word for one in find_rituals() for word in one.commands))
    named = re.compile(rf"(?<![{{\w])[/‘]({commands})\b")
    texts = {text for forms in in_the_code() for text in forms if not text.startswith("/")}

    assert [text for text in sorted(texts) if named.search(text)] == []


@pytest.mark.parametrize("locale", FOREIGN)
def test_every_text_has_a_translation(locale: str) -> None:
    missing = [m.id for m in translated(locale) if m.fuzzy or not forms_of(m.string) or not all(forms_of(m.string))]

    assert not missing, ADVICE


@pytest.mark.parametrize("locale", FOREIGN)
def test_a_translation_fills_in_what_the_dutch_fills_in(locale: str) -> None:
    wrong = [
        (message.id, form)
        for message in translated(locale)
        for form in forms_of(message.string)
        if blanks(form) != blanks(forms_of(message.id)[0])
    ]

    assert not wrong


@pytest.mark.parametrize("locale", FOREIGN)
def test_the_compiled_catalogue_is_that_of_the_texts(locale: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue_of(locale))

    assert (CATALOGUES / locale / "LC_MESSAGES" / "klantritme.mo").read_bytes() == compiled.getvalue(), ADVICE


def test_english_texts_hold_no_dutch() -> None:
    dutch = re.compile(r"\b(de|het|een|niet|je|ik|wat|nog|voor)\b", re.IGNORECASE)

    left = [form for m in translated("en") for form in forms_of(m.string) if dutch.search(re.sub(r"\{\w+\}", "", form))]

    assert not left


async def test_grace_is_answered_in_english_and_the_channel_stays_dutch(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    answer = await world.say("grace", "team-noord", "/bel Mrs Aziz called to thank @sanne")
    await world.walk(seconds=11)

    assert "The bell rings in #team-noord, #algemeen and #successen in 10 seconds." in words_of(answer)
    assert labels(card_of(answer))[:3] == ["Ring now", "Change", "Cancel"]
    assert "Grace luidde de bel." in world.platform.standing("successen")[0].text
    assert world.platform.to("grace")[-1].text == "🔔 The bell rang in #team-noord, #algemeen and #successen."
