"""Numbers the entries of a large account, chains their digests and spells their rows.

Works on columns, some thousand entries at a time: only the digest is made one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from benchmarks.accounts.catalogue import DAYS, FIRST_DAY
from benchmarks.accounts.plan import (
    ALLOCATED,
    BOOKED,
    SPENT,
    Plan,
    Whole,
    recorded_on,
    reference_of,
)
from tracker.fund.ledger.accounts import AccountKey, AccountKind
from tracker.fund.ledger.book import Book, PendingEntry
from tracker.fund.ledger.digests import START, AccountFace, EntryRow, digest
from tracker.fund.ledger.entries import NEEDS_SECOND_PERSON, EntryKind
from tracker.fund.ledger.ledger_writer import entry_row, in_utc
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.rows import Row
from tracker.money import USD
from tracker.sample.journal import APPROVER
from tracker.sample.loading import ACTOR
from tracker.sample.moves import Numbers

CHUNK = 20_000
SHARE_KINDS = (
    AccountKind.ALLOCATED,
    AccountKind.SPENT,
    AccountKind.SUPPORT_RESERVED,
    AccountKind.SUPPORT_CHARGED,
)
KIND_OF = {ALLOCATED: EntryKind.ALLOCATION.value, SPENT: EntryKind.EXPENDITURE.value}
NO_MEASURE = 0
NO_DAY = -1
MEASURES: Any = np.array([None, *CODES.values()], dtype=object)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of some entries that follow each other."""

    entries: list[Row]
    lines: list[Row]


@dataclass(frozen=True, slots=True)
class Columns:
    """The lines of some entries; `ends` says where those of each entry end."""

    ends: Whole
    account: Whole
    minor: Whole
    measure: Whole
    attributed: Whole
    original: list[int | None]


def _spelled(day: int) -> str:
    """Spell the day of a number of days after the first; the first day of all for NO_DAY."""
    on = date.min if day == NO_DAY else FIRST_DAY + timedelta(days=day)
    return on.isoformat()


