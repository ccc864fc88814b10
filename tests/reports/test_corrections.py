"""What a corrigendum names: exactly the cells and sentences that were changed, none besides."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from operator import setitem
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.support.reports import small_report
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.canonical import canonical_json, from_json
from tracker.reports.content.corrections import DELETED, NEW, corrections
from tracker.reports.content.places import places
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import PlainText

REPORT = small_report()
ORDER = [place.id for place in places(REPORT)]
Tree = dict[str, Any]


def _cells(tree: Tree) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the id of each cell of tables and each value of charts, with what changes it."""
    for section in (*tree["sections"], *tree["annexes"]):
        for block in section["blocks"]:
            if block["kind"] == "table":
                yield from _cells_of(block)
            elif block["kind"] == "chart":
                values = block["series"][0]["values"]
                for place, category in enumerate(block["categories"]):
                    code = f"{block['id']}/{category['code']}/value/0"
                    yield code, partial(setitem, values, place, 17)


def _cells_of(table: Tree) -> Iterator[tuple[str, Callable[[], None]]]:
    for kind, row in (*(("row", one) for one in table["rows"]), ("sum", table["sums"])):
        for place, column in enumerate(table["columns"]):
            code = f"{table['id']}/{kind}/{row['code']}/{column['code']}"
            yield code, partial(setitem, row["cells"], place, {"kind": "count", "number": 4_711})


def _sentences(tree: Tree) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the id of each paragraph with a sentence, with what changes the first of it."""
    blocks = [block for one in (*tree["sections"], *tree["annexes"]) for block in one["blocks"]]
    for block in (*tree["summary"], *blocks):
        if block["kind"] in ("paragraph", "quotation"):
            other = {"kind": "text", "text": "Another sentence."}
            yield block["id"], partial(setitem, block["words"], 0, other)


def _plain() -> Tree:
    tree: Tree = json.loads(canonical_json(REPORT))
    return tree


def _tree(plain: Tree) -> ReportTree:
    return from_json(json.dumps(plain).encode())


def _every(tree: Tree) -> dict[str, Callable[[], None]]:
    return dict([*_cells(tree), *_sentences(tree)])


PLACES = sorted(_every(_plain()))


@given(st.sets(st.sampled_from(PLACES)))
def test_the_list_names_exactly_what_was_changed(chosen: set[str]) -> None:
    plain = _plain()
    every = _every(plain)
    for code in chosen:
        every[code]()
    found = list(corrections(REPORT, _tree(plain)))
    assert {row.code for row in found} == chosen
    assert [row.code for row in found] == sorted(chosen, key=ORDER.index)
    for row in found:
        assert row.cells[1] != row.cells[2]
        assert row.cells[1] not in (NEW, DELETED)


@given(st.sets(st.sampled_from(PLACES)))
def test_corrected_back_the_list_is_the_same_with_sides_exchanged(chosen: set[str]) -> None:
    plain = _plain()
    every = _every(plain)
    for code in chosen:
        every[code]()
    there = {row.code: row.cells[1:] for row in corrections(REPORT, _tree(plain))}
    back = {row.code: row.cells[1:] for row in corrections(_tree(plain), REPORT)}
    assert back == {code: cells[::-1] for code, cells in there.items()}


def test_rows_that_are_new_and_rows_that_are_gone_are_named_by_each_cell() -> None:
    plain = _plain()
    table = plain["sections"][1]["blocks"][1]
    table["rows"][1] = {**table["rows"][0], "code": "FRA"}
    found = list(corrections(REPORT, _tree(plain)))
    columns = [column["code"] for column in table["columns"]]
    gone = [row.code for row in found if row.cells[2] == DELETED]
    come = [row.code for row in found if row.cells[1] == NEW]
    assert gone == [f"by-donor/row/DEU/{code}" for code in columns]
    assert come == [f"by-donor/row/FRA/{code}" for code in columns]
    assert len(found) == len(gone) + len(come)


def test_a_sentence_put_in_does_not_name_those_after_it() -> None:
    first = REPORT.sections[0].blocks[0]
    assert isinstance(first, NumberedParagraph)
    more = replace(first, words=(PlainText("Before."), *first.words))
    section = replace(REPORT.sections[0], blocks=(more, *REPORT.sections[0].blocks[1:]))
    changed = replace(REPORT, sections=(section, *REPORT.sections[1:]))
    (row,) = corrections(REPORT, changed)
    assert (row.code, *row.cells[1:]) == ("first", NEW, PlainText("Before."))


def test_symbol_date_facts_and_addresses_are_no_corrections() -> None:
    head = replace(REPORT.masthead, symbol="E/CN.15/2014/00/Corr.1")
    facts = replace(REPORT.facts, chain_number=99, data_version=99)
    table = replace(REPORT.tables[0], behind="/elsewhere")
    section = replace(REPORT.sections[1], blocks=(REPORT.sections[1].blocks[0], table))
    sections = (REPORT.sections[0], section, REPORT.sections[2])
    other = replace(REPORT, masthead=head, facts=facts, sections=sections)
    assert not list(corrections(REPORT, other))


def test_each_place_has_an_id_of_its_own() -> None:
    assert len(ORDER) == len(set(ORDER))
