"""What a corrigendum names: exactly the cells and sentences that were changed, none besides."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from operator import setitem
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.support.reports import small_report
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.canonical import canonical_json, from_json
from tracker.reports.content.corrections import DELETED, NEW, corrections
from tracker.reports.content.places import places
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Count, MomentText, PlainText, Text, sentence
from tracker.reports.spelling.speller import Speller

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


def _with_first(report: ReportTree, *words: Text) -> ReportTree:
    """Return a report with other words in its first paragraph."""
    first = report.sections[0].blocks[0]
    assert isinstance(first, NumberedParagraph)
    section = replace(report.sections[0], blocks=(replace(first, words=words),))
    return replace(report, sections=(section, *report.sections[1:]))


def test_sentences_of_one_message_stand_beside_each_other() -> None:
    def joined(number: int) -> Text:
        return sentence("%(count)s joined.", count=Count(number))

    old = _with_first(REPORT, sentence("Nothing is known."), joined(9), sentence("Before, 28."))
    new = _with_first(REPORT, joined(23), sentence("Before, 29."))
    assert [row.cells[1:] for row in corrections(old, new)] == [
        (sentence("Nothing is known."), DELETED),
        (joined(9), joined(23)),
        (sentence("Before, 28."), sentence("Before, 29.")),
    ]


def test_facts_of_the_drawing_are_no_corrections_where_a_sentence_says_them() -> None:
    def told(report: ReportTree) -> ReportTree:
        known, chain = MomentText(report.facts.known_at), PlainText(report.facts.chain_head)
        return _with_first(report, sentence("As known at %(at)s: %(head)s.", at=known, head=chain))

    later = replace(REPORT.facts, known_at=datetime(2027, 1, 1, tzinfo=UTC), chain_head="cd" * 32)
    assert not list(corrections(told(REPORT), told(replace(REPORT, facts=later))))


def test_every_place_is_named_in_every_language(app: Flask) -> None:
    plain = _plain()
    for change in _every(plain).values():
        change()
    rows = list(corrections(REPORT, _tree(plain)))
    with app.app_context():
        english = {row.code: Speller("en").text(row.cells[0] or NEW) for row in rows}
        for language in ("ar", "ru", "zh"):
            speller = Speller(language)
            for row in rows:
                said = speller.text(row.cells[0] or NEW)
                assert not re.search(r"[A-Za-z]{4}", said), (language, said, english[row.code])
