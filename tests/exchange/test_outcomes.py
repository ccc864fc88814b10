"""An import says of each row what becomes of it, in step with its counts."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import Cell, take_in, write_csv, write_sheet
from tests.exchange.rows import GOOD
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.programmes import ProgrammeDraft
from tracker.assistance.shares import Share
from tracker.assistance.states import ProgrammeKind
from tracker.exchange.import_result import ImportResult
from tracker.exchange.import_run import ImportOptions, run_import
from tracker.exchange.outcomes import FieldChange, Outcome, changes_between, spell
from tracker.exchange.preview_outcomes import preview_of_result
from tracker.exchange.registry import KINDS
from tracker.reference.codes import ParticipantFunction
from tracker.settings import ROOT


def counts(report: ImportResult) -> dict[str, int]:
    """Count the rows by what became of them."""
    return dict(Counter(result.outcome.value for result in report.results.values()))


def test_each_row_of_every_kind_has_an_outcome(session: Session, tmp_path: Path) -> None:
    for kind, rows in GOOD.items():
        order = ImportOptions(kind, (write_sheet(tmp_path, "csv", kind, rows),))
        first, again = run_import(session, order), run_import(session, order)
        assert counts(first) == {"added": first.counters.added} == {"added": 5}, kind
        assert counts(again) == {"unchanged": 5}, kind
        assert all(result.key for result in again.results.values()), kind


def test_a_changed_row_says_which_fields_from_what_to_what(
    session: Session, tmp_path: Path
) -> None:
    for kind in ("programmes", "tools", "rates", "contributions"):
        take_in(session, kind, write_sheet(tmp_path, "csv", kind, GOOD[kind]))
    rows = [{**GOOD["programmes"][0], "title": "Another", "starts_on": "(empty)"}]
    report = run_import(
        session, ImportOptions("programmes", (write_csv(tmp_path / "p.csv", rows),))
    )
    assert report.results["p.csv", 2].changes == (
        FieldChange("title", "Programme for KEN", "Another"),
        FieldChange("starts_on", "2020-01-01", ""),
    )
    arrived: dict[str, Cell] = {"amount": 100000.5, "received": 20, "received_on": date(2024, 5, 1)}
    rows = [{**GOOD["contributions"][4], **arrived}]
    report = run_import(
        session, ImportOptions("contributions", (write_csv(tmp_path / "c.csv", rows),))
    )
    assert report.results["c.csv", 2].changes == (
        FieldChange("amount", "100000.25 USD", "100000.50 USD"),
        FieldChange("receipt", "", "20.00 USD, 2024-05-01"),
    )


def test_faulty_rows_are_rejected_and_the_others_keep_their_outcome(
    session: Session, tmp_path: Path
) -> None:
    rows = [*GOOD["programmes"], {**GOOD["programmes"][0], "code": "X", "kind": "local"}]
    order = ImportOptions("programmes", (write_csv(tmp_path / "p.csv", rows),), dry_run=True)
    report = run_import(session, order)
    assert counts(report) == {"added": 5, "rejected": 1}
    assert report.results["p.csv", 7].outcome is Outcome.REJECTED


def test_rows_that_a_profile_leaves_out_say_why(session: Session, tmp_path: Path) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text(
        '[programmes]\nleave_out = [{ column = "kind", values = ["none"], reason = "a total" }]\n'
        '[programmes.columns]\ncode = "code"\ntitle = "title"\nkind = "kind"\nplace = "place"\n'
    )
    rows = [*GOOD["programmes"], {**GOOD["programmes"][0], "code": "X", "kind": "none"}]
    files = (write_csv(tmp_path / "p.csv", rows),)
    report = run_import(session, ImportOptions("programmes", files, str(profile), dry_run=True))
    assert report.results["p.csv", 7] == (Outcome.LEFT_OUT, "", (), "a total")
    assert sum(counts(report).values()) == report.read == 6


def test_an_outcome_that_differs_from_the_preview_is_not_kept(
    session: Session, tmp_path: Path
) -> None:
    files = (write_sheet(tmp_path, "csv", "programmes", GOOD["programmes"]),)
    preview = run_import(session, ImportOptions("programmes", files, dry_run=True))
    shown = preview_of_result(preview)
    take_in(session, "programmes", write_csv(tmp_path / "one.csv", GOOD["programmes"][:1]))
    late = run_import(session, ImportOptions("programmes", files, expected=shown))
    assert (late.differs, late.applied) == (True, False)
    fresh = preview_of_result(late)
    again = run_import(session, ImportOptions("programmes", files, expected=fresh))
    assert (again.differs, again.applied, counts(again)) == (
        False,
        True,
        {"added": 4, "unchanged": 1},
    )


def test_each_kind_takes_a_permission_that_the_page_names() -> None:
    page = (ROOT / "docs" / "permissions.md").read_text().split("## Sheets")[1]
    told = {
        kind: permission
        for kinds, permission in re.findall(
            r"^\| ([a-z, ]+) \| `([a-z_]+)` \|$", page, re.MULTILINE
        )
        for kind in kinds.split(", ")
    }
    assert told == {kind.name: kind.permission.value for kind in KINDS.values()}


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("budget_minor", 3_000_050, "30000.50 USD"),
        ("support_rate_bp", 1300, "13.00 %"),
        ("counted", False, "no"),
        ("kind", ProgrammeKind.NATIONAL, "national"),
        ("year", 2012, "2012"),
        ("nothing", None, ""),
        ("shares", (Share("TIP", 6000), Share("SOM", 4000)), "TIP 60.00 %; SOM 40.00 %"),
        ("partners", ("Police", "Courts"), "Police; Courts"),
        ("paragraphs", (5, 6), "5; 6"),
        (
            "participants",
            (ParticipantCount(ParticipantFunction("prosecutor"), women=12),),
            "prosecutor women 12",
        ),
    ],
)
def test_values_are_written_as_in_a_sheet(name: str, value: object, text: str) -> None:
    assert spell(name, value) == text


def test_equal_drafts_have_no_changes() -> None:
    draft = ProgrammeDraft("A", "B", ProgrammeKind.GLOBAL)
    assert changes_between(draft, draft) == ()
