"""Random histories in several currencies: what goes back came, at the rate of its day."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from random import Random
from typing import NamedTuple

import pytest
from sqlmodel import Session, col, select

from tests.fund.ledger_checks import check_days
from tests.fund.small_fund import Fund
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.ledger_writer import write
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.preparation.desk import open_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import prepare
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.verification.record_checks import verify_record
from tracker.periods import today
from tracker.reference.codes import Earmarking, FinancingInstrument
from tracker.totals.dimensions import BREAKDOWNS
from tracker.totals.query import Query
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of, totals

FIRST = date(2024, 1, 1)
LAST = FIRST + timedelta(150)
DECIMALS = {"EUR": 2, "GBP": 2, "JPY": 0, "USD": 2}
LOCAL = {"EUR": 0.9, "GBP": 0.8, "JPY": 150.0}
OF_CURRENCY = {"FRA": "EUR", "GBR": "GBP", "JAP": "JPY", "EUR2": "EUR", "ITA": "USD"}
NAMES = sorted(OF_CURRENCY)
KINDS = (
    EntryKind.RECEIPT, EntryKind.RECEIPT, EntryKind.RECEIPT, EntryKind.REFUND, EntryKind.REFUND,
    EntryKind.REFUND, EntryKind.RECEIPT_CORRECTION, EntryKind.TRANSFER, EntryKind.INTEREST,
)  # fmt: skip
MEMORANDUM = AccountKind.REFUND_DIFFERENCE
Rates = dict[str, list[tuple[date, Decimal]]]


class Piece(NamedTuple):
    """What came, and below zero what went, in a contribution's currency on a day."""

    on: date
    original: int


@pytest.fixture
def rates(session: Session, fund: Fund) -> Rates:
    """Record changing rates of three currencies, and their contributions of one donor."""
    del fund
    random, found = Random(7), Rates()
    for currency, middle in LOCAL.items():
        found[currency] = [
            (FIRST - timedelta(9) + timedelta(13 * step), Decimal(f"{middle * factor:.4f}"))
            for step in range(13)
            for factor in [random.uniform(0.93, 1.07)]
        ]
    with transaction(session):
        drafts = [RateDraft(one, *rate, "test") for one, its in found.items() for rate in its]
        add_rates(session, drafts, "test")
        donor = session.exec(select(Donor.id).where(Donor.code == "ITA")).one() or 0
        record_set_up(session)
        session.add_all(
            Contribution(
                reference=name, donor_id=donor, financing_instrument=FinancingInstrument.UNTIED,
                earmarking=Earmarking.UNEARMARKED, currency=OF_CURRENCY[name], amount_minor=1_000,
                support_rate_bp=1300,
            )
            for name in ("GBR", "JAP", "EUR2")
        )  # fmt: skip
    return found


def converted(rates: Rates, currency: str, usd: int, on: date) -> int:
    """Convert US cents at the newest rate on or before a day, half a unit up."""
    if currency == "USD":
        return usd
    rate = max(one for one in rates[currency] if one[0] <= on)[1]
    exact = Decimal(usd) / 100 * rate
    return int((exact * 10 ** DECIMALS[currency]).quantize(Decimal(1), ROUND_HALF_UP))


def drawn(random: Random, number: int, receipts: dict[str, list[str]]) -> EntryDraft:
    """Draw the draft of an entry, lawful or not."""
    kind, name = random.choice(KINDS), random.choice(NAMES)
    scale = 10 ** DECIMALS[OF_CURRENCY[name]]
    amount = random.choice((1, random.randint(1, 90) * scale, random.randint(1, 999 * scale)))
    named = random.choice([*receipts[name][-4:], ""])
    on = FIRST + timedelta(random.randint(0, 140))
    draft = EntryDraft(kind, f"N{number}", on, amount, contribution=name, another=True)
    if kind is EntryKind.RECEIPT_CORRECTION:
        return EntryDraft(kind, f"N{number}", on, amount, contribution=name, corrects=named)
    if kind is EntryKind.REFUND:
        return EntryDraft(kind, f"N{number}", on, amount, contribution=name, receipt=named)
    if kind is EntryKind.TRANSFER:
        return EntryDraft(
            kind, f"N{number}", on, random.randint(1, 300_00), contribution=name,
            to_contribution=random.choice(NAMES), letter="as agreed", consent_on=FIRST,
        )  # fmt: skip
    if kind is EntryKind.INTEREST:
        return EntryDraft(kind, f"N{number}", on, random.randint(1, 9_00), contribution=name)
    receipts[name].append(draft.reference)
    return draft


