"""Cards, forms and capabilities as hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st

from rituals.engine.cards import (
    Block,
    Button,
    Buttons,
    Card,
    ChoiceField,
    DateField,
    Facts,
    FileField,
    Form,
    Image,
    Link,
    More,
    Option,
    PersonField,
    Rule,
    Small,
    Strong,
    Text,
    TextField,
    Voice,
)
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors, Nothing, Private, ShowForm
from rituals.engine.platform import Capabilities

SIGNS = ("a", " ", "é", "e\u0301", "👩‍👩‍👧", "🇳🇱", "👍🏽", "한", "\n", "ب", "…", "x" * 9, "\udcff")
words = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join) | st.text(max_size=60)
names = st.text("abcdef", min_size=1, max_size=8)
refs = st.builds(Ref, names, names)
keys = st.builds(Key, names, names)
spans = st.one_of(words, st.builds(Strong, words))
controls = st.one_of(
    st.builds(Button, words, names, st.none() | refs, st.just("primary"), st.none() | words),
    st.builds(More, refs),
    st.builds(Link, words, names.map(lambda name: f"https://voorbeeld.nl/{name}")),
)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, st.lists(spans, max_size=4).map(tuple)),
    st.builds(Voice, words),
    st.builds(Small, words),
    st.builds(Buttons, st.lists(controls, min_size=1, max_size=7).map(tuple)),
    st.builds(Image, names.map(lambda name: f"https://voorbeeld.nl/{name}.png"), words),
    st.builds(Facts, st.lists(st.tuples(words, words), max_size=4).map(tuple)),
    st.just(Rule()),
)
cards = st.builds(Card, st.lists(blocks, max_size=8).map(tuple), st.booleans())
options = st.lists(st.builds(Option, names, words), max_size=8).map(tuple)
fields = st.one_of(
    st.builds(TextField, names, words, words, words, max_length=st.integers(1, 3000)),
    st.builds(ChoiceField, names, words, options, st.lists(names, max_size=2).map(tuple)),
    st.builds(PersonField, names, words, options),
    st.builds(DateField, names, words),
    st.builds(FileField, names, words, st.just(("csv", "xlsx"))),
)
forms = st.builds(Form, names, words, st.lists(fields, max_size=4).map(tuple), words, st.none() | refs, words, names)
things = st.one_of(
    cards,
    forms,
    st.builds(Private, cards, st.none() | keys),
    st.builds(ShowForm, forms),
    st.builds(FormErrors, st.dictionaries(names, words, max_size=3)),
    st.just(Nothing()),
)
narrow = st.builds(
    Capabilities,
    private_in_place=st.booleans(),
    form_from_command=st.booleans(),
    form_from_words=st.booleans(),
    press_redraws=st.booleans(),
    reactions=st.booleans(),
    threads=st.booleans(),
    lookup=st.booleans(),
    silent=st.booleans(),
    files=st.booleans(),
    previews=st.booleans(),
    max_text=st.integers(1, 60),
    max_card=st.integers(1, 200),
    max_blocks=st.integers(1, 9),
    max_buttons=st.integers(1, 6),
    max_label=st.integers(1, 30),
    max_options=st.integers(1, 6),
    max_title=st.integers(1, 30),
    max_value=st.integers(1, 40),
)
WIDE = Capabilities(
    private_in_place=True,
    form_from_command=True,
    form_from_words=True,
    press_redraws=True,
    reactions=True,
    threads=True,
    lookup=True,
    silent=True,
    before_command="/",
    before_place="#",
    files=True,
    previews=True,
    max_text=3000,
    max_card=40_000,
    max_blocks=50,
    max_buttons=25,
    max_label=500,
    max_options=100,
    max_title=500,
    max_value=2000,
)
