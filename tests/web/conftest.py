"""Fixtures of the tests of pages: a filled account, and who looks at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.approvals import approve
from tests.support.closing import close_months, close_year
from tests.support.pages import PageClient
from tests.support.people import let_in, make_manager_of
from tests.web.approval_pages import DAY, PREPARER
from tracker.app import create_app
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.http.context import EXTENSION, jobs
from tracker.http.guard import refuse_unguarded
from tracker.jobs.worker import run_job
from tracker.people.roles import Role
from tracker.schema import METADATA
from tracker.settings import Settings

Counts = dict[str, int]
ManagerOf = Callable[..., PageClient]
NOT_THE_RECORD = frozenset(
    {"sign_in_attempt", "user_session", "kept_form", "form_draft", "saved_form", "person"}
)
COUNT_ROWS = " UNION ALL ".join(
    f"SELECT '{table.name}', count(*) FROM {table.name}"  # noqa: S608 - our own names
    for table in METADATA.sorted_tables
    if table.name not in NOT_THE_RECORD
)
"""As text: a statement of so many tables takes longer to build than to run."""


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Give the tracker without its dashboards."""
    application = create_app(settings)
    refuse_unguarded(application)
    return application


@pytest.fixture
def jobs_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the work of a job's process before the page answers."""

    def work(_settings: Settings, number: int) -> None:
        run_job(jobs(), number)

    monkeypatch.setattr("tracker.jobs.queue.spawn", work)


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Write the account into the database that `app` uses."""
    return fill(sqlite_session)


@pytest.fixture
def finance(account: Account, signed_in: Callable[[Role], PageClient]) -> PageClient:
    """Give the client of a finance officer."""
    del account
    return signed_in(Role.FINANCE_OFFICER)


@pytest.fixture
def approver(account: Account, signed_in: Callable[[Role], PageClient]) -> PageClient:
    """Give the client of an approver."""
    del account
    return signed_in(Role.APPROVER)


@pytest.fixture
def manager(account: Account, signed_in: Callable[[Role], PageClient]) -> PageClient:
    """Give the client of a programme manager."""
    del account
    return signed_in(Role.PROGRAMME_MANAGER)


@pytest.fixture
def manager_of(app: Flask, sqlite_session: Session, account: Account) -> ManagerOf:
    """Give a function that lets a programme manager in for whom programmes are chosen."""
    del account

    def let_manager_in(*programmes: str) -> PageClient:
        return let_in(app, make_manager_of(sqlite_session, *programmes).email)

    return let_manager_in


@pytest.fixture
def prepare(sqlite_session: Session, account: Account) -> Callable[..., int]:
    """Give a function that hands an allocation of Italy's money in and returns its number."""

    def handed_in(reference: str = "L9", usd_minor: int = 4_000, count: int = 1) -> int:
        orders = [
            PostingInstruction(
                EntryKind.ALLOCATION,
                Heading(DAY, f"{reference}-{number}" if count > 1 else reference),
                usd_minor,
                account.contributions["C-ITA"],
                account.activities["A1"],
            )
            for number in range(count)
        ]
        sqlite_session.rollback()
        with transaction(sqlite_session) as session:
            return submit(session, orders, PREPARER, "as agreed").request

    return handed_in


@pytest.fixture
def rows(sqlite_session: Session) -> Callable[[], Counts]:
    """Give a function that counts the rows of every table of the record."""
    return partial(count_rows, sqlite_session)


def count_rows(session: Session) -> Counts:
    """Count the rows of every table of the record, as they are now."""
    session.rollback()
    found = session.connection().exec_driver_sql(COUNT_ROWS)
    return {str(name): int(number) for name, number in found}


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Write down the statements that the application sends to its database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = app.extensions[EXTENSION].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def closed(sqlite_session: Session, account: Account) -> None:
    """Close 2020 and 2021, correct 2021 afterwards, and let a refund of 2022 wait."""
    with transaction(sqlite_session) as session:
        close_months(session, Month(2021, 12), "ana", "file 12")
    for year in (2020, 2021):
        with transaction(sqlite_session) as session:
            close_year(session, year, "ana", "audited")
    late = Heading(date(2021, 6, 1), "LATE", correction="found in the bank's statement")
    order = PostingInstruction(EntryKind.RECEIPT, late, 2_500, account.contributions["C-JPN"])
    with transaction(sqlite_session) as session:
        number = submit(session, [order], "ana").request
    with transaction(sqlite_session) as session:
        approve(session, number, "ben")
    refund = Heading(date(2022, 9, 1), "F-1")
    waits = PostingInstruction(EntryKind.REFUND, refund, 1_000, account.contributions["C-ITA"])
    with transaction(sqlite_session) as session:
        submit(session, [waits], "ana")
