"""Values of a form that no client should send, and some do: the form comes back, with its mistake."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rituals.engine.cards import DateField, Form, PersonField, TextField
from rituals.engine.context import Context
from rituals.engine.events import FormSubmitted
from rituals.engine.outcome import FormErrors, Outcome, ShowForm
from store.base import Store
from tests.adapters.teams.conftest import opened
from tests.fakes.teams.reading import inputs_of
from tests.rituals.engine.probe import Probe

FIELDS = (TextField("text", "Wat?"), DateField("day", "Welke dag?"), PersonField("who", "Wie?"))
MISTAKE = FormErrors({"text": "Schrijf iets meer."})


def asks(event: object, _context: Context) -> Outcome:
    form = Form("probe.form", "Proef", FIELDS, "Stuur")
    return Outcome(MISTAKE if isinstance(event, FormSubmitted) else ShowForm(form))


async def again(store: Store, **typed: str) -> Mapping[str, object]:
    """What stands in the form after it was sent with a mistake in it."""
    probe = Probe()
    probe.does = asks
    async with opened(store, (probe.ritual,)) as tried:
        await tried.sanne.says("probe")
        (invitation,) = await tried.private(tried.sanne)
        dialog = await tried.sanne.opens_dialog(invitation, "Invullen")
        reply = await tried.sanne.submits(dialog, unchecked=True, text="Iets", **typed)
        assert (reply.status, reply.body["task"]["type"]) == (200, "continue")
    return {one["label"]: one.get("value") for one in inputs_of(dialog.card)}


@pytest.mark.parametrize("day", ["31-12-2026", "12/31/2026", "morgen", "2026-02-30"])
async def test_a_day_in_another_spelling_is_asked_for_once_more(sqlite_store: Store, day: str) -> None:
    assert await again(sqlite_store, day=day) == {"Wat?": "Iets", "Welke dag?": None, "Wie?": None}


async def test_a_day_as_it_is_asked_for_stays(sqlite_store: Store) -> None:
    assert (await again(sqlite_store, day="2026-12-31"))["Welke dag?"] == "2026-12-31"


async def test_a_name_that_is_given_twice_stands_there_once(sqlite_store: Store) -> None:
    assert (await again(sqlite_store, who="Ron Bakker, Ron Bakker,Kees"))["Wie?"] == "Ron Bakker,Kees"


@pytest.mark.parametrize("who", ["person:99999999999999999999999", "person:٣", "person:"])
async def test_somebody_who_cannot_be_is_no_error_of_ours(sqlite_store: Store, who: str) -> None:
    assert (await again(sqlite_store, who=who))["Wie?"] == who
