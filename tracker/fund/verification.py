"""Recomputes the whole ledger and reports whatever does not fit.

Reads in batches, so memory does not grow with the ledger but for the balances.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from tracker.fund.accounts import AccountKind, may_be_negative
from tracker.fund.digests import EntryContent, LineContent, digest
from tracker.fund.ledger_models import LedgerAccount, LedgerEntry, LedgerHead, LedgerLine

BATCH = 20_000
FAULTS_KEPT = 20
ENTRIES: Any = LedgerEntry.__table__  # type: ignore[attr-defined]
LINES: Any = LedgerLine.__table__  # type: ignore[attr-defined]
ACCOUNTS: Any = LedgerAccount.__table__  # type: ignore[attr-defined]
HEAD: Any = LedgerHead.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """Something that does not fit: the entry or account, and in which respect."""

    where: str
    message: str


@dataclass(slots=True)
class Verification:
    """What a verification found: how much was read, and the first faults."""

    entries: int = 0
    lines: int = 0
    accounts: int = 0
    fault_count: int = 0
    faults: list[LedgerFault] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether everything fits."""
        return self.fault_count == 0

    def add(self, where: str, message: str) -> None:
        """Count a fault, and keep it while there are few."""
        self.fault_count += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(LedgerFault(where, message))


def verify(session: Session, progress: Callable[[int], None] = lambda _: None) -> Verification:
    """Recompute digests, sums and balances; call `progress` with the entries done in each batch."""
    found = Verification()
    accounts = {row.id: row for row in session.execute(select(ACCOUNTS))}
    found.accounts = len(accounts)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    before = b""
    for entries in _entry_batches(session):
        lines = _lines_of(session, entries[0].id, entries[-1].id)
        for entry in entries:
            found.entries += 1
            _check_number(found, entry.id)
            own = lines.pop(entry.id, [])
            found.lines += len(own)
            _check_lines(found, entry.id, own, accounts, sums)
            before = _check_digest(found, before, entry, own, accounts)
        for orphan in lines:
            found.add(f"entry {orphan}", "lines without an entry")
        progress(len(entries))
    _check_balances(found, accounts, sums)
    _check_head(session, found, before)
    return found


def _entry_batches(session: Session) -> Iterator[list[Any]]:
    """Read the entries in their order, a batch at a time."""
    last = -(2**62)
    while True:
        statement = select(ENTRIES).where(ENTRIES.c.id > last).order_by(ENTRIES.c.id).limit(BATCH)
        batch = list(session.execute(statement))
        if not batch:
            return
        last = batch[-1].id
        yield batch


def _lines_of(session: Session, first: int, last: int) -> dict[int, list[Any]]:
    """Read the lines of a run of entries, by entry and in their order."""
    lines: dict[int, list[Any]] = defaultdict(list)
    statement = select(LINES).where(LINES.c.entry_id.between(first, last)).order_by(LINES.c.id)
    for line in session.execute(statement):
        lines[line.entry_id].append(line)
    return lines


def _check_number(found: Verification, number: int) -> None:
    """Entries count from 1 without a gap, so a missing one shows."""
    if number != found.entries:
        found.add(f"entry {number}", f"expected entry {found.entries}: the numbering has a gap")
        found.entries = number


def _check_lines(
    found: Verification,
    number: int,
    lines: list[Any],
    accounts: dict[int, Any],
    sums: dict[int, list[int]],
) -> None:
    """Lines sum to zero and name accounts that exist; add them up by account."""
    if not lines or sum(line.minor for line in lines):
        found.add(f"entry {number}", "the lines do not sum to zero")
    for line in lines:
        if line.account_id not in accounts:
            found.add(f"entry {number}", f"line {line.id} names no account")
        total = sums[line.account_id]
        total[0] += line.minor
        total[1] += line.original_minor or 0


def _check_digest(
    found: Verification, before: bytes, entry: Any, lines: list[Any], accounts: dict[int, Any]  # noqa: ANN401 - rows
) -> bytes:
    """Recompute an entry's digest; go on from the stored one, so that one fault is one fault."""
    contents = [_line_content(line, accounts) for line in lines if line.account_id in accounts]
    expected = digest(before, _entry_content(entry), contents)
    if expected != bytes(entry.digest):
        found.add(f"entry {entry.id}", "the digest does not match the content")
    return bytes(entry.digest)


def _entry_content(row: Any) -> EntryContent:  # noqa: ANN401 - a row
    """Spell out a stored entry as its digest read it."""
    values = {name: getattr(row, name) for name in EntryContent._fields}
    return EntryContent(**{**values, "kind": row.kind.value})


def _line_content(row: Any, accounts: dict[int, Any]) -> LineContent:  # noqa: ANN401 - a row
    """Spell out a stored line as its digest read it."""
    account = accounts[row.account_id]
    return LineContent(
        id=row.id,
        account_id=row.account_id,
        account_kind=account.kind.value,
        contribution_id=account.contribution_id,
        activity_id=account.activity_id,
        minor=row.minor,
        measure=row.measure,
        attributed=row.attributed,
        original_minor=row.original_minor,
    )


def _check_balances(
    found: Verification, accounts: dict[int, Any], sums: dict[int, list[int]]
) -> None:
    """Balances equal the sums of their lines, and none inside the fund is below zero."""
    for number, account in accounts.items():
        minor, original = sums.get(number, [0, 0])
        where = f"account {number} ({account.kind.value})"
        if account.balance_minor != minor or account.original_minor != original:
            found.add(where, f"the balance is {account.balance_minor}, the lines sum to {minor}")
        if minor < 0 and not may_be_negative(AccountKind(account.kind)):
            found.add(where, "an account inside the fund is below zero")


def _check_head(session: Session, found: Verification, last_digest: bytes) -> None:
    """The head knows the last entry; a ledger cut short at its end shows here."""
    head = session.execute(select(HEAD)).one()
    if head.last_entry_id != found.entries:
        found.add("head", f"{head.last_entry_id} entries were written, {found.entries} are there")
    if bytes(head.digest) != last_digest:
        found.add("head", "the digest of the head is not that of the last entry")
