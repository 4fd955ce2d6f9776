"""Chores: `setup` and `lock` for the shell, the others as `python -m scripts.<name>`."""
