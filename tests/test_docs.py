"""What the documents name exists: commands, settings, variables, labels, links; and the code in them works."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from adapters.slack.scopes import BOT_SCOPES
from bot import cli, config
from bot.chosen import ENABLED, check_rituals
from bot.config import Settings
from bot.found import find_rituals
from rituals.engine import cards, context, events, names, outcome, platform, ritual
from scripts.configuration import keys_of, known_variables
from store import accounts, places
from store.base import Store
from store.tables import metadata
from tests.test_house import CODE, ROOT, documents, python_files, targets

DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
PAGES = [pytest.param(page, id=str(page.relative_to(ROOT))) for page in documents()]
TICKED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"(?<![/\w])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
LINK = re.compile(r"\]\(([^)\s#]*)(?:#([^)\s]*))?\)")
LABEL = re.compile(r"\*\*\[([^\]]+)\]\*\*")
# Variables of the compose file and not of the program.
ELSEWHERE = {"POSTGRES_PASSWORD"}
TOOLS = {
    "openssl", "sqlite3", "docker", "make", "klantritme", ".venv/bin/klantritme", ".venv/bin/python",
    "scripts/messages",
}  # fmt: skip
# The first words of a page under each heading of the index.
KINDS = {
    "Begin": ("*Begin.*",),
    "How to": ("*How to.*", "*Zo doe je het.*"),
    "Background": ("*Background", "*Achtergrond.*"),
    "Reference": ("*Reference.*",),
}
# Pages that others keep; what kind they are stands in the index alone.
UNMARKED = {"slack.md", "teams.md", "operations.md", "doctor.md"}

ACCOUNT = "Je naam, taal en account"
UNTIL_FORGOTTEN = "tot je account sluit, of tot je vraagt om vergeten te worden"
# What the works council reads of each table about colleagues: how its row begins, how long by the register, in Dutch.
TOLD = {
    "account": (ACCOUNT, "until the account is closed or the colleague asks to be forgotten", UNTIL_FORGOTTEN),
    "person": (ACCOUNT, "until the colleague leaves or asks to be forgotten", UNTIL_FORGOTTEN),
    "teams_account": (ACCOUNT, "until the account is closed or the colleague asks to be forgotten", UNTIL_FORGOTTEN),
    "place_member": (
        "In welke kanalen je zit",
        "until the colleague or the bot leaves the channel, or the account is closed",
        "tot jij of Klantritme eruit gaat, of je account sluit",
    ),
    "bell": ("De bel die je luidde", "2 years", "2 jaar"),
    "maker": ("De bel die je luidde", "as long as the bell", "2 jaar"),
    "clap": ("Dat je klapte", "90 days", "90 dagen"),
    "compliment": ("Het compliment", "2 years", "2 jaar"),
    "compliment_receiver": ("Het compliment", "as long as the compliment", "2 jaar"),
    "report": ("Dat je zei dat er iets niet klopte", "90 days", "90 dagen"),
    "idea": ("Het idee dat je had", "2 years", "2 jaar"),
    "idea_support": ("Dat je een idee steunt", "as long as the idea", "2 jaar"),
    "story": (
        "Het klantverhaal dat je vertelde",
        "2 years; the words of a story that was taken away go at once",
        "2 jaar; van een verhaal dat is weggehaald gaat de tekst meteen",
    ),
    "calendar": (
        "Het adres van een agenda",
        "until nobody's meetings are read from it any more",
        "tot er niets meer uit gelezen wordt",
    ),
    "candidate": (
        "Dat je genomineerd bent",
        "until the colleague asks to be forgotten; the number of votes is shown to nobody",
        "tot je vraagt om vergeten te worden",
    ),
    "nomination": ("Wat je schreef toen je iemand nomineerde", "12 months", "12 maanden"),
    "ballot": ("Je stem op de klantverbeteraar, verzegeld", "until the ballot closes", "tot de stembus sluit"),
    "participant": (
        "Dat je hebt gestemd, niet op wie",
        "until the colleague asks to be forgotten; written when the ballot closes, without for whom",
        "tot je vraagt om vergeten te worden",
    ),
    "rota": (
        "Dat je het overleg met de klantpet leidt",
        "until the team stops with the klantpet",
        "tot het team stopt met de klantpet",
    ),
    "rota_member": (
        "Hoe ver je beurt voor de klantpet is",
        "until the team stops with the klantpet",
        "tot het team stopt met de klantpet",
    ),
    "pet_meeting": ("Dat je het overleg van die dag leidt", "7 days after it ended", "7 dagen na het overleg"),
    "pet_guest": ("Dat je bent uitgenodigd", "until the meeting is over", "tot het overleg voorbij is"),
    "pet_turn": ("Dat je de klantpet draagt", "7 days after the meeting", "7 dagen na het overleg"),
    "expected": (
        "Dat ik je iets vroeg",
        "until it was answered; a week after its time at most",
        "tot je antwoordt, en hooguit een week langer dan ik wacht",
    ),
    "keepsake": (
        "Wat collega's over je schreven",
        "until the colleague takes it away or leaves",
        "tot je het weghaalt of weggaat",
    ),
    "quote_file": ("Dat je een bestand met quotes stuurde", "2 years", "2 jaar"),
    "choice": ("Je eigen keuzes", "until it is chosen otherwise", "tot je iets anders kiest"),
    "role": ("Je rol", "until the role is taken back", "tot iemand die weghaalt"),
    "hush": ("Dat jij om stilte", "a year after it ended", "een jaar na het einde"),
    "outbox": ("Welk bericht je", "180 days after the last change", "180 dagen na de laatste wijziging"),
    "attention": ("Hoeveel ongevraagde", "7 days", "7 dagen"),
    "draft": ("Een formulier dat", "24 hours", "24 uur"),
    "handle": ("Waar een antwoord", "until it no longer works, at most a day", "hooguit een dag"),
}


def ticked(page: Path) -> list[str]:
    return TICKED.findall(FENCED.sub("", page.read_text()))


def blocks(page: Path, language: str) -> list[str]:
    return [code for kind, code in FENCED.findall(page.read_text()) if kind == language]


def shell_lines(page: Path) -> Iterator[list[str]]:
    for block in blocks(page, "sh"):
        yield from (line.split() for line in block.splitlines() if line.strip())


def anchors(page: Path) -> set[str]:
    """The headings as a link names them: lower case, spaces as dashes, other signs gone."""
    found: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text()), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.append(f"{slug}-{found.count(slug)}" if slug in found else slug)
    return set(found)


def sections(page: Path) -> dict[str, str]:
    """The text under each heading of the second level, by the first words of the heading."""
    parts = re.split(r"^## (.+)$", page.read_text(), flags=re.MULTILINE)
    return {head.split(":")[0]: text for head, text in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    links = [(page.parent / path, anchor) for path, anchor in LINK.findall(page.read_text()) if "://" not in path]
    files = [(page if path == page.parent else path, anchor) for path, anchor in links]

    assert [path for path, _ in files if not path.exists()] == []
    assert [(path.name, anchor) for path, anchor in files if anchor and anchor not in anchors(path)] == []


def test_anchors_are_named_as_links_name_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# 4. Start it: now\n## Wat zie ik?\n## Wat zie ik?\n```\n# no heading\n```\n")

    assert anchors(page) == {"4-start-it-now", "wat-zie-ik", "wat-zie-ik-1"}


@pytest.mark.parametrize("page", PAGES)
def test_every_row_stands_in_a_table(page: Path) -> None:
    """A row behind a paragraph is shown as bare words with strokes."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)

    assert [one for one in tables if not re.match(r".*\n\|[ |:-]+\n", one)] == []


