"""The receipts that a book knows: of the record, and of the entries posted on the book."""

from collections import defaultdict
from collections.abc import Callable

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import NewEntry
from tracker.fund.ledger.receipt_moves import ReceiptMove, ReceiptMoves, move_of
from tracker.fund.ledger.receipt_remainders import ReceiptRemainder, remainders

ReadReceipts = Callable[[set[int]], ReceiptMoves]
"""Reads the receipts and corrections of contributions that are on record or wait."""


class ReceiptRegister:
    """What is left of receipts, those and the corrections of the book counted.

    Contributions are read when they are first asked for, several at once by `prepare`.
    """

    def __init__(self, read: ReadReceipts, last_entry: int) -> None:
        self._read = read
        self._last_entry = last_entry
        self._on_record: ReceiptMoves = {}
        self._posted: defaultdict[int, list[ReceiptMove]] = defaultdict(list)
        self._undone: defaultdict[int, set[int]] = defaultdict(set)

    def prepare(self, contributions: set[int]) -> None:
        """Read the receipts of contributions that are not known yet."""
        missing = contributions - self._on_record.keys()
        if missing:
            self._on_record.update(self._read(missing))

    def add(self, entry: NewEntry) -> None:
        """Count an entry that was posted on the book, which is numbered after the last one."""
        self._last_entry += 1
        owner = entry.contribution_id or 0
        move = move_of(entry, self._last_entry)
        if move is not None:
            self._posted[owner].append(move)
        elif entry.reverses_id is not None and any(
            line.account.kind is AccountKind.DONOR for line in entry.lines
        ):
            self._undone[owner].add(entry.reverses_id)

    def forget(self) -> None:
        """Forget all, once the entries of the book are written."""
        for kept in (self._on_record, self._posted, self._undone):
            kept.clear()

    def all_of(self, contribution_id: int) -> list[ReceiptRemainder]:
        """Return all receipts of a contribution with what is left of them, the newest first."""
        return remainders(self._standing(contribution_id))

    def left_of(self, contribution_id: int) -> list[ReceiptRemainder]:
        """Return the receipts of a contribution with a remainder, the newest first."""
        return [one for one in self.all_of(contribution_id) if one.has_some]

    def named(self, contribution_id: int, reference: str) -> ReceiptRemainder | None:
        """Return a receipt of a contribution with what is left of it."""
        known = self.all_of(contribution_id)
        return next((one for one in known if one.reference == reference), None)

    def lowered_by(self, contribution_id: int, number: int) -> ReceiptMove | None:
        """Return the first correction that names the receipt with that number."""
        moves = self._standing(contribution_id)
        names = {one.reference for one in moves if one.number == number}
        return next((one for one in moves if one.named and one.named in names), None)

    def _standing(self, contribution_id: int) -> list[ReceiptMove]:
        """Return the moves of a contribution that were not undone, in the order of recording."""
        self.prepare({contribution_id})
        undone = self._undone[contribution_id]
        moves = [*self._on_record.get(contribution_id, ()), *self._posted[contribution_id]]
        return [move for move in moves if move.number not in undone]
