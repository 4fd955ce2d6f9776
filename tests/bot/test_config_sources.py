"""The section `sources`: what it takes, what it refuses by name, and where its secrets come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config import Loaded, load
from bot.config_sources import sources_of

SECRET = "een-geheim-van-veel-tekens"
MINE = "sources:\n  enquete:\n    fields: {text: answers.tekst}\n"


def loaded(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> Loaded:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return load({"KLANTRITME_CONFIG": str(path), **(environ or {})}, ())


def problems(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    return {one.name: one.text for one in loaded(tmp_path, text, environ).problems}


def test_a_preset_needs_no_more_than_its_secret(tmp_path: Path) -> None:
    found = loaded(tmp_path, "sources: {typeform: {preset: typeform}}\n", {"SOURCE_TYPEFORM_SECRET": SECRET})

    (source,) = sources_of(found.settings, found.environment.values)
    assert found.problems == ()
    assert (source.name, source.verify, source.encoding, source.prefix) == ("typeform", "hmac", "base64", "sha256=")
    assert SECRET not in repr(source)


def test_what_stands_in_the_file_goes_before_the_preset(tmp_path: Path) -> None:
    text = "sources:\n  nps:\n    preset: typeform\n    verify: path\n    fields: {score: hidden.score}\n"
    found = loaded(tmp_path, text, {"SOURCE_NPS_SECRET": SECRET})

    (source,) = sources_of(found.settings, found.environment.values)
    assert (source.verify, source.fields["score"], source.fields["id"]) == ("path", "hidden.score", "token")


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    found = loaded(tmp_path, MINE, {"SOURCE_ENQUETE_SECRET_FILE": str(tmp_path / "secret")})

    assert found.problems == ()
    assert [one.secret for one in sources_of(found.settings, found.environment.values)] == [SECRET]


@pytest.mark.parametrize("secret", ["", "kort", "een geheim met \u00e9 erin"])
def test_a_secret_that_misses_or_can_be_guessed_is_named(tmp_path: Path, secret: str) -> None:
    assert set(problems(tmp_path, MINE, {"SOURCE_ENQUETE_SECRET": secret})) == {"SOURCE_ENQUETE_SECRET"}


def test_a_secret_file_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    found = problems(tmp_path, MINE, {"SOURCE_ENQUETE_SECRET_FILE": str(tmp_path / "weg")})

    assert set(found) == {"SOURCE_ENQUETE_SECRET_FILE"}


def test_a_secret_of_no_source_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    environ = {"SOURCE_ENQUETE_SECRET": SECRET, "SOURCE_ENQUETTE_SECRET": SECRET, "SOURCE_DATE_EPOCH": "1"}

    assert set(problems(tmp_path, MINE, environ)) == {"SOURCE_ENQUETTE_SECRET"}


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("{}", "say under fields where the words stand"),
        ("{preset: trustpilots}", "there is no preset 'trustpilots'"),
        ("{fields: {tekst: a}}", "fields has no 'tekst'"),
        ("{fields: {text: 'a['}}", "fields.text is no JMESPath"),
        ("{fields: {text: a}, items: 'b[?'}", "items is no JMESPath"),
        ("{fields: {text: a}, verify: hmac}", "hmac needs the name of the header"),
        ("{fields: {text: a}, scale: {positive_from: 4, critical_to: 4}}", "critical_to must be lower"),
        ("{fields: {text: a}, verify: none}", "verify"),
        ("{fields: {text: a}, secret: abc}", "secret"),
    ],
)
def test_what_is_wrong_with_a_source_is_told_by_name(tmp_path: Path, inside: str, said: str) -> None:
    found = problems(tmp_path, f"sources:\n  enquete: {inside}\n")

    told = [f"{name} {text}" for name, text in found.items() if name.startswith("sources.enquete")]
    assert any(said in one for one in told), found


@pytest.mark.parametrize("name", ["Enquete", "een_twee", "1", "a" * 40])
def test_a_name_that_would_be_no_address_is_refused(tmp_path: Path, name: str) -> None:
    found = problems(tmp_path, f"sources:\n  {name}:\n    preset: trustpilot\n")

    assert any(one.startswith("sources") for one in found)
