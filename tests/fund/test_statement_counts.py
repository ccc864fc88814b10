"""What is posted takes no more statements with more contributions or a longer history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.ledger.cash_entries import give_interest, receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement, InterestCredit
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import prepare
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.reference.codes import Earmarking, FinancingInstrument

DAY = date(2022, 10, 1)
INTEREST = EntryDraft(EntryKind.INTEREST, "I", DAY, 1_000, first_on=date(2022, 1, 1), last_on=DAY)
REFUND = EntryDraft(EntryKind.REFUND, "B", DAY + timedelta(200), 100, contribution="C-EUR")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Write down the statements that are sent to a database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(engine: Engine, session: Session, draft: EntryDraft) -> int:
    """Count the statements that preparing a draft takes."""
    session.rollback()
    with counted(engine) as statements:
        desk = open_trial_desk(session)
        desk.read([draft])
        assert prepare(desk, draft).faults == ()
    session.rollback()
    return len(statements)


def test_interest_by_the_rule_and_the_number_of_contributions(
    engine: Engine, session: Session
) -> None:
    fill(session)
    before = statements_of(engine, session, INTEREST)
    drafts = [
        ContributionDraft(
            f"MORE-{number}", "ITA", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 100
        )
        for number in range(7)
    ]
    with transaction(session):
        numbers = add_contributions(session, drafts, ACTOR)
    with transaction(session), open_book(session, ACTOR, "second") as book:
        for name, number in numbers.items():
            receive(book, ContributionMovement(number, 100, Heading(date(2022, 5, 1), name)))
    assert statements_of(engine, session, INTEREST) == before


def test_a_refund_and_the_interest_of_the_years(engine: Engine, session: Session) -> None:
    euros = fill(session).contributions["C-EUR"]
    with transaction(session):
        rate = RateDraft("EUR", date(2022, 9, 1), Decimal("0.9"), "bank")
        add_rates(session, [rate], ACTOR)
    add_interest(session, euros, 1)
    before = statements_of(engine, session, REFUND)
    for number in range(2, 9):
        add_interest(session, euros, number)
    assert statements_of(engine, session, REFUND) == before


def add_interest(session: Session, contribution: int, number: int) -> None:
    """Credit interest on a day of its own."""
    heading = Heading(DAY + timedelta(number), f"I-{number}")
    with transaction(session), open_book(session, ACTOR, "second") as book:
        give_interest(book, InterestCredit(10, heading, contribution))
