"""What Slack can show and how fast it may be used: every figure in one place, each with where it comes from.

Ours are a little under Slack's own: what counts as a character differs between the two.
"""

from __future__ import annotations

from rituals.engine.platform import Capabilities, Limits, Rate

# docs.slack.dev/reference/block-kit, and slack_sdk.models.blocks, which checks the same figures
PLAIN_TEXT = 2_900  # a text element: 3,000
MESSAGE = 12_000  # all words of a message; Slack refuses from about 13,200 on (msg_blocks_too_long)
UPDATE_TEXT = 4_000  # `text` of chat.update, which refuses a longer one (msg_too_long); a post may have 40,000
MESSAGE_BLOCKS = 45  # 50, and a card of ours may need a few more than it has
ROW = 5  # an actions block takes 25; more than five no longer stand beside each other
LABEL = 75  # button, option
LIST = 90  # options of a menu: 100
RADIOS = 10  # radio buttons and checkboxes
OPTION_VALUE = 150
TITLE = 24  # title and buttons of a dialog
BUTTON_VALUE = 2_000
ALT = 2_000
ADDRESS = 3_000
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
FIELD_LABEL = 2_000
FIELD_TEXT = 3_000  # the most a plain_text_input lets somebody type

# docs.slack.dev/interactivity/handling-user-interaction: five times within thirty minutes
RESPONSE_USES = 5
RESPONSE_SECONDS = 29 * 60.0

# docs.slack.dev/apis/web-api/rate-limits
LIMITS = Limits(workspace=(Rate(300, 60.0),), place=(Rate(1, 1.0),), updates=(Rate(50, 60.0),))

CAPABILITIES = Capabilities(
    private_in_place=True,
    form_from_command=True,
    form_from_words=False,
    press_redraws=False,  # everybody sees the same message: a change of it is for all
    reactions=True,
    threads=True,
    lookup=True,
    silent=False,
    before_command="/",
    before_place="#",
    files=True,
    sends_files=True,
    previews=True,
    max_text=PLAIN_TEXT,
    max_card=MESSAGE,
    max_blocks=MESSAGE_BLOCKS,
    max_buttons=ROW,
    max_label=LABEL,
    max_options=LIST,
    max_title=TITLE,
    max_value=BUTTON_VALUE,
)
