"""The terms of a contribution: what is lawful, what is due, and how its state moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.api.accounts import Account, euros, fill
from tests.support.small_account import ACTOR
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import InvalidDraft, InvalidInput, NotFound
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    ContributionParts,
    InstalmentDraft,
    ReportDraft,
    document_faults,
    instalment_faults,
    report_faults,
)
from tracker.fund.contributions.parts import read_seen_parts, submit_report
from tracker.fund.contributions.schedule import DueState, instalments_of, reports_of
from tracker.fund.contributions.state_moves import MoveFacts, move_faults, move_state, moves_of
from tracker.fund.contributions.term_rules import (
    categories,
    modality_faults,
    source_faults,
    valuation_faults,
)
from tracker.fund.contributions.terms import (
    add_contributions,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.ledger.cash_entries import refund
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.states import (
    LAWFUL_MOVES,
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ContributionState,
    ScopeKind,
)
from tracker.people.tables import AuditRecord
from tracker.reference.codes import Earmarking, EarmarkingModality

DAY = date(2024, 3, 31)
CASH, IN_KIND = ContributionKind.CASH, ContributionKind.IN_KIND
ONE_ACTIVITY = ((ScopeKind.ACTIVITY, "A1"),)
PARTS = ContributionParts(
    (
        InstalmentDraft(date(2022, 1, 31), 5_000, "first"),
        InstalmentDraft(date(2022, 6, 30), 15_000),
    ),
    (
        ReportDraft(ContributionReportKind.FINANCIAL, "2022", date(2023, 3, 31)),
        ReportDraft(
            ContributionReportKind.FINAL, "2022", date(2024, 3, 31), date(2024, 3, 1), "ok"
        ),
    ),
    (
        ContributionDocumentDraft(
            ContributionDocumentKind.AGREEMENT, "Agreement", "https://example.org/1", DAY
        ),
        ContributionDocumentDraft(
            ContributionDocumentKind.OTHER, "Leaflet", "REG/7", is_public=True
        ),
    ),
)
FIRST, SECOND = PARTS.instalments


@pytest.mark.parametrize(
    ("modality", "category"),
    list(product(EarmarkingModality, Earmarking)),
    ids=lambda code: code.value,
)
def test_a_modality_belongs_to_its_category_alone(
    modality: EarmarkingModality, category: Earmarking
) -> None:
    kind = IN_KIND if modality is EarmarkingModality.TIED_IN_KIND else CASH
    faults = modality_faults(category, modality, kind, ONE_ACTIVITY)
    assert [fault.field for fault in faults] == (
        [] if categories()[modality] is category else ["earmarking_modality"]
    )


@pytest.mark.parametrize(
    ("scope", "lawful"),
    [
        ((), False),
        (ONE_ACTIVITY, True),
        (((ScopeKind.TOOL, "GUIDE"),), True),
        (((ScopeKind.COUNTRY, "KEN"), (ScopeKind.PROGRAMME, "GLO1")), True),
        (((ScopeKind.COUNTRY, "KEN"),), False),
        ((*ONE_ACTIVITY, (ScopeKind.ACTIVITY, "A2")), False),
        ((*ONE_ACTIVITY, (ScopeKind.TOOL, "GUIDE")), False),
        ((*ONE_ACTIVITY, *ONE_ACTIVITY), True),
    ],
)
def test_money_for_one_project_names_one(
    scope: tuple[tuple[ScopeKind, str], ...], *, lawful: bool
) -> None:
    tight, project = Earmarking.TIGHTLY_EARMARKED, EarmarkingModality.PROJECT
    assert (modality_faults(tight, project, CASH, scope) == []) is lawful


def test_in_kind_and_money_have_modalities_of_their_own() -> None:
    tight = Earmarking.TIGHTLY_EARMARKED
    kinds, modalities = (
        (CASH, IN_KIND),
        (EarmarkingModality.TIED_FINANCIALLY, EarmarkingModality.TIED_IN_KIND),
    )
    lawful = {
        (kind, modality)
        for kind, modality in product(kinds, modalities)
        if not modality_faults(tight, modality, kind, ())
    }
    assert lawful == set(zip(kinds, modalities, strict=True))


@pytest.mark.parametrize("missing", ["valuation_basis", "valued_by", "valued_on"])
def test_what_comes_in_kind_is_valued_and_money_is_not(missing: str) -> None:
    stated: dict[str, object] = {"valuation_basis": "market", "valued_by": "them", "valued_on": DAY}
    partial = {**stated, missing: None if missing == "valued_on" else " "}
    faults = valuation_faults(IN_KIND, *partial.values())  # type: ignore[arg-type]
    assert [fault.field for fault in faults] == [missing]
    assert valuation_faults(IN_KIND, "market", "them", DAY) == []
    assert valuation_faults(CASH, "", "", None) == []
    refused = [fault.field for fault in valuation_faults(CASH, *partial.values())]  # type: ignore[arg-type]
    assert refused == [name for name in stated if name != missing]


@pytest.mark.parametrize(
    ("article", "lawful"),
    [
        ("UNTOC 14", True),
        ("UNTOC 30, paragraph 2 (c)", True),
        ("UNTOC 14(3)(a)", True),
        ("UNTOC article 14", True),
        ("TIP 6", True),
        ("UNTOC 99", False),
        ("TIP article 99, paragraph 1", False),
        ("", False),
        ("  ", False),
        ("Penal Code, section 240", True),
    ],
)
def test_confiscated_proceeds_cite_an_article_that_is_there(article: str, *, lawful: bool) -> None:
    faults = source_faults(ContributionSource.CONFISCATED, article)
    assert [fault.field for fault in faults] == ([] if lawful else ["source_article"])


def test_other_money_cites_no_article() -> None:
    assert source_faults(ContributionSource.BUDGET, "") == []
    assert len(source_faults(ContributionSource.BUDGET, "UNTOC 14")) == 1


@pytest.mark.parametrize(
    ("instalments", "field", "words"),
    [
        ((), "", ""),
        (PARTS.instalments, "", ""),
        (PARTS.instalments[:1], "instalments", "add up to EUR 1"),
        (PARTS.instalments[::-1], "instalments-1-due_on", "due after"),
        ((FIRST, replace(SECOND, due_on=FIRST.due_on)), "instalments-1-due_on", "due after"),
        (
            (replace(FIRST, amount_minor=25_000), replace(SECOND, amount_minor=-5_000)),
            "instalments-1-amount",
            "above",
        ),
    ],
)
def test_instalments_add_up_and_stand_in_order(
    instalments: tuple[InstalmentDraft, ...], field: str, words: str
) -> None:
    faults = instalment_faults(20_000, "EUR 1", instalments)
    assert [fault.field for fault in faults] == ([field] if field else [])
    assert all(words in fault.message for fault in faults)


def test_reports_and_documents_say_what_they_are() -> None:
    report, document = PARTS.reports[0], PARTS.documents[0]
    assert report_faults(PARTS.reports) == []
    twice = report_faults((*PARTS.reports, report))
    assert [fault.field for fault in twice] == [f"reports-{len(PARTS.reports)}-kind"]
    (nameless,) = report_faults((replace(report, period=" "),))
    assert nameless.field == "reports-0-period"
    assert document_faults(PARTS.documents) == []
    (untitled,) = document_faults((document, replace(document, title="")))
    assert untitled.field == "documents-1-title"
    other = replace(PARTS.documents[0], address="ftp://example.org")
    assert [fault.field for fault in document_faults((other,))] == ["documents-0-address"]
    script = replace(PARTS.documents[0], address="javascript:alert(1)")
    assert script.link == ""


@given(amounts=st.lists(st.integers(1, 10**6), max_size=6), received=st.integers(-(10**6), 10**7))
def test_receipts_fill_instalments_in_their_order(amounts: list[int], received: int) -> None:
    drafts = tuple(InstalmentDraft(date(2024, 1, n + 1), minor) for n, minor in enumerate(amounts))
    state = ContributionState.PARTLY_RECEIVED
    found = instalments_of(ContributionParts(drafts), state, received, date(2024, 1, 3))
    assert sum(part.received_minor for part in found) == min(max(received, 0), sum(amounts))
    seen_open = False
    for part in found:
        assert 0 <= part.received_minor <= part.draft.amount_minor
        assert not (seen_open and part.received_minor)
        seen_open = seen_open or part.open_minor > 0
        late = part.draft.due_on < date(2024, 1, 3)
        expected = DueState.OVERDUE if late else DueState.TO_COME
        assert part.state is (DueState.DONE if not part.open_minor else expected)


def test_nothing_more_is_due_on_what_has_ended() -> None:
    today = date(2030, 1, 1)
    for state in ContributionState:
        ended = state in {
            ContributionState.RECEIVED,
            ContributionState.CLOSED,
            ContributionState.CANCELLED,
        }
        due = {part.state for part in instalments_of(PARTS, state, 0, today)}
        assert due == {DueState.DONE if ended else DueState.OVERDUE}
        owed = [report.state for report in reports_of(PARTS, state, today)]
        first = DueState.DONE if state is ContributionState.CANCELLED else DueState.OVERDUE
        assert owed == [first, DueState.DONE]


def test_what_is_due_today_is_not_late() -> None:
    (report, _) = reports_of(PARTS, ContributionState.AGREED, date(2023, 3, 31))
    assert report.state is DueState.TO_COME


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


@pytest.fixture
def change(session: Session, account: Account) -> Callable[..., None]:
    """Give a function that changes the terms of C-EUR."""
    del account

    def write(**values: object) -> None:
        with transaction(session):
            draft = replace(euros(), **values)  # type: ignore[arg-type]
            change_contribution(session, "C-EUR", draft, ACTOR, "letter")

    return write


def test_parts_are_kept_and_read_back(session: Session, change: Callable[..., None]) -> None:
    change(**PARTS._asdict())
    row = find_contribution(session, "C-EUR")
    assert read_draft(session, row).parts == PARTS
    public = read_seen_parts(session, row.id or 0, terms=False)
    assert public == ContributionParts(documents=(PARTS.documents[1],))
    change(reports=PARTS.reports[:1])
    assert read_draft(session, row).parts == ContributionParts(reports=PARTS.reports[:1])
    trail = session.exec(
        select(AuditRecord).where(AuditRecord.action == "change").order_by(col(AuditRecord.id))
    ).all()
    assert [(record.old or {}).get("instalments") for record in trail] == [
        None,
        [["2022-01-31", 5_000, "first"], ["2022-06-30", 15_000, ""]],
    ]


def test_all_that_is_wrong_is_told_at_once(change: Callable[..., None]) -> None:
    with pytest.raises(InvalidDraft) as refusal:
        change(
            earmarking_modality=EarmarkingModality.CORE,
            kind=IN_KIND,
            source_article="UNTOC 14",
            instalments=PARTS.instalments[:1],
            documents=(replace(PARTS.documents[0], title=""),),
        )
    assert {fault.field for fault in refusal.value.faults} == {
        "earmarking_modality", "valuation_basis", "valued_by", "valued_on", "source_article",
        "instalments", "documents-0-title",
    }  # fmt: skip
    told = [fault.message for fault in refusal.value.faults if fault.field == "instalments"]
    assert told == ["the instalments add up to EUR 50.00, not to the amount of the contribution"]


def test_a_report_is_submitted_once(session: Session, change: Callable[..., None]) -> None:
    change(reports=PARTS.reports)
    with transaction(session):
        submit_report(session, "C-EUR", 1, DAY, actor=ACTOR, why="by mail")
    row = find_contribution(session, "C-EUR")
    assert read_draft(session, row).reports[0].submitted_on == DAY
    with pytest.raises(InvalidInput), transaction(session):
        submit_report(session, "C-EUR", 1, DAY, actor=ACTOR, why="")
    with pytest.raises(NotFound), transaction(session):
        submit_report(session, "C-EUR", 3, DAY, actor=ACTOR, why="")
    trail = session.exec(select(AuditRecord).where(AuditRecord.action == "submit")).one()
    assert (trail.subject_reference, trail.why, trail.actor) == ("C-EUR", "by mail", ACTOR)


@pytest.mark.parametrize(
    ("old", "new"),
    list(product(ContributionState, ContributionState)),
    ids=lambda state: state.value,
)
def test_only_lawful_moves_are_made(old: ContributionState, new: ContributionState) -> None:
    arrived = new in {ContributionState.PARTLY_RECEIVED, ContributionState.RECEIVED}
    standing = MoveFacts(old, DAY, 5_000 if arrived else 0)
    assert (move_faults(standing, new) == []) is (new in LAWFUL_MOVES[old])


@pytest.mark.parametrize(
    ("standing", "new", "field"),
    [
        (MoveFacts(ContributionState.PLEDGED), ContributionState.AGREED, "agreed_on"),
        (MoveFacts(ContributionState.RECEIVED, DAY, 1), ContributionState.AGREED, "state"),
        (MoveFacts(ContributionState.AGREED, DAY), ContributionState.RECEIVED, "state"),
        (MoveFacts(ContributionState.AGREED, DAY), ContributionState.PARTLY_RECEIVED, "state"),
        (MoveFacts(ContributionState.AGREED, DAY, 1), ContributionState.CANCELLED, "state"),
        (MoveFacts(ContributionState.RECEIVED, DAY, 5, 1), ContributionState.CLOSED, "state"),
    ],
)
def test_a_move_has_its_conditions(standing: MoveFacts, new: ContributionState, field: str) -> None:
    assert [fault.field for fault in move_faults(standing, new)] == [field]


def test_a_contribution_closes_once_nothing_is_left(session: Session, account: Account) -> None:
    number = account.contributions["C-EUR"]
    closed, received = ContributionState.CLOSED, ContributionState.RECEIVED
    with pytest.raises(InvalidDraft, match="something is left"), transaction(session):
        move_state(session, "C-EUR", closed, ACTOR, "all done")
    with transaction(session), open_book(session, ACTOR, "second") as book:
        refund(
            book,
            ContributionMovement(
                number, 24_000, Heading(date(2022, 7, 1), "BACK", "", "EUR", 20_000)
            ),
        )
    with transaction(session):
        move_state(session, "C-EUR", closed, ACTOR, "all done")
    assert find_contribution(session, "C-EUR").state is closed
    newest = moves_of(session, "C-EUR")[0]
    assert (newest.before, newest.after, newest.why) == (received, closed, "all done")
    assert newest.actor == ACTOR


def test_agreeing_keeps_the_date_of_the_agreement(session: Session, account: Account) -> None:
    del account
    with transaction(session):
        add_contributions(session, [replace(euros(), reference="NEW")], ACTOR)
    with pytest.raises(InvalidDraft, match="date of the agreement"), transaction(session):
        move_state(session, "NEW", ContributionState.AGREED, ACTOR, "signed")
    with transaction(session):
        move_state(session, "NEW", ContributionState.AGREED, ACTOR, "signed", agreed_on=DAY)
    row = find_contribution(session, "NEW")
    assert (row.state, row.agreed_on) == (ContributionState.AGREED, DAY)
    with transaction(session):
        move_state(session, "NEW", ContributionState.CANCELLED, ACTOR, "withdrawn")
    assert [move.after for move in moves_of(session, "NEW")] == [
        ContributionState.CANCELLED,
        ContributionState.AGREED,
    ]


def test_what_has_arrived_cannot_be_cancelled(session: Session, account: Account) -> None:
    del account
    with transaction(session):
        row = find_contribution(session, "C-JPN")
        row.state = ContributionState.AGREED
        record_set_up(session)
        session.add(row)
    with pytest.raises(InvalidDraft, match="money has arrived"), transaction(session):
        move_state(session, "C-JPN", ContributionState.CANCELLED, ACTOR, "withdrawn")
    with transaction(session):
        move_state(session, "C-JPN", ContributionState.PARTLY_RECEIVED, ACTOR, "bank advice")
    assert find_contribution(session, "C-JPN").state is ContributionState.PARTLY_RECEIVED
