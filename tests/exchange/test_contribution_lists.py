"""A sheet of contributions brings all terms, and the same sheet again changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import Cell, messages, take_in, write_sheet
from tests.exchange.rows import GOOD
from tests.exchange.test_kinds import fill
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import find_contribution, read_draft
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.reference.codes import EarmarkingModality

ROW: dict[str, Cell] = {
    **GOOD["contributions"][1],
    "kind": "in_kind",
    "source": "confiscated_proceeds",
    "source_article": "UNTOC 30, paragraph 2 (c)",
    "valuation_basis": "market prices",
    "valued_by": "Procurement",
    "valued_on": date(2024, 2, 1),
    "earmarking_modality": "H",
    "instalments": "2024-03-31 50000.00 | first part; 2025-03-31 50000.25",
    "reports": "2025-03-31 both 2024 | submitted 2025-03-20 | by mail; 2026-03-31 final 2024-2025",
    "documents": "agreement | Agreement | https://example.org/1 | 2024-02-01 | yes; other | Notes",
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_brings_all_terms_once(session: Session, tmp_path: Path, form: str) -> None:
    fill(session, tmp_path, until="contributions")
    sheet = write_sheet(tmp_path, form, "contributions", [ROW])
    first = take_in(session, "contributions", sheet)
    assert (first["faults"], first["added"]) == ([], 1)
    draft = read_draft(session, find_contribution(session, "CON-1"))
    assert draft.earmarking_modality is EarmarkingModality.SUB_OBJECTIVE
    assert draft.source_article == "UNTOC 30, paragraph 2 (c)"
    assert (draft.valuation_basis, draft.valued_by) == ("market prices", "Procurement")
    assert draft.instalments == (
        InstalmentDraft(date(2024, 3, 31), 5_000_000, "first part"),
        InstalmentDraft(date(2025, 3, 31), 5_000_025),
    )
    both, final = ContributionReportKind.BOTH, ContributionReportKind.FINAL
    assert draft.reports == (
        ReportDraft(both, "2024", date(2025, 3, 31), date(2025, 3, 20), "by mail"),
        ReportDraft(final, "2024-2025", date(2026, 3, 31)),
    )
    agreement, other = ContributionDocumentKind.AGREEMENT, ContributionDocumentKind.OTHER
    assert draft.documents == (
        ContributionDocumentDraft(
            agreement, "Agreement", "https://example.org/1", date(2024, 2, 1), True
        ),
        ContributionDocumentDraft(other, "Notes"),
    )
    again = take_in(session, "contributions", sheet)
    assert (again["faults"], again["changed"], again["unchanged"]) == ([], 0, 1)


def test_a_missing_column_keeps_the_parts_and_the_word_for_emptying_takes_them(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, until="contributions")
    take_in(session, "contributions", write_sheet(tmp_path, "csv", "contributions", [ROW]))
    kept = {name: cell for name, cell in ROW.items() if name not in {"instalments", "reports"}}
    rows = [{**kept, "title": "New", "documents": "(empty)"}]
    report = take_in(session, "contributions", write_sheet(tmp_path, "csv", "contributions", rows))
    assert (report["faults"], report["changed"]) == ([], 1)
    draft = read_draft(session, find_contribution(session, "CON-1"))
    assert (len(draft.instalments), len(draft.reports), draft.documents) == (2, 2, ())


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"instalments": "2024-03-31 50000"}, "instalments", "add up to USD 50000.00"),
        ({"instalments": "soon 100000.25"}, "instalments", "write it like 2024-03-31 50000.00"),
        ({"instalments": "2024-03-31"}, "instalments", "write it like"),
        ({"instalments": "2024-03-31 100.255"}, "instalments", "more decimals than"),
        ({"instalments": "2024-03-31 1 | a | b"}, "instalments", "write it like"),
        ({"instalments": f"2024-03-31 100000.25 | {'n' * 501}"}, "instalments", "500 fit"),
        ({"reports": "2025-03-31 poem 2024"}, "reports", "write it like"),
        ({"reports": "2025-03-31 final"}, "reports", "which period"),
        ({"reports": "2025-03-31 final 24 | submitted soon"}, "reports", "write it like"),
        ({"documents": "poem | Ode"}, "documents", "write it like"),
        ({"documents": "agreement | A | B | soon"}, "documents", "write it like"),
        ({"documents": "agreement | A | B | | perhaps"}, "documents", "write it like"),
        ({"documents": "agreement"}, "documents", "has a title"),
        ({"earmarking_modality": "Q"}, "earmarking_modality", "no code of this column"),
        ({"earmarking_modality": "A"}, "earmarking_modality", "belongs to the category 1"),
        ({"valued_by": ""}, "valued_by", "who valued"),
        ({"source_article": "TIP 99"}, "source_article", "TIP has no article 99"),
        ({"source_article": ""}, "source_article", "cite the article"),
    ],
)
def test_what_is_wrong_stands_with_its_column(
    session: Session, tmp_path: Path, changed: dict[str, str], column: str, words: str
) -> None:
    fill(session, tmp_path, until="contributions")
    sheet = write_sheet(tmp_path, "csv", "contributions", [{**ROW, **changed}])
    ((row, found, message),) = messages(take_in(session, "contributions", sheet))
    assert (row, found) == (2, column)
    assert words in message
