"""A catalogue to post on: contributions of several currencies and ties, and two activities.

`ITA` and `JPN` are in US dollars and untied, `FRA` is in euros and untied, `KEN` is tied to
Kenya, `ZERO` bears no support cost. `POOL` bears it on receipts and may be used until May 2024,
`LUMP` bears it in lump sums and is of another donor. `TRAIN` takes place in Kenya, `LAWS` in Peru.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tests.support.filled import filled_once
from tests.support.trail import record_set_up
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Activity, ActivityBeneficiary, Programme
from tracker.db import transaction
from tracker.fund.ledger.account_days import BookAccount, DayChanges
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.book_data import BookData, Terms
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.earmarks import UNTIED, ActivityScope, Earmark
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.money_moves import InOriginal, MoneyMove, WaitingMoney
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.receipt_moves import ReceiptMoves
from tracker.fund.ledger.tables import (
    LedgerAccount,
    LedgerEntry,
    LedgerHead,
    LedgerHold,
    LedgerLine,
)
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.fund.states import ApprovalRequestState, ScopeKind, SupportBasis
from tracker.fund.tables.approvals import ApprovalRequest, ReservedReference
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.people.tables import AuditRecord, RecordState
from tracker.reference.codes import (
    ActivityStatus,
    ActivityType,
    ContributorType,
    Earmarking,
    FinancingInstrument,
)

DAY = date(2024, 1, 1)
NOW = datetime(2025, 6, 1, tzinfo=UTC)
KENYA = Earmark({ScopeKind.COUNTRY: frozenset({"KEN"})})
TERMS = {
    "ITA": Terms(1, "ITA", "USD", 1300, UNTIED),
    "JPN": Terms(2, "JPN", "USD", 700, UNTIED),
    "FRA": Terms(3, "FRA", "EUR", 1300, UNTIED),
    "KEN": Terms(4, "KEN", "USD", 1300, KENYA),
    "ZERO": Terms(5, "ZERO", "USD", 0, UNTIED),
    "POOL": Terms(
        6,
        "POOL",
        "USD",
        700,
        UNTIED,
        support_basis=SupportBasis.RECEIPT,
        use_from=date(2024, 1, 1),
        use_until=date(2024, 5, 31),
    ),
    "LUMP": Terms(7, "LUMP", "USD", 1300, UNTIED, donor_id=2, support_basis=SupportBasis.LUMP_SUM),
}
OF_ANOTHER_DONOR = {"LUMP"}
PLACES = {"TRAIN": "KEN", "LAWS": "PER"}


class Fund(NamedTuple):
    """Numbers of contributions and activities, by code."""

    contributions: dict[str, int]
    activities: dict[str, int]


class MemoryLoader:
    """Knows the catalogue by heart and no entry; contributions 1 to 5, activities 1 and 2."""

    def __init__(self, terms: dict[int, Terms] | None = None) -> None:
        self.terms = terms or {one.id: one for one in TERMS.values()}

    def contributions(self, ids: set[int]) -> BookData:
        """Find contributions, without accounts."""
        return BookData({n: self.terms[n] for n in ids if n in self.terms}, {}, {})

    def activities(self, ids: set[int]) -> BookData:
        """Find activities, without accounts."""
        scopes = {
            number: ActivityScope(code, {ScopeKind.COUNTRY: frozenset({place})})
            for number, (code, place) in enumerate(PLACES.items(), start=1)
        }
        return BookData({}, {n: scopes[n] for n in ids if n in scopes}, {})

    def written(self, references: set[str]) -> set[str]:
        """Find no entry."""
        del references
        return set()

    def reversed(self, entries: set[int]) -> set[int]:
        """Find no reversal."""
        del entries
        return set()

    def changes_after(self, accounts: Collection[int], day: date) -> DayChanges:
        """Find no line."""
        del accounts, day
        return {}

    def money_moves(self, contribution_id: int) -> list[MoneyMove]:
        """Find no move."""
        del contribution_id
        return []

    def waiting_money(self) -> WaitingMoney:
        """Find nothing that waits."""
        return WaitingMoney()

    def recorded_receipts(self, contributions: Collection[int]) -> ReceiptMoves:
        """Find no receipt."""
        del contributions
        return {}

    def in_original(self, currency: str) -> InOriginal:
        """Convert at two euros, or whatever it is, for a dollar."""
        del currency
        return lambda usd_minor, _on: 2 * usd_minor


def memory_book() -> Book:
    """Open a book that no database stands behind."""
    return Book(MemoryLoader(), now=NOW, approver="second")


def heading(reference: str, **more: object) -> Heading:
    """Make a heading of one day."""
    return Heading(DAY, reference, **more)  # type: ignore[arg-type]


def balances(book: Book) -> dict[tuple[str, int, int | None], int]:
    """Return what each account of a book holds, leaving out empty ones."""
    return {
        (key.kind.value, key.contribution_id, key.activity_id): account.minor
        for key, account in book.accounts.items()
        if account != BookAccount(account.id, 0, 0)
    }


@filled_once
def add_catalogue(session: Session) -> Fund:
    """Write the catalogue to a database."""
    with transaction(session):
        donor = Donor(code="ITA", name="Italy", type=ContributorType.GOVERNMENT, state="ITA")
        other = Donor(code="JPN", name="Japan", type=ContributorType.GOVERNMENT, state="JPN")
        programme = Programme(code="GLO", title="Global", kind=ProgrammeKind.GLOBAL)
        record_set_up(session)
        session.add_all([donor, other, programme])
        session.flush()
        contributions = [
            Contribution(
                reference=code,
                donor_id=(other if code in OF_ANOTHER_DONOR else donor).id or 0,
                financing_instrument=FinancingInstrument.UNTIED,
                earmarking=Earmarking.UNEARMARKED,
                currency=terms.currency,
                amount_minor=1_000_00,
                support_rate_bp=terms.support_rate_bp,
                support_basis=terms.support_basis,
                use_from=terms.use_from,
                use_until=terms.use_until,
            )
            for code, terms in TERMS.items()
        ]
        activities = [
            Activity(
                code=code,
                title=code,
                programme_id=programme.id or 0,
                type=ActivityType.TRAINING,
                status=ActivityStatus.IMPLEMENTATION,
            )
            for code in PLACES
        ]
        session.add_all([*contributions, *activities])
        session.flush()
        fund = Fund(
            {row.reference: row.id or 0 for row in contributions},
            {row.code: row.id or 0 for row in activities},
        )
        session.add(
            ContributionScope(
                contribution_id=fund.contributions["KEN"], kind=ScopeKind.COUNTRY, code="KEN"
            )
        )
        session.add_all(
            ActivityBeneficiary(activity_id=fund.activities[code], place=place, share_bp=10_000)
            for code, place in PLACES.items()
        )
    return fund


def post_a_little(session: Session, fund: Fund) -> None:
    """Pledge, receive, allocate and spend, in six entries."""
    italy, japan = fund.contributions["ITA"], fund.contributions["JPN"]
    train = fund.activities["TRAIN"]
    with transaction(session), open_book(session, "test", "second") as book:
        pledge(book, ContributionMovement(italy, 1_000_00, heading("P1")))
        receive(book, ContributionMovement(italy, 1_000_00, heading("R1", note="by transfer")))
        receive(book, ContributionMovement(japan, 500_00, heading("R2")))
        allocate(book, Allocation(train, 600_00, heading("A1"), pool=(italy, japan)))
        spend(book, UseOfFunds(train, 100_01, heading("E1")))
        spend(book, UseOfFunds(train, 50_00, heading("E2"), contribution_id=italy))


@filled_once
def fill_a_little(session: Session) -> Fund:
    """Write the catalogue to a new database, and post a little."""
    fund = add_catalogue(session)
    post_a_little(session, fund)
    return fund


class Contents(NamedTuple):
    """How much the record holds and what waits, and where its head stands."""

    entries: int
    lines: int
    accounts: int
    waiting: tuple[int, int, int]
    audit: int
    version: int
    head: tuple[object, ...]
    states: tuple[str, ...]


def contents(session: Session) -> Contents:
    """Count what is there, as the database has it."""
    session.rollback()
    session.expire_all()
    head = session.exec(select(LedgerHead)).one()
    waiting = select(ApprovalRequest.id).where(
        ApprovalRequest.state == ApprovalRequestState.WAITING
    )
    found = Contents(
        entries=len(session.exec(select(LedgerEntry.id)).all()),
        lines=len(session.exec(select(LedgerLine.id)).all()),
        accounts=len(session.exec(select(LedgerAccount.id)).all()),
        waiting=(
            len(session.exec(waiting).all()),
            len(session.exec(select(LedgerHold.id)).all()),
            len(session.exec(select(ReservedReference.reference)).all()),
        ),
        audit=len(session.exec(select(AuditRecord.id)).all()),
        version=session.exec(select(RecordState.version)).one(),
        head=tuple(head.model_dump().values()),
        states=tuple(
            row.state.value
            for row in session.exec(select(Contribution).order_by(col(Contribution.id)))
        ),
    )
    session.rollback()
    return found