def test_every_page_stands_in_the_index_once() -> None:
    listed = [path for path, _ in LINK.findall(INDEX.read_text()) if "/" not in path and path.endswith(".md")]
    own = {page.name for page in DOCS.glob("*.md")} - {INDEX.name}

    assert own - set(listed) == set(), "put it in docs/README.md, under its kind"
    assert set(listed) - own == set()
    assert {name for name in own if listed.count(name) > 1} == {"privacy.md"}  # the register is a part of it


def test_every_page_says_first_of_which_kind_it_is() -> None:
    for kind, text in sections(INDEX).items():
        for name, anchor in LINK.findall(text):
            if "/" not in name and name not in UNMARKED and not anchor:
                first = (DOCS / name).read_text().split("\n\n")[1]
                assert first.startswith(KINDS[kind]), f"{name} is listed under {kind}"


@pytest.mark.parametrize("page", PAGES)
def test_lines_to_type_name_what_exists(page: Path) -> None:
    services = set(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])
    for words in shell_lines(page):
        assert words[0] in TOOLS
        match words:
            case ["make", target]:
                assert target in targets()
            case ["klantritme" | ".venv/bin/klantritme", *rest]:
                parse(rest)
            case [".venv/bin/python", "-m", "pytest", *rest]:
                assert all((ROOT / path).exists() for path in rest if path.startswith("tests"))
            case [".venv/bin/python", "-m", module, *_]:
                assert (ROOT / f"{module.replace('.', '/')}.py").exists()
            case ["docker", "compose", *rest] if "run" in rest:
                run = rest.index("run")
                service, *command = [word for word in rest[run + 1 :] if not word.startswith("--")]
                assert service in services
                parse(command or ["migrate"])


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_program_exist(page: Path) -> None:
    for words in ticked(page):
        if words.startswith("klantritme "):
            parse(words.split()[1:], whole=False)


