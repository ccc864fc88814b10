"""Certified statements beside the ledger: open = statement - ledger - explained, whatever comes."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session, col, select

from tests.fund.made_statements import DRAFT, ITEMS, state
from tests.fund.small_fund import Fund
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, NotFound
from tracker.fund.ledger.cash_entries import (
    receive,
    refund,
)
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import (
    ContributionMovement,
)
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.reconciliation.ledger_figures import FigureKey, system_figures
from tracker.fund.reconciliation.statement_comparison import (
    line_of,
    reconcile,
    reconcile_all,
)
from tracker.fund.reconciliation.statement_rules import (
    FigureComparison,
    FigureDraft,
    StatementDraft,
    explanation_faults,
    statement_faults,
)
from tracker.fund.reconciliation.statement_writes import (
    add_figure,
    add_statement,
    change_figure,
    explain,
    withdraw,
)
from tracker.fund.states import StatementItem
from tracker.people.tables import AuditRecord

CENTS = st.integers(-(10**12), 10**12)


def say_why(session: Session, number: int, minor: int, text: str = "cut-off") -> None:
    """Explain a part of a line."""
    with transaction(session):
        explain(session, "CS-2024", number, minor=minor, text=text, actor="ana")


@pytest.fixture
def stated(session: Session, posted: Fund) -> Fund:
    """Give a fund with a little money, and a statement without figures."""
    with transaction(session):
        add_statement(session, DRAFT, "ana")
    return posted


@pytest.mark.usefixtures("stated")
def test_the_ledgers_figures_of_a_year(session: Session) -> None:
    figures = system_figures(session, {2023, 2024, 2025})
    ours = {item.value: figures[FigureKey(2024, "ITA", item)] for item in ITEMS}
    # received 1,000 + 500; spent 150.01; support cost of 13 and of 7 % by contribution
    assert ours["received"] == 150_000
    assert ours["spent"] == 15_001
    assert ours["opening_balance"] == ours["refunded"] == 0
    assert ours["closing_balance"] == 150_000 - 15_001 - ours["support_cost"]
    assert ours["support_cost"] > 0
    assert {figures[FigureKey(2023, "", item)] for item in ITEMS} == {0}
    assert figures[FigureKey(2025, "", StatementItem.OPENING_BALANCE)] == ours["closing_balance"]
    assert figures[FigureKey(2025, "", StatementItem.RECEIVED)] == 0
    assert all(
        figures[FigureKey(2024, "", item)] == figures[FigureKey(2024, "ITA", item)]
        for item in ITEMS
    )


@pytest.mark.usefixtures("stated")
def test_a_balance_is_what_came_in_less_what_went_out(session: Session, stated: Fund) -> None:
    italy = stated.contributions["ITA"]
    with transaction(session), open_book(session, "test", "second") as book:
        refund(book, ContributionMovement(italy, 5_000, Heading(date(2025, 3, 1), "B1")))
    found = system_figures(session, {2024, 2025})
    for year in (2024, 2025):
        of = {item: found[FigureKey(year, "", item)] for item in ITEMS}
        assert of[StatementItem.CLOSING_BALANCE] == (
            of[StatementItem.OPENING_BALANCE]
            + of[StatementItem.RECEIVED]
            + of[StatementItem.INTEREST]
            - of[StatementItem.BANK_CHARGES]
            - of[StatementItem.WRITTEN_OFF]
            - of[StatementItem.SPENT]
            - of[StatementItem.SUPPORT_COST]
            - of[StatementItem.REFUNDED]
        )
    assert found[FigureKey(2025, "", StatementItem.REFUNDED)] == 5_000


def test_what_was_known_then_is_shown_as_known_then(session: Session, fund: Fund) -> None:
    italy = fund.contributions["ITA"]
    for day, reference in ((10, "K1"), (20, "K2")):
        moment = datetime(2024, 5, day, 23, 59, tzinfo=UTC)
        payment = ContributionMovement(italy, 700, Heading(date(2024, 1, 1), reference))
        with transaction(session), open_book(session, "test", "second") as book:
            receive(book, payment, moment)
    key = FigureKey(2024, "ITA", StatementItem.RECEIVED)
    known = [system_figures(session, {2024}, date(2024, 5, day)).get(key, 0) for day in (9, 10, 20)]
    assert known == [0, 700, 1_400]


@pytest.mark.usefixtures("stated")
def test_a_statement_is_tied_out_when_nothing_is_open(session: Session) -> None:
    assert not reconcile(session, "CS-2024").tied_out
    number = state(session, StatementItem.RECEIVED, 150_500)
    state(session, StatementItem.SPENT, 15_001, "ITA")
    found = reconcile(session, "CS-2024")
    assert (found.open_lines, found.open_minor, found.tied_out) == (1, 500, False)
    say_why(session, number, 200)
    assert reconcile(session, "CS-2024").open_minor == 300
    say_why(session, number, 300)
    assert reconcile(session, "CS-2024").tied_out
    assert reconcile_all(session) == (reconcile(session, "CS-2024"),)


@pytest.mark.usefixtures("stated")
def test_nothing_is_explained_beyond_the_difference(session: Session) -> None:
    number = state(session, StatementItem.RECEIVED, 149_900)
    for minor in (-101, -(10**13)):
        with pytest.raises(InvalidDraft, match="more than is open"):
            say_why(session, number, minor)
    say_why(session, number, 50)  # the other sign first: -100 is 50 less 150
    say_why(session, number, -150)
    with pytest.raises(InvalidDraft, match="more than is open"):
        say_why(session, number, -1)
    equal = state(session, StatementItem.SPENT, 15_001)
    with pytest.raises(InvalidDraft, match="no difference to explain"):
        say_why(session, equal, 1)
    with pytest.raises(InvalidDraft, match="explains nothing"):
        say_why(session, number, 0)
    with pytest.raises(InvalidDraft, match="what explains it"):
        say_why(session, number, -1, "")
    assert line_of(session, "CS-2024", number).comparison.open_minor == 0


@given(CENTS, CENTS, st.lists(CENTS, max_size=6))
def test_explanations_never_go_beyond_whatever_is_tried(
    statement: int, system: int, tried: list[int]
) -> None:
    explained = 0
    for minor in tried:
        before = FigureComparison(statement, system, explained)
        if not explanation_faults(before, minor, "why"):
            explained += minor
    after = FigureComparison(statement, system, explained)
    assert after.open_minor == statement - system - explained
    assert after.open_minor * after.difference_minor >= 0
    if not after.difference_minor:
        assert explained == 0
    if after.is_open:  # what is left can always be explained at once
        assert explanation_faults(after, after.open_minor, "the rest") == []


@pytest.mark.usefixtures("stated")
def test_a_withdrawn_explanation_counts_no_more_and_stays(session: Session) -> None:
    number = state(session, StatementItem.RECEIVED, 150_500)
    say_why(session, number, 500)
    (one,) = line_of(session, "CS-2024", number).explanations
    with pytest.raises(InvalidDraft, match="why it is withdrawn"), transaction(session):
        withdraw(session, "CS-2024", one.id, actor="bo", why="")
    with transaction(session):
        withdraw(session, "CS-2024", one.id, actor="bo", why="wrong sheet")
    with pytest.raises(Conflict), transaction(session):
        withdraw(session, "CS-2024", one.id, actor="bo", why="again")
    line = line_of(session, "CS-2024", number)
    assert (line.comparison.explained_minor, line.comparison.open_minor) == (0, 500)
    assert (line.explanations[0].withdrawn_by, line.explanations[0].withdrawn_why) == (
        "bo", "wrong sheet",
    )  # fmt: skip


@pytest.mark.usefixtures("stated")
def test_a_figure_stands_once_and_is_changed_with_a_reason(session: Session) -> None:
    number = state(session, StatementItem.RECEIVED, 150_500)
    with pytest.raises(InvalidDraft, match="this figure is on record"):
        state(session, StatementItem.RECEIVED, 1)
    with pytest.raises(InvalidDraft, match="no donor on record"):
        state(session, StatementItem.RECEIVED, 1, "XXX")
    with pytest.raises(InvalidDraft, match="say why"), transaction(session):
        change_figure(session, "CS-2024", number, minor=1, actor="ana", why="")
    with transaction(session):
        change_figure(session, "CS-2024", number, minor=150_000, actor="ana", why="misread")
    assert not line_of(session, "CS-2024", number).comparison.is_open
    with pytest.raises(NotFound):
        line_of(session, "CS-2024", number + 1)
    with pytest.raises(NotFound):
        reconcile(session, "CS-1999")


@pytest.mark.usefixtures("stated")
def test_all_is_in_the_trail(session: Session) -> None:
    number = state(session, StatementItem.RECEIVED, 150_500, "ITA")
    say_why(session, number, 500)
    (one,) = line_of(session, "CS-2024", number).explanations
    with transaction(session):
        withdraw(session, "CS-2024", one.id, actor="bo", why="wrong")
        change_figure(session, "CS-2024", number, minor=7, actor="ana", why="misread")
    trail = session.exec(
        select(AuditRecord)
        .where(
            col(AuditRecord.subject_kind).in_(
                ("certified_statement", "certified_figure", "figure_explanation")
            )
        )
        .order_by(col(AuditRecord.id))
    ).all()
    assert [(one.actor, one.action, one.subject_kind, one.why) for one in trail] == [
        ("ana", "add", "certified_statement", ""),
        ("ana", "add", "certified_figure", ""),
        ("ana", "add", "figure_explanation", ""),
        ("bo", "withdraw", "figure_explanation", "wrong"),
        ("ana", "change", "certified_figure", "misread"),
    ]
    assert {one.subject_reference for one in trail} == {"CS-2024", "CS-2024 ITA received"}
    assert (trail[-1].old, trail[-1].new) == ({"minor": 150_500}, {"minor": 7})


@pytest.mark.usefixtures("stated")
def test_what_the_statement_lacks_and_contradicts_is_told(session: Session) -> None:
    state(session, StatementItem.RECEIVED, 150_000)
    assert reconcile(session, "CS-2024").missing_figures == ()  # the item is not given by donor
    with transaction(session):
        from_nowhere = FigureDraft("ITA", StatementItem.SPENT, 15_001)
        add_figure(session, "CS-2024", from_nowhere, "ana")
    state(session, StatementItem.RECEIVED, 140_000, "ITA")
    found = reconcile(session, "CS-2024")
    assert found.missing_figures == ()
    ((item, of_donors, total),) = found.mismatches
    assert (item, of_donors, total) == (StatementItem.RECEIVED, 140_000, 150_000)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": "a/b"}, "reference"),
        ({"reference": "add"}, "reference"),
        ({"reference": "x" * 61}, "reference"),
        ({"year": 0}, "year"),
        ({"issued_on": date(2023, 12, 31)}, "issued_on"),
        ({"source": ""}, "source"),
    ],
)
def test_an_unlawful_statement_is_refused(changed: dict[str, object], field: str) -> None:
    values = {"reference": "CS", "year": 2024, "source": "x", "issued_on": date(2025, 1, 1)}
    draft = StatementDraft(**(values | changed))  # type: ignore[arg-type] # of many types
    assert [fault.field for fault in statement_faults(draft)] == [field]


@pytest.mark.usefixtures("stated")
def test_statements_of_sql_do_not_depend_on_how_much_there_is(
    session: Session,
) -> None:
    counted: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *parts: counted.append(parts[2]))
    state(session, StatementItem.RECEIVED, 1)
    for year in (2020, 2021, 2022):
        with transaction(session):
            add_statement(session, StatementDraft(f"S-{year}", year, "x", date(2025, 1, 1)), "ana")
            add_figure(session, f"S-{year}", FigureDraft("", StatementItem.SPENT, 5), "ana")
    counted.clear()
    assert len(reconcile_all(session)) == 4
    assert len([one for one in counted if one.startswith("SELECT")]) == 5
    counted.clear()
    reconcile(session, "CS-2024")
    assert len([one for one in counted if one.startswith("SELECT")]) == 5
