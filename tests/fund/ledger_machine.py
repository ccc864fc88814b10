# ruff: noqa: D102 - the name of a rule is its sentence
"""Entries of all kinds, lawful and not, posted at once or handed in, against the model."""

from datetime import date
from functools import partial

import hypothesis.strategies as st
from hypothesis.stateful import initialize, rule
from sqlmodel import select

from tests.fund import ledger_checks as checks
from tests.fund.deciding_machine import DecidingMachine
from tests.fund.model_parts import most_programmable
from tests.fund.proposals import Amount, When
from tests.fund.small_fund import PLACES, TERMS
from tracker.fund.closing.months import Month
from tracker.fund.ledger.cash_days import cash_days
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry

WHO = st.sampled_from(sorted(TERMS))
WHAT = st.sampled_from(sorted(PLACES))
NAMED = st.one_of(st.none(), WHO)
CENTS = st.one_of(st.integers(1, 100), st.integers(1, 400_00), st.integers(1, 3_000_00))
DAYS = st.sampled_from(
    [
        date(2024, 1, 1),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 5, 31),
        date(2024, 6, 1),
        date(2024, 12, 31),
        date(2025, 1, 1),
    ]
)
REASONS = st.sampled_from(["", "the invoice came late", "the invoice came late"])
WHEN = st.builds(When, DAYS, REASONS)
HANDS_IN = st.booleans()
FIRST = When(date(2024, 1, 1), "")
TAKES = st.sampled_from([EntryKind.BANK_CHARGE, EntryKind.REFUND, EntryKind.WRITE_OFF])
COMMIT, RELEASE, SPEND = (
    EntryKind.COMMITMENT,
    EntryKind.DE_COMMITMENT,
    EntryKind.EXPENDITURE,
)
USES = st.sampled_from(
    [
        (COMMIT, "allocated"),
        (SPEND, "allocated"),
        (SPEND, "allocated"),
        (SPEND, "committed"),
        (RELEASE, "committed"),
    ]
)


def some_of(data: st.DataObject, left: int) -> int:
    """Draw some of what is left, all of it, or a cent more."""
    some = st.integers(1, max(left, 1))
    all_of_it = max(left, 1)
    return data.draw(
        st.one_of(some, some, st.integers(1, 9), st.just(all_of_it), st.just(all_of_it + 1))
    )


