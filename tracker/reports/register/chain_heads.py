"""The heads of the ledger's chain as reports print them, looked up in the ledger of today."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlmodel import col

from tracker.errors import InvalidInput
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.trail_chain import last_clearing
from tracker.reports.content.report import ReportTree
from tracker.words import say

PRINTED = re.compile(r"(?<!\d)(\d{1,18})\s*:\s*([0-9a-f]{64})(?![0-9a-f])")
"""A head as it is printed: the number of the last entry, and its digest."""


class PrintedHead(NamedTuple):
    """The number of the last entry that was known, and its digest in hexadecimal digits."""

    number: int
    digest: str


def head_of(report: ReportTree) -> PrintedHead | None:
    """Return the head that a report prints; None for one drawn before the first entry."""
    facts = report.facts
    return PrintedHead(facts.chain_number, facts.chain_head) if facts.chain_head else None


def heads_in(text: str) -> Iterator[PrintedHead]:
    """Yield the heads that a text has, as they are printed."""
    for number, digest in PRINTED.findall(text.lower()):
        yield PrintedHead(int(number), digest)


def read_head(text: str) -> PrintedHead:
    """Return the one head that a text is; raises InvalidInput for any other text."""
    found = PRINTED.fullmatch(text.strip().lower())
    if found is None:
        said = say("'%(text)s' is no head of a chain: write NUMBER:DIGEST", text=text)
        raise InvalidInput(said)
    return PrintedHead(int(found[1]), found[2])


def stands(connection: Connection, head: PrintedHead) -> bool:
    """Tell whether the ledger still has the entry of a head with the same digest."""
    entry = select(col(LedgerEntry.digest)).where(col(LedgerEntry.id) == head.number)
    found = connection.execute(entry).scalar()
    return found is not None and bytes(found).hex() == head.digest


def all_stand(connection: Connection, heads: Iterable[PrintedHead]) -> bool | None:
    """Tell whether all heads stand; None where there is none."""
    found = list(dict.fromkeys(heads))
    return all(stands(connection, head) for head in found) if found else None


def is_of_another_record(connection: Connection, issued_at: datetime | None) -> bool:
    """Tell whether the illustrative account was removed since: another record began then."""
    cleared = last_clearing(connection)
    return cleared is not None and issued_at is not None and issued_at < cleared[1]
