"""Everything that can go wrong with the store, as one tree.

    StoreError
    ├── Busy             it did not start in time, and it never will
    ├── ReadOnly         the database can be read, not written
    ├── Full             the disk is full; writing goes on by itself once there is room
    ├── Unavailable      gone, replaced, corrupt, an I/O error, no server, closed
    ├── NewerSchema      a newer version of the program has written this database
    ├── OlderSchema      the database waits for its migration
    ├── AlreadyRunning   another process runs on the same SQLite file
    ├── BadBackup        a backup that cannot be made there, or is not whole
    ├── NotEmpty         a restore would take the place of rows that are there
    └── Conflict         a constraint of a table was broken

The messages are for operators; what a person in the chat reads is made elsewhere.
"""


class StoreError(Exception):
    """`where` is a path or an address without password; `detail` the driver's own words, on one line."""

    problem = "the store failed"
    remedy = "See the detail, and look at DATABASE_URL."

    def __init__(self, where: str, detail: str = "", remedy: str = "") -> None:
        self.where = where
        self.detail = " ".join(detail.split())
        self.remedy = remedy or self.remedy
        super().__init__(f"{self.cause}. {self.remedy}")

    @property
    def cause(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.where}: {self.problem}{detail}"


class Busy(StoreError):
    """The transaction did not start in time and never ran, so trying again is safe."""

    problem = "busy: the transaction did not start in time and was not run"
    remedy = "Try again; if it stays, look for another process that holds the database of DATABASE_URL."


class ReadOnly(StoreError):
    problem = "the database cannot be written"
    remedy = "Give the process the right to write the database of DATABASE_URL and the folder it lies in."


class Full(StoreError):
    problem = "the disk is full, nothing was stored"
    remedy = "Make room on the disk of DATABASE_URL; writing then goes on without a restart."


class Unavailable(StoreError):
    problem = "the database cannot be used"
    remedy = "Check that DATABASE_URL points to the right place, restore a backup if need be, and restart."


class _SchemaError(StoreError):
    def __init__(self, where: str, revision: str | None, newest: str) -> None:
        self.revision = revision
        self.newest = newest
        super().__init__(where, f"it has {revision or 'no revision'}, this version knows up to {newest}")


class NewerSchema(_SchemaError):
    problem = "the database was written by a newer version of Klantritme"
    remedy = "Install that version, or let DATABASE_URL point to a copy from before the upgrade."


class OlderSchema(_SchemaError):
    problem = "the database is from an older version of Klantritme"
    remedy = "Run `klantritme migrate` with the same DATABASE_URL first."


class AlreadyRunning(StoreError):
    """`where` is the database; its lock file is held by the other process."""

    problem = "another process already runs on this database"
    remedy = "Stop that process, or give this one a DATABASE_URL of its own."


class BadBackup(StoreError):
    """`where` is the file."""

    problem = "this backup cannot be used"
    remedy = "Take another copy of the file, or another backup; nothing was changed."

    def __init__(self, where: object, detail: str = "", remedy: str = "") -> None:
        super().__init__(str(where), detail, remedy)


class NotEmpty(StoreError):
    problem = "there is something in this database already"
    remedy = "Let DATABASE_URL name an empty one, or give --replace: then all that is in it is deleted."


class Conflict(StoreError):
    """A constraint was broken. Let it leave the transaction: PostgreSQL does not go on after it."""

    problem = "a constraint of the database was broken"
    remedy = "Nothing of this transaction was stored; this is a fault in the program."


def is_of_store(error: Exception) -> bool:
    """Whether the store could not do what it was asked. A broken constraint is a fault of whoever asked."""
    return isinstance(error, StoreError) and not isinstance(error, Conflict)
