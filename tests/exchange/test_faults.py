"""All faults of all rows are told, each with its row, its column and what would be right."""

from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import messages, take_in, write_sheet
from tests.exchange.rows import GOOD
from tests.exchange.test_kinds import ORDER, fill

FAULTS = {
    "programmes": ({"kind": "local", "place": "ZZZ"}, {"kind"}),
    "tools": ({"year": "soon", "instruments": "UNCAC"}, {"year", "instruments"}),
    "rates": ({"currency": "EURO", "rate": "-1"}, {"currency"}),
    "donors": (
        {"type": "C99", "name_since": "2999-01-01", "aliases": "Italie"},
        {"type", "name_since", "aliases"},
    ),
    "contacts": ({"donor": "NOBODY", "role": "boss"}, {"donor", "role"}),
    "contributions": (
        {"donor": "Atlantis", "earmarking": "9", "amount": "1.234,5", "received_on": "soon"},
        {"earmarking", "amount", "received_on"},
    ),
    "receipts": (
        {"contribution": "CON-77", "amount": "12.345", "received_on": "31/12/2024"},
        {"contribution", "amount", "received_on"},
    ),
    "activities": (
        {"instruments": "TIP 60; SOM", "tools": "TOOL-1 burnt", "articles": "16", "women": "-3"},
        {"instruments", "tools", "articles", "women"},
    ),
    "allocations": ({"activity": "ACT-77", "amount": "0"}, {"activity", "amount"}),
    "expenditures": ({"against_commitment": "maybe", "on": ""}, {"against_commitment", "on"}),
    "accounting": (
        {"month": "2024-6", "amount": "12.345", "activity": "ACT-77"},
        {"month", "amount", "activity"},
    ),
    "entries": (
        {"contribution": "CON-77", "on": "soon", "to_contribution": "CON-1"},
        {"contribution", "on", "to_contribution"},
    ),
    "dissemination": ({"means": "pigeon", "unit": "crates"}, {"means", "unit"}),
    "requests": ({"priority": "highest", "received_on": "2024-02-30"}, {"priority", "received_on"}),
    "statements": (
        {"item": "gifts", "amount": "1.234,5", "issued_on": "soon"},
        {"item", "amount", "issued_on"},
    ),
    "adherence": ({"party": "XXX", "known_on": "2010-01-01"}, {"party", "known_on"}),
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ORDER)
def test_every_fault_of_a_row_is_told(
    sqlite_session: Session, tmp_path: Path, form: str, kind: str
) -> None:
    fill(sqlite_session, tmp_path, until=kind)
    changed, columns = FAULTS[kind]
    rows = [{**row, **changed} if place == 3 else row for place, row in enumerate(GOOD[kind])]
    report = take_in(sqlite_session, kind, write_sheet(tmp_path, form, kind, rows))
    assert {fault["row"] for fault in report["faults"]} == {5}
    assert {fault["column"] for fault in report["faults"]} == columns
    assert all(fault["value"] == str(changed[fault["column"]]) for fault in report["faults"])
    assert (report["rejected"], report["added"], report["applied"]) == (1, 0, False)


@pytest.mark.parametrize(
    ("kind", "place", "changed", "column", "words"),
    [
        ("contributions", 0, {"donor": "Itally"}, "donor", "Did you mean Italy (ITA)?"),
        ("contributions", 1, {"programmes": "NAT-XXX"}, "programmes", "no programme with the code"),
        ("contributions", 2, {"received_on": "2023-01-01"}, "rate", "no exchange rate of EUR"),
        ("contributions", 0, {"amount": "-5"}, "amount", "cannot be below zero"),
        ("contributions", 0, {"received": "-5"}, "received", "cannot be below zero"),
        ("receipts", 1, {"amount": -999999}, "amount", "no single receipt has so much left"),
        ("receipts", 0, {"reference": "REC-1"}, "reference", "this stands in row 2"),
        ("allocations", 0, {"amount": 60000}, "amount", "USD needed"),
        ("allocations", 0, {"activity": "ACT-2"}, "contribution", "earmarked"),
        ("expenditures", 0, {"amount": 20000}, "amount", "USD needed"),
        ("activities", 0, {"instruments": "TIP 60; SOM 50"}, "instruments", "110 %"),
        ("activities", 0, {"instruments": "TIP 100; SOM 0; UNTOC 0"}, "instruments", "above zero"),
        ("activities", 0, {"programme": "NAT-XXX"}, "programme", "no programme has the code"),
        ("activities", 0, {"description": "x" * 10_001}, "description", "10000 fit"),
        ("activities", 0, {"partners": "x" * 301}, "partners", "at most 300 letters"),
        ("dissemination", 0, {"language": "Frnch"}, "language", "is no language"),
        ("donors", 1, {"aliases": "Alpha trust"}, "aliases", "is on file for GIVER-0"),
        ("donors", 0, {"state": "ZZZ"}, "state", "is no State"),
        ("donors", 0, {"code": "A B"}, "code", "A-B is one"),
        ("contacts", 0, {"email": "nowhere"}, "email", "@"),
        ("contacts", 0, {"email": "", "telephone": ""}, "email", "telephone number"),
        ("contacts", 1, {"donor": "GIVER-0"}, "name", "this stands in row 2"),
        ("adherence", 0, {"instrument": "TIP"}, "instrument", "without, or before, the Convention"),
    ],
)
def test_what_a_rule_of_the_record_objects_to_is_a_fault_of_its_row(
    sqlite_session: Session,
    tmp_path: Path,
    kind: str,
    place: int,
    changed: dict[str, str],
    column: str,
    words: str,
) -> None:
    fill(sqlite_session, tmp_path, until=kind)
    rows = [{**row, **changed} if number == place else row for number, row in enumerate(GOOD[kind])]
    if kind == "receipts" and "reference" in changed:
        place = 1  # the second of two is the one at fault
    report = take_in(sqlite_session, kind, write_sheet(tmp_path, "csv", kind, rows))
    ((row, found, message),) = messages(report)
    assert (row, found) == (place + 2, column)
    assert words in message


def test_a_heading_that_is_nearly_right_is_told(sqlite_session: Session, tmp_path: Path) -> None:
    rows = [{**row, "descripton": "x"} for row in GOOD["programmes"]]
    report = take_in(sqlite_session, "programmes", write_sheet(tmp_path, "csv", "programmes", rows))
    ((row, column, message),) = messages(report)
    assert (row, column) == (1, "descripton")
    assert "is 'description' meant?" in message
    assert report["rejected"] == report["read"] == 5


@pytest.mark.parametrize(
    ("kind", "changed", "column", "why"),
    [
        ("activities", {"programme": ""}, "programme", "choose a programme"),
        ("activities", {"tools": "100"}, "tools", ""),
        ("contributions", {"donor": ""}, "donor", ""),
    ],
)
def test_a_blank_choice_is_not_called_an_unknown_code(
    sqlite_session: Session,
    tmp_path: Path,
    kind: str,
    changed: dict[str, str],
    column: str,
    why: str,
) -> None:
    fill(sqlite_session, tmp_path, until=kind)
    sheet = write_sheet(tmp_path, "csv", kind, [{**GOOD[kind][0], **changed}])
    told = [
        text for _, name, text in messages(take_in(sqlite_session, kind, sheet)) if name == column
    ]
    assert told
    assert all("''" not in text for text in told), told
    assert not why or told == ["this cannot be empty"] or why in told
