"""What can go back to donors, of the contributions of a book: written, waiting and pending."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from tracker.errors import MissingRate
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book_data import BookLoader
from tracker.fund.ledger.entries import NewEntry
from tracker.fund.ledger.money_moves import MOVES_RETURNABLE, MoneyMove, moves_of
from tracker.fund.ledger.returnable_money import MoneyCame, MoneyGone, ReturnableMoney


class BookMoney:
    """The returnable money of contributions, read once and kept up with each pending entry.

    Waiting requests count with what they would take; their entries are counted before the pending
    ones. Entries that were reversed do not count.
    """

    def __init__(
        self, loader: BookLoader, currency_of: Callable[[int], str], last_entry: int
    ) -> None:
        self._loader = loader
        self._currency_of = currency_of
        self._written: dict[int, list[MoneyMove]] = {}
        self._pending: defaultdict[int, list[MoneyMove]] = defaultdict(list)
        self._last_entry = last_entry
        self._kept: dict[int, ReturnableMoney] = {}

    def of(self, contribution_id: int) -> ReturnableMoney:
        """Return the money of a contribution; raises MissingRate where it cannot be converted."""
        if contribution_id not in self._kept:
            money = ReturnableMoney()
            for one in self._standing(contribution_id):
                self._count(money, contribution_id, one)
            self._kept[contribution_id] = money
        return self._kept[contribution_id]

    def refund_waits(self, contribution_id: int) -> bool:
        """Tell whether a waiting request would give money of a contribution back."""
        gone = self._loader.waiting_money().gone.get(contribution_id, ())
        return any(one.kind is AccountKind.REFUNDED for one in gone)

    def given_up(self, contribution_id: int) -> int:
        """Return what waiting requests would cancel or write off of a pledge.

        In minor units of the contribution's currency.
        """
        return self._loader.waiting_money().given_up.get(contribution_id, 0)

    def lowered_by(self, entry: NewEntry, owners: Iterable[int]) -> dict[int, int]:
        """Return how much less would have come for contributions by an entry.

        In minor units of the contribution's currency; below zero where less would have gone.
        """
        return {owner: self._lowered(entry, owner) for owner in owners}

    def add(self, entry: NewEntry) -> None:
        """Count a pending entry."""
        self._last_entry += 1
        if entry.kind not in MOVES_RETURNABLE:
            return
        for owner, move in moves_of(entry, self._last_entry):
            self._pending[owner].append(move)
            money = self._kept.pop(owner, None)
            if money is not None and move.reverses is None:
                with suppress(MissingRate):  # whoever asks for the money is told
                    self._count(money, owner, move)
                    self._kept[owner] = money

    def forget(self) -> None:
        """Forget all, once the pending entries are written."""
        for kept in (self._written, self._pending, self._kept):
            kept.clear()

    def _lowered(self, entry: NewEntry, contribution_id: int) -> int:
        """Return how much less would have come for a contribution by an entry."""
        if entry.reverses_id is None:
            moves = [one for owner, one in moves_of(entry, 0) if owner == contribution_id]
            sign = -1
        else:
            known = [*self._written_of(contribution_id), *self._pending[contribution_id]]
            moves, sign = [one for one in known if one.number == entry.reverses_id], 1
        return sign * sum(
            self._in_original(contribution_id, one) * (1 if one.came else -1) for one in moves
        )

    def _standing(self, contribution_id: int) -> Iterator[MoneyMove]:
        """Yield the moves of a contribution that were not reversed, in the order of counting."""
        written, pending = self._written_of(contribution_id), self._pending[contribution_id]
        waiting = self._loader.waiting_money()
        undone = {one.reverses for one in (*written, *pending)}
        for one in written:
            gone = one.number in undone or (one.came and one.number in waiting.undone)
            if one.reverses is None and not gone:
                yield one
        yield from waiting.gone.get(contribution_id, ())
        for one in pending:
            if one.reverses is None and one.number not in undone:
                yield one

    def _written_of(self, contribution_id: int) -> list[MoneyMove]:
        """Return the moves of a contribution that the database has, read once."""
        if contribution_id not in self._written:
            self._written[contribution_id] = self._loader.money_moves(contribution_id)
        return self._written[contribution_id]

    def _count(self, money: ReturnableMoney, contribution_id: int, one: MoneyMove) -> None:
        """Count a move."""
        original = self._in_original(contribution_id, one)
        if one.came:
            receipt = one.reference if one.kind is AccountKind.DONOR else ""
            money.add(MoneyCame(receipt, one.on, original, -one.usd))
        else:
            money.take(MoneyGone(one.basis, one.on, original, one.usd))

    def _in_original(self, contribution_id: int, one: MoneyMove) -> int:
        """Return the amount of a move in the contribution's currency, above zero."""
        if one.original is not None:
            return abs(one.original)
        currency = self._currency_of(contribution_id)
        return self._loader.in_original(currency)(abs(one.usd), one.on)
