"""What Teams can show and how fast it may be used: every figure of the platform, with where it was read.

| figure | source |
|---|---|
| 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour, for one bot in one conversation | learn.microsoft.com, rate-limit |
| 30 requests a second for one app in one tenant (older pages: 50) | learn.microsoft.com, rate-limit |
| 28 KB for a message, measured in UTF-16; we keep to 24 KB | learn.microsoft.com, format-your-bot-messages |
| six buttons in a row; more disappear | learn.microsoft.com, cards-reference |
| fifteen options in a list that is searched while typing | learn.microsoft.com, dynamic-search |
| five seconds for an invoke, and two repeats of it | learn.microsoft.com, respond-to-task-module-submit |
| a targeted message is gone after 24 hours | learn.microsoft.com, targeted-messages |
"""

from datetime import timedelta

from rituals.engine.platform import Capabilities, Limits, Rate

NAME = "teams"
CHANNEL = "msteams"
BOT = "Klantritme"
"""What the bot is called in Teams, and how it is addressed."""

CAPABILITIES = Capabilities(
    private_in_place=True,
    form_from_command=False,
    form_from_words=False,
    press_redraws=True,
    reactions=True,
    threads=True,
    lookup=False,
    silent=False,
    before_command=f"@{BOT} ",
    before_place="",
    files=False,
    previews=False,
    max_text=3_000,
    max_card=4_000,
    max_blocks=30,
    max_buttons=6,
    max_label=60,
    max_options=50,
    max_title=64,
    max_value=1_000,
)
LIMITS = Limits(
    workspace=(Rate(30, 1),),
    place=(Rate(7, 1), Rate(8, 2), Rate(60, 30), Rate(1_800, 3_600)),
)

MOST_BYTES = 1024 * 1024
"""Of a request to us."""
MOST_UNITS = 12 * 1024
"""Of a message that we send, in units of UTF-16: 24 KB."""
MOST_FOUND = 15
SEND_SECONDS = 15.0
STEP_SECONDS = 5.0
"""For the login and for a personal chat, which come before a message: together within delivery's deadline."""
REPLY_SECONDS = 2.5
SORRY_SECONDS = 5.0
"""For a sentence for which Teams' own request is kept waiting, after the 2.5 s in which nothing could be stored."""
TARGETED_LIVES = timedelta(hours=24)
PERSONAL_LIVES = timedelta(days=7)
"""How long an answer in the personal chat is still changed instead of followed by a new one."""
REFUSED_FOR = 24 * 3600.0
"""Seconds in which a tenant that refused a targeted message is not asked again."""
