"""Each kind of tampering with an issued report, or with the ledger that it prints, is named.

Guards are out of the way, as they are for somebody who owns the database.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.fund.small_fund import fill_a_little
from tests.fund.test_checkpoint_comparison import NO_GUARDS, rewrite_ledger, seal_again
from tests.fund.test_tampering import release
from tests.support.issuing import APPROVER, TERMS, preparer
from tests.support.reports import FACTS, small_report
from tracker.db import transaction
from tracker.fund.ledger.verification import verify_connection
from tracker.people.audit import mark_illustrative
from tracker.people.permissions import ANYONE
from tracker.periods import utc_now
from tracker.reports.content.canonical import digest_of
from tracker.reports.drawing import chain_head_at
from tracker.reports.register.chain_heads import PrintedHead, head_of
from tracker.reports.register.decisions import clear_report, files_to_issue, issue_report
from tracker.reports.register.drafts import add_report
from tracker.reports.register.register import find_report, tree_of
from tracker.reports.register.report_checks import against_heads, check_reports
from tracker.reports.register.verification import Verdict, verify_digest, verify_file
from tracker.reports.renderings.forms import Format
from tracker.sample.clearing import clear_account

Tamper = Callable[[Connection], object]


@pytest.fixture
def head(session: Session) -> PrintedHead:
    """Issue a report, with a file, that prints the head of a small ledger; give that head."""
    fill_a_little(session)
    session.rollback()
    number, digest = chain_head_at(session, utc_now())
    tree = replace(small_report(), facts=replace(FACTS, chain_number=number, chain_head=digest))
    user = preparer(session)
    with transaction(session):
        report = add_report(session, TERMS, tree, user.handle)
    with transaction(session):
        clear_report(session, report, APPROVER, digest_of(tree))
    files = files_to_issue(session, report, [Format.HTML], ["en"])
    with transaction(session):
        issue_report(session, report, user, files)
    found = head_of(tree)
    assert found is not None
    return found


@pytest.fixture
def owner(engine: Engine, session: Session, head: PrintedHead) -> Iterator[Connection]:
    """Give the connection of somebody who owns the database."""
    del head
    session.rollback()
    with engine.connect() as connection:
        release(connection)
        yield connection


def _faults(connection: Connection, *heads: PrintedHead) -> list[str]:
    checks = [*NO_GUARDS, check_reports, *([against_heads(heads)] if heads else [])]
    found = verify_connection(connection, lambda _: None, checks)
    return [f"{fault.where}: {fault.message}" for fault in found.faults]


def _do(connection: Connection, *statements: str) -> None:
    for statement in statements:
        assert connection.execute(text(statement)).rowcount == 1


def _write_content(connection: Connection, *, with_digest: bool) -> None:
    """Change a figure in the content of a report."""
    old = connection.execute(text("SELECT issued FROM report")).scalar_one()
    new = old.replace("123456789", "123456780")
    assert new != old
    connection.execute(text("UPDATE report SET issued = :new"), {"new": new})
    if with_digest:
        digest = hashlib.sha256(new.encode()).hexdigest()
        connection.execute(text("UPDATE report SET digest = :new"), {"new": digest})


def test_a_record_with_an_issued_report_is_whole(owner: Connection, head: PrintedHead) -> None:
    assert _faults(owner, head) == []


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (
            lambda owner: _write_content(owner, with_digest=False),
            "report 1: its content has another digest",
        ),
        (
            lambda owner: _do(
                owner, "UPDATE report SET digest = replace(digest, substr(digest, 1, 1), 'x')"
            ),
            "report 1: its content has another digest",
        ),
        (
            lambda owner: _do(owner, "UPDATE report SET issued = '{}'"),
            "report 1: its content is no report",
        ),
        (
            lambda owner: owner.execute(text("UPDATE report_file SET data = :it"), {"it": b"x"}),
            "report 1, html in en: it has another SHA-256",
        ),
        (
            lambda owner: _do(
                owner, "UPDATE report_file SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')"
            ),
            "report 1, html in en: it has another SHA-256",
        ),
        (lambda owner: _do(owner, "DELETE FROM report_file"), "report_file"),
        (lambda owner: _write_content(owner, with_digest=True), "report"),
    ],
    ids=["content", "digest", "no content", "file", "sha256", "no file", "content and digest"],
)
def test_each_kind_of_tampering_is_named(owner: Connection, tamper: Tamper, named: str) -> None:
    tamper(owner)
    assert any(named in fault for fault in _faults(owner)), _faults(owner)


def test_a_ledger_rewritten_whole_is_named_by_the_report_that_prints_its_head(
    owner: Connection, head: PrintedHead
) -> None:
    rewrite_ledger(owner)
    (fault,) = _faults(owner)
    assert fault.startswith(f"report 1: it prints that entry {head.number} ")


def test_a_record_rewritten_with_its_reports_is_found_by_an_old_one(
    owner: Connection, head: PrintedHead
) -> None:
    """Nothing in the record tells of it; the head on paper does, and so does the old file."""
    old = owner.execute(text("SELECT data FROM report_file")).scalar_one()
    rewrite_ledger(owner)
    owner.execute(text("DELETE FROM report_file"))
    owner.execute(text("DELETE FROM report"))
    seal_again(owner)
    assert _faults(owner) == []
    (fault,) = _faults(owner, head)
    assert fault.startswith(f"head {head.number}: ")
    owner.commit()
    with Session(owner.engine) as reader:
        for found in (
            verify_digest(reader, f"{head.number}: {head.digest}", ANYONE),
            verify_file(reader, bytes(old), ANYONE),
        ):
            assert (found.verdict, found.chain) == (Verdict.UNKNOWN, False)


def test_the_head_of_a_report_is_found_in_the_ledger_by_anybody(
    session: Session, head: PrintedHead
) -> None:
    typed = verify_digest(session, f" {head.number} :  {head.digest.upper()}", ANYONE)
    assert (typed.verdict, typed.chain) == (Verdict.UNKNOWN, True)
    other = verify_digest(session, f"{head.number + 1}: {head.digest}", ANYONE)
    assert other.chain is False
    issued = verify_digest(session, find_report(session, 1).digest, ANYONE)
    assert (issued.verdict, issued.chain) == (Verdict.ISSUED, True)
    assert head_of(tree_of(session, find_report(session, 1))) == head


@pytest.mark.usefixtures("head")
def test_a_report_of_a_removed_illustrative_account_is_no_fault(
    session: Session,
) -> None:
    with transaction(session):
        mark_illustrative(session, "test", illustrative=True)
    clear_account(session)
    assert _faults(session.connection()) == []
    found = verify_digest(session, find_report(session, 1).digest, ANYONE)
    assert (found.verdict, found.chain) == (Verdict.ISSUED, None)


def test_a_command_verifies_reports_and_heads(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["ledger", "verify"]).exit_code == 0
    done = run(args=["ledger", "verify", "--head", f"1: {'ab' * 32}"])
    assert (done.exit_code, "it prints that entry 1 " in done.output) == (1, True)
    assert run(args=["ledger", "verify", "--head", "nonsense"]).exit_code == 1
