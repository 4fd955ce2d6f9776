"""Forms as dialogs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_sdk.models.views import View

from adapters.slack import forms
from adapters.slack.limits import CAPABILITIES
from rituals.engine.cards import ChoiceField, DateField, Form, Option, PersonField, TextField
from rituals.engine.fit import fit_form
from rituals.engine.names import Ref
from tests.adapters.slack.test_render import SAY
from tests.fakes.trial_ritual import EVERYTHING

WORD = "Langdurigheidswaarborgen "


def blocks(form: Form) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in forms.view(form, SAY)["blocks"] if block["type"] == "input"}


def test_a_dialog_says_whose_it_is_and_holds_no_words_of_people() -> None:
    form = Form("bel.new", "De bel", (TextField("text", "Wat?", value="Geheim"),), "Luid", Ref("bell", "1"),
                draft="d1")  # fmt: skip

    view = forms.view(form, SAY)

    assert json.loads(view["private_metadata"]) == {"form": "bel.new", "draft": "d1", "ref": "bell:1"}
    assert view["notify_on_close"] is True
    assert [view[part]["text"] for part in ("title", "submit", "close")] == ["De bel", "Luid", "Sluiten"]


def test_every_kind_of_field_is_drawn() -> None:
    kinds = {name: block["element"]["type"] for name, block in blocks(EVERYTHING).items()}

    assert kinds == {
        "wat": "plain_text_input", "kort": "plain_text_input", "een": "radio_buttons", "meer": "checkboxes",
        "wie": "multi_external_select", "dag": "datepicker", "bestand": "file_input",
    }  # fmt: skip


def test_what_is_folded_comes_last_under_a_line() -> None:
    form = Form("a.b", "T", (TextField("later", "L", folded=True), TextField("eerst", "E")), "Ok")

    drawn = forms.view(form, SAY)["blocks"]

    assert [block.get("block_id", block["type"]) for block in drawn] == ["eerst", "divider", "context", "later"]


def test_what_was_typed_before_stands_there_again() -> None:
    form = Form(
        "a.b", "T",
        (
            TextField("t", "L", value="al getypt"),
            ChoiceField("c", "L", (Option("a", "A"), Option("b", "B")), ("b",)),
            ChoiceField("m", "L", (Option("a", "A"), Option("b", "B")), ("a", "b"), multiple=True),
            PersonField("p", "L", (Option("person:3", "Sanne"), Option("de monteur", "de monteur"))),
            PersonField("een", "L", (Option("person:3", "Sanne"),), multiple=False),
            DateField("d", "L", "2026-11-23"),
        ),
        "Ok",
    )  # fmt: skip

    found = {name: block["element"] for name, block in blocks(form).items()}

    assert found["t"]["initial_value"] == "al getypt"
    assert found["c"]["initial_option"]["value"] == "b"
    assert [one["value"] for one in found["m"]["initial_options"]] == ["a", "b"]
    assert [one["value"] for one in found["p"]["initial_options"]] == ["person:3", "de monteur"]
    assert found["een"]["initial_option"]["value"] == "person:3"
    assert found["d"]["initial_date"] == "2026-11-23"


@pytest.mark.parametrize(("many", "kind"), [(4, "radio_buttons"), (5, "static_select"), (90, "static_select")])
def test_many_answers_fold_into_a_list(many: int, kind: str) -> None:
    options = tuple(Option(str(n), f"Keuze {n}") for n in range(many))

    assert blocks(Form("a.b", "T", (ChoiceField("c", "L", options),), "Ok"))["c"]["element"]["type"] == kind


@pytest.mark.parametrize("multiple", [True, False])
@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("words", ["a", WORD * 500, "👩‍👩‍👧‍👦" * 2000])
def test_the_largest_form_that_fits_is_one_that_slack_takes(words: str, folded: bool, multiple: bool) -> None:
    options = tuple(Option(f"{n}", words) for n in range(300))
    form = Form(
        "bel.new", words,
        (
            TextField("t", words, words, words, multiline=multiple, max_length=100_000, folded=folded),
            ChoiceField("c", words, options, ("1", "299"), multiple, hint=words, folded=folded),
            ChoiceField("k", words, options[:10], ("1",), multiple, hint=words, folded=folded),
            PersonField("p", words, options if multiple else options[:1], multiple, hint=words, folded=folded),
            DateField("d", words, "2026-11-23", hint=words, folded=folded),
        ),
        words, intro=words,
    )  # fmt: skip

    view = forms.view(fit_form(form, CAPABILITIES).form, SAY)

    View(**view).validate_json()
    assert len(json.dumps(view, ensure_ascii=False).encode()) < 250_000
    assert all(len(option["text"]["text"]) <= 75 for block in view["blocks"] if block["type"] == "input"
               for option in block["element"].get("options", ()))  # fmt: skip


def test_a_complaint_stands_at_its_field_and_what_is_about_all_at_the_first() -> None:
    assert forms.complaints({"kort": "Te lang.", "": "Er mist iets."}, ("wat", "kort")) == {
        "kort": "Te lang.", "wat": "Er mist iets.",
    }  # fmt: skip
    assert forms.complaints({"wat": "Vertel.", "weg": "Nee."}, ("wat",)) == {"wat": "Vertel. Nee."}


def test_a_person_field_offers_colleagues_and_the_words_themselves() -> None:
    people = (Option("person:3", "Sanne de Wit"),)

    offered = forms.suggestions({"action_id": forms.PEOPLE_OR_WORDS}, " san ", people, SAY)["options"]
    only = forms.suggestions({"action_id": forms.PEOPLE}, "san", people, SAY)["options"]

    assert [(one["value"], one["text"]["text"]) for one in offered] == [
        ("person:3", "Sanne de Wit"), ("san", "san (zonder account)"),
    ]  # fmt: skip
    assert [one["value"] for one in only] == ["person:3"]