def parse(words: list[str], *, whole: bool = True) -> None:
    """The command line takes these words; in the middle of a sentence what is required may be left out."""
    command: click.Command = cli.main
    while isinstance(command, click.Group):
        assert words and words[0] in command.commands, f"no command {words}"
        command, words = command.commands[words[0]], words[1:]
    try:
        command.make_context(command.name, list(words))
    except click.MissingParameter:
        assert not whole, f"{command.name} needs more than {words}"
    except click.BadParameter as error:  # a file of the reader's is not here
        assert "does not exist" in error.message
    except click.UsageError as error:
        pytest.fail(f"{command.name} {words}: {error.message}")


@pytest.mark.parametrize(
    "words", [["nothing"], ["simulate"], ["simulate", "--form", "2026-11-23"], ["run", "more"], ["slack"], []]
)
def test_a_line_that_the_program_refuses_is_seen(words: list[str]) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        parse(words)


@pytest.mark.parametrize("page", PAGES)
def test_variables_exist(page: Path) -> None:
    named = {word for words in ticked(page) for word in VARIABLE.findall(words)}
    given = {line.split("=")[0] for block in blocks(page, "") for line in block.splitlines() if VARIABLE.match(line)}

    assert (named | given) - ELSEWHERE - known_variables() - {"NAME_FILE"} == set()


def known_settings() -> set[str]:
    own = {f"{one.name}.{name}" for one in find_rituals() for name in (ENABLED, *(each.name for each in one.settings))}
    own |= {f"{one.name}.{each.name}" for one in find_rituals() for each in one.permissions}
    own |= {f"{one.name}.{name}" for one in find_rituals() for name in (*one.actions, *one.forms)}
    return own | {name for name, _ in keys_of()}


@pytest.mark.parametrize("page", PAGES)
def test_settings_exist(page: Path) -> None:
    tops = {one.name for one in find_rituals()} | {name.split(".")[0] for name in config.Settings.model_fields}
    dotted = {words for words in ticked(page) if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", words)}

    assert {name for name in dotted if name.split(".")[0] in tops} - known_settings() == set()


@pytest.mark.parametrize("page", PAGES)
def test_examples_of_the_file_are_in_order(page: Path, tmp_path: Path) -> None:
    ours = [block for block in blocks(page, "yaml") if yaml.safe_load(block).keys() & Settings.model_fields.keys()]
    for number, block in enumerate(ours):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block)
        read = config.read_settings(path, named=True)

        assert read.problems == ()
        assert check_rituals(read.settings, find_rituals()) == ()


def test_the_file_that_comes_along_says_the_defaults() -> None:
    assert config.read_settings(ROOT / "config.yaml", named=True).settings == Settings()


def test_the_doctor_is_shown_with_the_scopes_that_there_are() -> None:
    assert f"all {len(BOT_SCOPES)} scopes are there" in (DOCS / "doctor.md").read_text(encoding="utf-8")


