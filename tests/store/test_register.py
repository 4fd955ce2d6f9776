"""The register beside the tables is complete, so that what is generated from it cannot lie."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Table

from store.schema import About
from store.tables import metadata

TABLES = [pytest.param(table, id=name) for name, table in sorted(metadata.tables.items())]


def references(table: Table) -> Iterator[Column[object]]:
    for column in table.columns:
        if any(key.target_fullname in ("person.id", "account.id") for key in column.foreign_keys):
            yield column


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_whose_data_it_holds_and_why(table: Table) -> None:
    about = table.info["about"]

    assert isinstance(about, About)
    assert all(words.strip() for words in (about.whose, about.why, about.keep, about.export, about.erase))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_that_points_at_a_person_has_a_rule(table: Table) -> None:
    without = [column.name for column in references(table) if "erase" not in column.info]

    assert without == []


@pytest.mark.parametrize("table", TABLES)
def test_a_reference_that_is_emptied_at_erasure_may_be_empty(table: Table) -> None:
    stuck = [column.name for column in references(table) if column.info["erase"] == "null" and not column.nullable]

    assert stuck == []


@pytest.mark.parametrize("table", TABLES)
def test_the_column_that_tells_the_age_exists(table: Table) -> None:
    age = table.info["about"].age

    assert age is None or age[0] in table.columns
