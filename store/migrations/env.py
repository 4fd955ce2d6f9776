"""Alembic's way in. The connection, and the transaction around everything, come from `store.migrate`."""

from typing import Any, Literal

from alembic import context
from alembic.operations.ops import CreateTableOp

from store.schema import Instant, for_postgresql
from store.tables import metadata


def render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration must stay true when the code moves on, so it names no type of ours."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


def without_register(_context: object, _revision: object, directives: list[Any]) -> None:
    for directive in directives:
        for operation in directive.upgrade_ops.ops:
            if isinstance(operation, CreateTableOp):
                operation.info = {}


for_postgresql()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    render_item=render,
    process_revision_directives=without_register,
)
with context.begin_transaction():
    context.run_migrations()
