"""The entries of a book are written whole, in any number of pieces, alike on both databases."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from tests.fund.small_fund import Fund, add_catalogue, contents, heading
from tracker.db import make_engine, make_session, transaction
from tracker.errors import Conflict
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement, PostedEntry, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book, write
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.rows import ROWS_A_STATEMENT
from tracker.fund.ledger.tables import LedgerEntry, LedgerHead
from tracker.fund.ledger.use_entries import spend
from tracker.fund.ledger.verification import verify
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord

MOMENT = datetime(2024, 1, 1, 12, tzinfo=UTC)


def receive_as(session: Session, contribution: int, *references: str) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        for reference in references:
            receive(book, ContributionMovement(contribution, 1_00, heading(reference)))


def reverse_as(session: Session, written: PostedEntry, reference: str) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        receive(
            book,
            ContributionMovement(written.contribution_id or 0, 50_00, heading(f"for {reference}")),
        )
        reverse(book, written, heading(reference))


def test_a_book_can_be_written_in_pieces(session: Session, fund: Fund) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        for number in range(3):
            receive(
                book, ContributionMovement(fund.contributions["ITA"], 1_00, heading(f"R{number}"))
            )
            write(session, book, "test")
    found = verify(session)
    assert (found.clean, found.entries, found.lines) == (True, 3, 6)


def test_more_rows_than_one_statement_takes_are_written(session: Session, posted: Fund) -> None:
    many = ROWS_A_STATEMENT + 7
    with transaction(session), open_book(session, "test", "second") as book:
        for number in range(many):
            spend(book, UseOfFunds(posted.activities["TRAIN"], 1, heading(f"S{number}")))
    found = verify(session)
    assert (found.clean, found.entries) == (True, 6 + many)
    assert found.lines > 2 * ROWS_A_STATEMENT


def test_a_reference_of_an_earlier_book_is_refused(session: Session, posted: Fund) -> None:
    before = contents(session)
    italy = posted.contributions["ITA"]
    with pytest.raises(Conflict, match="R1"):
        receive_as(session, italy, "new", "R1")
    assert contents(session) == before


def test_two_who_read_an_entry_cannot_both_reverse_it(session: Session, posted: Fund) -> None:
    del posted
    written = read_entry(session, 6)
    reverse_as(session, written, "V1")
    before = contents(session)
    with pytest.raises(Conflict, match="reversed before"):
        reverse_as(session, written, "V2")
    assert contents(session) == before


def test_the_trail_tells_how_the_ledger_moved_a_state(session: Session, posted: Fund) -> None:
    del posted
    moves = session.exec(
        select(AuditRecord)
        .where(AuditRecord.subject_kind == Subject.CONTRIBUTION)
        .order_by(col(AuditRecord.subject_reference))
    )
    assert [(row.actor, row.subject_reference, row.old, row.new) for row in moves] == [
        ("test", "ITA", {"state": "pledged"}, {"state": "received"}),
        ("test", "JPN", {"state": "pledged"}, {"state": "partly_received"}),
    ]


def test_both_databases_come_to_the_same_digest(sqlite_url: str, postgres_url: str) -> None:
    heads = []
    for url in (sqlite_url, postgres_url):
        engine = make_engine(url)
        with make_session(engine) as session:
            fund = add_catalogue(session)
            rate = RateUsed(
                rate=Decimal("1.2500"), source="UN «operational» rate", on=MOMENT.date()
            )
            head = heading("R\u00e91", currency="EUR", original_minor=80_00, rate=rate, note="a\nb")
            with transaction(session), open_book(session, "test", "second") as book:
                receive(book, ContributionMovement(fund.contributions["FRA"], 100_00, head), MOMENT)
            heads.append(session.exec(select(LedgerHead.digest)).one())
            assert session.exec(select(LedgerEntry.recorded_at)).one() == MOMENT
        engine.dispose()
    assert heads[0] == heads[1]
