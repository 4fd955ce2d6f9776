"""config.yaml: what it takes, and what it says about what it does not take."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.config import Read, Settings, load, read_settings
from bot.organisation import organisation_of
from bot.problems import Problem


def problems_in(tmp_path: Path, text: str) -> dict[str, Problem]:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return {problem.name: problem for problem in read_settings(path, named=True).problems}


def settings_in(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    read = read_settings(path, named=True)
    assert read.problems == ()
    return read.settings


def test_without_a_file_everything_is_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.yaml", named=False) == Read()


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    loaded = load({"KLANTRITME_CONFIG": str(tmp_path / "weg.yaml")}, ())

    assert [problem.name for problem in loaded.problems] == ["KLANTRITME_CONFIG"]


def test_an_empty_file_is_all_default(tmp_path: Path) -> None:
    assert settings_in(tmp_path, "# niets\n") == Settings()


def test_the_example_in_the_repository_is_all_default() -> None:
    path = Path(__file__).parents[2] / "config.yaml"

    read = read_settings(path, named=True)

    assert (read.settings, read.problems) == (Settings(), ())


def test_a_whole_organisation_is_read(tmp_path: Path) -> None:
    settings = settings_in(
        tmp_path,
        """
organisation:
  name: Woonstichting Waterrand
  language: en
  timezone: Europe/Brussels
  working_days: [mon, tue, wed, thu]
  working_hours: 08:00-16:30
  holidays: {country: NL, exclude: [Goede vrijdag], include: [Bevrijdingsdag], extra: [2026-12-24]}
  words: {customer: {singular: huurder, plural: huurders}}
mail_domains: [Waterrand.example]
roles: {beheerder: [fatima@waterrand.example], ritueelhouder: {bel: ["playground:anouk"]}}
rituals: {bel: {enabled: false, undo_seconds: 10}}
""",
    )

    organisation = organisation_of(settings)

    assert organisation.name == "Woonstichting Waterrand"
    assert organisation.locale == "en"
    assert organisation.customer.plural == "huurders"
    assert organisation.calendar.weekdays == frozenset({0, 1, 2, 3})
    assert (organisation.calendar.opens, organisation.calendar.closes) == (time(8), time(16, 30))
    assert organisation.calendar.is_workday(date(2026, 4, 2))
    assert not organisation.calendar.is_workday(date(2026, 12, 24))
    assert not organisation.calendar.is_workday(date(2026, 5, 5))
    assert organisation.mail_domains == {"waterrand.example"}
    assert organisation.roles.ritueelhouder == {"bel": ("playground:anouk",)}
    assert organisation.switched_off == {"bel"}
    assert organisation.configured == {"bel": {"undo_seconds": 10}}


def test_every_problem_is_told_at_once_by_dotted_name(tmp_path: Path) -> None:
    found = problems_in(
        tmp_path,
        """
organisation:
  language: fr
  timezone: Mars/Olympus
  working_days: [mon, maandag]
  working_hours: "17:00-09:00"
  holidays: {extra: [morgen]}
  words: {customer: {singular: huurder}}
