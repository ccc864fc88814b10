"""Compares what busy people were told with what the record holds."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from tracker.fund.ledger.accounts import OUTSIDE
from tracker.fund.ledger.measures import CODES
from tracker.fund.ledger.posting_instructions import ATTRIBUTED, by_rule
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.verification.record_checks import verify_record

DECIDED = {
    "approve": ApprovalRequestState.APPROVED,
    "return": ApprovalRequestState.RETURNED,
    "withdraw": ApprovalRequestState.WITHDRAWN,
}
SLOW_SECONDS = 1.0


@dataclass
class Told:
    """The answers that all people got: acknowledged, refused, or none."""

    attempts: int = 0
    written: dict[str, int] = field(default_factory=dict)
    prepared: dict[int, list[str]] = field(default_factory=dict)
    decided: dict[int, ApprovalRequestState] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    open_references: set[str] = field(default_factory=set)
    open_decisions: set[int] = field(default_factory=set)
    broken: Counter[str] = field(default_factory=Counter)
    slow: int = 0
    longest: float = 0.0

    def add(self, lines: Iterable[dict[str, Any]]) -> None:
        """Take in what one person told; a last try without an answer stays open."""
        trying: dict[str, Any] | None = None
        for line in lines:
            if line["told"] == "try":
                trying = line
                self.attempts += 1
            elif line["told"] != "ready":
                trying = None
                self._answer(line)
        if trying is not None:
            self._leave_open(trying)

    def _answer(self, line: dict[str, Any]) -> None:
        """Take in what came of one attempt."""
        self.longest = max(self.longest, line["seconds"])
        self.slow += line["seconds"] > SLOW_SECONDS
        if line["told"] == "refused":
            self.refusals[line["reason"]] += 1
        elif line["told"] == "broken":
            self.broken[line["reason"]] += 1
            self._leave_open(line)
        elif line["verb"] in DECIDED:
            assert line["request"] not in self.decided, "decided twice"
            self.decided[line["request"]] = DECIDED[line["verb"]]
        elif line["request"]:
            self.prepared[line["request"]] = list(line["references"])
        else:
            self.written.update(line["references"])

    def _leave_open(self, line: dict[str, Any]) -> None:
        """Keep what may or may not have been done."""
        if line["verb"] in DECIDED:
            self.open_decisions.add(line["request"])
        else:
            self.open_references.update(line["references"])


def read_log(path: Path) -> list[dict[str, Any]]:
    """Read what one person told; a line that was cut short was no answer."""
    lines = path.read_text().split("\n") if path.exists() else []
    return [json.loads(line) for line in lines[:-1]]


def expect_nothing_lost(session: Session, told: Told, known: set[str]) -> int:
    """Check that the record holds what was acknowledged and nothing else; return its entries.

    `known` are the references of the entries that were there before.
    """
    found = verify_record(session)
    assert found.clean, found.faults
    below = select(LedgerAccount.kind).where(LedgerAccount.balance_minor < 0)
    assert set(session.exec(below)) <= OUTSIDE
    requests = {
        row.id or 0: (row.state, [order.heading.reference for order in from_json(row.orders)])
        for row in session.exec(select(ApprovalRequest).order_by(col(ApprovalRequest.id)))
    }
    expect_requests(requests, told)
    entries = dict(session.exec(select(LedgerEntry.reference, LedgerEntry.usd_minor)).all())
    approved = {
        reference
        for state, references in requests.values()
        if state is ApprovalRequestState.APPROVED
        for reference in references
    }
    expect_parts_as_handed_in(session)
    there = entries.keys() - known
    assert {reference: entries.get(reference) for reference in told.written} == told.written
    assert approved <= there
    assert there - approved - told.written.keys() <= told.open_references
    session.rollback()
    return found.entries


def expect_parts_as_handed_in(session: Session) -> None:
    """Check that what the rule attributed was posted as the requests had fixed it at hand-in."""
    approved = select(ApprovalRequest).where(ApprovalRequest.state == ApprovalRequestState.APPROVED)
    for request in session.exec(approved):
        for instruction in filter(by_rule, from_json(request.orders)):
            measure = CODES[ATTRIBUTED[instruction.kind]]
            lines = (
                select(LedgerAccount.contribution_id, LedgerLine.minor)
                .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
                .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
                .where(
                    LedgerEntry.reference == instruction.heading.reference,
                    LedgerLine.measure == measure,
                )
                .order_by(col(LedgerLine.id))
            )
            posted = [(owner, abs(minor)) for owner, minor in session.exec(lines)]
            assert posted == list(instruction.parts), instruction.heading.reference


def expect_requests(
    requests: dict[int, tuple[ApprovalRequestState, list[str]]], told: Told
) -> None:
    """Check that each request is there as it was prepared, and decided as was acknowledged."""
    for number, references in told.prepared.items():
        assert requests[number][1] == references
    for number, state in told.decided.items():
        assert requests[number][0] is state
    for number, (state, references) in requests.items():
        assert number in told.prepared or set(references) <= told.open_references
        if state is not ApprovalRequestState.WAITING:
            assert number in told.decided or number in told.open_decisions
