"""A sheet changes the fields of which its cells say something, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from sqlmodel import Session, select

from tests.exchange.making import messages, take_in, write_csv, write_sheet
from tests.exchange.rows import GOOD
from tests.exchange.test_kinds import fill
from tracker.assistance.outcome_drafts import ParticipantCount, ResultDraft
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.exchange.cells import EMPTY
from tracker.exchange.columns import keys_of, needed_of
from tracker.exchange.record_sheets import sheet_columns, sheet_rows
from tracker.exchange.registry import KINDS
from tracker.fund.contributions.terms import ContributionDraft, find_contribution, read_draft
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.states import ScopeKind
from tracker.reference.codes import ParticipantFunction

Row = dict[str, str]
FIRST: Mapping[str, Row] = {
    "programmes": {
        "code": "NAT-KEN", "title": "First", "kind": "national", "place": "KEN",
        "description": "One", "starts_on": "2020-01-01", "ends_on": "2030-12-31",
    },
    "tools": {
        "code": "TOOL-1", "title": "First", "kind": "handbook", "year": "2012",
        "instruments": "SOM; TIP", "languages": "en fr", "symbol": "E.1", "description": "One",
        "source": "the shelf", "unsure": "year",
    },
    "dissemination": {
        "code": "DIS-1", "tool": "TOOL-1", "means": "training", "unit": "people",
        "held_on": "2024-07-01", "number": "20", "place": "KEN", "language": "en",
        "audience": "judge", "activity": "ACT-0", "note": "One",
    },
    "requests": {
        "code": "REQ-1", "state": "KEN", "source": "country_review", "status": "received",
        "priority": "high", "instrument": "TIP", "received_on": "2024-03-18", "articles": "6",
        "summary": "One", "decision": "none yet", "review_cluster": "1",
        "estimated_cost": "1000.00", "cost_basis": "the office", "consent_to_publish": "yes",
    },
    "activities": {
        "code": "ACT-0", "title": "First", "programme": "NAT-KEN", "type": "training",
        "status": "implementation", "description": "One", "planned_start": "2024-03-01",
        "planned_end": "2024-03-05", "actual_start": "2024-03-01", "actual_end": "2024-03-05",
        "budget": "1000.00", "venue": "Nairobi", "evaluation": "good",
        "instruments": "SOM 40.00 %; TIP 60.00 %", "beneficiaries": "KEN 100.00 %",
        "tools": "TOOL-1 used 10.00 %", "partners": "Police", "articles": "TIP 6; UNTOC 16",
        "paragraphs": "5; 6", "requests": "REQ-1", "themes": "corruption",
        "publication": "published",
    },
}  # fmt: skip
SECOND: Mapping[str, Row] = {
    "programmes": {
        "title": "Second", "kind": "regional", "place": "002", "description": "Two",
        "starts_on": "2021-01-01", "ends_on": "2031-12-31",
    },
    "tools": {
        "title": "Second", "kind": "model_law", "year": "2013", "instruments": "UNTOC",
        "languages": "es", "symbol": "E.2", "description": "Two", "source": "the net",
        "unsure": "symbol",
    },
    "dissemination": {
        "tool": "TOOL-2", "means": "launch", "unit": "copies", "held_on": "2024-08-01",
        "number": "21", "place": "UGA", "language": "fr", "audience": "prosecutor",
        "activity": "ACT-1", "note": "Two",
    },
    "requests": {
        "state": "UGA", "status": "assessed", "priority": "low",
        "instrument": "SOM", "received_on": "2024-03-19", "articles": "7", "summary": "Two",
        "decision": "look into it", "review_cluster": "2", "estimated_cost": "2000.00",
        "cost_basis": "the ministry", "consent_to_publish": "no",
    },
    "activities": {
        "title": "Second", "programme": "NAT-UGA", "type": "workshop", "status": "finalisation",
        "description": "Two", "planned_start": "2024-03-02", "planned_end": "2024-03-06",
        "actual_start": "2024-03-02", "actual_end": "2024-03-06", "budget": "2000.00",
        "venue": "Kampala", "evaluation": "better", "instruments": "UNTOC 100.00 %",
        "beneficiaries": "UGA 100.00 %", "tools": "TOOL-2 disseminated", "partners": "UNICRI",
        "articles": "UNTOC 18", "paragraphs": "3", "requests": "", "themes": "extradition",
    },
}  # fmt: skip
"""Other values of the same records, lawful together with any of the first."""
NEEDED_BY_RULES = {
    "activities": {"instruments", "beneficiaries", "paragraphs", "planned_start", "actual_start"},
    "dissemination": {"language"},
    "requests": {"cost_basis", "estimated_cost"},
    "programmes": {"place"},
}
"""Fields that a rule of the record may need beside the needed columns."""
ROUNDS = 6


@pytest.fixture
def recorded(session: Session, tmp_path: Path) -> Session:
    """Give an account with a record of each kind whose every field is filled."""
    fill(session, tmp_path, until="allocations")
    take_in(session, "tools", write_csv(tmp_path / "t.csv", GOOD["tools"]))
    for kind in ("programmes", "tools", "requests", "activities", "dissemination"):
        report = take_in(session, kind, write_csv(tmp_path / f"{kind}.csv", [FIRST[kind]]))
        assert report["faults"] == [], kind
    session.rollback()
    return session


def on_record(session: Session, kind: str) -> Row:
    """Return a record as the texts of its columns."""
    (row,) = sheet_rows(session, kind, [FIRST[kind]["code"]])
    session.rollback()
    return dict(zip((one.name for one in sheet_columns(kind)), row, strict=True))


def test_every_kind_whose_records_change_has_keys_and_the_others_none() -> None:
    changing = {name for name, kind in KINDS.items() if keys_of(kind.columns())}
    assert changing == {
        "activities", "adherence", "contacts", "contributions", "dissemination", "donors",
        "programmes", "requests", "tools",
    }  # fmt: skip
    for name in changing:
        assert set(keys_of(KINDS[name].columns())) <= set(needed_of(KINDS[name].columns()))


@pytest.mark.parametrize("kind", FIRST)
def test_any_columns_change_these_alone_and_blank_cells_nothing(
    recorded: Session, tmp_path: Path, kind: str
) -> None:
    random = Random(kind)
    back = {name: text for name, text in FIRST[kind].items() if text}
    for number in range(ROUNDS):
        before = on_record(recorded, kind)
        some = [name for name in SECOND[kind] if random.random() < 0.4 and SECOND[kind][name]]
        blank = [name for name in SECOND[kind] if name not in some and random.random() < 0.5]
        said = {name: SECOND[kind][name] for name in some}
        row = {"code": FIRST[kind]["code"], **said, **dict.fromkeys(blank, "")}
        form = random.choice(("csv", "xlsx"))
        report = take_in(recorded, kind, write_sheet(tmp_path, form, kind, [row]))
        assert report["faults"] == [], (kind, number, row)
        assert on_record(recorded, kind) == {**before, **said}, (kind, number, row)
        if kind != "requests":
            take_in(recorded, kind, write_csv(tmp_path / "back.csv", [back]))
            assert on_record(recorded, kind) == before


@pytest.mark.parametrize("kind", FIRST)
def test_the_word_for_emptying_empties_its_field_alone(
    recorded: Session, tmp_path: Path, kind: str
) -> None:
    needed = {*needed_of(KINDS[kind].columns()), *NEEDED_BY_RULES.get(kind, set()), "publication"}
    for name in [one for one in FIRST[kind] if one not in needed]:
        before = on_record(recorded, kind)
        row = {"code": before["code"], name: EMPTY.upper()}
        report = take_in(recorded, kind, write_csv(tmp_path / "e.csv", [row]))
        assert (report["faults"], report["changed"]) == ([], 1), name
        after = on_record(recorded, kind)
        assert {one for one in after if after[one] != before[one]} == {name}
        assert after[name] in {"", "0", "no", "not_specified"}, name


@pytest.mark.parametrize("kind", FIRST)
def test_what_a_record_needs_is_not_emptied(recorded: Session, tmp_path: Path, kind: str) -> None:
    before = on_record(recorded, kind)
    row = {"code": before["code"], "title": EMPTY} if "title" in before else {}
    if row:
        report = take_in(recorded, kind, write_csv(tmp_path / "e.csv", [row]))
        assert messages(report) == [(2, "title", "this cannot be empty")]
    assert on_record(recorded, kind) == before


def test_something_new_needs_its_columns(session: Session, tmp_path: Path) -> None:
    row = {"code": "NAT-XYZ", "kind": "national"}
    report = take_in(session, "programmes", write_csv(tmp_path / "p.csv", [row]))
    assert [(one["row"], one["column"]) for one in report["faults"]] == [(2, "title")]
    assert "something new needs the column 'title'" in report["faults"][0]["message"]
    assert report["added"] == 0


def contribution(session: Session) -> ContributionDraft:
    """Return the terms of the contribution of the tests."""
    session.rollback()
    return read_draft(session, find_contribution(session, "CON-1"))


def entries(session: Session) -> int:
    """Count the entries of the ledger."""
    return len(session.exec(select(LedgerEntry.id)).all())


def test_terms_change_alone_and_no_pledge_is_posted_again(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="receipts")
    before, posted = contribution(session), entries(session)
    for row in (
        {"reference": "con-1", "title": "New", "amount": "", "donor": "", "currency": ""},
        {"reference": "CON-1", "countries": "KEN; UGA", "note": "for both"},
        {"reference": "CON-1", "earmarking": "", "conditions": "none"},
    ):
        report = take_in(session, "contributions", write_csv(tmp_path / "c.csv", [row]))
        assert (report["faults"], report["changed"]) == ([], 1), row
    assert entries(session) == posted
    after = contribution(session)
    states = ((ScopeKind.COUNTRY, "KEN"), (ScopeKind.COUNTRY, "UGA"))
    assert after.scope == tuple(sorted((*before.scope, *states)))
    assert (after.title, after.note, after.amount_minor) == ("New", "for both", before.amount_minor)
    assert (after.donor, after.currency) == (before.donor, before.currency)
    assert after.earmarking is before.earmarking


def test_a_scope_and_a_list_are_emptied_by_the_word(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="receipts")
    before = contribution(session)
    assert before.scope == ((ScopeKind.PROGRAMME, "NAT-KEN"),)
    row = {"reference": "CON-1", "countries": "KEN", "programmes": EMPTY, "title": EMPTY}
    report = take_in(session, "contributions", write_csv(tmp_path / "c.csv", [row]))
    assert report["faults"] == []
    assert contribution(session).scope == ((ScopeKind.COUNTRY, "KEN"),)


def test_a_sheet_takes_no_spelling_of_a_donor_away(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, until="contacts")
    row = {"code": "GIVER-0", "aliases": EMPTY}
    report = take_in(session, "donors", write_csv(tmp_path / "d.csv", [row]))
    assert [(one["row"], one["column"]) for one in report["faults"]] == [(2, "aliases")]


def test_a_count_and_a_result_keep_the_numbers_that_a_row_does_not_say(
    recorded: Session, tmp_path: Path
) -> None:
    rows = [
        {"code": "ACT-0", "participants_as": "judge", "counted_on": "2024-03-05", "women": "12",
         "men": "11", "indicator": "Trained", "actual": "23", "target": "40",
         "measured_on": "2024-03-05"},
        {"code": "ACT-0", "participants_as": "judge", "counted_on": "2024-03-05", "women": "14",
         "men": "", "indicator": "Trained", "actual": "", "target": "50",
         "measured_on": "2024-03-05"},
    ]  # fmt: skip
    for row in rows:
        report = take_in(recorded, "activities", write_csv(tmp_path / "a.csv", [row]))
        assert report["faults"] == []
    recorded.rollback()
    draft = read_activity(recorded, find_activity(recorded, "ACT-0"))
    judges = [one for one in draft.participants if one.function is ParticipantFunction.JUDGE]
    assert [one[2:4] for one in judges] == [(14, 11)]
    assert isinstance(judges[0], ParticipantCount)
    (result,) = draft.results
    assert isinstance(result, ResultDraft)
    assert (result.target, result.actual) == (50, 23)


def test_a_fact_of_adherence_keeps_what_a_row_does_not_say(
    session: Session, tmp_path: Path
) -> None:
    fact = {"instrument": "UNTOC", "party": "KEN", "fact": "consent", "action": "ratification",
            "dated_on": "2004-06-16", "known_on": "2004-06-16", "source": "the list"}  # fmt: skip
    take_in(session, "adherence", write_csv(tmp_path / "a.csv", [fact]))
    changed = {**fact, "action": "accession"}
    del changed["source"]
    report = take_in(session, "adherence", write_csv(tmp_path / "b.csv", [changed]))
    assert (report["faults"], report["changed"]) == ([], 1)
    again = take_in(session, "adherence", write_csv(tmp_path / "c.csv", [{**fact, "action": ""}]))
    assert (again["faults"], again["unchanged"]) == ([], 1)
