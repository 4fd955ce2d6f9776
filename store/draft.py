"""For developers: `python -m store.draft "what changes"` writes the next migration from the tables.

Read what it wrote, correct it, and set HEAD in `store.migrate` to its number.
"""

import sys
import tempfile
from pathlib import Path

from store.migrate import MIGRATIONS, alembic_config, connected, upgrade


def draft(message: str) -> Path:
    from alembic import command

    number = f"{len(list((MIGRATIONS / 'versions').glob('[0-9]*.py'))) + 1:04}"
    config = alembic_config()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.db"
        upgrade(url, chain=True)
        with connected(url) as connection:
            config.attributes["connection"] = connection
            written = command.revision(config, message, autogenerate=True, rev_id=number)
    if written is None or isinstance(written, list):
        raise RuntimeError("one migration was asked for")
    return Path(written.path)


if __name__ == "__main__":
    sys.stdout.write(f"{draft(' '.join(sys.argv[1:]) or 'change')}\n")
