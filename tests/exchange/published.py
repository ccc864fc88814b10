"""Reads published files and the ledger side by side, for the acceptance tests."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.fund.ledger.measures import CODES, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor

Key = tuple[int, str, str]


def published_rows(path: Path) -> list[dict[str, str]]:
    """Read a published file as it is."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cents(text: str) -> int:
    """Read an amount in whole cents."""
    minor = Decimal(text).scaleb(2)
    assert minor == int(minor)
    return int(minor)


def summed(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """Add up amounts by key, leaving out what comes to nothing."""
    totals: Counter[Key] = Counter()
    for key, minor in pairs:
        totals[key] += minor
    return {key: minor for key, minor in totals.items() if minor}


def by_year_donor_and_earmarking(session: Session, measure: Measure) -> Mapping[Key, int]:
    """Add up the ledger's lines of a measure."""
    statement = (
        select(col(LedgerEntry.effective_on), Donor.code, Contribution.earmarking, LedgerLine.minor)
        .select_from(LedgerLine)
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerLine.entry_id)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerLine.account_id)
        .join(Contribution, col(Contribution.id) == LedgerAccount.contribution_id)
        .join(Donor, col(Donor.id) == Contribution.donor_id)
        .where(LedgerLine.measure == CODES[measure])
    )
    rows = session.exec(statement)
    return summed(
        ((on.year, donor, str(earmarking)), SIGNS[measure] * minor)
        for on, donor, earmarking, minor in rows
    )
