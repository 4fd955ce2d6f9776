"""Choices of the organisation: config.yaml, as a model that refuses nonsense, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from bot import environment
from bot.complaints import path_of, problems_of
from bot.config_colours import Drawn, Inked
from bot.config_sources import Name, SourceChoices, secret_names, secret_problems
from bot.environment import Environment
from bot.problems import Problem, located
from bot.yaml_loader import Loader, lines_of
from rituals.engine.organisation import Colours as HouseColours

DEFAULT_PATH = Path("config.yaml")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DUTCH = ("ma", "di", "wo", "do", "vr", "za", "zo")


def _weekday(value: object) -> object:
    english = get_args(Weekday)
    if value in english:
        return value
    if value in _DUTCH:
        return english[_DUTCH.index(str(value))]
    raise ValueError(f"{value!r} is not a day; write {' '.join(english)}, or {' '.join(_DUTCH)}")


Day = Annotated[Weekday, BeforeValidator(_weekday)]


class Model(BaseModel):
    """Base of all sections: frozen, and a key that nobody reads is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def clock_time(text: str) -> time:
    """The time "09:30". Raises ValueError for anything else, and for the hour the clock skips in March."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no time; write it as 09:30, between quotes")
    moment = time(int(found[1]), int(found[2]))
    if moment.hour == 2:
        raise ValueError(f"{text} does not exist when summer time begins; take a time outside 02:00-02:59")
    return moment


class Hours(Model):
    """Working hours, written as "08:30-17:30"."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, str):
            raise ValueError('write working hours as "08:30-17:30", between quotes')
        opens, dash, closes = value.partition("-")
        if not dash:
            raise ValueError(f'{value!r} has no dash; write working hours as "08:30-17:30"')
        hours = {"opens": clock_time(opens), "closes": clock_time(closes)}
        if hours["opens"] >= hours["closes"]:
            raise ValueError(f"{value} ends before it begins; put the earlier time first")
        return hours


class Holidays(Model):
    """Public holidays of a country, some switched off or on by name or date, and days of one's own."""

    country: Line | None = "NL"
    exclude: tuple[date | str, ...] = ()
    include: tuple[date | str, ...] = ()
    extra: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _exists(self) -> Holidays:
        if self.country is None or (self.country == "NL" and not self.exclude and not self.include):
            return self  # the library of holidays is slow to load
        from rituals.engine.workdays import unknown_holidays

        try:
            unknown = unknown_holidays(self.country, (*self.exclude, *self.include))
        except ValueError as error:
            raise ValueError(f"{error}; write the code of a country, such as NL, or null for none") from error
        if unknown:
            names = ", ".join(unknown)
            raise ValueError(f"no holiday of {self.country} is called {names}; write its Dutch name, or a date")
        return self


class Word(Model):
    """A word of the organisation's own."""

    singular: Line
    plural: Line
    article: Literal["de", "het", "the"] = "de"


class Words(Model):
    """What the organisation calls its customers and its colleagues."""

    customer: Word = Word(singular="klant", plural="klanten")
    colleague: Word = Word(singular="collega", plural="collega's")


class Colours(Model):
    """What a paper of the organisation is printed in."""

    main: Inked = HouseColours().main
    accent: Drawn = HouseColours().accent


def _zone(value: object) -> object:
    try:
        return str(ZoneInfo(str(value)))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is no time zone; write one such as Europe/Amsterdam") from error


class OrganisationChoices(Model):
    """Who the organisation is and when it works."""

    name: Line = "onze organisatie"
    language: Literal["nl", "en"] = "nl"
    timezone: Annotated[str, BeforeValidator(_zone)] = "Europe/Amsterdam"
    working_days: Annotated[tuple[Day, ...], Field(min_length=1)] = ("mon", "tue", "wed", "thu", "fri")
    working_hours: Hours = Hours.model_construct()
    holidays: Holidays = Holidays()
    words: Words = Words()
    colours: Colours = Colours()

    @cached_property
    def weekdays(self) -> frozenset[int]:
        """0 is Monday."""
        return frozenset(get_args(Weekday).index(day) for day in self.working_days)


Who = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([^@\s:]+@[^@\s:]+|[a-z]+:\S+)$")]


class Roles(Model):
    """Who has which role: e-mail addresses, or "platform:account". Nobody can take these away in the chat."""

    beheerder: tuple[Who, ...] = ()
    ritueelhouder: dict[str, tuple[Who, ...]] = {}
    curator: tuple[Who, ...] = ()


