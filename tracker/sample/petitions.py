"""What is handed in at the end of the story: corrections, and requests that wait or came back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.states import ApprovalRequestState, ContributionKind
from tracker.sample.giving import Fate, Gift
from tracker.sample.journal import OFFICE_OPENS, Journal
from tracker.sample.leftovers import Leftovers
from tracker.sample.moves import Move
from tracker.sample.outlay import Course, Outlay

CLOSED_UNTIL = date(2025, 12, 31)
"""The months up to here are closed once the story is told."""
HANDED_IN = date(2026, 10, 29)
BOOKED_LATE = date(2025, 12, 10)
CHARGED_LATE = date(2025, 11, 14)
LATE_CHARGE, LATE_INVOICE = 43_50, 12_480_35
SOME = 8_000_00
FOUND = "A bank charge of November 2025, found when the bank confirmed its balances to the auditors"
BEYOND = "The activity's budget does not cover it; attach the revised one and hand it in again."
NEEDED = "The programme manager needs the money for the workshop of December."
INVOICE = "An invoice of December 2025 that reached the accounts in October 2026"


@dataclass(frozen=True, slots=True)
class Petition:
    """Moves that one person hands in for another to approve, and what came of them."""

    title: str
    note: str
    moves: tuple[Move, ...]
    state: ApprovalRequestState = ApprovalRequestState.WAITING
    reason: str = ""


class Desk:
    """Chooses what is corrected and asked for, each time of another contribution."""

    def __init__(
        self, journal: Journal, outlay: Outlay, leftovers: Leftovers, given: Sequence[Gift]
    ) -> None:
        self._journal = journal
        self._outlay = outlay
        self._leftovers = leftovers
        self._given = given
        self._open = [
            gift
            for gift in given
            if gift.draft.reference not in leftovers.ended
            and gift.draft.kind is ContributionKind.CASH
        ]
        self._taken: set[str] = set()

    def correct(self) -> list[Move]:
        """Note what is corrected in the closed months, as lawful as all else."""
        journal = self._journal
        before = len(journal.moves)
        journal.book.closed_until = CLOSED_UNTIL
        journal.moment = max(journal.moment, datetime.combine(HANDED_IN, OFFICE_OPENS))
        course, gift = self._share(AccountKind.ALLOCATED, LATE_INVOICE * 2)
        journal.keep(self._late_invoice(course, gift, LATE_INVOICE))
        gift = self._with_money(LATE_CHARGE * 100, CHARGED_LATE)
        heading = Heading(
            CHARGED_LATE, f"{gift.draft.reference}-BL", correction=FOUND, original_minor=LATE_CHARGE
        )
        journal.keep(self._payment(EntryKind.BANK_CHARGE, gift, LATE_CHARGE, heading))
        corrections = journal.moves[before:]
        del journal.moves[before:]
        return corrections

    def petitions(self) -> Iterator[Petition]:
        """Return what is handed in, in its order."""
        first, beyond, *round_of_october = self._allocations(5)
        yield Petition("for the coming half-year", "Budget attached", (first,))
        if round_of_october:
            yield Petition("October round", "", tuple(round_of_october))
        yield Petition("beyond the budget", "", (beyond,), ApprovalRequestState.RETURNED, BEYOND)
        yield self._refund()
        yield self._transfer()
        yield from self._pledge_write_off()
        course, gift = self._share(AccountKind.ALLOCATED, SOME)
        late = self._late_invoice(course, gift, SOME // 4)
        yield Petition("for an invoice of December 2025", "", (late,))
        course, gift = self._share(AccountKind.ALLOCATED, SOME)
        yield self._de_allocation(course, gift, ApprovalRequestState.WITHDRAWN, "Handed in twice.")
        course, gift = self._share(AccountKind.ALLOCATED, SOME)
        yield self._de_allocation(
            course,
            gift,
            ApprovalRequestState.RETURNED,
            NEEDED,
        )

    def _allocations(self, count: int) -> list[Move]:
        """Return so many allocations, where contributions have enough for them.

        What each asks for is a sixth of what its contribution can give, so that all fit.
        """
        openings = list(self._outlay.openings(HANDED_IN))
        chosen = openings[:: max(1, len(openings) // count)][:count]
        self._taken.update(gift.draft.reference for gift, _, _ in chosen)
        return [
            self._use(EntryKind.ALLOCATION, gift, course, most // (count + 1) // 100_00 * 100_00)
            for gift, course, most in chosen
        ]

    def _refund(self) -> Petition:
        """Ask to send back what a donor has asked for."""
        gift = self._with_money(SOME, HANDED_IN)
        payment = self._leftovers.in_own_currency(gift, SOME, HANDED_IN)
        heading = Heading(
            HANDED_IN,
            f"{gift.draft.reference}-RQ",
            currency=payment.currency or gift.draft.currency,
            original_minor=payment.original_minor,
            rate=payment.worth.rate,
        )
        move = self._payment(EntryKind.REFUND, gift, SOME, heading)
        return Petition("of a part", "Letter of the donor of 2026-10-12", (move,))

    def _transfer(self) -> Petition:
        """Ask to move money to another contribution of the donor."""
        for gift in self._free(SOME, HANDED_IN):
            taker = self._leftovers.taker_of(gift, HANDED_IN)
            if taker is not None:
                basis = "Letter of the donor of 2026-10-05"
                reference = self._journal.reference(EntryKind.TRANSFER, HANDED_IN)
                heading = Heading(HANDED_IN, reference, basis=basis)
                move = self._payment(EntryKind.TRANSFER, gift, SOME // 2, heading)
                move = replace(move, to_contribution=taker.draft.reference)
                return Petition("with the donor's consent", "", (move,))
        raise LookupError("no contribution can be transferred from")

    def _pledge_write_off(self) -> Iterator[Petition]:
        """Ask to give up what is longest overdue of a pledge."""
        for gift in self._given:
            number = self._journal.numbers.contributions[gift.draft.reference]
            left = self._journal.book.pledge_state(number).open_original
            if gift.fate is Fate.OPEN and left > 0:
                heading = Heading(
                    HANDED_IN,
                    f"{gift.draft.reference}-PW",
                    currency=gift.draft.currency,
                    original_minor=left,
                    basis="Reminded three times; the donor does not answer",
                )
                move = self._payment(EntryKind.PLEDGE_WRITE_OFF, gift, 0, heading)
                yield Petition("of what will not be paid", "", (move,))
                return

    def _de_allocation(
        self, course: Course, gift: Gift, state: ApprovalRequestState, reason: str
    ) -> Petition:
        """Ask to take money back from an activity."""
        move = self._use(EntryKind.DE_ALLOCATION, gift, course, SOME // 2)
        return Petition("of money that is not needed", "", (move,), state, reason)

    def _late_invoice(self, course: Course, gift: Gift, usd_minor: int) -> Move:
        """Return an expenditure of a closed month."""
        move = self._use(EntryKind.EXPENDITURE, gift, course, usd_minor)
        heading = replace(move.heading, effective_on=BOOKED_LATE, correction=INVOICE)
        return replace(move, heading=heading)

    def _use(self, kind: EntryKind, gift: Gift, course: Course, usd_minor: int) -> Move:
        """Return a move of an activity's money on the day of handing in."""
        heading = Heading(HANDED_IN, self._journal.reference(kind, HANDED_IN))
        moment = self._journal.moment
        return Move(kind, heading, usd_minor, moment, gift.draft.reference, course.code)

    def _payment(self, kind: EntryKind, gift: Gift, usd_minor: int, heading: Heading) -> Move:
        """Return a move of a contribution's own money."""
        return Move(kind, heading, usd_minor, self._journal.moment, gift.draft.reference)

    def _share(self, kind: AccountKind, least: int) -> tuple[Course, Gift]:
        """Return an activity that held enough of a contribution before the months were closed."""
        for gift in self._usable(BOOKED_LATE):
            for course in self._outlay.courses_of(gift):
                held = self._journal.balance(kind, gift.draft.reference, course.code)
                if course.undertaking.start < BOOKED_LATE and held >= least:
                    self._taken.add(gift.draft.reference)
                    return course, gift
        raise LookupError("no activity holds enough")

    def _with_money(self, least: int, on: date) -> Gift:
        """Return a contribution that has so much to give."""
        gift = next(self._free(least, on))
        self._taken.add(gift.draft.reference)
        return gift

    def _free(self, least: int, on: date) -> Iterator[Gift]:
        """Return the contributions that have so much and may be used on the day."""
        return (gift for gift in self._usable(on) if self._leftovers.left(gift) >= least)

    def _usable(self, on: date) -> Iterator[Gift]:
        """Return the contributions that may be used on a day and at the end, and are not taken."""
        for gift in self._open:
            first, last = gift.draft.use_from, gift.draft.use_until
            if first is None or last is None or gift.draft.reference in self._taken:
                continue
            if first <= on and last >= HANDED_IN:
                yield gift
