"""What each kind of entry needs, may hold and cannot hold, field by field, kind by kind."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.bases import basis_of, days_in
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.kind_rules import BY_RULE, currency_of, field_faults
from tracker.fund.preparation.named_records import NamedContribution

DAY, NEXT = date(2024, 3, 15), date(2024, 3, 16)
OWNER = NamedContribution(1, "EUR", 1)
EMPTY = "this cannot be empty"
OF_MONEY = frozenset(
    {
        EntryKind.PLEDGE, EntryKind.PLEDGE_ADJUSTMENT, EntryKind.PLEDGE_CANCELLATION,
        EntryKind.PLEDGE_WRITE_OFF, EntryKind.INSTALMENT_DUE, EntryKind.RECEIPT,
        EntryKind.RECEIPT_CORRECTION,
        EntryKind.BANK_CHARGE, EntryKind.SUPPORT_COST, EntryKind.REFUND, EntryKind.WRITE_OFF,
    }
)  # fmt: skip
OF_ACTIVITIES = frozenset(
    {
        EntryKind.ALLOCATION, EntryKind.DE_ALLOCATION, EntryKind.COMMITMENT,
        EntryKind.DE_COMMITMENT, EntryKind.EXPENDITURE,
    }
)  # fmt: skip


def whole(kind: EntryKind) -> EntryDraft:
    """Return a draft that has all that its kind needs, and no more."""
    draft = EntryDraft(kind, "REF", DAY, 100, contribution="C-1")
    if kind in OF_ACTIVITIES:
        draft = replace(draft, activity="A-1")
    if kind is EntryKind.TRANSFER:
        draft = replace(draft, to_contribution="C-2", letter="Letter", consent_on=DAY)
    if kind is EntryKind.REVERSAL:
        draft = replace(draft, reverses="OLD", amount_minor=None)
    if kind in {EntryKind.WRITE_OFF, EntryKind.PLEDGE_WRITE_OFF}:
        draft = replace(draft, basis="the donor is no more")
    return draft


def faults(draft: EntryDraft, owner: NamedContribution | None = OWNER) -> dict[str, str]:
    """Return the messages by field."""
    found = list(field_faults(draft, owner))
    told = {fault.field: fault.message for fault in found}
    assert len(told) == len(found)
    return told


@pytest.mark.parametrize("kind", EntryKind)
def test_what_a_kind_needs_is_enough(kind: EntryKind) -> None:
    assert faults(whole(kind)) == {}


MISSING = {
    "contribution": (OF_MONEY | {EntryKind.TRANSFER}, EMPTY),
    "to_contribution": ({EntryKind.TRANSFER}, EMPTY),
    "activity": (OF_ACTIVITIES, EMPTY),
    "reverses": ({EntryKind.REVERSAL}, EMPTY),
    "letter": ({EntryKind.TRANSFER}, "name the donor's consent: the letter and its date"),
    "basis": ({EntryKind.WRITE_OFF, EntryKind.PLEDGE_WRITE_OFF}, "say why it is written off"),
    "reference": (set(EntryKind), EMPTY),
}


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("field", MISSING)
def test_what_a_kind_needs_cannot_be_empty(kind: EntryKind, field: str) -> None:
    kinds, message = MISSING[field]
    blank = kind in kinds and field in {"letter", "basis", "reference"}
    for text in ("", " ") if blank else ("",):
        told = faults(replace(whole(kind), **{field: text}))  # type: ignore[arg-type]
        assert told.get(field) == (message if kind in kinds else None)


@pytest.mark.parametrize("kind", EntryKind)
def test_day_amount_and_consent_cannot_be_empty(kind: EntryKind) -> None:
    nothing = replace(whole(kind), effective_on=None, amount_minor=None, consent_on=None)
    expected = {"effective_on": EMPTY}
    if kind is not EntryKind.REVERSAL:
        expected["amount"] = EMPTY
    if kind is EntryKind.TRANSFER:
        expected["consent_on"] = "name the day of the donor's consent"
    assert faults(nothing) == expected


TOO_MUCH = {
    "to_contribution": ("C-2", {EntryKind.TRANSFER}),
    "activity": ("A-1", OF_ACTIVITIES),
    "settles_minor": (0, {EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION}),
    "reverses": ("OLD", {EntryKind.REVERSAL}),
    "receipt": ("R-1", {EntryKind.REFUND}),
    "corrects": ("R-1", {EntryKind.RECEIPT_CORRECTION}),
    "letter": ("Letter", {EntryKind.TRANSFER}),
    "consent_on": (DAY, {EntryKind.TRANSFER}),
    "basis": ("why", set(EntryKind) - {EntryKind.TRANSFER}),
    "first_on": (DAY, {EntryKind.INTEREST}),
    "last_on": (DAY, {EntryKind.INTEREST}),
    "usd_minor": (0, OF_MONEY),
    "rate": (Decimal(0), OF_MONEY),
    "rate_on": (DAY, OF_MONEY),
    "among": (("C-1",), set(BY_RULE)),
}
NAMED = {"settles_minor": "settles", "usd_minor": "usd"}


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("field", TOO_MUCH)
def test_what_a_kind_has_not_is_refused_by_its_name(kind: EntryKind, field: str) -> None:
    value, kinds = TOO_MUCH[field]
    told = faults(replace(whole(kind), **{field: value}))  # type: ignore[arg-type]
    if field == "receipt":
        told.pop("basis", "")  # where the kind has one, both cannot stand
    if field == "among" and kind in kinds:
        told.pop("among")  # beside the contribution that is named
    message = f"an entry of the kind {kind.value} has none"
    assert told == ({} if kind in kinds else {NAMED.get(field, field): message})


@pytest.mark.parametrize("kind", sorted(BY_RULE))
def test_the_rule_is_not_narrowed_beside_a_named_contribution(kind: EntryKind) -> None:
    named = replace(whole(kind), among=("C-1", "C-2"))
    text = "a contribution is named already; leave out those that the rule may take"
    assert faults(named) == {"among": text}
    by_rule = replace(named, contribution="", first_on=None, last_on=None)
    if kind is EntryKind.INTEREST:
        by_rule = replace(by_rule, first_on=DAY, last_on=DAY)
    assert faults(by_rule, None) == {}


@pytest.mark.parametrize("kind", EntryKind)
@pytest.mark.parametrize("amount", [-1, 0, 1])
def test_signs(kind: EntryKind, amount: int) -> None:
    told = faults(replace(whole(kind), amount_minor=amount))
    if kind is EntryKind.REVERSAL or amount == 1:
        assert told == {}
    elif kind is EntryKind.PLEDGE_ADJUSTMENT:
        assert told == ({} if amount else {"amount": "an adjustment needs an amount"})
    else:
        assert told == {"amount": "the amount must be above zero"}


@pytest.mark.parametrize("kind", EntryKind)
def test_currencies(kind: EntryKind) -> None:
    draft, in_any = whole(kind), {
        EntryKind.RECEIPT, EntryKind.RECEIPT_CORRECTION, EntryKind.BANK_CHARGE,
        EntryKind.SUPPORT_COST, EntryKind.WRITE_OFF, EntryKind.REVERSAL,
    }  # fmt: skip
    yen = replace(draft, currency="JPY")
    if kind in in_any:
        assert faults(yen) == {}
    elif kind in OF_MONEY:
        assert faults(yen) == {"currency": "the contribution is in EUR"}
        assert faults(yen, None) == {}
    else:
        assert faults(yen) == {"currency": "the amount is in US dollars"}
    assert faults(replace(draft, currency="XXY")) == {
        "currency": "'XXY' is no currency of ISO 4217; write its code, such as EUR"
    }
    assert currency_of(draft, OWNER) == ("EUR" if kind in OF_MONEY else "USD")
    assert currency_of(draft, None) == "USD"
    assert currency_of(yen, OWNER) == "JPY"


def test_days_of_interest_and_of_rates() -> None:
    by_rule = EntryDraft(EntryKind.INTEREST, "I", DAY, 100)
    assert faults(by_rule) == {"first_on": "Give the date.", "last_on": "Give the date."}
    assert faults(replace(by_rule, first_on=DAY, last_on=DAY)) == {}
    assert faults(replace(by_rule, first_on=NEXT, last_on=DAY)) == {
        "last_on": "The last day comes before the first."
    }
    receipt = replace(whole(EntryKind.RECEIPT), rate=Decimal("0.9"))
    assert faults(replace(receipt, rate_on=DAY)) == {}
    assert faults(replace(receipt, rate_on=NEXT)) == {
        "rate_on": "the rate is of a later day than the entry"
    }


def test_a_refund_that_names_its_receipt_rests_on_it_alone() -> None:
    refund = replace(whole(EntryKind.REFUND), receipt="R-1", basis="unused")
    assert faults(refund) == {
        "basis": "a refund that names its receipt rests on it alone; write other remarks into the "
        "note"
    }
    assert faults(replace(refund, basis=" ")) == {}


def test_the_basis_holds_what_an_entry_rests_on() -> None:
    interest = EntryDraft(EntryKind.INTEREST, "I", DAY, 100, first_on=DAY, last_on=NEXT)
    assert basis_of(interest) == "2024-03-15 / 2024-03-16"
    assert basis_of(replace(interest, contribution="C-1", basis="bank")) == "bank"
    assert basis_of(replace(interest, last_on=None)) == "2024-03-15"
    refund = EntryDraft(EntryKind.REFUND, "B", DAY, 100, basis="unused")
    assert basis_of(refund) == "unused"
    assert basis_of(replace(refund, receipt="R-1")) == "R-1"
    assert basis_of(replace(refund, corrects="R-0", receipt="R-1")) == "R-0"
    assert days_in("2024-03-15 / 2024-03-16") == (DAY, NEXT)
    assert days_in(" 2024-03-15 /  2024-03-16 ") == (DAY, NEXT)
    assert days_in("2024-03-15") == (DAY, None)
    assert days_in("bank") == (None, None)
