"""The illustrative approval requests, waiting or decided, and corrections of closed months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.states import ApprovalRequestState, ContributionKind
from tracker.money import USD
from tracker.sample.allocations import Allocations, FundedActivity
from tracker.sample.contributions import PlannedContribution, PledgeOutcome
from tracker.sample.journal import OFFICE_OPENS, Journal
from tracker.sample.moves import Move
from tracker.sample.refunds import DONOR_LETTER, Refunds

CLOSED_UNTIL = date(2025, 12, 31)
"""The months up to here are closed once all money has moved."""
SUBMITTED_ON = date(2026, 10, 29)
CONSENT_ON = date(2026, 10, 5)
BOOKED_LATE = date(2025, 12, 10)
CHARGED_LATE = date(2025, 11, 14)
LATE_CHARGE, LATE_INVOICE = 43_50, 12_480_35
SOME = 8_000_00
FOUND = "A bank charge of November 2025, found when the bank confirmed its balances to the auditors"
BEYOND = "The activity's budget does not cover it; attach the revised one and hand it in again."
UNANSWERED = "Reminded three times; the donor does not answer"
NEEDED = "The programme manager needs the money for the workshop of December."
INVOICE = "An invoice of December 2025 that reached the accounts in October 2026"


@dataclass(frozen=True, slots=True)
class SubmittedRequest:
    """Drafts that one person submits for another to approve, and the request's state."""

    title: str
    note: str
    drafts: tuple[EntryDraft, ...]
    state: ApprovalRequestState = ApprovalRequestState.WAITING
    reason: str = ""


