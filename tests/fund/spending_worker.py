"""A process that allocates and spends what others allocate and spend too.

`python spending_worker.py URL NAME ROUNDS` prints what it managed as JSON; run by
test_concurrency.py, several at a time.
"""

import json
import sys

from sqlmodel import select

from tests.fund.small_fund import heading
from tracker.assistance.tables.activities import Activity
from tracker.db import make_engine, make_session, transaction
from tracker.errors import InsufficientFunds
from tracker.fund.ledger.entry_drafts import Allocation, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.fund.tables.contributions import Contribution


def main(url: str, name: str, rounds: int) -> None:
    """Try to allocate 10.00 and to spend 7.00 in each round."""
    engine = make_engine(url)
    done = {"allocated": 0, "spent": 0, "refused": 0}
    with make_session(engine) as session:
        contributions = {
            row.reference: row.id or 0 for row in session.exec(select(Contribution)).all()
        }
        activity = session.exec(select(Activity.id).where(Activity.code == "TRAIN")).one() or 0
        pool = (contributions["ITA"], contributions["JPN"])
        for number in range(rounds):
            try:
                with transaction(session), open_book(session, name, "second") as book:
                    head = heading(f"{name}-A{number}")
                    allocate(book, Allocation(activity, 10_00, head, pool=pool))
                done["allocated"] += 10_00
            except InsufficientFunds:
                done["refused"] += 1
            try:
                with transaction(session), open_book(session, name, "second") as book:
                    spend(book, UseOfFunds(activity, 7_00, heading(f"{name}-E{number}")))
                done["spent"] += 7_00
            except InsufficientFunds:
                done["refused"] += 1
    engine.dispose()
    print(json.dumps(done))  # noqa: T201 - the answer to the test


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
