"""A person who for some time prepares, approves, returns, spends and reverses at random.

`python busy_worker.py URL NAME SECONDS LEAST SEED LOG [VERB]` tells in LOG, line by line as JSON,
what it tries and what came of it; each line is written before the next step, so that a process
that is killed has told all that was acknowledged to it. With a VERB it does nothing else.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, TextIO

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, func, select

from tests.support.approvals import approve
from tracker.assistance.tables.activities import Activity
from tracker.db import make_engine, make_session, transaction
from tracker.errors import TrackerError
from tracker.fund.approvals.decisions import send_back, withdraw
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution

DAY = date(2024, 1, 1)
OWNERS = ("ITA", "JPN", "KEN", "ZERO", "POOL")
AT_ONCE = (
    EntryKind.EXPENDITURE,
    EntryKind.EXPENDITURE,
    EntryKind.EXPENDITURE,
    EntryKind.COMMITMENT,
    EntryKind.DE_COMMITMENT,
    EntryKind.RECEIPT,
    EntryKind.BANK_CHARGE,
    EntryKind.INTEREST,
)
BY_TWO = (
    EntryKind.ALLOCATION,
    EntryKind.ALLOCATION,
    EntryKind.ALLOCATION,
    EntryKind.DE_ALLOCATION,
    EntryKind.REFUND,
    EntryKind.TRANSFER,
    EntryKind.WRITE_OFF,
    EntryKind.RECEIPT_CORRECTION,
    EntryKind.REVERSAL,
    EntryKind.REVERSAL,
)
ON_ACTIVITY = {
    EntryKind.EXPENDITURE,
    EntryKind.COMMITMENT,
    EntryKind.DE_COMMITMENT,
    EntryKind.ALLOCATION,
    EntryKind.DE_ALLOCATION,
}


class BusyPerson:
    """Chooses at random what to do next, does it, and tells."""

    def __init__(self, session: Session, name: str, chance: Random, log: TextIO) -> None:
        self.session = session
        self.name = name
        self.chance = chance
        self.log = log
        self.made = 0
        self.tried = 0
        codes = select(Contribution.reference, Contribution.id)
        self.contributions = {code: number or 0 for code, number in session.exec(codes)}
        self.activities = [number or 0 for number in session.exec(select(Activity.id))]
        session.rollback()

    def do_something(self, only: str) -> None:
        """Take one step."""
        if only:
            getattr(self, only)()
            return
        verbs: list[Callable[[], None]] = [
            self.post,
            self.post,
            self.post,
            self.prepare,
            self.prepare,
            self.approve,
            self.approve,
            self.send_back,
            self.withdraw,
        ]
        self.chance.choice(verbs)()

    def post(self) -> None:
        """Record what takes one person."""
        self.record("post", [self.order(self.chance.choice(AT_ONCE))])

    def prepare(self) -> None:
        """Prepare what takes two, now and then with something that takes one."""
        orders = [self.order(self.chance.choice(BY_TWO))]
        if self.chance.random() < 0.2:
            orders.insert(0, self.order(EntryKind.RECEIPT))
        self.record("prepare", orders)

    def record(self, verb: str, orders: Sequence[PostingInstruction]) -> None:
        """Hand orders in, and tell which references they have and what they wait for."""
        references = {order.heading.reference: order.usd_minor for order in orders}

        def attempt() -> dict[str, Any]:
            found = submit(self.session, orders, self.name)
            return {"request": found.request}

        self.attempt(verb, attempt, references=references)

    def approve(self) -> None:
        """Approve what another has prepared, or try one's own."""
        self.decide("approve", lambda number: approve(self.session, number, self.name))

    def send_back(self) -> None:
        """Return what another has prepared."""
        self.decide(
            "return", lambda number: send_back(self.session, number, self.name, "look again")
        )

    def withdraw(self) -> None:
        """Take back what oneself has prepared."""
        self.decide("withdraw", lambda number: withdraw(self.session, number, self.name))

    def decide(self, verb: str, decision: Callable[[int], object]) -> None:
        """Decide something that waits, if there is anything."""
        statement = select(ApprovalRequest.id).where(
            ApprovalRequest.state == ApprovalRequestState.WAITING
        )
        waiting = self.session.exec(statement.order_by(col(ApprovalRequest.id)).limit(20)).all()
        self.session.rollback()
        if not waiting:
            return
        number = self.chance.choice(waiting) or 0

        def attempt() -> dict[str, Any]:
            decision(number)
            return {}

        self.attempt(verb, attempt, request=number)

    def attempt(self, verb: str, work: Callable[[], dict[str, Any]], **facts: object) -> None:
        """Work in a transaction of its own; tell before and after."""
        self.tried += 1
        self.tell(told="try", verb=verb, **facts)
        started = time.monotonic()
        try:
            with transaction(self.session):
                found = work()
        except TrackerError as error:
            outcome: dict[str, Any] = {"told": "refused", "reason": type(error).__name__}
        except DBAPIError as error:
            outcome = {"told": "broken", "reason": str(error.orig)}
        else:
            outcome = {"told": "done", **found}
        self.tell(verb=verb, seconds=time.monotonic() - started, **{**facts, **outcome})

    def tell(self, **facts: object) -> None:
        """Write a line that stays when the process is killed."""
        self.log.write(json.dumps(facts) + "\n")
        self.log.flush()

    def order(self, kind: EntryKind) -> PostingInstruction:
        """Draw an order of a kind."""
        self.made += 1
        heading = Heading(DAY, f"{self.name}-{self.made}", basis="as agreed by letter")
        if kind is EntryKind.REVERSAL:
            last = self.session.exec(select(func.max(LedgerEntry.id))).one() or 1
            self.session.rollback()
            number = self.chance.randint(max(1, last - 200), last)
            return PostingInstruction(kind, heading, reverses_id=number)
        owner = self.contributions[self.chance.choice(OWNERS)]
        usd = self.chance.randint(1, 40_00)
        if kind is EntryKind.TRANSFER:
            taker = self.contributions[self.chance.choice(OWNERS)]
            return PostingInstruction(kind, heading, usd, owner, to_contribution_id=taker)
        if kind not in ON_ACTIVITY:
            return PostingInstruction(kind, heading, usd, owner)
        by_name = self.chance.random() < 0.5
        return PostingInstruction(
            kind,
            heading,
            usd * 5 if kind is EntryKind.ALLOCATION else usd,
            owner if by_name else None,
            self.chance.choice(self.activities),
            pool=tuple(self.contributions.values()),
            against_commitment=kind is EntryKind.EXPENDITURE and self.chance.random() < 0.3,
        )


def main(
    url: str, name: str, seconds: str, least: str, seed: str, log: str, only: str = ""
) -> None:
    """Be busy for so many seconds, and until so many things were tried on a slow machine."""
    engine = make_engine(url)
    with make_session(engine) as session, Path(log).open("w") as told:
        person = BusyPerson(session, name, Random(f"{seed} {name}"), told)
        person.tell(told="ready")
        until = time.monotonic() + float(seconds)
        while time.monotonic() < until or person.tried < int(least):
            person.do_something(only)
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
