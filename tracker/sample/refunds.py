"""The illustrative refunds, transfers and write-offs of money that was not used or was lost."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.consents import Consent
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.rates.operational_rates import Converted
from tracker.fund.states import ContributionKind
from tracker.reference.currencies import exponent
from tracker.sample.chance import Chance, add_months
from tracker.sample.contributions import PlannedContribution
from tracker.sample.journal import Journal, Payment, dollars
from tracker.sample.rates import Rates

SMALL_CHANGE = 200_00  # less than this is not sent back, in US cents
TOO_SMALL = "Less than the cost of paying it back; the donor agreed"
DONOR_LETTER = "Letter of the donor"
LOSSES = (
    ((2016, 9), 4_318_20, "An advance that a supplier in liquidation did not pay back"),
    ((2019, 5), 917_45, "Cash stolen at a field office; police report on file"),
    ((2023, 3), 12_640_00, "A payment to a wrong account that the bank could not get back"),
)
"""By month: what was lost, in US cents, and how."""


class Refunds:
    """Ends contributions: transfers, refunds or writes off the money left in them."""

    def __init__(
        self,
        chance: Chance,
        rates: Rates,
        journal: Journal,
        contributions: Sequence[PlannedContribution],
    ) -> None:
        self._chance = chance
        self._rates = rates
        self._journal = journal
        self._contributions = contributions
        self._of_donor: dict[str, list[PlannedContribution]] = defaultdict(list)
        for contribution in contributions:
            self._of_donor[contribution.draft.donor].append(contribution)
        self.ended: set[str] = set()

    def end(self, contribution: PlannedContribution, on: date) -> None:
        """Let what is left go where the donor wishes; small change is written off."""
        left = self.left(contribution)
        if left <= 0:
            self.ended.add(contribution.draft.reference)
            return
        if left <= SMALL_CHANGE:
            self._pay(EntryKind.WRITE_OFF, contribution, dollars(left), on, "-WO", TOO_SMALL)
        elif (taker := self.taker_of(contribution, on)) and self._chance.happens(0.35):
            consent = Consent(DONOR_LETTER, on - timedelta(days=12))
            self._journal.transfer(contribution, taker, left, on, consent)
        elif self._chance.happens(0.9):
            self._pay(
                EntryKind.REFUND,
                contribution,
                self.in_own_currency(contribution, left, on),
                on,
                "-RF",
            )
        else:
            return
        self.ended.add(contribution.draft.reference)

    def lose(self, year: int, month: int, on: date) -> None:
        """Write off what is lost in a month, of a contribution that can bear it."""
        for when, minor, why in LOSSES:
            able = [
                contribution
                for contribution in self._contributions
                if self.left(contribution) > 3 * minor
            ]
            if when == (year, month) and able:
                contribution = self._chance.one_of(able)
                self._pay(EntryKind.WRITE_OFF, contribution, dollars(minor), on, "-WL", why)

    def taker_of(self, contribution: PlannedContribution, on: date) -> PlannedContribution | None:
        """Return the donor's contribution that may be used longest, if one may for a while."""
        able = [
            other
            for other in self._of_donor[contribution.draft.donor]
            if other is not contribution
            and other.draft.kind is ContributionKind.CASH
            and other.draft.use_from is not None
            and other.draft.use_until is not None
            and other.draft.use_from <= on < add_months(other.draft.use_until, -6)
        ]
        return max(
            able, key=lambda other: (other.draft.use_until, other.draft.reference), default=None
        )

    def in_own_currency(
        self, contribution: PlannedContribution, usd_minor: int, on: date
    ) -> Payment:
        """Return the refund that takes US cents, in the contribution's currency."""
        currency = contribution.draft.currency
        rate = self._rates.convert(10 ** exponent(currency), currency, on).rate
        if rate is None:
            return Payment(Converted(usd_minor, None), usd_minor)
        units = self._journal.returnable(contribution.draft.reference).most(usd_minor)
        return Payment(self._rates.convert(units, currency, on), units)

    def left(self, contribution: PlannedContribution) -> int:
        """Return what is not allocated of a contribution, in US cents."""
        return self._journal.balance(AccountKind.UNALLOCATED, contribution.draft.reference)

    def _pay(
        self,
        kind: EntryKind,
        contribution: PlannedContribution,
        payment: Payment,
        on: date,
        mark: str,
        why: str = "",
    ) -> None:
        """Note that money goes."""
        self._journal.pay(kind, contribution, payment, on, f"{mark}{on:%y%m}", basis=why)