class Ledger:
    """Numbers of all accounts, and the chain of entries made so far."""

    def __init__(self, plan: Plan, book: Book, numbers: Numbers) -> None:
        # The accounts of the book come first, then those of the shares.
        self._plan = plan
        self._book = book
        self._faces: list[AccountFace] = [(0, "", 0, None)]
        self._of_key: dict[AccountKey, int] = {}
        for number, key in enumerate(book.accounts, start=1):
            self._of_key[key] = number
            self._faces.append((number, key.kind.value, key.contribution_id, key.activity_id))
        self._first_share = len(self._faces)
        self._owners = [
            numbers.contributions[each.draft.reference] for each in plan.catalogue.fundings
        ]
        places = [numbers.activities[each.code] for each in plan.catalogue.activities]
        self._owner: list[int] = np.array(self._owners)[plan.shares.funding].tolist()
        self._activity: list[int] = np.array(places)[plan.shares.activity].tolist()
        number = self._first_share
        for owner, activity in zip(self._owner, self._activity, strict=True):
            for kind in SHARE_KINDS:
                self._faces.append((number, kind.value, owner, activity))
                number += 1
        self._unallocated: Whole = np.array(
            [self._of_key[AccountKey(AccountKind.UNALLOCATED, owner)] for owner in self._owners]
        )
        self.digest = START
        self.last_entry = 0
        self.last_line = 0

    @property
    def last_account(self) -> int:
        """The number of the last account."""
        return len(self._faces) - 1

    def account_rows(self) -> Iterator[list[Row]]:
        """Return the rows of all accounts with the balances that they end on."""
        shares, spendings = self._plan.shares, self._plan.spendings
        given = np.zeros(len(self._owners), dtype=np.int64)
        np.add.at(given, shares.funding, shares.minor + shares.reserved)
        taken = dict(zip(self._unallocated.tolist(), given.tolist(), strict=True))
        last = np.full(len(self._owners), NO_DAY)
        np.maximum.at(last, shares.funding, shares.day)
        given_on = dict(zip(self._unallocated.tolist(), map(_spelled, last.tolist()), strict=True))
        yield [
            (
                *self._faces[number],
                account.minor - taken.get(number, 0),
                account.original,
                max(account.last_on.isoformat(), given_on.get(number, "")),
                "",
            )
            for number, account in enumerate(self._book.accounts.values(), start=1)
        ]
        spent, charged = np.zeros_like(shares.minor), np.zeros_like(shares.minor)
        np.add.at(spent, spendings.share, spendings.minor)
        np.add.at(charged, spendings.share, spendings.charged)
        columns = (shares.minor - spent, spent, shares.reserved - charged, charged)
        balances = np.column_stack(columns).ravel().tolist()
        days = [_spelled(day) for day in self._last_days().ravel().tolist()]
        for start in range(0, len(balances), CHUNK):
            part = slice(self._first_share + start, self._first_share + start + CHUNK)
            yield [
                (*face, balance, 0, day, "")
                for face, balance, day in zip(
                    self._faces[part],
                    balances[start : start + CHUNK],
                    days[start : start + CHUNK],
                    strict=True,
                )
            ]

    def _last_days(self) -> Whole:
        """Return the last day of each account of a share, in the order of SHARE_KINDS."""
        shares, spendings = self._plan.shares, self._plan.spendings
        spent, charged = (np.full_like(shares.day, NO_DAY) for _ in range(2))
        some = spendings.charged > 0
        np.maximum.at(spent, spendings.share, spendings.day)
        np.maximum.at(charged, spendings.share[some], spendings.day[some])
        reserved = np.where(shares.reserved > 0, shares.day, NO_DAY)
        columns = (np.maximum(shares.day, spent), spent, np.maximum(reserved, charged), charged)
        return np.column_stack(columns)

    def chunks(self) -> Iterator[Chunk]:
        """Return all entries in order, some at a time, each chained to the one before."""
        days = [FIRST_DAY + timedelta(days=day) for day in range(DAYS + 1)]
        spelled = [(on.isoformat(), in_utc(recorded_on(day)), ACTOR) for day, on in enumerate(days)]
        for start in range(0, len(self._plan.source), CHUNK):
            source = self._plan.source[start : start + CHUNK]
            place = self._plan.place[start : start + CHUNK]
            columns = self._columns(source, place)
            entries = self._entries(source, place, spelled)
            yield Chunk(self._chained(entries, columns), self._line_rows(columns))
            self.last_entry += len(entries)
            self.last_line += len(columns.minor)

    def _columns(self, source: Whole, place: Whole) -> Columns:
        """Spell the lines of some entries as columns."""
        shares, spendings = self._plan.shares, self._plan.spendings
        booked, given, spent = (
            np.flatnonzero(source == kind) for kind in (BOOKED, ALLOCATED, SPENT)
        )
        pending = [self._book.pending[at] for at in place[booked].tolist()]
        at_given, at_spent = place[given], place[spent]
        reserved, charged = shares.reserved[at_given], spendings.charged[at_spent]
        counts = np.zeros(len(source), dtype=np.int64)
        counts[booked] = [len(each.entry.lines) for each in pending]
        counts[given] = 2 + (reserved > 0)
        counts[spent] = 2 + 2 * (charged > 0)
        ends = np.cumsum(counts)
        first = ends - counts
        account, minor, measure, attributed = (
            np.zeros(int(ends[-1]), dtype=np.int64) for _ in range(4)
        )
        original: list[int | None] = [None] * len(minor)

        def put(at: Whole, accounts: Whole, minors: Whole, code: int) -> None:
            account[at], minor[at], measure[at] = accounts, minors, code

        share = self._first_share + len(SHARE_KINDS) * at_given
        amount = shares.minor[at_given]
        unallocated = self._unallocated[shares.funding[at_given]]
        at = first[given]
        put(at, unallocated, -amount - reserved, CODES[Measure.UNALLOCATED])
        put(at + 1, share, amount, CODES[Measure.ALLOCATED])
        some = reserved > 0
        put(at[some] + 2, share[some] + 2, reserved[some], NO_MEASURE)

        share = self._first_share + len(SHARE_KINDS) * spendings.share[at_spent]
        amount = spendings.minor[at_spent]
        at = first[spent]
        put(at, share, -amount, NO_MEASURE)
        put(at + 1, share + 1, amount, CODES[Measure.SPENT])
        some = charged > 0
        put(at[some] + 2, share[some] + 2, -charged[some], NO_MEASURE)
        put(at[some] + 3, share[some] + 3, charged[some], CODES[Measure.SUPPORT_COST])

        for begin, each in zip(first[booked].tolist(), pending, strict=True):
            for number, line in enumerate(each.entry.lines, start=begin):
                account[number] = self._of_key[line.account]
                minor[number] = line.minor
                measure[number] = CODES[line.measure] if line.measure else NO_MEASURE
                attributed[number] = line.attributed
                original[number] = line.original_minor
        if np.add.reduceat(minor, first).any():
            raise RuntimeError("an entry of the large account does not sum to zero")
        return Columns(ends, account, minor, measure, attributed, original)

    def _entries(
        self, source: Whole, place: Whole, spelled: Sequence[tuple[str, str, str]]
    ) -> list[EntryRow]:
        """Spell some entries."""
        shares, spendings = self._plan.shares, self._plan.spendings
        spent = source == SPENT
        given = source == ALLOCATED
        share = np.zeros(len(source), dtype=np.int64)
        day, minor = np.zeros_like(share), np.zeros_like(share)
        share[given], share[spent] = place[given], spendings.share[place[spent]]
        day[given], day[spent] = shares.day[place[given]], spendings.day[place[spent]]
        minor[given], minor[spent] = shares.minor[place[given]], spendings.minor[place[spent]]
        rows: list[EntryRow] = []
        for number, (kind, at, own, on, amount) in enumerate(
            zip(*(each.tolist() for each in (source, place, share, day, minor)), strict=True),
            start=self.last_entry + 1,
        ):
            if kind == BOOKED:
                rows.append(_booked(number, self._book.pending[at]))
            else:
                rows.append(
                    (
                        number,
                        KIND_OF[kind],
                        reference_of(kind, number),
                        *spelled[on],
                        self._owner[own],
                        self._activity[own],
                        amount,
                        USD,
                        None,
                        None,
                        "",
                        None,
                        "",
                        None,
                        APPROVER if kind == ALLOCATED else "",
                        "",
                        "",
                        0,
                        "",
                        None,
                    )
                )
        return rows

    def _chained(self, entries: list[EntryRow], columns: Columns) -> list[Row]:
        """Chain the digests of some entries, and return their rows."""
        numbers = range(self.last_line + 1, self.last_line + 1 + len(columns.minor))
        lines = list(
            zip(
                numbers,
                map(self._faces.__getitem__, columns.account.tolist()),
                columns.minor.tolist(),
                MEASURES[columns.measure].tolist(),
                columns.attributed.tolist(),
                columns.original,
                strict=True,
            )
        )
        rows = []
        before, begin = self.digest, 0
        for entry, end in zip(entries, columns.ends.tolist(), strict=True):
            before = digest(before, entry, lines[begin:end])
            rows.append((*entry, before))
            begin = end
        self.digest = before
        return rows

    def _line_rows(self, columns: Columns) -> list[Row]:
        """Return the rows of the lines of some entries."""
        counts = np.diff(columns.ends, prepend=0)
        entries = np.repeat(np.arange(len(counts)) + self.last_entry + 1, counts)
        return list(
            zip(
                range(self.last_line + 1, self.last_line + 1 + len(columns.minor)),
                entries.tolist(),
                columns.account.tolist(),
                columns.minor.tolist(),
                MEASURES[columns.measure].tolist(),
                columns.attributed.tolist(),
                columns.original,
                strict=True,
            )
        )


def _booked(number: int, pending: PendingEntry) -> EntryRow:
    """Spell out an entry of the book."""
    entry = pending.entry
    approver = APPROVER if entry.kind in NEEDS_SECOND_PERSON else ""
    moment = in_utc(pending.recorded_at)
    return entry_row(number, entry, moment, ACTOR, approver, entry.heading.correction)
