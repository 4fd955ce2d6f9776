"""Papers are printed in a child process: the same bytes each time, within limits, and in a sentence when not."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from rituals.engine import papers
from rituals.engine.papers import NO_LETTERS, NO_PRESS, TOO_HEAVY, Paper, Papers, Unprintable

WORDS = (
    '#set document(title: "t", date: none)\n#set page(paper: "a4", flipped: true)\n#json(bytes(sys.inputs.told)).words'
)


def a_paper(folder: Path, template: str = WORDS, words: str = "Hoi", *, wide: int = 297) -> Paper:
    path = folder / "page.typ"
    path.write_text(template, encoding="utf-8")
    return Paper(str(path), {"words": words}, "bladzijde", wide)


async def refused(paper: Paper) -> str:
    with pytest.raises(Unprintable) as told:
        await Papers().printed(paper)
    return told.value.sentence


async def test_a_paper_is_a_picture_of_1600_dots_and_a_pdf(tmp_path: Path) -> None:
    printed = await Papers().printed(a_paper(tmp_path))

    assert printed.png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", printed.png[16:20]) == (1600,)
    assert printed.pdf[:5] == b"%PDF-"
    assert printed.of("pdf") is printed.pdf


async def test_a_page_on_its_side_is_as_wide(tmp_path: Path) -> None:
    upright = WORDS.replace(", flipped: true", "")

    printed = await Papers().printed(a_paper(tmp_path, upright, wide=210))

    assert struct.unpack(">I", printed.png[16:20]) == (1600,)


async def test_equal_papers_give_equal_bytes(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)

    assert await Papers().printed(paper) == await Papers().printed(paper)


async def test_a_paper_is_printed_once_while_it_is_kept(tmp_path: Path) -> None:
    press, paper = Papers(), a_paper(tmp_path)
    first = await press.printed(paper)
    a_paper(tmp_path, "#panic()")

    assert await press.printed(paper) == first


async def test_other_words_are_another_page(tmp_path: Path) -> None:
    press = Papers()

    one, other = await press.printed(a_paper(tmp_path)), await press.printed(a_paper(tmp_path, words="Dag"))

    assert one.png != other.png


@pytest.mark.parametrize("words", ["李小龍", "สมชาย", "\U00012000"])
async def test_letters_that_no_font_has_are_told(tmp_path: Path, words: str) -> None:
    assert await refused(a_paper(tmp_path, words=words)) == NO_LETTERS


async def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_SECONDS", 1)
    endless = WORDS + "\n#let n = 0\n#while n < 1000000000 { n = calc.rem(n + 1, 1000) ; [#n] }"

    assert await refused(a_paper(tmp_path, endless)) == TOO_HEAVY


async def test_a_page_that_wants_much_memory_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "_MEMORY", 300 * 1024 * 1024)
    greedy = WORDS + '\n#let s = "x" * 400000000\n#s.len()'

    assert await refused(a_paper(tmp_path, greedy)) == TOO_HEAVY


async def test_more_words_than_any_page_holds_are_not_even_tried(tmp_path: Path) -> None:
    assert await refused(a_paper(tmp_path, words="x" * 70_000)) == TOO_HEAVY


@pytest.mark.parametrize(
    "code", ['#read("/etc/hostname")', '#read("../geheim")', '#import "@preview/cetz:0.3.0"', "#x"]
)
async def test_a_template_reaches_nothing_outside_its_folder(tmp_path: Path, code: str) -> None:
    (tmp_path.parent / "geheim").write_text("geheim")

    assert await refused(a_paper(tmp_path, WORDS + code)) == TOO_HEAVY


async def test_where_nothing_can_be_printed_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(papers, "PRESS", "no_such_package")

    assert await refused(a_paper(tmp_path)) == NO_PRESS
