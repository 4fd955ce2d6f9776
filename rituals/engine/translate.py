"""Dutch stands in the code; other languages come from gettext catalogues in `locale/`.

`say("Wat is gelukt?")` translates at once. `mark("...")` only marks a text that is translated where it is shown.
"""

from __future__ import annotations

import gettext
import re
from functools import cached_property
from pathlib import Path

from rituals.engine.organisation import Organisation

LOCALES = ("nl", "en")
DOMAIN = "klantritme"
CATALOGUES = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Marks a text for translation."""
    return text


_TYPED = re.compile(r"\{/(\w+)\}")
_KEPT = 5000
"""Far more texts than there are: whoever says what people typed must not fill the memory."""
AND = mark("{rest} en {laatste}")


class Say:
    """Speaks one language, with the organisation's own words filled in as {klant}, {klanten}, {collega}, ...

    {/bel} is that command, as it is typed on the platform of whoever reads it.
    """

    def __init__(
        self, locale: str, organisation: Organisation, catalogue: gettext.NullTranslations, before_command: str
    ) -> None:
        self.locale = locale
        self._organisation = organisation
        self._catalogue = catalogue
        self.before_command = before_command
        self._translated: dict[str, str] = {}

    def __call__(self, text: str, **values: object) -> str:
        translated = self._translated.get(text) or self._translate(text)
        return translated.format_map({**self._words, **values}) if "{" in translated else translated

    def _translate(self, text: str) -> str:
        """With the commands in it as they are typed; kept, for the texts are those of the code."""
        translated = self._catalogue.gettext(text)
        if "{/" in translated:
            typed = self._organisation.typed
            translated = _TYPED.sub(lambda found: f"{self.before_command}{typed(found[1])}", translated)
        if len(self._translated) < _KEPT:
            self._translated[text] = translated
        return translated

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form for a number, which the text may use as {n}."""
        return self._catalogue.ngettext(one, many, n).format_map({**self._words, "n": n, **values})

    @cached_property
    def _words(self) -> dict[str, object]:
        if self.locale != self._organisation.locale:
            return {
                "klant": "customer",
                "de_klant": "the customer",
                "klanten": "customers",
                "collega": "colleague",
                "collegas": "colleagues",
            }
        customer, colleague = self._organisation.customer, self._organisation.colleague
        return {
            "klant": customer.singular,
            "de_klant": f"{customer.article} {customer.singular}",
            "klanten": customer.plural,
            "collega": colleague.singular,
            "collegas": colleague.plural,
        }

    def names(self, names: list[str]) -> str:
        """ "Sanne", "Sanne en Youssef", "Sanne, Youssef en Kees"."""
        if len(names) < 2:
            return "".join(names)
        return self(AND, rest=", ".join(names[:-1]), laatste=names[-1])


class Languages:
    """The catalogues, each read when first asked for."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._spoken: dict[tuple[str, str], Say] = {}

    def say(self, locale: str, before_command: str = "/") -> Say:
        """The language for a locale such as "nl-NL"; the organisation's own when we do not speak it."""
        return self._spoken.get((locale, before_command)) or self._learnt(locale, before_command)

    def _learnt(self, locale: str, before_command: str) -> Say:
        language = locale.replace("_", "-").split("-")[0].lower()
        if language not in LOCALES:
            language = self._organisation.locale
        name = language, before_command
        if name not in self._spoken:
            self._spoken[name] = Say(language, self._organisation, self._catalogue(language), before_command)
        if len(self._spoken) < _KEPT:
            self._spoken[locale, before_command] = self._spoken[name]
        return self._spoken[name]

    @staticmethod
    def _catalogue(language: str) -> gettext.NullTranslations:
        if language == "nl":
            return gettext.NullTranslations()
        # Whoever reads a language without a catalogue gets the Dutch of the code, and not an error.
        return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
