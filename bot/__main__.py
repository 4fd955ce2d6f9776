"""`python -m bot` is `klantritme`."""

from bot.cli import main

main(prog_name="klantritme")
