"""Recomputes the whole ledger and reports every fault.

Reads in batches, so only the balances grow with the ledger in memory.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tracker.fund.ledger import rows
from tracker.fund.ledger.accounts import OUTSIDE
from tracker.fund.ledger.digests import START, AccountFace, LineContent, digest
from tracker.fund.ledger.rows import StoredEntry, StoredLine

BATCH = 10_000
FAULTS_KEPT = 20
EFFECTIVE_ON = rows.ENTRY_COLUMNS.index("effective_on")
NOWHERE: AccountFace = (0, "", 0, None)
"""The account of a line that names none."""
MAY_BE_NEGATIVE = frozenset(kind.value for kind in OUTSIDE)


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """A fault: the entry or account, and the difference."""

    where: str
    message: str


@dataclass(slots=True)
class Verification:
    """The result of a verification: the counts read, and the first faults.

    `records` are those of the trail, `rows` those that it seals. `progress` is called with the
    number of entries, records and rows done since.
    """

    entries: int = 0
    lines: int = 0
    accounts: int = 0
    records: int = 0
    rows: int = 0
    fault_count: int = 0
    faults: list[LedgerFault] = field(default_factory=list)
    progress: Callable[[int], object] = lambda _: None

    @property
    def clean(self) -> bool:
        """Tell whether there is no fault."""
        return self.fault_count == 0

    def add(self, where: str, message: str) -> None:
        """Count a fault; the first ones are stored."""
        self.fault_count += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(LedgerFault(where, message))


Check = Callable[[Connection, Verification], None]
"""Checks a part of the record through the connection and adds the faults."""


def verify(
    session: Session,
    progress: Callable[[int], object] = lambda _: None,
    beside: Iterable[Check] = (),
) -> Verification:
    """Recompute digests, sums and balances; call `progress` with what is done in each batch.

    `beside` are checks of the tables beside the ledger. Ends an open read of the session, and
    reads one state of the record, whoever writes meanwhile.
    """
    if session.info.get("writing") or session.new or session.dirty:
        raise RuntimeError("the ledger is verified as it stands, not in the middle of a write")
    session.rollback()
    try:
        return verify_connection(frozen(session), progress, beside)
    finally:
        session.rollback()


def verify_connection(
    connection: Connection, progress: Callable[[int], object], beside: Iterable[Check]
) -> Verification:
    """Recompute all that a connection sees; see `verify`."""
    found = Verification(progress=progress)
    try:
        _Recount(connection, found).run()
        for check in beside:
            check(connection, found)
    except (connection.dialect.loaded_dbapi.Error, DBAPIError, ValueError) as error:
        found.add(f"after entry {found.entries}", f"the database cannot be read: {error}")
    return found


def frozen(session: Session) -> Connection:
    """Begin a read of one state of the record, whatever others write meanwhile."""
    bind = session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name != rows.SQLITE:
        return session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session.connection()


class _Recount:
    """One pass through the ledger that adds up and chains its rows."""

    def __init__(self, connection: Connection, found: Verification) -> None:
        self._connection = connection
        self._found = found
        self._accounts = rows.read_accounts(connection)
        self._faces = {number: account.face for number, account in self._accounts.items()}
        self._sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
        self._last_on: dict[int, str] = {}
        self._digest = START
        self._recorded_at = ""

    def run(self) -> None:
        """Check everything."""
        for entries in rows.read_entries(self._connection, BATCH):
            lines = rows.read_lines(self._connection, entries[0].number, entries[-1].number)
            for entry in entries:
                self._check_entry(entry, lines.get(entry.number, []))
            self._found.progress(len(entries))
        self._check_accounts()
        self._check_head()

    def _check_entry(self, entry: StoredEntry, lines: list[StoredLine]) -> None:
        """Check an entry: its number, its time, its digest, and lines that sum to zero."""
        found = self._found
        found.entries += 1
        found.lines += len(lines)
        number = entry.number
        if number != found.entries:
            found.add(f"entry {number}", f"the entry before it, {number - 1}, is missing")
            found.entries = number
        recorded_at = str(entry.recorded_at)
        if recorded_at < self._recorded_at:
            found.add(f"entry {number}", "it was recorded before the entry before it")
        self._recorded_at = recorded_at
        contents = self._add_up(number, str(entry.content[EFFECTIVE_ON]), lines)
        try:
            fits = digest(self._digest, entry.content, contents) == entry.digest
        except TypeError:
            fits = False
        if not fits:
            found.add(
                f"entry {number}", "the digest does not match the content and the entry before it"
            )
        self._digest = entry.digest  # so that one fault is one fault

    def _add_up(self, number: int, on: str, lines: list[StoredLine]) -> list[LineContent]:
        """Add the lines up by account; return them as the digest reads them."""
        balance = 0
        contents: list[LineContent] = []
        for line_id, _, account_id, minor, measure, attributed, original in lines:
            face = self._faces.get(account_id, NOWHERE)
            contents.append((line_id, face, minor, measure, attributed, original))
            total = self._sums[account_id]
            if on > self._last_on.get(account_id, ""):
                self._last_on[account_id] = on
            try:
                balance += minor
                total[0] += minor
                total[1] += original or 0
            except TypeError:
                self._found.add(f"entry {number}", f"an amount of line {line_id} is no number")
            if face is NOWHERE:
                self._found.add(f"entry {number}", f"line {line_id} names no account")
        if balance or not lines:
            self._found.add(f"entry {number}", "the lines do not sum to zero")
        return contents

    def _check_accounts(self) -> None:
        """Compare balances with the sums of their lines; none inside the fund is below zero."""
        found = self._found
        for number, account in self._accounts.items():
            found.accounts += 1
            kind = account.face[1]
            where = f"account {number} ({kind})"
            if number != found.accounts:
                found.add(where, "the numbering of the accounts has a gap")
                found.accounts = number
            if number not in self._sums:
                found.add(where, "no entry opened this account")
            minor, original = self._sums[number]
            if account.minor != minor:
                found.add(where, f"the balance is {account.minor}, the lines sum to {minor}")
            if account.original != original:
                found.add(
                    where,
                    f"the balance in the original currency is {account.original}, "
                    f"the lines sum to {original}",
                )
            last_on = self._last_on.get(number, "")
            if account.last_on != last_on:
                found.add(where, f"its last day is {account.last_on}, that of its lines {last_on}")
            if minor < 0 and kind not in MAY_BE_NEGATIVE:
                found.add(where, "an account inside the fund is below zero")

    def _check_head(self) -> None:
        """Compare the head with the rows: a ledger cut short at its end shows here."""
        found = self._found
        head = rows.read_head(self._connection)
        there = rows.count_lines(self._connection)
        if there != found.lines:
            found.add("lines", f"{there - found.lines} lines belong to no entry")
        for name, written, read in (
            ("entries", head.last_entry_id, found.entries),
            ("lines", head.last_line_id, found.lines),
            ("accounts", head.last_account_id, found.accounts),
        ):
            if written != read:
                found.add("head", f"{written} {name} were written, {read} are there")
        if head.digest != self._digest:
            found.add("head", "the digest of the head is not that of the last entry")
        if (head.recorded_at or "") != self._recorded_at:
            found.add("head", "the last entry was recorded at another time than the head says")
