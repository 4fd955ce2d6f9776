"""Settings for the organisation and a place, preferences for oneself, and roles."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from rituals import bel, klant, quote
from rituals.engine.cards import ChoiceField, TextField
from rituals.engine.events import Value
from rituals.engine.names import Ref
from rituals.engine.organisation import ConfiguredRoles
from rituals.engine.outcome import FormErrors
from store import choices, roles
from store.base import Store
from store.roles import Given
from tests.fakes import world as worlds
from tests.fakes.world import PEOPLE, World, an_organisation, card_of, form_of, labels, words_of

REFUSED = "Dit mag alleen wie over {} gaat. Dat is Anouk."
EXAMPLE = "Typ bijvoorbeeld: /klant rol @sanne ritueelhouder bel. Of: /klant rol @sanne geen."


def both(here: str, undo: str) -> dict[str, Value]:
    return {"bel.place.here": (here,), "bel.organisation.undo_seconds": undo}


async def test_whoever_looks_after_several_rituals_chooses_one(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worlds, "find_rituals", lambda: (bel.ritual(), quote.ritual(), klant.ritual()))
    world = await World(sqlite_store).open()
    await world.store.transact(lambda tx: roles.give(tx, Given(2, "beheerder"), None, world.now))

    card = card_of(await world.say("sanne", "team-noord", "/klant instellingen"))
    form = form_of(await world.press("sanne", card, "Instellingen van de quote van de dag", place="team-noord"))

    assert labels(card) == ["Instellingen van de bel", "Instellingen van de quote van de dag"]
    assert form.ref == Ref("ritual", "quote")


async def test_the_form_holds_the_choices_of_the_place_where_it_is_opened(world: World) -> None:
    here = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))
    alone = form_of(await world.say("anouk", None, "klant instellingen bel"))

    assert [field.label for field in here.fields] == [
        "Elke bel gaat ook hier (#team-noord)",
        "Hier gaat nooit een bel (#team-noord)",
        "Seconden bedenktijd voordat de bel gaat",
        "Tijd waarop een bewaarde bel gaat",
    ]
    assert [field.name for field in alone.fields] == ["bel.organisation.undo_seconds", "bel.organisation.kept_until"]


async def test_a_place_chooses_for_itself_and_the_organisation_for_all(world: World) -> None:
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))

    answer = await world.submit("anouk", form, **both("yes", "20"))

    assert words_of(answer) == "Bewaard."
    bell = words_of(await world.say("sanne", "mt", "/bel De lift is klaar"))
    assert bell.startswith("🔔 Over 20 seconden gaat de bel in #mt, #algemeen, #successen en #team-noord.")


HERE, NEVER = "bel.place.here", "bel.place.never_here"


async def test_of_two_that_exclude_each_other_the_later_one_puts_the_earlier_off_and_says_so(world: World) -> None:
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))
    await world.submit("anouk", form, **{HERE: ("yes",), NEVER: ("no",)})
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))

    answer = await world.submit("anouk", form, **{HERE: ("yes",), NEVER: ("yes",)})

    assert words_of(answer) == "Bewaard. ‘Elke bel gaat ook hier’ staat nu uit."
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))
    assert [field.value for field in form.fields[:2] if isinstance(field, ChoiceField)] == [("no",), ("yes",)]


async def test_two_that_exclude_each_other_are_not_put_on_together(world: World) -> None:
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))

    answer = await world.submit("anouk", form, **{HERE: ("yes",), NEVER: ("yes",)})

    assert answer.reply == FormErrors(dict.fromkeys((HERE, NEVER), "Dit kan niet allebei. Kies er één."))


async def test_of_two_that_change_places_nothing_is_said_but_that_it_is_kept(world: World) -> None:
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))
    await world.submit("anouk", form, **{HERE: ("yes",), NEVER: ("no",)})
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))

    assert words_of(await world.submit("anouk", form, **{HERE: ("no",), NEVER: ("yes",)})) == "Bewaard."


async def test_the_form_shows_what_config_yaml_chose_until_the_chat_chooses(sqlite_store: Store) -> None:
    organisation = an_organisation(configured={"bel": {"undo_seconds": 30}})
    world = await World(sqlite_store, organisation=organisation).open()

    form = form_of(await world.say("anouk", None, "klant instellingen bel"))
    await world.submit("anouk", form, **{"bel.organisation.undo_seconds": "5"})

    assert isinstance(form.fields[0], TextField) and form.fields[0].value == "30"
    assert "Over 5 seconden" in words_of(await world.say("sanne", "mt", "/bel De lift is klaar"))


async def test_sending_the_form_as_it_was_changes_nothing(world: World) -> None:
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))
    values: dict[str, Value] = {
        field.name: field.value for field in form.fields if isinstance(field, TextField | ChoiceField)
    }
    before = await world.read(choices.shared)

    answer = await world.submit("anouk", form, **values)

    assert words_of(answer) == "Er is niets veranderd."
    assert await world.read(choices.shared) == before


@pytest.mark.parametrize("value", ["61", "-1", "tien", "", "1e1", "९", "9" * 400, "\ud800", "\x00"])
async def test_a_value_that_does_not_fit_saves_nothing_of_the_form(world: World, value: str) -> None:
    form = form_of(await world.say("anouk", "team-noord", "/klant instellingen bel"))
    before = await world.read(choices.shared)

    reply = (await world.submit("anouk", form, **both("yes", value))).reply

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"bel.organisation.undo_seconds": "Kies een getal van 0 tot en met 60."}
    assert await world.read(choices.shared) == before


async def test_settings_are_refused_to_who_does_not_look_after_the_ritual(world: World) -> None:
    form = form_of(await world.say("anouk", None, "klant instellingen bel"))
    own = form_of(await world.say("sanne", None, "klant voorkeuren"))

    typed = await world.say("sanne", "team-noord", "/klant instellingen bel")
    pressed = await world.act("sanne", "klant.settings", Ref("ritual", "bel"))
    sent = await world.submit("sanne", replace(form, draft=own.draft), **{"bel.organisation.undo_seconds": "0"})

    assert words_of(typed) == REFUSED.format("de bel")
    assert words_of(pressed) == REFUSED.format("een ritueel")
    assert isinstance(sent.reply, FormErrors)
    assert "Over 10 seconden" in words_of(await world.say("sanne", "mt", "/bel De lift is klaar"))


async def test_preferences_change_only_ones_own(world: World) -> None:
    form = form_of(await world.say("sanne", None, "voorkeuren"))
    forged: dict[str, Value] = {"bel.person.celebrate": ("no",), "bel.organisation.undo_seconds": "0"}

    await world.submit("sanne", form, **forged)

    assert {field.name for field in form.fields} == {
        "bel.person.celebrate",
        "bel.person.firsts",
        "klant.person.language",
        "klant.person.free_days",
        "klant.person.away_until",
    }
    answer = await world.say("sanne", "mt", "/bel De lift is klaar @youssef")
    assert "Over 10 seconden" in words_of(answer)
    await world.walk(seconds=11)
    text = world.platform.standing("mt")[0].text
    assert "Youssef" in text and "Een collega luidde de bel." in text


async def test_everybody_reads_in_the_language_of_their_choice(world: World) -> None:
    english = words_of(await world.say("grace", None, "blorp"))
    form = form_of(await world.say("grace", None, "preferences"))
    await world.submit("grace", form, **{"klant.person.language": ("nl",)})
    dutch = words_of(await world.say("grace", None, "blorp"))

    assert form.title == "My preferences"
    assert (english, dutch) == ("I did not understand that yet. Do you mean:", "Dat snap ik nog niet. Bedoel je:")


async def test_a_language_chosen_back_to_that_of_the_app(world: World) -> None:
    form = form_of(await world.say("sanne", None, "voorkeuren"))
    await world.submit("sanne", form, **{"klant.person.language": ("en",)})
    again = form_of(await world.say("sanne", None, "preferences"))
    await world.submit("sanne", again, **{"klant.person.language": ("none",)})

    assert words_of(await world.say("sanne", None, "blorp")).startswith("Dat snap ik nog niet.")


async def test_a_beheerder_gives_and_takes_roles(world: World) -> None:
    given = await world.say("fatima", "team-noord", "/klant rol @sanne ritueelhouder bel")
    during = labels(card_of(await world.say("sanne", None, "klant")))
    taken = await world.say("fatima", "team-noord", "/klant rol @sanne geen")
    after = labels(card_of(await world.say("sanne", None, "klant")))

    assert words_of(given) == "Sanne de Wit gaat nu over de bel."
    assert words_of(taken) == "Sanne de Wit heeft geen rol meer."
    assert ("Instellingen van de bel" in during, "Instellingen van de bel" in after) == (True, False)


@pytest.mark.parametrize("who", ["anouk", "sanne", "ron"])
async def test_nobody_else_gives_roles(world: World, who: str) -> None:
    before = await world.read(roles.every)

    answer = await world.say(who, "team-noord", "/klant rol @youssef beheerder")

    assert words_of(answer) == "Dit mag alleen een beheerder. Vraag het aan Fatima."
    assert await world.read(roles.every) == before


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", EXAMPLE),
        ("@sanne", EXAMPLE),
        ("@sanne koning", "Die rol bestaat niet. Kies beheerder, ritueelhouder of curator."),
        ("@sanne beheerder bel", EXAMPLE),
        ("sanne beheerder", EXAMPLE),
        ("@pietje beheerder", "Ik ken @pietje niet."),
        ("@sanne @pietje beheerder", "Ik ken @pietje niet."),
        ("@sanne @youssef beheerder", EXAMPLE),
        ("@sanne ritueelhouder blorp", "Dat ritueel ken ik niet. Er is: bel."),
        ("@ron beheerder", "Rollen zijn voor collega's van de organisatie zelf."),
    ],
)
async def test_a_role_that_cannot_be_given_is_explained(world: World, typed: str, answer: str) -> None:
    before = await world.read(roles.every)

    assert words_of(await world.say("fatima", "team-noord", f"/klant rol {typed}")) == answer
    assert await world.read(roles.every) == before


async def test_a_role_of_config_yaml_is_not_taken_away_in_chat(sqlite_store: Store) -> None:
    organisation = an_organisation(roles=ConfiguredRoles(beheerder=(PEOPLE["youssef"].email,)))
    world = await World(sqlite_store, organisation=organisation).open()

    kept = await world.say("fatima", "team-noord", "/klant rol @youssef geen")
    answer = await world.say("youssef", "team-noord", "/klant rol @sanne curator")

    assert words_of(kept) == "Youssef el Amrani houdt de rol die in config.yaml staat. Die gaat alleen daar weg."
    assert words_of(answer) == "Sanne de Wit is nu curator."


async def test_the_last_beheerder_stays(world: World) -> None:
    before = await world.read(roles.every)

    answer = await world.say("fatima", "team-noord", "/klant rol @fatima geen")

    assert words_of(answer) == "Jij bent de enige beheerder. Maak eerst een collega beheerder."
    assert await world.read(roles.every) == before


async def test_a_beheerder_may_go_when_there_is_another(world: World) -> None:
    await world.say("fatima", "team-noord", "/klant rol @sanne beheerder")

    gone = await world.say("fatima", "team-noord", "/klant rol @fatima geen")
    last = await world.say("sanne", "team-noord", "/klant rol @sanne geen")

    assert words_of(gone) == "Fatima Bouzid heeft geen rol meer."
    assert words_of(last) == "Jij bent de enige beheerder. Maak eerst een collega beheerder."


async def test_two_beheerders_cannot_send_each_other_away_at_once(store: Store) -> None:
    world = await World(store).open()
    for _ in range(5):
        await world.say("fatima", "team-noord", "/klant rol @sanne beheerder")
        await world.say("sanne", "team-noord", "/klant rol @fatima beheerder")

        await asyncio.gather(
            world.say("fatima", "team-noord", "/klant rol @sanne geen"),
            world.say("sanne", "mt", "/klant rol @fatima geen"),
        )

        assert [one for one in await world.read(roles.every) if one.role == "beheerder"]


async def test_a_beheerder_of_config_yaml_counts(sqlite_store: Store) -> None:
    organisation = an_organisation(roles=ConfiguredRoles(beheerder=(PEOPLE["youssef"].email,)))
    world = await World(sqlite_store, organisation=organisation).open()

    answer = await world.say("fatima", "team-noord", "/klant rol @fatima geen")

    assert words_of(answer) == "Fatima Bouzid heeft geen rol meer."


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("rol @sanne ritueelhouder", "Sanne de Wit gaat nu over alle rituelen."),
        ("rol @sanne ritueelhouder de bel", "Sanne de Wit gaat nu over de bel."),
        ("rol @sanne beheerder", "Sanne de Wit is nu beheerder."),
        ("role @sanne keeper bell", "Sanne de Wit gaat nu over de bel."),
        ("role @sanne administrator", "Sanne de Wit is nu beheerder."),
    ],
)
async def test_a_role_is_told_in_words(world: World, typed: str, answer: str) -> None:
    if "bell" in typed:
        form = form_of(await world.say("fatima", None, "voorkeuren"))
        await world.submit("fatima", form, **{"klant.person.language": ("en",)})
        answer = "Sanne de Wit looks after the bell now."

    assert words_of(await world.say("fatima", "team-noord", f"/klant {typed}")) == answer


@pytest.mark.parametrize("who", ["fatima", "sanne"])
async def test_settings_of_a_ritual_that_is_not_there(world: World, who: str) -> None:
    answer = await world.say(who, "team-noord", "/klant instellingen blorp")

    assert words_of(answer) == "Dat ritueel ken ik niet. Er is: bel."


async def test_a_time_that_is_none_is_met_with_how_to_write_one(world: World) -> None:
    form = form_of(await world.say("anouk", None, "klant instellingen bel"))

    reply = (await world.submit("anouk", form, **{"bel.organisation.kept_until": "negen uur"})).reply

    assert isinstance(reply, FormErrors)
    assert reply.errors == {"bel.organisation.kept_until": "Schrijf een tijd als 09:00."}
