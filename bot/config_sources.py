"""The section `sources` of config.yaml: systems that call us with what customers said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from adapters import Source
from adapters.sources.mapping import problems
from adapters.sources.presets import FIELDS, PRESETS, Encoding, Verify
from bot.problems import Problem

if TYPE_CHECKING:
    from bot.config import Settings

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
_SECRET = 16
"""Characters; a shorter word is guessed."""
_MAKE = "`openssl rand -hex 24` makes one."


class ScaleChoices(BaseModel):
    """What a score means: praise from here on, criticism up to here."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    positive_from: Annotated[float, Field(ge=0, le=100)]
    critical_to: Annotated[float, Field(ge=0, le=100)]

    @model_validator(mode="after")
    def _in_order(self) -> ScaleChoices:
        if self.critical_to >= self.positive_from:
            raise ValueError("critical_to must be lower than positive_from")
        return self


class SourceChoices(BaseModel):
    """One source: a preset, or where its words stand, and how it proves who it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    preset: str | None = None
    verify: Literal["path", "bearer", "hmac"] | None = None
    header: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,60}$")] | None = None
    encoding: Literal["hex", "base64"] | None = None
    prefix: str | None = None
    items: str | None = None
    fields_: Annotated[dict[str, str], Field(alias="fields")] = {}
    scale: ScaleChoices | None = None

    @model_validator(mode="after")
    def _complete(self) -> SourceChoices:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        if self.preset is not None and self.preset not in PRESETS:
            yield f"there is no preset {self.preset!r}; there are {', '.join(PRESETS)}"
            return
        if unknown := sorted(set(self.fields_) - set(FIELDS)):
            yield f"fields has no {unknown[0]!r}; it can have {', '.join(FIELDS)}"
        made = self.made("probe", "")
        if "text" not in made.fields:
            yield "say under fields where the words stand, as in text: comment, or name a preset"
        if made.verify == "hmac" and not made.header:
            yield "hmac needs the name of the header with the signature, as in header: X-Signature"
        for name, wrong in problems(made.items, made.fields).items():
            yield f"{name} is no JMESPath: {wrong}"

    def made(self, name: str, secret: str) -> Source:
        """With its preset filled in."""
        base = PRESETS.get(self.preset or "")
        verify: Verify = self.verify or (base.verify if base else "path")
        encoding: Encoding = self.encoding or (base.encoding if base else "hex")
        scale = (self.scale.positive_from, self.scale.critical_to) if self.scale else base.scale if base else None
        return Source(
            name=name, verify=verify, secret=secret, encoding=encoding, scale=scale,
            header=self.header or (base.header if base else ""),
            prefix=self.prefix if self.prefix is not None else base.prefix if base else "",
            items=self.items if self.items is not None else base.items if base else "",
            fields={**(base.fields if base else {}), **self.fields_},
        )  # fmt: skip


def secret_name(source: str) -> str:
    """The variable with its secret: SOURCE_TYPEFORM_SECRET."""
    return f"SOURCE_{source.upper().replace('-', '_')}_SECRET"


def secret_names(settings: Settings) -> tuple[str, ...]:
    """Of every source that config.yaml has."""
    return tuple(secret_name(name) for name in settings.sources)


def secret_problems(
    settings: Settings, values: Mapping[str, str], unread: frozenset[str], environ: Mapping[str, str]
) -> Iterator[Problem]:
    """Secrets that miss, can be guessed, or are of no source."""
    names = secret_names(settings)
    for source, name in zip(settings.sources, names, strict=True):
        if name in unread:
            continue
        if name not in values:
            yield Problem(name, f"config.yaml has a source {source}, and this is not set", f"Set it; {_MAKE}")
        elif len(values[name]) < _SECRET or not values[name].isascii() or not values[name].isprintable():
            remedy = f"Give at least {_SECRET} ordinary characters; {_MAKE}"
            yield Problem(name, "it is so short or so odd that it can be guessed or lost", remedy)
    for name in sorted(environ):
        bare = name.removesuffix("_FILE")
        if bare.startswith("SOURCE_") and bare.endswith("_SECRET") and bare not in names and environ[name].strip():
            yield Problem(name, "config.yaml has no source of this name", "Add it under sources, or take this away.")


def sources_of(settings: Settings, values: Mapping[str, Any]) -> tuple[Source, ...]:
    """Every source whose secret is set."""
    named = ((name, secret_name(name)) for name in settings.sources)
    return tuple(settings.sources[name].made(name, values[secret]) for name, secret in named if secret in values)
