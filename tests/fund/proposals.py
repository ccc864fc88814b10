"""Entries to be, as the program takes them and as the model computes them, kind by kind."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tests.fund.model import Model
from tests.fund.model_parts import Move, Parts, Plan, Planned, pro_rata, split
from tests.fund.small_fund import TERMS, Fund
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction


class When(NamedTuple):
    """The day an entry counts for, and the reason if it is a correction."""

    day: date
    reason: str


class Amount(NamedTuple):
    """An amount in US cents and in minor units of the contribution's currency."""

    usd: int
    original: int

    @classmethod
    def of(cls, who: str, usd: int, original: int) -> "Amount":
        """Return an amount as the contribution has it: the same twice, in US dollars."""
        return cls(usd, original if TERMS[who].currency == "EUR" else usd)


class Proposal(NamedTuple):
    """An order for the program, and its twin for the model."""

    order: PostingInstruction
    planned: Planned


@dataclass
class Proposer:
    """Makes proposals with references of their own."""

    fund: Fund
    model: Model
    made: int = 0

    def heading(self, when: When, currency: str = "USD", original: int | None = None) -> Heading:
        """Make a heading that says on what the entry rests."""
        self.made += 1
        return Heading(
            when.day,
            f"M{self.made}",
            currency=currency,
            original_minor=original,
            correction=when.reason,
            basis="as agreed by letter",
        )

    def proposal(
        self, order: PostingInstruction, plan: Plan, undoes: int = 0, parts: Parts | None = None
    ) -> Proposal:
        """Join the two."""
        heading = order.heading
        kind, day = order.kind.value, heading.effective_on
        planned = Planned(kind, day, heading.correction, plan, undoes, parts)
        return Proposal(order, planned)

    def payment(
        self, kind: EntryKind, who: str, amount: Amount, when: When, plan: Plan
    ) -> Proposal:
        """Propose an amount in the contribution's own currency."""
        euros = TERMS[who].currency == "EUR"
        heading = self.heading(when, "EUR" if euros else "USD", amount.original if euros else None)
        number = self.fund.contributions[who]
        return self.proposal(PostingInstruction(kind, heading, amount.usd, number), plan)

    def pledge(self, who: str, amount: Amount, when: When) -> Proposal:
        """Promise."""
        return self.payment(
            EntryKind.PLEDGE, who, amount, when, lambda: self.model.pledge(who, *amount)
        )

    def adjust(self, who: str, amount: Amount, when: When) -> Proposal:
        """Raise or lower a promise."""
        kind = EntryKind.PLEDGE_ADJUSTMENT
        return self.payment(kind, who, amount, when, lambda: self.model.pledge(who, *amount))

    def cancel(self, who: str, original: int, when: When) -> Proposal:
        """Take back a part of a promise."""
        amount, kind = Amount(original, original), EntryKind.PLEDGE_CANCELLATION
        return self.payment(kind, who, amount, when, lambda: self.model.cancel(who, original))

    def write_pledge_off(self, who: str, original: int, when: When) -> Proposal:
        """Give a part of a promise up."""
        amount, kind = Amount(original, original), EntryKind.PLEDGE_WRITE_OFF
        return self.payment(
            kind, who, amount, when, lambda: self.model.write_pledge_off(who, original)
        )

    def fall_due(self, who: str, amount: Amount, when: When) -> Proposal:
        """Let an instalment fall due."""
        kind = EntryKind.INSTALMENT_DUE
        return self.payment(kind, who, amount, when, lambda: self.model.fall_due(who, *amount))

    def receive(self, who: str, amount: Amount, when: When) -> Proposal:
        """Receive in the contribution's currency."""
        kind = EntryKind.RECEIPT
        return self.payment(kind, who, amount, when, lambda: self.model.receive(who, *amount))

    def correct(self, who: str, amount: Amount, when: When) -> Proposal:
        """Lower what was received, in the contribution's currency."""
        usd, original = amount
        kind = EntryKind.RECEIPT_CORRECTION
        return self.payment(
            kind, who, amount, when, lambda: self.model.receive(who, -usd, -original)
        )

    def in_another_currency(
        self, who: str, amount: Amount, when: When, *, lowers: bool
    ) -> Proposal:
        """Receive, or correct, in a currency that is not the contribution's."""
        usd, original = amount
        euros = TERMS[who].currency == "EUR"
        heading = self.heading(when, "USD" if euros else "EUR", None if euros else 1 + usd // 2)
        kind = EntryKind.RECEIPT_CORRECTION if lowers else EntryKind.RECEIPT
        number, sign = self.fund.contributions[who], -1 if lowers else 1
        order = PostingInstruction(kind, heading, usd, number, settles_original=original)
        return self.proposal(order, lambda: self.model.receive(who, sign * usd, sign * original))

    def take(self, kind: EntryKind, who: str, amount: Amount, when: When) -> Proposal:
        """Charge, refund or write off what is not allocated."""
        to = {
            EntryKind.BANK_CHARGE: "bank_charged",
            EntryKind.REFUND: "refunded",
            EntryKind.WRITE_OFF: "written_off",
        }[kind]
        if kind is EntryKind.REFUND:
            parts = Parts(lambda: None)
            made = self.payment(
                kind, who, amount, when, lambda: self.model.refund(who, *amount, parts)
            )
            return made._replace(planned=made.planned._replace(parts=parts))
        return self.payment(kind, who, amount, when, lambda: self.model.take(who, amount.usd, to))

    def lump_sum(self, who: str, usd: int, when: When) -> Proposal:
        """Charge support cost as a lump sum."""
        amount, kind = Amount.of(who, usd, usd), EntryKind.SUPPORT_COST
        return self.payment(kind, who, amount, when, lambda: self.model.lump_sum(who, usd))

    def transfer(self, giver: str, taker: str, usd: int, when: When) -> Proposal:
        """Give to another contribution."""
        order = PostingInstruction(
            EntryKind.TRANSFER,
            self.heading(when),
            usd,
            self.fund.contributions[giver],
            to_contribution_id=self.fund.contributions[taker],
        )
        return self.proposal(order, lambda: self.model.transfer(giver, taker, usd))

    def interest(self, who: str, usd: int, when: When) -> Proposal:
        """Give interest to one contribution."""
        order = PostingInstruction(
            EntryKind.INTEREST, self.heading(when), usd, self.fund.contributions[who]
        )
        return self.proposal(order, lambda: self.model.interest({who: usd}))

    def interest_by_rule(
        self, earned: tuple[FundingCandidate, ...], usd: int, when: When
    ) -> Proposal:
        """Give interest to those who held money; the weights stay as they were."""
        order = PostingInstruction(EntryKind.INTEREST, self.heading(when), usd, earned=earned)
        weights = {one.reference: one.left_minor for one in earned}

        def by_rule() -> dict[str, int] | None:
            there = {who: each for who, each in weights.items() if self.model.usable(who)}
            return split(usd, there)

        parts = Parts(by_rule)
        return self.proposal(order, lambda: self.model.interest(parts()), parts=parts)

    def allocate(self, who: str | None, what: str, usd: int, when: When) -> Proposal:
        """Allocate from one contribution or from all by the rule."""
        order = PostingInstruction(
            EntryKind.ALLOCATION,
            self.heading(when),
            usd,
            self.fund.contributions[who] if who else None,
            self.fund.activities[what],
            pool=tuple(self.fund.contributions.values()),
        )

        def split_up() -> dict[str, int] | None:
            return {who: usd} if who else pro_rata(usd, self.model.pool_left(what, when.day))

        parts = Parts(split_up)
        return self.proposal(
            order, lambda: self.model.allocate(parts(), what, when.day), parts=parts
        )

    def deallocate(self, who: str | None, what: str, usd: int, when: When) -> Proposal:
        """Take back from an activity."""

        def split_up() -> dict[str, int] | None:
            left = self.model.share_left(what, "allocated", when.day, using=False)
            return {who: usd} if who else pro_rata(usd, left)

        def plan() -> Move | None:
            found = parts()
            gone = not who and found and not all(map(self.model.usable, found))
            return None if gone else self.model.deallocate(found, what)

        parts = Parts(split_up)
        order = self.use_order(EntryKind.DE_ALLOCATION, who, what, usd, when)
        return self.proposal(order, plan, parts=parts)

    def use(
        self, kind: EntryKind, who: str | None, what: str, source: str, usd: int, when: When
    ) -> Proposal:
        """Commit, release or spend."""
        to = {
            EntryKind.COMMITMENT: "committed",
            EntryKind.DE_COMMITMENT: "allocated",
            EntryKind.EXPENDITURE: "spent",
        }[kind]
        using = kind is not EntryKind.DE_COMMITMENT

        def split_up() -> dict[str, int] | None:
            left = self.model.share_left(what, source, when.day, using=using)
            return {who: usd} if who else pro_rata(usd, left)

        def plan() -> Move | None:
            found = parts()
            checked = found or {} if using or not who else {}
            day = when.day if using else None
            if not all(self.model.usable(each, day) for each in checked):
                return None
            return self.model.use(found, what, source, to)

        parts = Parts(split_up)

        spends_bound = kind is EntryKind.EXPENDITURE and source == "committed"
        order = self.use_order(kind, who, what, usd, when, against_commitment=spends_bound)
        return self.proposal(order, plan, parts=parts)

    def use_order(
        self,
        kind: EntryKind,
        who: str | None,
        what: str,
        usd: int,
        when: When,
        *,
        against_commitment: bool = False,
    ) -> PostingInstruction:
        """Make the order of a use."""
        return PostingInstruction(
            kind,
            self.heading(when),
            usd,
            self.fund.contributions[who] if who else None,
            self.fund.activities[what],
            against_commitment=against_commitment,
        )

    def reverse(self, number: int, when: When) -> Proposal:
        """Undo an entry."""
        order = PostingInstruction(EntryKind.REVERSAL, self.heading(when), reverses_id=number)
        return self.proposal(order, lambda: self.model.undo(number), number)
