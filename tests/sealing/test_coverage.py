"""Every table and column is declared: covered, chained, derived or left out with its reason."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, String, false, true

from tracker.db import MinorUnits
from tracker.fund.ledger import rows
from tracker.people.trail_chain import CONTENT
from tracker.schema import METADATA
from tracker.sealing.coverage import COVERAGE, SEALED
from tracker.sealing.row_digests import content_of, key_names, unset_value

HOW = """
Digests have to know of {what}. Declare it in tracker/sealing/coverage.py:
- a figure, a decision or a right rests on it: add it to `covered` of its table, or, where the table
  was in an earlier release, to `later` (covered where it is set, so that old digests hold);
- the ledger's or the trail's chain covers it: `chained`, and add it to the chain's own columns;
- verification computes it again from what is covered: `derived`, with how;
- nothing rests on it: `left_out`, with why.
"""


def test_every_table_is_declared() -> None:
    undeclared = sorted(METADATA.tables.keys() - COVERAGE.keys())
    assert not undeclared, HOW.format(what=f"the tables {undeclared}")
    assert not COVERAGE.keys() - METADATA.tables.keys(), "tables are declared that do not exist"


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_every_column_is_declared_once(name: str) -> None:
    columns = [column.name for column in METADATA.tables[name].columns]
    declared = COVERAGE[name].columns
    undeclared = [column for column in columns if column not in declared]
    assert not undeclared, HOW.format(what=f"the columns {undeclared} of {name}")
    assert Counter(declared) == Counter(columns)


@pytest.mark.parametrize("name", sorted(SEALED))
def test_the_key_of_a_sealed_row_is_covered(name: str) -> None:
    assert set(key_names(name)) <= set(COVERAGE[name].covered)


def test_what_is_left_out_or_derived_has_its_reason() -> None:
    for table in COVERAGE.values():
        assert all((*table.left_out.values(), *table.derived.values()))


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("ledger_entry", rows.ENTRY_COLUMNS),
        ("ledger_line", rows.LINE_COLUMNS),
        ("audit_record", (*CONTENT, "digest")),
    ],
)
def test_what_is_called_chained_is_in_the_chain(name: str, columns: tuple[str, ...]) -> None:
    assert set(COVERAGE[name].chained) == set(columns)


@pytest.mark.parametrize(
    ("column", "unset"),
    [
        (Column("any", String(), nullable=True), None),
        (Column("any", String(), nullable=False), ""),
        (Column("any", MinorUnits(), nullable=False), 0),
        (Column("any", MinorUnits(), nullable=False, server_default="7"), 7),
        (Column("any", Boolean(), nullable=False, server_default=false()), 0),
        (Column("any", Boolean(), nullable=False, server_default=true()), 1),
        (Column("any", String(), nullable=False, server_default="expenditure"), "expenditure"),
    ],
)
def test_a_later_column_is_covered_where_it_is_set(column: Column[Any], unset: object) -> None:
    assert unset_value(column) == unset
    assert content_of({"id": 1}, {"any": (unset, unset_value(column))}) == {"id": 1}
    assert content_of({"id": 1}, {"any": ("set", unset_value(column))}) == {"id": 1, "any": "set"}
