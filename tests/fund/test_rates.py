"""Exchange rates: which one holds, that none changes, and what is told of a doubtful one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests.fund.small_fund import Fund
from tracker.db import transaction
from tracker.errors import InvalidDraft, MissingRate
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.ledger.entries import EntryKind, RateUsed
from tracker.fund.ledger.recorded_rates import recorded_rates
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.rates.operational_rates import add_rates, from_usd, in_usd, rate_before, rate_on
from tracker.fund.rates.rate_list import currencies_with_rates, list_rates
from tracker.fund.rates.rate_rules import (
    RateDirection,
    RateDraft,
    RateOnFile,
    contradiction,
    far_warning,
    inverse_questions,
    is_stale,
    rate_faults,
    stale_warning,
)
from tracker.fund.rates.superseded_rates import entries_at, former_rates_of, withdraw_rate
from tracker.listing import FilterChoice, ListQuery
from tracker.money import Money
from tracker.people.tables import AuditRecord
from tracker.questions import AskedAbout, QuestionCode

JUNE = date(2024, 6, 1)
MIDDLE = date(2024, 6, 15)
SURE = frozenset({QuestionCode.INVERSE_RATE})


def euro(rate: str, on: date = JUNE, **more: RateDirection) -> RateDraft:
    """Make a rate of the euro."""
    return RateDraft("EUR", on, Decimal(rate), "UN operational rates", **more)


def on_file(rate: str, on: date = JUNE) -> RateOnFile:
    """Make a rate on record of the euro."""
    return RateOnFile("EUR", on, Decimal(rate), "UN operational rates")


def keep(session: Session, *drafts: RateDraft) -> int:
    """Add rates in a transaction."""
    with transaction(session):
        return add_rates(session, drafts, "test")


def test_the_newest_rate_on_or_before_the_day_holds(session: Session) -> None:
    keep(session, euro("0.92"), euro("0.93", MIDDLE), euro("0.5", date(2024, 7, 1)))
    found = [rate_on(session, "EUR", JUNE + timedelta(days)).rate for days in (0, 13, 14, 29)]
    assert found == [Decimal(text) for text in ("0.92", "0.92", "0.93", "0.93")]


def test_dollars_need_no_rate_and_each_currency_is_read_once(session: Session) -> None:
    rates = recorded_rates(session)
    assert rates.from_usd(5_00, "USD", JUNE) == from_usd(session, 5_00, "USD", JUNE) == 5_00
    keep(session, euro("0.92"), euro("0.93", MIDDLE))
    for days in (0, 13, 14):
        on = JUNE + timedelta(days)
        assert rates.from_usd(100_00, "EUR", on) == from_usd(session, 100_00, "EUR", on)
    keep(session, euro("0.5", date(2024, 7, 1)))
    assert rates.on("EUR", date(2024, 7, 1)).rate == Decimal("0.93")


def test_a_missing_rate_refuses(session: Session) -> None:
    keep(session, euro("0.92"))
    with pytest.raises(MissingRate, match="no exchange rate of EUR is on file for 2024-05-31"):
        rate_on(session, "EUR", date(2024, 5, 31))


def test_a_stale_rate_warns_and_still_holds(session: Session) -> None:
    keep(session, euro("0.8"))
    fresh = in_usd(session, Money(8_000, "EUR"), date(2024, 7, 2))
    assert (fresh.usd_minor, fresh.warning) == (10_000, "")
    stale = in_usd(session, Money(8_000, "EUR"), date(2024, 7, 3))
    assert stale.usd_minor == 10_000
    assert "is of 2024-06-01, 32 days before" in stale.warning
    assert in_usd(session, Money(5), date(2050, 1, 1)).warning == ""


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 2_000))
def test_a_rate_is_stale_after_31_days_and_not_before(on: date, age: int) -> None:
    rate = RateUsed(Decimal(2), "somewhere", on - timedelta(age))
    assert bool(stale_warning("EUR", rate, on)) is is_stale(rate.on, on) is (age > 31)


@pytest.mark.parametrize(("ahead", "fields"), [(0, []), (45, []), (46, ["effective_on"])])
def test_a_rate_is_recorded_45_days_ahead_and_no_more(ahead: int, fields: list[str]) -> None:
    faults = rate_faults(euro("0.92", MIDDLE + timedelta(ahead)), MIDDLE)
    assert [fault.field for fault in faults] == fields


def test_a_rate_on_record_never_changes(session: Session) -> None:
    assert keep(session, euro("0.92"), euro("0.920")) == 1
    with pytest.raises(InvalidDraft, match=r"on record for EUR on 2024-06-01 is 0\.92 \(UN op"):
        keep(session, euro("0.93", MIDDLE), euro("0.9201"))
    assert rate_on(session, "EUR", MIDDLE).rate == Decimal("0.92")  # nothing half-saved
    assert keep(session, euro("0.92")) == 0


def test_the_other_direction_is_told() -> None:
    (fault,) = rate_faults(euro("1.25", direction=RateDirection.USD_PER_LOCAL), MIDDLE)
    assert fault.field == "direction"
    assert "about 0.8" in fault.message
    turned = contradiction(euro("1.0869"), on_file("0.92"))
    assert turned is not None
    assert "The other way round it would fit (1 / 1.0869 is about 0.920048)" in turned.message


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ("0.92", ""),
        ("1.104", ""),  # 20 % above
        ("1.105", "1.105 lies 20 % from the rate before it, 0.92 of 2024-06-01"),
        ("0.736", ""),  # 20 % below
        ("0.735", "lies 20 %"),
        ("9.2", "lies 900 %"),
        ("0.092", "lies 90 %"),
    ],
)
def test_a_rate_far_from_the_one_before_is_told(rate: str, told: str) -> None:
    warning = far_warning(euro(rate, MIDDLE), on_file("0.92"))
    assert (told in warning) if told else warning == ""
    assert far_warning(euro(rate), None) == ""


def test_a_rate_the_wrong_way_round_is_asked_about() -> None:
    yen = RateDraft("JPY", MIDDLE, Decimal("0.0064"), "bank")
    before = RateOnFile("JPY", JUNE, Decimal("156.2"), "bank")
    assert "1 / 0.0064 is about 156.25" in far_warning(yen, before)
    assert "other way round" not in far_warning(euro("9.2"), on_file("0.92"))


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (euro("0"), "rate"),
        (euro("-1"), "rate"),
        (euro("NaN"), "rate"),
        (euro("1E+15"), "rate"),
        (euro("1E-31"), "rate"),
        (RateDraft("USD", JUNE, Decimal(1), "x"), "currency"),
        (RateDraft("EURO", JUNE, Decimal(1), "x"), "currency"),
        (RateDraft("EUR", JUNE, Decimal(1), ""), "source"),
    ],
)
def test_an_unlawful_rate_is_refused(draft: RateDraft, field: str) -> None:
    assert [fault.field for fault in rate_faults(draft, MIDDLE)] == [field]


def test_additions_are_in_the_trail(session: Session) -> None:
    keep(session, euro("0.92"))
    keep(session, euro("0.93", MIDDLE), euro("0.94", date(2024, 7, 1)))
    one, several = session.exec(
        select(AuditRecord)
        .where(col(AuditRecord.subject_kind).startswith("exchange_rate"))
        .order_by(col(AuditRecord.id))
    )
    assert (one.subject_reference, one.actor) == ("EUR 2024-06-01", "test")
    assert one.new == {"rate": "0.92", "source": "UN operational rates"}
    assert several.subject_reference == "2"


def test_rates_are_listed_and_as_at_a_day(session: Session) -> None:
    yen = RateDraft("JPY", MIDDLE, Decimal("156.2"), "bank")
    keep(session, euro("0.92"), euro("0.93", MIDDLE), yen)
    every = list_rates(session, ListQuery(order="-effective_on"))
    assert [one.effective_on for one in every.rows] == [MIDDLE, MIDDLE, JUNE]
    early = list_rates(session, ListQuery(order="currency"), date(2024, 6, 14))
    assert [(one.currency, one.rate) for one in early.rows] == [("EUR", Decimal("0.92"))]
    late = list_rates(session, ListQuery(order="currency"), MIDDLE)
    assert [(one.currency, str(one.rate)) for one in late.rows] == [
        ("EUR", "0.93"),
        ("JPY", "156.2"),
    ]
    euros = list_rates(session, ListQuery(chosen=(FilterChoice("currency", "EUR"),), size=1))
    assert (euros.total, len(euros.rows)) == (2, 1)
    assert currencies_with_rates(session) == ("EUR", "JPY")
    before = rate_before(session, "EUR", MIDDLE)
    assert before is not None
    assert before.effective_on == JUNE
    assert rate_before(session, "EUR", JUNE) is None


@pytest.mark.parametrize(
    ("currency", "before", "rate"),
    [("BND", "0.93", "1.0753"), ("EUR", "0.92", "1.083"), ("EUR", "0.92", "1.0638"),
     ("JPY", "156.2", "0.0064")],
)  # fmt: skip
def test_a_rate_nearly_the_inverse_of_the_one_before_is_asked_about(
    currency: str, before: str, rate: str
) -> None:
    known = RateOnFile(currency, JUNE, Decimal(before), "bank")
    draft = RateDraft(currency, MIDDLE, Decimal(rate), "bank")
    (question,) = inverse_questions(draft, known)
    assert (question.code, question.field) == ("INVERSE_RATE", "rate")
    assert f"nearly the inverse of the rate before it, {before} of 2024-06-01" in question.message


@pytest.mark.parametrize("rate", ["0.92", "0.95", "0.80", "1.00", "9.2", "1.30"])
def test_a_rate_that_moved_is_not_asked_about(rate: str) -> None:
    assert list(inverse_questions(euro(rate, MIDDLE), on_file("0.92"))) == []
    assert list(inverse_questions(euro(rate), None)) == []


def test_near_parity_a_small_move_is_not_asked_about() -> None:
    before = RateOnFile("CHF", JUNE, Decimal("0.98"), "bank")
    assert list(inverse_questions(RateDraft("CHF", MIDDLE, Decimal("1.02"), "bank"), before)) == []


@pytest.mark.parametrize("together", [True, False])
def test_nobody_adds_an_inverse_rate_without_being_asked(
    session: Session, *, together: bool
) -> None:
    if not together:
        with transaction(session):
            add_rates(session, [euro("0.92")], "ana")
    drafts = [euro("1.083", MIDDLE), *([euro("0.92")] if together else [])]
    with pytest.raises(AskedAbout, match="nearly the inverse"), transaction(session):
        add_rates(session, drafts, "ana")
    with transaction(session):
        assert add_rates(session, drafts, "ana", sure=SURE) == len(drafts)
    with transaction(session):
        assert add_rates(session, drafts, "ana") == 0, "a rate on record is not asked about again"


def test_a_withdrawn_rate_stays_on_record_and_may_be_added_again(session: Session) -> None:
    with transaction(session):
        add_rates(session, [euro("0.92"), euro("1.083", MIDDLE)], "ana", sure=SURE)
    with pytest.raises(InvalidDraft, match="say why"), transaction(session):
        withdraw_rate(session, "EUR", MIDDLE, "ana", " ")
    with transaction(session):
        withdraw_rate(session, "EUR", MIDDLE, "ana", "the wrong way round")
    assert rate_on(session, "EUR", MIDDLE).rate == Decimal("0.92")
    (former,) = former_rates_of(session, "EUR")
    assert (former.rate, former.superseded_by, former.approved_by, former.why) == (
        Decimal("1.083"), "ana", "", "the wrong way round",
    )  # fmt: skip
    assert former.recorded_at is not None
    with transaction(session):
        assert add_rates(session, [euro("0.923", MIDDLE)], "ana") == 1
    assert rate_on(session, "EUR", MIDDLE).rate == Decimal("0.923")


def test_a_rate_of_a_day_on_which_the_bank_gave_the_amount_is_not_used(
    session: Session, posted: Fund
) -> None:
    with transaction(session):
        add_rates(session, [euro("0.92", MIDDLE)], "ana")
    draft = EntryDraft(
        EntryKind.RECEIPT, "B1", MIDDLE, 1_000, contribution="FRA", usd_minor=1_100,
        rate_source="advice",
    )  # fmt: skip
    assert posted.contributions["FRA"]
    with transaction(session):
        submit_drafts(session, [draft], actor="ana")
    assert entries_at(session, "EUR", MIDDLE) == ()
    with transaction(session):
        withdraw_rate(session, "EUR", MIDDLE, "ana", "of another day")
