"""From the choices in config.yaml to the organisation that the engine works for."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot import config
from rituals.engine.organisation import Colours, ConfiguredRoles, Organisation, Word
from rituals.engine.workdays import make_calendar


def organisation_of(settings: config.Settings) -> Organisation:
    """The engine's view of the settings; `enabled` is taken out of the settings of a ritual."""
    chosen = settings.organisation
    rituals = settings.rituals
    return Organisation(
        name=chosen.name,
        calendar=make_calendar(
            ZoneInfo(chosen.timezone),
            weekdays=chosen.weekdays,
            opens=chosen.working_hours.opens,
            closes=chosen.working_hours.closes,
            country=chosen.holidays.country,
            exclude=chosen.holidays.exclude,
            include=chosen.holidays.include,
            extra_days=chosen.holidays.extra,
        ),
        locale=chosen.language,
        customer=_word(chosen.words.customer),
        colleague=_word(chosen.words.colleague),
        colours=Colours(chosen.colours.main, chosen.colours.accent),
        configured={
            name: {key: value for key, value in values.items() if key != "enabled"} for name, values in rituals.items()
        },
        switched_off=frozenset(name for name, values in rituals.items() if values.get("enabled") is False),
        roles=ConfiguredRoles(settings.roles.beheerder, settings.roles.curator, settings.roles.ritueelhouder),
        commands=settings.commands,
        mail_domains=frozenset(settings.mail_domains),
    )


def _word(word: config.Word) -> Word:
    return Word(word.singular, word.plural, word.article)