class LedgerMachine(DecidingMachine):
    """Posts on the database and on the model."""

    @initialize(closes=st.booleans())
    def some_money_comes(self, *, closes: bool) -> None:
        for who in TERMS:
            amount = Amount.of(who, 1_000_00, 900_00)
            self.make([self.propose.pledge(who, amount, FIRST)], hands_in=False)
            if who != "ZERO":  # which may still be cancelled
                self.make([self.propose.receive(who, amount, FIRST)], hands_in=False)
        for what in PLACES:
            self.make([self.propose.allocate(None, what, 500_01, FIRST)], hands_in=False)
            bound = self.propose.use(COMMIT, None, what, "allocated", 200_01, FIRST)
            self.make([bound], hands_in=True)
        if closes:
            self.closing_months(Month(2024, 2))

    # Promises

    @rule(who=WHO, usd=CENTS, original=CENTS, when=WHEN, lowers=st.booleans(), hands_in=HANDS_IN)
    def promising(
        self, who: str, usd: int, original: int, when: When, *, lowers: bool, hands_in: bool
    ) -> None:
        if lowers:
            amount = Amount.of(who, -usd, -original)
            self.make([self.propose.adjust(who, amount, when)], hands_in=hands_in)
        else:
            amount = Amount.of(who, usd, original)
            self.make([self.propose.pledge(who, amount, when)], hands_in=hands_in)

    @rule(who=WHO, when=WHEN, writes_off=st.booleans(), hands_in=HANDS_IN, data=st.data())
    def giving_a_promise_up(
        self, who: str, when: When, data: st.DataObject, *, writes_off: bool, hands_in: bool
    ) -> None:
        original = some_of(data, self.model.open_original(who))
        verb = self.propose.write_pledge_off if writes_off else self.propose.cancel
        self.make([verb(who, original, when)], hands_in=hands_in)

    @rule(who=WHO, usd=CENTS, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def falling_due(
        self, who: str, usd: int, when: When, data: st.DataObject, *, hands_in: bool
    ) -> None:
        original = some_of(data, self.model.not_yet_due(who))
        usd = usd if TERMS[who].currency == "EUR" else original
        amount = Amount.of(who, usd, original)
        self.make([self.propose.fall_due(who, amount, when)], hands_in=hands_in)

    # Cash

    @rule(who=WHO, usd=CENTS, original=CENTS, when=WHEN, other=st.booleans(), hands_in=HANDS_IN)
    def receiving(
        self, who: str, usd: int, original: int, when: When, *, other: bool, hands_in: bool
    ) -> None:
        amount = Amount.of(who, usd, original)
        proposal = (
            self.propose.in_another_currency(who, amount, when, lowers=False)
            if other
            else self.propose.receive(who, amount, when)
        )
        self.make([proposal], hands_in=hands_in)

    @rule(who=WHO, when=WHEN, other=st.booleans(), hands_in=HANDS_IN, data=st.data())
    def correcting_a_receipt(
        self, who: str, when: When, data: st.DataObject, *, other: bool, hands_in: bool
    ) -> None:
        usd = some_of(data, self.model.free(("unallocated", who, ""), when.day))
        original = some_of(data, self.model.held["received#", who, ""])
        amount = Amount.of(who, usd, original)
        proposal = (
            self.propose.in_another_currency(who, amount, when, lowers=True)
            if other
            else self.propose.correct(who, amount, when)
        )
        self.make([proposal], hands_in=hands_in)

    @rule(who=WHO, kind=TAKES, original=CENTS, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def taking(
        self,
        who: str,
        kind: EntryKind,
        original: int,
        when: When,
        data: st.DataObject,
        *,
        hands_in: bool,
    ) -> None:
        usd = some_of(data, self.model.free(("unallocated", who, ""), when.day) // 4)
        amount = Amount.of(who, usd, original)
        self.make([self.propose.take(kind, who, amount, when)], hands_in=hands_in)

    @rule(who=st.one_of(st.just("LUMP"), WHO), when=WHEN, hands_in=HANDS_IN, data=st.data())
    def charging_a_lump_sum(
        self, who: str, when: When, data: st.DataObject, *, hands_in: bool
    ) -> None:
        usd = some_of(data, self.model.free(("unallocated", who, ""), when.day) // 4)
        self.make([self.propose.lump_sum(who, usd, when)], hands_in=hands_in)

    @rule(giver=WHO, taker=WHO, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def transferring(
        self, giver: str, taker: str, when: When, data: st.DataObject, *, hands_in: bool
    ) -> None:
        usd = some_of(data, self.model.free(("unallocated", giver, ""), when.day))
        self.make([self.propose.transfer(giver, taker, usd, when)], hands_in=hands_in)

    @rule(who=WHO, usd=CENTS, when=WHEN, hands_in=HANDS_IN)
    def earning(self, who: str, usd: int, when: When, *, hands_in: bool) -> None:
        self.make([self.propose.interest(who, usd, when)], hands_in=hands_in)

    @rule(
        first=st.dates(date(2023, 12, 20), date(2024, 3, 2)),
        days=st.integers(0, 40),
        usd=CENTS,
        when=WHEN,
        hands_in=HANDS_IN,
    )
    def earning_together(
        self, first: date, days: int, usd: int, when: When, *, hands_in: bool
    ) -> None:
        last = date.fromordinal(first.toordinal() + days)
        earned = cash_days(self.session, first, last)
        self.session.rollback()
        weights = {one.reference: one.left_minor for one in earned}
        assert weights == self.model.cash_days(first, last)
        self.make([self.propose.interest_by_rule(earned, usd, when)], hands_in=hands_in)

    # Uses

    @rule(who=NAMED, what=WHAT, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def allocating(
        self, who: str | None, what: str, when: When, data: st.DataObject, *, hands_in: bool
    ) -> None:
        left = self.model.pool_left(what, when.day)
        usd = some_of(data, left.get(who, 1) if who else sum(left.values()))
        self.make([self.propose.allocate(who, what, usd, when)], hands_in=hands_in)

    @rule(who=NAMED, what=WHAT, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def taking_back(
        self, who: str | None, what: str, when: When, data: st.DataObject, *, hands_in: bool
    ) -> None:
        left = self.model.share_left(what, "allocated", when.day, using=False)
        usd = some_of(data, left.get(who, 1) if who else sum(left.values()))
        self.make([self.propose.deallocate(who, what, usd, when)], hands_in=hands_in)

    @rule(who=NAMED, what=WHAT, use=USES, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def using(
        self,
        who: str | None,
        what: str,
        use: tuple[EntryKind, str],
        when: When,
        data: st.DataObject,
        *,
        hands_in: bool,
    ) -> None:
        kind, source = use
        left = self.model.share_left(what, source, when.day, using=kind is not RELEASE)
        usd = some_of(data, left.get(who, 1) if who else sum(left.values()))
        self.make([self.propose.use(kind, who, what, source, usd, when)], hands_in=hands_in)

    @rule(what=WHAT, who=WHO, usd=CENTS, when=WHEN, hands_in=HANDS_IN, data=st.data())
    def several_at_once(
        self, what: str, who: str, usd: int, when: When, data: st.DataObject, *, hands_in: bool
    ) -> None:
        there = most_programmable(self.model.free(("unallocated", who, ""), when.day) + usd, who)
        given, used = some_of(data, there), some_of(data, there)
        batch = [
            self.propose.receive(who, Amount.of(who, usd, usd), when),
            self.propose.allocate(who, what, given, when),
            self.propose.use(SPEND, who, what, "allocated", used, when),
        ]
        self.make(batch, hands_in=hands_in)

    # Reversal

    @rule(data=st.data(), when=WHEN, hands_in=HANDS_IN)
    def reversing(self, data: st.DataObject, when: When, *, hands_in: bool) -> None:
        last = len(self.model.entries)
        number = last - data.draw(st.integers(0, min(9, last - 1)))
        self.make([self.propose.reverse(number, when)], hands_in=hands_in)

    @rule(when=st.builds(When, DAYS, st.just("the day was wrong")))
    def reversing_the_last(self, when: When) -> None:
        last = len(self.model.entries)
        before = checks.known_sums(self.session, until_entry=last - 1)
        proposal = self.propose.reverse(last, when)
        lawful = self.model.moves([proposal.planned]) is not None
        self.make([proposal], hands_in=False)
        if lawful:
            assert checks.not_empty(checks.known_sums(self.session)) == checks.not_empty(before)

    @rule(who=WHO, usd=CENTS, hands_in=HANDS_IN, data=st.data())
    def repeating_a_reference(
        self, who: str, usd: int, data: st.DataObject, *, hands_in: bool
    ) -> None:
        known = [
            *self.session.exec(select(LedgerEntry.reference)).all(),
            *checks.reserved_references(self.session),
        ]
        self.session.rollback()
        heading = Heading(date(2025, 1, 1), data.draw(st.sampled_from(sorted(known))))
        euros = TERMS[who].currency == "EUR"
        order = PostingInstruction(
            EntryKind.INTEREST if euros else EntryKind.RECEIPT,
            heading,
            usd,
            self.fund.contributions[who],
        )
        self.refused(partial(self.submit if hands_in else self.post, [order]))