mail_domains: ["geen domein"]
roles: {beheerder: [Fatima]}
commands: {bel: "/Bel"}
rituals: [bel]
sleutel: 1
""",
    )

    assert set(found) == {
        "organisation.language", "organisation.timezone", "organisation.working_days.1",
        "organisation.working_hours", "organisation.holidays.extra.0", "organisation.words.customer.plural",
        "mail_domains.0", "roles.beheerder.0", "commands.bel", "rituals", "sleutel",
    }  # fmt: skip
    assert all(str(problem).endswith((".", "?")) for problem in found.values())


@pytest.mark.parametrize("domain", ["@waterrand.example", "fatima@waterrand.example"])
def test_a_mail_domain_is_written_without_the_at(tmp_path: Path, domain: str) -> None:
    (problem,) = problems_in(tmp_path, f"mail_domains: ['{domain}']\n").values()

    assert problem.remedy == "Write the domain alone, without the @, such as example.nl."


def test_an_unknown_key_suggests_the_one_that_was_meant(tmp_path: Path) -> None:
    found = problems_in(tmp_path, "organisation: {langauge: nl}")

    assert found["organisation.langauge"].remedy == "Did you mean language?"


@pytest.mark.parametrize("hours", ["02:30-17:00", "08:00-02:00"])
def test_the_hour_that_the_clock_skips_is_refused_with_a_hint(tmp_path: Path, hours: str) -> None:
    problem = problems_in(tmp_path, f'organisation: {{working_hours: "{hours}"}}')["organisation.working_hours"]

    assert "summer time" in problem.text
    assert "02:00-02:59" in problem.remedy


@pytest.mark.parametrize("hours", ["8-17", "25:00-26:00", "'09:00'", "[1, 2]", "900", "09:00-09:00"])
def test_what_is_no_pair_of_hours_is_refused(tmp_path: Path, hours: str) -> None:
    assert set(problems_in(tmp_path, f"organisation: {{working_hours: {hours}}}")) == {"organisation.working_hours"}


def test_a_time_is_not_read_as_a_number_of_base_sixty(tmp_path: Path) -> None:
    assert settings_in(tmp_path, "rituals: {bel: {tijd: 10:30}}").rituals == {"bel": {"tijd": "10:30"}}


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "mail_domains: [a.nl]\nroles: {}\nmail_domains: [b.nl]\n").values()

    assert "line 3" in problem.text
    assert "twice" in problem.text


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "organisation:\n  name: [a\n").values()

    assert "line" in problem.text


def test_a_holiday_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = problems_in(tmp_path, "organisation: {holidays: {exclude: [Goede donderdag]}}")

    assert "Goede donderdag" in found["organisation.holidays"].text


def test_a_country_that_is_not_known_is_refused(tmp_path: Path) -> None:
    assert set(problems_in(tmp_path, "organisation: {holidays: {country: XX}}")) == {"organisation.holidays"}


@pytest.mark.parametrize("day", ["2026-13-40", "2026-02-30", "morgen", "2026-12-24 10:00:00"])
def test_a_date_that_does_not_exist_is_told_with_its_line_beside_all_else(tmp_path: Path, day: str) -> None:
    text = f"organisation:\n  language: fr\n  holidays:\n    extra:\n      - 2026-12-24\n      - {day}\n"

    found = problems_in(tmp_path, text)

    assert set(found) == {"organisation.language", "organisation.holidays.extra.1"}
    assert found["organisation.holidays.extra.1"].line == 6
    assert "2026-12-24" in found["organisation.holidays.extra.1"].remedy


def test_a_number_with_a_nought_before_it_is_a_number(tmp_path: Path) -> None:
    assert settings_in(tmp_path, "rituals: {bel: {undo_seconds: 08}}").rituals == {"bel": {"undo_seconds": 8}}


@pytest.mark.parametrize("text", ["a: !!int x", "a: !!float x", "a: [" * 3000])
def test_what_cannot_be_read_at_all_is_one_problem(tmp_path: Path, text: str) -> None:
    assert [one.name for one in problems_in(tmp_path, text).values()] == [str(tmp_path / "config.yaml")]


def test_days_may_be_written_in_dutch(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "organisation: {working_days: [ma, di, wo, thu, za]}")

    assert settings.organisation.weekdays == frozenset({0, 1, 2, 3, 5})


def test_words_that_are_no_days_are_told_which_are(tmp_path: Path) -> None:
    problem = problems_in(tmp_path, "organisation: {working_days: [maandag]}")["organisation.working_days.0"]

    assert str(problem) == (
        "organisation.working_days.0: 'maandag' is not a day (line 1). "
        "Write mon tue wed thu fri sat sun, or ma di wo do vr za zo."
    )


def test_a_check_of_a_whole_section_does_not_wait_until_its_parts_are_mended(tmp_path: Path) -> None:
    found = problems_in(
        tmp_path,
        """
organisation:
  working_days: [blauwdag]
  holidays: {country: XX, extra: [morgen]}
  words: {customer: {singular: huurder}}
""",
    )

    assert set(found) == {
        "organisation.working_days.0", "organisation.holidays.extra.0", "organisation.holidays",
        "organisation.words.customer.plural",
    }  # fmt: skip
    assert found["organisation.holidays"].line == 4
    assert "such as NL" in found["organisation.holidays"].remedy
    assert found["organisation.words.customer.plural"].line == 5


def test_what_is_sound_beside_a_problem_is_kept_for_further_checks(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "roles: {baas: [x], beheerder: [Fatima], ritueelhouder: {quote: []}}\ncommands: {gong: gong, bel: /}"
    )

    settings = read_settings(path, named=True).settings

    assert settings.roles.ritueelhouder == {"quote": ()}
    assert settings.commands == {"gong": "gong"}


def test_objects_of_python_are_not_made_from_yaml(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "mail_domains: !!python/object/apply:os.getcwd []").values()

    assert "constructor" in problem.text
