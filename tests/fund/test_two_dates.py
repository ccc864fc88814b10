"""Every sum can be asked as it was known at a moment, and is answered the same for ever."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.fund.small_fund import Fund
from tracker.db import transaction
from tracker.errors import InsufficientFunds, InvalidInput, TrackerError
from tracker.fund.ledger.cash_entries import receive, refund
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.tables import LedgerEntry, LedgerHead, LedgerLine
from tracker.periods import utc_now

START = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))
Question = tuple[Measure, date, datetime]


def total(session: Session, measure: Measure, as_at: date, known_at: datetime) -> int:
    """Add the measure's lines up, as at a day, as known at a moment."""
    statement = (
        select(func.coalesce(func.sum(LedgerLine.minor), 0))
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerLine.entry_id)
        .where(
            LedgerLine.measure == CODES[measure],
            col(LedgerEntry.effective_on) <= as_at,
            col(LedgerEntry.recorded_at) <= known_at,
        )
    )
    return SIGNS[measure] * int(session.exec(statement).one())


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_was_known_does_not_change(session: Session, fund: Fund, data: st.DataObject) -> None:
    answers: dict[Question, int] = {}
    last = session.exec(select(LedgerHead.recorded_at)).one() or START
    first = session.exec(select(LedgerHead.last_entry_id)).one() + 1
    for _ in range(data.draw(st.integers(2, 6))):
        moment = last + timedelta(seconds=data.draw(st.integers(0, 3)))
        with transaction(session):
            number = session.exec(select(LedgerHead.last_entry_id)).one() + 1
            with open_book(session, "test", "second") as book:
                head = Heading(data.draw(DAYS), f"M{number}")
                amount = data.draw(st.integers(1, 10**6))
                verb = data.draw(st.sampled_from(["receive", "refund", "reverse"]))
                if verb == "reverse" and number > first:
                    undone = data.draw(st.integers(first, number - 1))
                    with suppress(TrackerError):
                        reverse(book, read_entry(session, undone), head, moment)
                if not book.pending:
                    receive(
                        book, ContributionMovement(fund.contributions["ITA"], amount, head), moment
                    )
                if verb == "refund":
                    back = Heading(data.draw(DAYS), f"M{number}b")
                    with suppress(InsufficientFunds):  # on a day before the money had come
                        refund(
                            book,
                            ContributionMovement(fund.contributions["ITA"], amount, back),
                            moment,
                        )
        last = moment
        # The second that has passed can be asked about, and what was asked before again.
        for measure in (Measure.RECEIVED, Measure.REFUNDED, Measure.UNALLOCATED):
            day = data.draw(DAYS)
            known = moment - timedelta(microseconds=1)
            answers[measure, day, known] = total(session, measure, day, known)
        assert all(total(session, *question) == answer for question, answer in answers.items())


def test_what_is_recorded_later_counts_from_its_day_but_was_not_known(
    session: Session, fund: Fund
) -> None:
    number = fund.contributions["ITA"]
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, ContributionMovement(number, 5_00, Heading(date(2020, 1, 1), "R1")), START)
        late = START + timedelta(days=90)
        receive(book, ContributionMovement(number, 7_00, Heading(date(2020, 1, 2), "R2")), late)
    year = date(2020, 12, 31)
    assert total(session, Measure.RECEIVED, year, late) == 12_00
    assert total(session, Measure.RECEIVED, year, late - timedelta(seconds=1)) == 5_00
    assert total(session, Measure.RECEIVED, date(2020, 1, 1), late) == 5_00


def test_nothing_is_recorded_before_what_is_known(session: Session, fund: Fund) -> None:
    payment = ContributionMovement(fund.contributions["ITA"], 5_00, Heading(date(2020, 1, 1), "R1"))
    with transaction(session), open_book(session, "test", "second") as book:
        receive(book, payment)
    with (
        transaction(session),
        open_book(session, "test", "second") as book,
        pytest.raises(InvalidInput),
    ):
        receive(
            book,
            ContributionMovement(payment.contribution_id, 1, Heading(date(2020, 1, 1), "R2")),
            START,
        )


def test_a_clock_that_was_set_back_does_not_stop_the_record(
    session: Session, fund: Fund, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = fund.contributions["ITA"]
    for reference, moment in (("R1", utc_now()), ("R2", START)):
        monkeypatch.setattr("tracker.people.audit.utc_now", lambda moment=moment: moment)
        with transaction(session), open_book(session, "test", "second") as book:
            receive(book, ContributionMovement(number, 1, Heading(date(2020, 1, 1), reference)))
    first, second = session.exec(select(LedgerEntry.recorded_at).order_by(col(LedgerEntry.id)))
    assert first == second
