"""The proof of what was issued: drawn again after all that can change has changed, it is equal.

A progress report and a statement are issued; then a thousand entries are posted, and everything
that a report counts is edited. Each edit changes what is drawn as known now, in one of the two at
least; drawn by the terms of the issued ones they have the same canonical bytes and digest. The
issue of the statement, which notes the report on money as submitted, comes after its drawing too.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from tests.support.commission_account import fill_for_commission
from tests.support.issuing import APPROVER
from tests.support.later_edits import EDITS, prepare
from tracker.db import transaction
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.periods import utc_now
from tracker.reports.content.canonical import canonical_json, digest_of
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.drawing import draw_report
from tracker.reports.kinds import KINDS
from tracker.reports.register.decisions import (
    as_issued,
    clear_report,
    files_to_issue,
    issue_report,
)
from tracker.reports.register.drafts import add_report, known_moment
from tracker.reports.register.register import find_report, terms_of
from tracker.reports.statement.donor_source import with_donor
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

pytestmark = pytest.mark.slow
PREPARER = CurrentUser("p@example.org", "P", Role.SECRETARIAT, handle="P-1")
FIRST, LAST = date(2021, 1, 1), date(2022, 12, 31)


def _terms(session: Session, kind: ReportKind) -> ReportTerms:
    with transaction(session):
        known_at = known_moment(session)
    terms = ReportTerms(kind, FIRST, LAST, LAST, known_at)
    if kind is ReportKind.STATEMENT:
        terms = with_donor(session, replace(terms, subject="ITA"))
    return terms


def _drawn(session: Session, terms: ReportTerms) -> ReportTree:
    """Draw by terms with the snapshot of a new process."""
    session.rollback()
    session.expire_all()
    with Snapshot().reading(session.connection()) as snapshot:
        return draw_report(session, snapshot, terms, KINDS)


def _issued(session: Session, kind: ReportKind) -> int:
    """Draw, clear and issue a report; return its number."""
    terms = _terms(session, kind)
    tree = _drawn(session, terms)
    with transaction(session):
        number = add_report(session, terms, tree, PREPARER.handle)
    with transaction(session):
        clear_report(session, number, APPROVER, digest_of(tree))
    files = files_to_issue(session, number, [], [])
    with transaction(session):
        issue_report(session, number, PREPARER, files)
    return number


def _figures(session: Session, numbers: list[int]) -> list[bytes]:
    """Return what is drawn as known now, but for the moment itself."""
    found = []
    for number in numbers:
        terms = terms_of(find_report(session, number))
        tree = _drawn(session, replace(terms, known_at=utc_now()))
        blank = replace(tree.facts, known_at=terms.known_at, chain_head="", chain_number=0)
        found.append(canonical_json(replace(tree, facts=blank)))
    return found


def _differing(session: Session, number: int) -> list[str]:
    """Return the places at which a report, drawn again, is not what was issued."""
    row = find_report(session, number)
    again = as_issued(_drawn(session, terms_of(row)))
    written = canonical_json(again).decode()
    assert (written == row.issued) is (digest_of(again) == row.digest)
    return list(_places_apart(json.loads(written), json.loads(row.issued)))


def _places_apart(one: Any, other: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from _places_apart(one.get(name), other.get(name), f"{place}/{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _places_apart(left, right, f"{place}/{number}")
    elif one != other:
        yield f"{place}: {str(one)[:80]} instead of {str(other)[:80]}"


def test_what_was_issued_is_drawn_again_equal_byte_for_byte(session: Session) -> None:
    fill_for_commission(session)
    with transaction(session):
        prepare(session)
    numbers = [_issued(session, kind) for kind in (ReportKind.COMMISSION, ReportKind.STATEMENT)]
    before = _figures(session, numbers)
    unchanged = []
    for name, edit in EDITS.items():
        with transaction(session):
            edit(session)
        now = _figures(session, numbers)
        unchanged += [name] if now == before else []
        before = now
    assert unchanged == []
    assert [_differing(session, number) for number in numbers] == [[], []]
