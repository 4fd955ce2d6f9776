"""Days in words, both ways: what people type after "stil" or "pauzeer", and how a card names a day.

`parse_until` gives the last day that is included, never a day before today:

- "t/m", and a day by itself, include the day: "vrijdag", "t/m vrijdag 13 november";
- "tot" ends the day before: "tot maandag" on a Friday lasts through Sunday;
- a weekday is the next one after today: in seven days when today bears that name;
- a week or month ends with its last day: "t/m volgende week" is that Sunday, "tot september" is 31 August;
- a length counts today: "2 dagen" is today and tomorrow; working days are the calendar's;
- a date without a year is the coming one; with a weekday that does not fit, it is not understood;
- "volgende vrijdag" is not understood: people mean different days by it.

Dutch and English are both read, whatever the reader's language. None means: ask again.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from rituals.engine.workdays import Calendar

# The first and the last day; a single day is both.
Span = tuple[date, date]


def _numbered(words: str, start: int) -> dict[str, int]:
    """Words by their number: words of one number between spaces, the next number after a bar."""
    groups = enumerate(words.split("|"), start)
    return {word: number for number, group in groups for word in group.split()}


_DAY = timedelta(days=1)
_NEAR = _numbered("vandaag today|morgen tomorrow|overmorgen", 0)
_WEEKDAYS = _numbered(
    "maandag ma monday mon|dinsdag di tuesday tue|woensdag wo wednesday wed|donderdag do thursday thu"
    "|vrijdag vr friday fri|zaterdag za saturday sat|zondag zo sunday sun",
    0,
)
_MONTHS = _numbered(
    "januari jan january|februari feb february|maart mrt march mar|april apr|mei may|juni jun june"
    "|juli jul july|augustus aug august|september sept sep|oktober okt october oct|november nov|december dec",
    1,
)
_NUMBERS = _numbered(
    "een a an one|twee two|drie three|vier four|vijf five|zes six|zeven seven|acht eight|negen nine|tien ten",
    1,
)
_FILLERS = frozenset(_numbered("aanstaande as coming de deze dit for het komende nog of om on op the this voor", 0))
_JOINING = frozenset(_numbered("en and & op on elke every altijd always", 0))

_INCLUSIVE = re.compile(r"(?:t ?/ ?m|tm|t\.?e\.?m\.?|tot en met|through|thru|up to and including)(?!\w)")
_EXCLUSIVE = re.compile(r"(?:tot(?: aan)?|until|till|til)(?!\w)")


def parse_until(text: str, today: date, calendar: Calendar) -> date | None:
    """The last day that `text` includes, or None when it is not understood or is over already."""
    said = _plain(text)
    including = _INCLUSIVE.match(said)
    before = None if including else _EXCLUSIVE.match(said)
    prefix = including or before
    words = said[prefix.end() if prefix else 0 :].split()
    span = _span(" ".join(word for word in words if word not in _FILLERS), today, calendar)
    if span is None:
        return None
    last = span[0] - _DAY if before else span[1]
    return last if last >= today else None


def weekdays_in(text: str) -> frozenset[int] | None:
    """The weekdays, 0 is Monday, that are all that the words name; None when they name none or say something else."""
    words = [word for word in _plain(text).split() if word not in _JOINING]
    found = {_WEEKDAYS.get(word, _WEEKDAYS.get(re.sub("(en|s)$", "", word))) for word in words}
    return frozenset(day for day in found if day is not None) if found and None not in found else None


def day_words(day: date, today: date, locale: str = "nl") -> str:
    """How people name a day: "vandaag", "morgen" or "dinsdag 30 maart", with the year if it is another."""
    near = {"nl": ("vandaag", "morgen"), "en": ("today", "tomorrow")}.get(_language(locale), ())
    distance = (day - today).days
    return near[distance] if 0 <= distance < len(near) else date_words(day, today, locale)


def date_words(day: date, today: date, locale: str = "nl") -> str:
    """ "dinsdag 30 maart", also when that is tomorrow: for what is still read on another day."""
    # Imported here: only drawing cards needs it.
    from babel.dates import format_date

    language = _language(locale)
    return format_date(day, "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y", locale=language)


def month_words(month: date, today: date, locale: str = "nl") -> str:
    """How people name a month: "oktober", with the year if it is another."""
    from babel.dates import format_date

    language = _language(locale)
    return format_date(month, "LLLL" if month.year == today.year else "LLLL y", locale=language)


def _language(locale: str) -> str:
    return locale.replace("-", "_").partition("_")[0]


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return re.sub(r"[\s,]+", " ", bare.replace("a.s.", "as")).strip(" .!?")


def _span(said: str, today: date, calendar: Calendar) -> Span | None:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(said):
            try:
                return read(match, today, calendar)
            except (ValueError, OverflowError):  # a day that no calendar has, such as 31 June
                return None
    return None


def _near(match: re.Match[str], today: date, calendar: Calendar) -> Span:
    day = today + _NEAR[match["near"]] * _DAY
    return day, day


def _length(match: re.Match[str], today: date, calendar: Calendar) -> Span:
    """ "2 weken" lasts from today; "over 2 weken" is one day."""
    count = int(match["count"]) if match["count"].isdecimal() else _NUMBERS[match["count"]]
    ahead = bool(match["ahead"])
    if match["workdays"]:
        counted = 1 if calendar.is_workday(today) and not ahead else 0
        last = calendar.add_workdays(today, count - counted)
        return (last, last) if ahead else (today, last)
    days = count * (7 if match["weeks"] else 1)
    end = _add_months(today, count) if match["months"] else today + days * _DAY
    return (end, end) if ahead else (today, end - _DAY)


def _week(match: re.Match[str], today: date, calendar: Calendar) -> Span:
    monday = today - today.weekday() * _DAY + (7 if match["next"] else 0) * _DAY
    if match["weekday"]:
        day = monday + _WEEKDAYS[match["weekday"]] * _DAY
        return day, day
    return (monday + 5 * _DAY if match["end"] else monday), monday + 6 * _DAY


def _next_month(match: re.Match[str], today: date, calendar: Calendar) -> Span:
    return _whole_month(_add_months(today.replace(day=1), 1))


def _weekday(match: re.Match[str], today: date, calendar: Calendar) -> Span:
    day = today + ((_WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1) * _DAY
    return day, day


def _date(match: re.Match[str], today: date, calendar: Calendar) -> Span | None:
    found = match.groupdict()
    month = _MONTHS.get(found["month"] or "") or int(found["month"])
    if found["year"]:
        day = date(int(found["year"]), month, int(found["day"]))
    else:
        this_year = (today.month, today.day) <= (month, int(found["day"]))
        day = date(today.year if this_year else today.year + 1, month, int(found["day"]))
    weekday = found.get("weekday")
    return (day, day) if weekday is None or _WEEKDAYS[weekday] == day.weekday() else None


def _month(match: re.Match[str], today: date, calendar: Calendar) -> Span:
    month = _MONTHS[match["month"]]
    coming = today.year if month >= today.month else today.year + 1
    return _whole_month(date(int(match["year"] or coming), month, 1))


def _whole_month(first: date) -> Span:
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _add_months(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def _form(pattern: str) -> re.Pattern[str]:
    def named(name: str, words: Iterable[str]) -> str:
        return f"(?P<{name}>{'|'.join(sorted(words, key=len, reverse=True))})"

    parts = {
        "WEEKDAY": named("weekday", _WEEKDAYS),
        "MONTH": named("month", _MONTHS),
        "NEAR": named("near", _NEAR),
        "COUNT": named("count", [*_NUMBERS, r"[1-9][0-9]{0,2}"]),
        "DAYNR": r"(?P<day>[0-9]{1,2})(?:e|de|ste|st|nd|rd|th)?",
        "NUMBER": r"(?P<month>[0-9]{1,2})",
        "YEAR": r"(?P<year>[1-9][0-9]{3})",
    }
    for word, part in parts.items():
        pattern = pattern.replace(word, part)
    return re.compile(pattern)


_UNITS = (
    "(?:(?P<workdays>werkdag(?:en)?|(?:work|working )days?)|(?P<weeks>week|weken|weeks)"
    "|(?P<months>maand(?:en)?|months?)|dag|dagen|days?)"
)
_Reader = Callable[[re.Match[str], date, Calendar], Span | None]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_form("NEAR"), _near),
    (_form(f"(?P<ahead>(?:over|in) )?COUNT {_UNITS}"), _length),
    (_form("(?P<next>volgende |next )?(?:week|(?P<end>weekend))(?: WEEKDAY)?"), _week),
    (_form("(?:volgende|next) (?:maand|month)"), _next_month),
    (_form("WEEKDAY"), _weekday),
    (_form(r"(?:WEEKDAY )?DAYNR MONTH(?: YEAR)?"), _date),
    (_form(r"(?:WEEKDAY )?MONTH DAYNR(?: YEAR)?"), _date),
    (_form(r"(?:WEEKDAY )?DAYNR[-/.]NUMBER(?:[-/.]YEAR)?"), _date),
    (_form(r"YEAR-NUMBER-DAYNR"), _date),
    (_form("MONTH(?: YEAR)?"), _month),
)