def post(session: Session, drafts: list[EntryDraft]) -> int:
    """Post those of the drafts that are lawful; return their number."""
    with transaction(session):
        desk = open_desk(session, "ben")
        lawful = [draft for draft in drafts if prepare(desk, draft).order is not None]
        if lawful:
            write(session, desk.book, "ana")
    return len(lawful)


def check_what_went_back(session: Session, rates: Rates) -> int:
    """Expect no refund of more than had come and not gone, from its day on.

    Return the number of refunds with a difference.
    """
    names = dict(session.exec(select(Contribution.id, Contribution.reference)).all())
    outside = (
        AccountKind.DONOR, AccountKind.REFUNDED, AccountKind.INTEREST, AccountKind.TRANSFERRED,
    )  # fmt: skip
    statement = (
        select(LedgerEntry, LedgerLine, LedgerAccount)
        .join(LedgerLine, col(LedgerLine.entry_id) == col(LedgerEntry.id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(col(LedgerAccount.kind).in_([*outside, MEMORANDUM]))
        .order_by(col(LedgerLine.id))
    )
    pieces: defaultdict[str, list[Piece]] = defaultdict(list)
    differences: defaultdict[str, int] = defaultdict(int)
    found = 0
    for entry, line, account in session.exec(statement):
        name, on = names[account.contribution_id], entry.effective_on
        if account.kind is MEMORANDUM:
            differences[name] -= line.minor
            found += 1
            continue
        own = line.original_minor
        if own is None:
            own = converted(rates, OF_CURRENCY[name], abs(line.minor), on)
        piece = Piece(on, abs(own) if line.minor < 0 else -abs(own))
        pieces[name].append(piece)
        if account.kind is AccountKind.REFUNDED:
            differences[name] += entry.usd_minor - line.minor
            if OF_CURRENCY[name] != "USD":
                assert least_from(pieces[name], on) >= 0, (name, entry.reference)
    assert not any(differences.values()), "a difference is not that of its refund"
    return found


def least_from(pieces: list[Piece], on: date) -> int:
    """Return the least sum at the end of a day and of the days after it."""
    days = sorted({on, *(one.on for one in pieces if one.on > on)})
    steps = [sum(one.original for one in pieces if one.on == day) for day in days[1:]]
    return min(accumulate(steps, initial=sum(one.original for one in pieces if one.on <= on)))


def check_totals(session: Session) -> None:
    """Expect contribution pages and all breakdowns of the totals to come to the same sums."""
    falls = [
        waterfall_of(session, number or 0, 1300)
        for number in session.exec(select(Contribution.id)).all()
    ]
    snapshot = Snapshot()
    snapshot.refresh(session.connection())
    scope = scope_of(snapshot, Query(today()), "en")
    sums = {
        Measure.RECEIVED: sum(fall.received_minor for fall in falls),
        Measure.REFUNDED: sum(fall.refunded_minor for fall in falls),
        Measure.REFUND_DIFFERENCE: sum(fall.refund_difference_minor for fall in falls),
    }
    for measure, expected in sums.items():
        assert totals(scope, measure).total_minor == expected
        for by in BREAKDOWNS:
            assert sum(totals(scope, measure, (by,)).frame["minor"].tolist()) == expected


@pytest.mark.parametrize("seed", range(2))
def test_no_more_goes_back_than_came(session: Session, rates: Rates, seed: int) -> None:
    random, receipts = Random(seed), defaultdict[str, list[str]](list)
    posted = 0
    for batch in range(4):
        drafts = [drawn(random, batch * 40 + number, receipts) for number in range(40)]
        posted += post(session, drafts)
        check_what_went_back(session, rates)
        check_days(session)
        session.rollback()
    assert posted > 40
    check_totals(session)
    give_all_back(session)
    assert check_what_went_back(session, rates) > 5
    check_totals(session)
    assert verify_record(session).clean


def give_all_back(session: Session) -> None:
    """Refund all that is left: in its currency nothing is left then, and no cent stays."""
    with transaction(session):
        desk = open_desk(session, "ben")
        for name in NAMES:
            known = desk.records.contribution(name)
            assert known is not None
            money = desk.book.money.of(known.id)
            most = min(money.original, money.most_on(LAST))
            if most > 0 and money.usd > 0:
                draft = EntryDraft(EntryKind.REFUND, f"ALL-{name}", LAST, most, contribution=name)
                assert prepare(desk, draft).faults == ()
                left = desk.book.money.of(known.id)
                if not left.original:
                    assert left.usd == 0
                    assert not desk.book.balance(AccountKind.UNALLOCATED, known.id)
        write(session, desk.book, "ana")
