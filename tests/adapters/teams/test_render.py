"""Every card and form that the product can show is a valid Adaptive Card, whatever people write in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as search
from pydantic import ValidationError

from adapters.teams import render
from adapters.teams.cards import AdaptiveCard
from adapters.teams.forms import FORM, Forms, input_id
from adapters.teams.limits import CAPABILITIES, MOST_UNITS
from adapters.teams.transport import message_of, units
from bot.found import find_rituals
from rituals.engine.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    DateField,
    Facts,
    FileField,
    Form,
    Link,
    More,
    Option,
    PersonField,
    Rule,
    Small,
    Text,
    TextField,
    Voice,
    plain,
)
from rituals.engine.fit import fit, fit_form
from rituals.engine.names import Ref
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages, Say
from tests.contracts.rituals import Seen, seen_of
from tests.fakes.teams.activities import check_outbound
from tests.fakes.teams.cards import check_card
from tests.fakes.teams.reading import actions_of, inputs_of, seen, titles_of
from tests.fakes.world import an_organisation
from tests.rituals.engine.strategies import cards, forms

REF = Ref("bell", "17")
MODES: tuple[render.Mode, ...] = ("message", "own", "dialog")
LONG = "De lift van het hoge gebouw aan de ’s-Hertogenboschstraat deed het zaterdag ineens weer, en dat is fijn. "


def shown() -> list[Seen]:
    """Everything that colleagues see who walk through all rituals."""
    return [seen_of(one.name) for one in find_rituals()]


def dutch() -> Say:
    return Languages(an_organisation()).say("nl")


def drawer() -> Forms:
    return Forms(Sealer([b"k" * 32]))


def test_every_card_of_the_product_is_a_valid_message() -> None:
    for card in [card for one in shown() for card in one.cards]:
        fitted = fit(card, CAPABILITIES).card
        assert check_outbound(message_of(fitted, "message")) == []
        for mode in MODES:
            assert check_card(render.card(fitted, mode).wire(), dialog=mode == "dialog") == []


def test_every_form_of_the_product_is_a_valid_dialog() -> None:
    drawn = [form for one in shown() for form in one.forms]
    assert drawn
    for form in drawn:
        fitted = fit_form(form, CAPABILITIES).form
        wrong = {"": "Dat kan niet.", **{field.name: "Dit klopt niet." for field in fitted.fields}}
        for errors in ({}, wrong):
            assert check_card(drawer().card(fitted, dutch(), errors).wire(), dialog=True) == []


def test_every_form_of_the_product_comes_back_as_it_was_sent() -> None:
    for form in [form for one in shown() for form in one.forms]:
        fitted = fit_form(form, CAPABILITIES).form
        card = drawer().card(fitted, dutch()).wire()
        (button,) = actions_of(card)
        typed = {one["id"]: one.get("value", "") for one in inputs_of(card)}

        sent = drawer().read({**button["data"], **typed})

        assert sent is not None
        assert (sent.form.name, sent.form.draft, sent.form.ref) == (form.name, form.draft, form.ref)
        assert sent.refilled == fitted


@search(max_examples=150, deadline=None)
@given(cards)
def test_any_card_is_drawn_within_what_teams_takes(card: Card) -> None:
    drawn = message_of(fit(card, CAPABILITIES).card, "message")

    assert units(drawn) <= MOST_UNITS
    for attachment in drawn.get("attachments", []):
        AdaptiveCard.model_validate(attachment["content"])


@search(max_examples=100, deadline=None)
@given(forms)
def test_any_form_can_be_drawn(form: Form) -> None:
    """Names of fields and values of options are ours, and differ; the rest is what people write."""
    fields = {field.name: field for field in form.fields if field.name}
    drawn = Form("bel.ring", form.title or "Bel", tuple(fields.values()), "Stuur")

    AdaptiveCard.model_validate(drawer().card(fit_form(drawn, CAPABILITIES).form, dutch()).wire())


@pytest.mark.parametrize("bare", ["\x00", "\x00\x00", "\x00 "])
def test_what_shows_nothing_when_it_is_clean_can_be_drawn(bare: str) -> None:
    options = (Option("a", bare),)
    fields = (
        TextField("text", bare, bare, bare), ChoiceField("one", bare, options), PersonField("who", bare, options),
        DateField("day", bare), FileField("file", bare, ("csv",)),
    )  # fmt: skip
    form = Form("bel.ring", bare, fields, bare, intro=bare)
    buttons = Buttons((Button(bare, "bel.clap"), Button(bare, "bel.clap", None, "danger", bare)))
    card = Card((Text((bare,)), Voice(bare), Small(bare), Facts(((bare, bare),)), buttons))

    assert check_card(drawer().card(form, dutch(), {"text": bare, "": bare}).wire(), dialog=True) == []
    assert check_card(render.card(card).wire()) == []


@pytest.mark.parametrize("words", [LONG * 200, "👩‍👩‍👧‍👦" * 3000, "\u202e{{DATE(2026-11-23T09:00:00Z)}}" * 500])
def test_a_text_that_is_too_long_loses_its_end_and_keeps_its_buttons(words: str) -> None:
    clap = Button("Klap mee", "bel.clap", REF)
    card = fit(Card((Text((words,)), Voice(words), Small(words), Buttons((clap, More(REF))))), CAPABILITIES).card

    drawn = message_of(card, "message")

    assert units(drawn) <= MOST_UNITS
    assert check_outbound(drawn) == []
    assert titles_of(drawn["attachments"][0]["content"]) == ["Klap mee", render.DOTS]


def test_the_most_options_and_the_longest_labels_fit() -> None:
    options = tuple(Option(f"value-{n}", f"{LONG}{n}") for n in range(500))
    form = Form("klant.settings", LONG, (ChoiceField("a", LONG, options, ("value-7",)),), LONG, intro=LONG * 50)

    card = drawer().card(fit_form(form, CAPABILITIES).form, dutch()).wire()

    assert check_card(card, dialog=True) == []
    assert units(card) <= MOST_UNITS
    assert len(inputs_of(card)[0]["choices"]) == CAPABILITIES.max_options


@pytest.mark.parametrize(
    "words", ["**vet** [klik](https://kwaad.example)", "# kop\n- lijst\n> citaat", "{{DATE(2026-11-23T09:00:00Z)}}"]
)
def test_no_words_of_people_work_as_markup(words: str) -> None:
    read = seen(render.card(Card((Text((words,)), Voice(words), Small(words)))).wire())

    assert read.elements <= {"AdaptiveCard", "RichTextBlock", "TextRun", "Container"}
    assert "{{DATE(" not in read.words


def test_a_press_carries_its_action_and_what_it_is_about() -> None:
    (press,) = actions_of(render.card(Card((Buttons((Button("Klap mee", "bel.clap", REF, "primary"),)),))).wire())

    assert press == {
        "type": "Action.Execute", "title": "Klap mee", "verb": "bel.clap", "style": "positive",
        "data": {"action": "bel.clap", "ref": "bell:17"},
    }  # fmt: skip


def test_a_button_that_opens_a_form_asks_for_a_dialog() -> None:
    (press,) = actions_of(render.card(Card((Buttons((Button("Invullen", "open", REF, opens_form=True),)),))).wire())

    assert press["type"] == "Action.Submit"
    assert press["data"]["msteams"] == {"type": "task/fetch"}


def test_what_asks_once_more_asks_in_place() -> None:
    away = Button("Haal weg", "bel.take_back", REF, "danger", "Zeker weten?")
    first, second = actions_of(render.card(Card((Buttons((away,)),)), "own").wire())

    assert first["type"] == "Action.ShowCard"
    assert second["data"] == {"action": "bel.take_back", "ref": "bell:17", "own": True}


def test_a_link_that_is_none_is_left_out() -> None:
    links = Buttons((Link("Lees", "javascript:alert(1)"), Link("Meer", "https://meer.example/")))

    assert titles_of(render.card(Card((links,))).wire()) == ["Meer"]


def test_a_line_stands_above_what_comes_after_it() -> None:
    drawn = render.card(Card((Rule(), Text(("a",)), Rule(), Rule(), Text(("b",)), Rule()))).wire()

    assert [one.get("separator") for one in drawn["body"]] == [None, True]


def test_the_summary_says_the_whole_card() -> None:
    card = Card((Text(("De bel gaat",)), Voice("Gelukt"), Buttons((Button("Klap mee", "bel.clap"),))))

    assert message_of(card, "message")["summary"] == plain(card)


def test_every_kind_of_field_comes_back_as_its_own_kind_of_value() -> None:
    form = Form(
        "probe.all", "Alles",
        (
            TextField("text", "Wat?"), DateField("day", "Wanneer?"), FileField("file", "Wat nog?", ("csv",)),
            ChoiceField("one", "Welke?", (Option("a", "A"), Option("b", "B"))),
            ChoiceField("some", "Welke wel?", (Option("a", "A"), Option("b", "B")), multiple=True),
            PersonField("who", "Wie?"), PersonField("single", "Wie nog?", multiple=False),
        ),
        "Stuur",
    )  # fmt: skip
    data = dict(actions_of(drawer().card(form, dutch()).wire())[0]["data"])
    typed = {
        "text": "één, twee", "day": "2026-11-23", "one": "a", "some": "a,b", "who": "person:3, Ron",
        "single": "Ron, de monteur",
    }  # fmt: skip

    sent = drawer().read({**data, **{input_id(name): value for name, value in typed.items()}})

    assert sent is not None
    assert sent.values == {
        "text": "één, twee", "day": "2026-11-23", "file": "", "one": ("a",), "some": ("a", "b"),
        "who": ("person:3", "Ron"), "single": ("Ron, de monteur",),
    }  # fmt: skip


@pytest.mark.parametrize("sealed", [None, 7, "", "niet van ons", "AAAA", "é", {"a": 1}])
def test_a_form_that_is_not_ours_is_none(sealed: object) -> None:
    assert drawer().read({FORM: sealed}) is None


def test_a_form_that_was_changed_on_the_way_is_none() -> None:
    card = drawer().card(Form("bel.ring", "Bel", (TextField("text", "Wat?"),), "Stuur"), dutch()).wire()
    sealed = str(actions_of(card)[0]["data"][FORM])

    assert drawer().read({FORM: sealed[:-8] + "AAAAAAA="}) is None
    assert Forms(Sealer([b"x" * 32])).read({FORM: sealed}) is None


def test_nothing_that_was_typed_travels_in_the_button() -> None:
    """Not even encrypted: the form would grow with it."""
    form = Form("bel.ring", "Bel", (TextField("text", "Wat?", value=LONG * 20),), "Stuur")

    assert len(str(actions_of(drawer().card(form, dutch()).wire())[0]["data"])) < 1000


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "AdaptiveCard", "version": "1.5", "body": []},
        {"type": "AdaptiveCard", "version": "1.6", "body": [{"type": "TextBlock", "text": "a"}]},
        {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "**a**"}]},
        {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "RichTextBlock", "inlines": [], "wrap": True}]},
        {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text", "id": "a"}]},
        {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text", "id": "a", "label": 7}]},
    ],
)
def test_the_models_refuse_what_is_not_in_them(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AdaptiveCard.model_validate(wrong)