Domain = Annotated[str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
Spoken = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]


Host = Annotated[str, StringConstraints(to_lower=True, pattern=r"^([A-Za-z0-9.-]+|[0-9a-fA-F:]+)$")]


class CalendarChoices(Model):
    """Hosts of the organisation's own network that calendars may be read from; all of the internet may be anyway."""

    allow_hosts: tuple[Host, ...] = ()


class Settings(Model):
    """The whole of config.yaml. What stands under `rituals` is checked against the rituals that are found."""

    organisation: OrganisationChoices = OrganisationChoices()
    mail_domains: tuple[Domain, ...] = ()
    roles: Roles = Roles()
    commands: dict[str, Spoken] = {}
    rituals: dict[str, dict[str, Any]] = {}
    sources: dict[Name, SourceChoices] = {}
    calendars: CalendarChoices = CalendarChoices()


@dataclass(frozen=True)
class Loaded:
    """What was read, and all that is wrong with it: with problems, nothing may start.

    `lines` says on which line of config.yaml each key stands, by its dotted name.
    """

    settings: Settings
    environment: Environment
    problems: tuple[Problem, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def load(environ: Mapping[str, str], adapters: tuple[str, ...], path: Path | None = None) -> Loaded:
    """Read config.yaml and the environment. `adapters` are the names of the adapter folders."""
    named = path or environ.get("KLANTRITME_CONFIG")
    read = read_settings(Path(named or DEFAULT_PATH), named=bool(named))
    values, more = environment.read(environ, adapters, secret_names(read.settings))
    unread = frozenset(one.name.removesuffix("_FILE") for one in more)
    secrets = secret_problems(read.settings, values.values, unread, environ)
    return Loaded(read.settings, values, (*read.problems, *more, *secrets), read.lines)


Places = AbstractSet[tuple[int | str, ...]]


@dataclass(frozen=True)
class Read:
    """What stands in config.yaml; what is wrong was left out of the settings."""

    settings: Settings = field(default_factory=Settings)
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def read_settings(path: Path, *, named: bool) -> Read:
    """Without the file all is default, unless the operator named it."""
    try:
        text = path.read_text(encoding="utf-8")
        read = yaml.load(text, Loader)  # noqa: S506 (a SafeLoader)
    except FileNotFoundError:
        missing = Problem("KLANTRITME_CONFIG", f"there is no file {path}", "Mend the path, or leave it out.")
        return Read(problems=(missing,) if named else ())
    except OSError as error:
        return Read(problems=(Problem(str(path), f"cannot be read: {error.strerror}", "Mend its permissions."),))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Read(problems=(Problem(str(path), f"this is not YAML: {_place(error)}", "Mend that line."),))
    lines = lines_of(text)
    settings, problems = _judge({} if read is None else read, path.name)
    return Read(settings, tuple(located(problems, lines)), lines)


def _judge(read: object, source: str) -> tuple[Settings, list[Problem]]:
    """Judged again without what was wrong, until nothing is: some checks look only at a sound section."""
    problems: list[Problem] = []
    while True:
        try:
            return Settings.model_validate(read), problems
        except ValidationError as error:
            # What is missing in a later round is what we took away; only checks of whole sections are news.
            problems += problems_of(error, Settings, source, only="value_error" if problems else "")
            wrong = {path_of(details["loc"]) for details in error.errors(include_url=False)}
        smaller = _without(read, wrong)
        read = {} if smaller == read or _lost(read, wrong) else smaller


def _without(value: object, wrong: Places) -> object:
    """What is left without those places; a section that misses a key goes as a whole."""
    if isinstance(value, tuple):
        inside = ((one, _under(number, wrong)) for number, one in enumerate(value))
        return tuple(_without(one, places) for one, places in inside if not _lost(one, places))
    if isinstance(value, dict):
        under = {key: _under(key, wrong) for key in value}
        return {key: _without(one, under[key]) for key, one in value.items() if not _lost(one, under[key])}
    return value


def _lost(value: object, wrong: Places) -> bool:
    return any(not one or (len(one) == 1 and isinstance(value, dict) and one[0] not in value) for one in wrong)


def _under(key: object, wrong: Places) -> Places:
    return {one[1:] for one in wrong if one[:1] == (key,)}


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or ("it is not UTF-8" if isinstance(error, UnicodeError) else str(error))
    return f"line {mark.line + 1}, {what}" if mark is not None else str(what)