def test_exit_codes_are_told() -> None:
    section = (DOCS / "command-line.md").read_text().partition("## Exit codes")[2].partition("\n## ")[0]

    told = [int(code) for code in re.findall(r"^\| (\d) \|", section, re.MULTILINE)]
    assert told == [0, cli.UNEXPECTED, cli.CONFIGURATION, cli.DATABASE, cli.PORT]


def test_every_target_is_told() -> None:
    page = (DOCS / "command-line.md").read_text()

    silent = {name for name in targets() if f"`make {name}`" not in page}
    assert silent - {"install-dev"} == set(), "tell of it in docs/command-line.md"


@pytest.mark.parametrize("page", PAGES)
def test_buttons_that_people_are_told_of_exist(page: Path) -> None:
    source = "".join(path.read_text() for path in sorted((ROOT / "rituals").rglob("*.py")))
    labels = set(LABEL.findall(page.read_text())) - {"⋯"}

    assert {label for label in labels if f'"{label}"' not in source} == set()


def test_the_page_of_the_bell_tells_of_its_buttons() -> None:
    assert len(set(LABEL.findall((DOCS / "de-bel.md").read_text()))) > 10


def test_the_words_of_the_architecture_exist() -> None:
    page = (DOCS / "architecture.md").read_text().partition("## Words")[2].partition("\n## ")[0]
    words = {word for word in TICKED.findall(page) if re.fullmatch(r"(?:[A-Z][a-z]+)+", word)}
    modules = (events, outcome, names, cards, context, ritual, platform, places, accounts)

    assert {word for word in words if not any(hasattr(module, word) for module in modules)} == set()


def glossary() -> list[list[str]]:
    """The rows of all its tables, without their heads."""
    rows = [line.strip("| ").split("|") for line in (DOCS / "glossary.md").read_text().splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if row[0] not in ("Dutch", "word") and not row[0].startswith("---")]


def test_the_words_of_the_glossary_are_in_the_code() -> None:
    source = "\n".join(path.read_text() for path in python_files(*CODE))
    words = {word for row in glossary() for word in TICKED.findall(row[1])}

    assert {word for word in words if not re.search(rf"\b{re.escape(word)}\b", source)} == set()
    assert len(words) > 30


def test_the_glossary_is_in_order_and_says_a_word_once() -> None:
    words = [row[0] for row in glossary()]

    assert len(words) == len(set(words))
    half = words.index("adapter")
    assert words[:half] == sorted(words[:half])
    assert words[half:] == sorted(words[half:])


def test_the_works_council_reads_how_long_as_the_register_says() -> None:
    page = (DOCS / "ondernemingsraad.md").read_text()
    abouts = {name: table.info["about"] for name, table in metadata.tables.items()}
    personal = {name for name, about in abouts.items() if "colleague" in about.whose and "invented" not in about.whose}

    assert personal - TOLD.keys() == set(), "tell of it in docs/ondernemingsraad.md, and here"
    assert {name: abouts[name].keep for name in TOLD} == {name: keep for name, (_, keep, _) in TOLD.items()}
    missing = [words for words, _, dutch in TOLD.values() if not re.search(rf"^\| {words}.*\| {dutch} \|$", page, re.M)]
    assert missing == []


def test_logged_events_are_in_the_code() -> None:
    section = (DOCS / "operations.md").read_text().partition("## Logs")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    told = {event for row in rows for event in TICKED.findall(row)}
    source = "".join(
        path.read_text() for name in ("adapters", "bot", "rituals") for path in sorted((ROOT / name).rglob("*.py"))
    )

    assert {event for event in told if f'"{event}"' not in source} == set()
    assert len(told) > 10


async def test_the_ritual_of_the_guide_works(sqlite_store: Store) -> None:
    ritual_code, test_code = blocks(DOCS / "add-a-ritual.md", "python")
    module = types.ModuleType("vraag")

    exec(compile(ritual_code, "add-a-ritual.md", "exec"), module.__dict__)
    exec(compile(test_code, "add-a-ritual.md", "exec"), module.__dict__)

    await module.test_the_question_comes_each_working_day_where_it_is_on(sqlite_store)
