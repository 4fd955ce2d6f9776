"""Whatever a ritual draws, a platform gets something it can show."""

from dataclasses import replace

import pytest
from hypothesis import given

from rituals.engine.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Facts,
    Form,
    Image,
    Link,
    Offers,
    Option,
    Rule,
    Sheet,
    Small,
    Strong,
    Text,
    TextField,
    Voice,
    controls_of,
    plain,
    plain_block,
)
from rituals.engine.clusters import cut
from rituals.engine.fit import fit, fit_form, fits_as_it_is, size, value_of
from rituals.engine.names import Key, Ref
from rituals.engine.platform import Capabilities
from tests.rituals.engine.strategies import WIDE, cards, forms, narrow


def within(card: Card, capabilities: Capabilities) -> bool:
    rows = [block for block in card.blocks if isinstance(block, Buttons)]
    named = [control for control in controls_of(card) if isinstance(control, Button | Link)]
    return (
        len(card.blocks) <= capabilities.max_blocks
        and size(card) <= capabilities.max_card
        and len(plain(card)) <= capabilities.max_card
        and all(len(plain_block(block)) <= capabilities.max_text for block in card.blocks)
        and all(1 <= len(row.controls) <= capabilities.max_buttons for row in rows)
        and all(len(control.label) <= capabilities.max_label for control in named)
    )


@given(cards, narrow)
def test_a_fitted_card_keeps_within_the_capabilities(card: Card, capabilities: Capabilities) -> None:
    assert within(fit(card, capabilities).card, capabilities)


@given(cards, narrow)
def test_fitting_again_changes_nothing(card: Card, capabilities: Capabilities) -> None:
    once = fit(card, capabilities).card
    again = fit(once, capabilities)
    assert again.card == once
    assert again.dropped == ()


@given(cards)
def test_a_card_that_fits_comes_back_whole(card: Card) -> None:
    fitted = fit(card, WIDE)
    assert fitted.card == card
    assert fitted.dropped == ()


@given(cards, narrow)
def test_what_is_lost_is_said(card: Card, capabilities: Capabilities) -> None:
    fitted = fit(card, capabilities)
    assert fitted.dropped or plain(fitted.card) == plain(card)
    assert fitted.dropped or controls_of(fitted.card) == controls_of(card)


def test_a_card_with_something_to_be_filled_in_is_not_sent_as_it_is() -> None:
    offers, link = Buttons((Offers(Ref("bell", "1")),)), Buttons((Link("Bekijk", "/stuk/voorbeeld/pet/1"),))

    assert fits_as_it_is(Card((Small("Klaar."),)), WIDE)
    assert not any(
        fits_as_it_is(Card((Small("Klaar."), block)), WIDE)
        for block in (offers, link, Sheet(Key("pet", "1"), "Pet", "Stuur"))
    )


@given(forms, narrow)
def test_a_fitted_form_keeps_within_the_capabilities(form: Form, capabilities: Capabilities) -> None:
    fitted = fit_form(form, capabilities).form
    again = fit_form(fitted, capabilities)
    assert len(fitted.title) <= capabilities.max_title
    assert len(fitted.submit) <= capabilities.max_label
    assert [field.name for field in fitted.fields] == [field.name for field in form.fields]
    for field in fitted.fields:
        assert len(field.label) <= capabilities.max_text
        if isinstance(field, ChoiceField):
            assert len(field.options) <= capabilities.max_options
            assert all(len(option.label) <= capabilities.max_label for option in field.options)
            assert set(field.value) <= {option.value for option in field.options}
    assert again.form == fitted
    assert again.dropped == ()


@pytest.mark.parametrize(
    "sign",
    ["👩‍👩‍👧", "🇳🇱", "👍🏽", "e\u0301", "🏴\U000e0067\U000e0062\U000e007f", "\r\n", "각", "1\ufe0f\u20e3"],
)
def test_a_sign_is_never_cut_in_two(sign: str) -> None:
    text = "ab" + sign + sign
    for most in range(1, len(text)):
        kept = cut(text, most)
        assert len(kept) <= most
        assert kept[:-1] in {"", "a", "ab", f"ab{sign}".rstrip()}
        assert kept.endswith("…")


def test_a_text_of_one_endless_sign_becomes_only_an_ellipsis() -> None:
    assert cut("e" + "\u0301" * 5000, 100) == "…"


def test_a_cut_keeps_the_emphasis_of_what_is_left() -> None:
    card = Card((Text(("Bel voor ", Strong("Sanne"), " en alle anderen")),))
    fitted = fit(card, replace(WIDE, max_text=16))
    assert fitted.card == Card((Text(("Bel voor ", Strong("Sanne"), "…")),))
    assert fitted.dropped == ("a Text cut from 30 to 15 characters",)


def test_a_long_row_becomes_several() -> None:
    row = Buttons(tuple(Button(str(number), "bel.clap") for number in range(5)))
    fitted = fit(Card((row,)), replace(WIDE, max_buttons=2))
    assert [len(block.controls) for block in fitted.card.blocks if isinstance(block, Buttons)] == [2, 2, 1]
    assert fitted.dropped == ()


def test_controls_stay_when_words_must_go() -> None:
    row = Buttons((Button("Klap mee", "bel.clap", Ref("bell", "17")),))
    fitted = fit(Card((Voice("lang " * 100), Rule(), Small("voetnoot"), row)), replace(WIDE, max_card=60))
    assert fitted.card.blocks[-1] == row
    assert size(fitted.card) <= 60
    few = fit(Card((Voice("een"), Rule(), Small("twee"), row)), replace(WIDE, max_blocks=2))
    assert few.card == Card((Voice("een"), row))


def test_what_a_button_carries_is_never_cut() -> None:
    long = Button("Klap mee", "bel.clap", Ref("bell", "1" * 100))
    fitted = fit(Card((Buttons((long, Button("Sluit", "bel.close"))),)), replace(WIDE, max_value=50))
    assert fitted.card == Card((Buttons((Button("Sluit", "bel.close"),)),))
    assert fitted.dropped == (f"a Button left out: what it carries is {len(value_of(long))} characters",)


def test_facts_lose_their_end_and_a_picture_with_an_endless_address_goes() -> None:
    card = Card((Facts((("Wie", "Sanne"), ("Wat", "x" * 50))), Image("https://voorbeeld.nl/" + "a" * 3000, "")))
    fitted = fit(card, replace(WIDE, max_text=20))
    assert fitted.card == Card((Facts((("Wie", "Sanne"), ("Wat", "xxx…"))),))


def test_a_chosen_option_stays_when_the_list_is_too_long() -> None:
    options = tuple(Option(str(number), f"keuze {number}") for number in range(10))
    form = Form("stem", "Stem", (ChoiceField("wie", "Wie?", options, ("8",)),), "Stem")
    [field] = fit_form(form, replace(WIDE, max_options=3)).form.fields
    assert isinstance(field, ChoiceField)
    assert [option.value for option in field.options] == ["0", "1", "8"]
    assert field.value == ("8",)


def test_a_field_asks_no_more_than_the_platform_takes() -> None:
    form = Form("bel", "Bel", (TextField("wat", "Wat?", max_length=9000),), "Luid")
    [field] = fit_form(form, WIDE).form.fields
    assert isinstance(field, TextField)
    assert field.max_length == WIDE.max_text