class FinalRequests:
    """Chooses the last corrections and requests, each of another contribution."""

    def __init__(
        self,
        journal: Journal,
        allocations: Allocations,
        refunds: Refunds,
        contributions: Sequence[PlannedContribution],
    ) -> None:
        self._journal = journal
        self._allocations = allocations
        self._refunds = refunds
        self._contributions = contributions
        self._open = [
            contribution
            for contribution in contributions
            if contribution.draft.reference not in refunds.ended
            and contribution.draft.kind is ContributionKind.CASH
        ]
        self._taken: set[str] = set()

    def correct(self) -> list[Move]:
        """Note what is corrected in the closed months, as lawful as all else."""
        journal = self._journal
        before = len(journal.moves)
        journal.book.closed_until = CLOSED_UNTIL
        journal.moment = max(journal.moment, datetime.combine(SUBMITTED_ON, OFFICE_OPENS))
        activity, contribution = self._share(AccountKind.ALLOCATED, LATE_INVOICE * 2, LATE_INVOICE)
        late = self._late_invoice(activity, contribution, LATE_INVOICE)
        journal.keep(Move(late, journal.moment))
        contribution = self._with_money(LATE_CHARGE * 100, CHARGED_LATE)
        charge = self._payment(EntryKind.BANK_CHARGE, contribution, LATE_CHARGE, "-BL")
        charge = replace(charge, effective_on=CHARGED_LATE, currency=USD, correction=FOUND)
        journal.keep(Move(charge, journal.moment))
        corrections = journal.moves[before:]
        del journal.moves[before:]
        return corrections

    def approval_requests(self) -> Iterator[SubmittedRequest]:
        """Return the requests in the order in which they are submitted."""
        first, beyond, *round_of_october = self._allocation_drafts(5)
        yield SubmittedRequest("for the coming half-year", "Budget attached", (first,))
        if round_of_october:
            yield SubmittedRequest("October round", "", tuple(round_of_october))
        yield SubmittedRequest(
            "beyond the budget", "", (beyond,), ApprovalRequestState.RETURNED, BEYOND
        )
        yield self._refund()
        yield self._transfer()
        yield from self._pledge_write_off()
        activity, contribution = self._share(AccountKind.ALLOCATED, SOME, SOME // 4)
        late = self._late_invoice(activity, contribution, SOME // 4)
        yield SubmittedRequest("for an invoice of December 2025", "", (late,))
        activity, contribution = self._share(AccountKind.ALLOCATED, SOME)
        yield self._de_allocation(
            activity, contribution, ApprovalRequestState.WITHDRAWN, "Handed in twice."
        )
        activity, contribution = self._share(AccountKind.ALLOCATED, SOME)
        yield self._de_allocation(
            activity,
            contribution,
            ApprovalRequestState.RETURNED,
            NEEDED,
        )

    def _allocation_drafts(self, count: int) -> list[EntryDraft]:
        """Return so many allocations, where contributions have enough for them.

        What each asks for is a sixth of what its contribution can give, so that all fit.
        """
        openings = list(self._allocations.openings(SUBMITTED_ON))
        chosen = openings[:: max(1, len(openings) // count)][:count]
        self._taken.update(contribution.draft.reference for contribution, _, _ in chosen)
        return [
            self._use(
                EntryKind.ALLOCATION, contribution, activity, most // (count + 1) // 100_00 * 100_00
            )
            for contribution, activity, most in chosen
        ]

    def _refund(self) -> SubmittedRequest:
        """Ask to send back what a donor has asked for."""
        contribution = self._with_money(SOME, SUBMITTED_ON)
        payment = self._refunds.in_own_currency(contribution, SOME, SUBMITTED_ON)
        refund = self._payment(EntryKind.REFUND, contribution, payment.original_minor, "-RQ")
        return SubmittedRequest("of a part", "Letter of the donor of 2026-10-12", (refund,))

    def _transfer(self) -> SubmittedRequest:
        """Ask to move money to another contribution of the donor."""
        for contribution in self._free(SOME, SUBMITTED_ON):
            taker = self._refunds.taker_of(contribution, SUBMITTED_ON)
            if taker is not None and not self._journal.is_given_up(taker.draft.reference):
                transfer = EntryDraft(
                    EntryKind.TRANSFER,
                    self._journal.reference(EntryKind.TRANSFER, SUBMITTED_ON),
                    SUBMITTED_ON,
                    SOME // 2,
                    contribution=contribution.draft.reference,
                    to_contribution=taker.draft.reference,
                    letter=DONOR_LETTER,
                    consent_on=CONSENT_ON,
                )
                return SubmittedRequest("with the donor's consent", "", (transfer,))
        raise LookupError("no contribution can be transferred from")

    def _pledge_write_off(self) -> Iterator[SubmittedRequest]:
        """Ask to give up what is longest overdue of a pledge."""
        for contribution in self._contributions:
            number = self._journal.numbers.contributions[contribution.draft.reference]
            left = self._journal.book.pledge_state(number).open_original
            if contribution.outcome is PledgeOutcome.OPEN and left > 0:
                given_up = self._payment(EntryKind.PLEDGE_WRITE_OFF, contribution, left, "-PW")
                given_up = replace(given_up, basis=UNANSWERED)
                yield SubmittedRequest("of what will not be paid", "", (given_up,))
                return

    def _de_allocation(
        self,
        activity: FundedActivity,
        contribution: PlannedContribution,
        state: ApprovalRequestState,
        reason: str,
    ) -> SubmittedRequest:
        """Ask to take money back from an activity."""
        draft = self._use(EntryKind.DE_ALLOCATION, contribution, activity, SOME // 2)
        return SubmittedRequest("of money that is not needed", "", (draft,), state, reason)

    def _late_invoice(
        self, activity: FundedActivity, contribution: PlannedContribution, usd_minor: int
    ) -> EntryDraft:
        """Return an expenditure of a closed month."""
        draft = self._use(EntryKind.EXPENDITURE, contribution, activity, usd_minor)
        return replace(draft, effective_on=BOOKED_LATE, correction=INVOICE)

    def _use(
        self,
        kind: EntryKind,
        contribution: PlannedContribution,
        activity: FundedActivity,
        usd_minor: int,
    ) -> EntryDraft:
        """Return a draft of an activity's money on the day of the request."""
        return EntryDraft(
            kind,
            self._journal.reference(kind, SUBMITTED_ON),
            SUBMITTED_ON,
            usd_minor,
            contribution=contribution.draft.reference,
            activity=activity.code,
        )

    def _payment(
        self, kind: EntryKind, contribution: PlannedContribution, amount_minor: int, mark: str
    ) -> EntryDraft:
        """Return a draft of a contribution's own money, in its currency, on that day."""
        draft = contribution.draft
        reference = draft.reference + mark
        return EntryDraft(
            kind, reference, SUBMITTED_ON, amount_minor, draft.currency, draft.reference
        )

    def _share(
        self, kind: AccountKind, least: int, late: int = 0
    ) -> tuple[FundedActivity, PlannedContribution]:
        """Return an activity that held enough of a contribution before the months were closed.

        It holds `least` in the end, and `late` on each day since the late bookings.
        """
        for contribution in self._usable(BOOKED_LATE):
            for activity in self._allocations.activities_of(contribution):
                reference = contribution.draft.reference
                held = self._journal.balance(kind, reference, activity.code)
                on_all = self._journal.least_since(BOOKED_LATE, kind, reference, activity.code)
                if activity.plan.start < BOOKED_LATE and held >= least and on_all >= late:
                    self._taken.add(reference)
                    return activity, contribution
        raise LookupError("no activity holds enough")

    def _with_money(self, least: int, on: date) -> PlannedContribution:
        """Return a contribution that has so much to give."""
        contribution = next(self._free(least, on))
        self._taken.add(contribution.draft.reference)
        return contribution

    def _free(self, least: int, on: date) -> Iterator[PlannedContribution]:
        """Return the contributions that have so much and may be used on the day."""
        return (
            contribution
            for contribution in self._usable(on)
            if self._refunds.left(contribution) >= least
        )

    def _usable(self, on: date) -> Iterator[PlannedContribution]:
        """Return the contributions that may be used on a day and at the end, and are not taken."""
        for contribution in self._open:
            first, last = contribution.draft.use_from, contribution.draft.use_until
            if first is None or last is None or contribution.draft.reference in self._taken:
                continue
            if first <= on and last >= SUBMITTED_ON:
                yield contribution
