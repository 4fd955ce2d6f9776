"""What the playground can show: everything, in generous measures, as fast as it comes."""

from rituals.engine.platform import Capabilities, Limits

CAPABILITIES = Capabilities(
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
    own_pages=True,
    previews=True,
    max_text=10_000,
    max_card=40_000,
    max_blocks=60,
    max_buttons=6,
    max_label=150,
    max_options=200,
    max_title=150,
    max_value=2_000,
)
LIMITS = Limits()
