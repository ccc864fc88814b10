"""The balances and requests beside the fields of forms, read from either database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.approvals import approve_all
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import InvalidInput, NotFound
from tracker.fund.approvals.decisions import send_back, withdraw
from tracker.fund.approvals.request_list import requests_of_contribution
from tracker.fund.approvals.submission import instruction_to_correct, submit
from tracker.fund.balances.activity_balances import activity_balances
from tracker.fund.balances.interest import split_interest
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.contribution_titles import contribution_titles, open_contributions
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.states import ContributionState
from tracker.money import from_usd_cents, to_usd_cents

DAY = date(2022, 10, 1)
YEAR = (date(2022, 1, 1), date(2022, 12, 31))
ONE = "one@example.org"


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


def hand(session: Session, order: PostingInstruction) -> int:
    """Hand an order in; return the number of its request."""
    with transaction(session):
        return submit(session, [order], ONE).request


def test_what_waits_is_told_of_each_contribution_that_it_takes_from(
    session: Session, account: Account
) -> None:
    italy, japan = account.contributions["C-ITA"], account.contributions["C-JPN"]
    a1, pool = account.activities["A1"], (italy, japan)
    named = hand(session, PostingInstruction(EntryKind.REFUND, Heading(DAY, "F1"), 500, japan))
    by_rule = hand(
        session,
        PostingInstruction(
            EntryKind.ALLOCATION, Heading(DAY, "L9"), 1_000, activity_id=a1, pool=pool
        ),
    )
    taken = hand(
        session, PostingInstruction(EntryKind.DE_ALLOCATION, Heading(DAY, "D9"), 700, italy, a1)
    )
    assert [(one.number, one.title) for one in requests_of_contribution(session, japan)] == [
        (named, "F1"), (by_rule, "L9"),
    ]  # fmt: skip
    assert [one.number for one in requests_of_contribution(session, italy)] == [by_rule, taken]
    reserved = sum(one.reserved_minor for one in requests_of_contribution(session, japan))
    assert reserved == waterfall_of(session, japan, 1300).waiting_minor
    (standing, _) = activity_balances(session, italy)
    assert (standing.code, standing.allocated_minor, standing.waiting_minor) == ("A1", 49_999, 700)
    approve_all(session)
    assert requests_of_contribution(session, japan) == ()


def test_interest_is_split_as_it_will_be_recorded(session: Session, account: Account) -> None:
    with transaction(session):
        row = find_contribution(session, "C-JPN")
        row.state = ContributionState.CLOSED
        record_set_up(session)
        session.add(row)
    split = split_interest(session, 10_001, *YEAR)
    assert [share.reference for share in split.shares] == ["C-EUR", "C-ITA"]
    assert sum(share.minor for share in split.shares) == 10_001
    order = PostingInstruction(
        EntryKind.INTEREST, Heading(DAY, "I1", basis="2022"), 10_001, earned=split.earned
    )
    hand(session, order)
    for share in split.shares:
        number = account.contributions[share.reference]
        assert waterfall_of(session, number, 1300).interest_minor == share.minor
    assert split_interest(session, 0, *YEAR).shares == ()
    with pytest.raises(InvalidInput):
        split_interest(session, 1, *reversed(YEAR))


def test_only_what_was_given_back_can_be_corrected_and_once(
    session: Session, account: Account
) -> None:
    japan = account.contributions["C-JPN"]
    order = PostingInstruction(EntryKind.REFUND, Heading(DAY, "F1"), 500, japan)
    number = hand(session, order)
    kind = EntryKind.REFUND
    with pytest.raises(NotFound):
        instruction_to_correct(session, number, ONE, kind)
    with transaction(session):
        send_back(session, number, "two@example.org", "too much")
    assert instruction_to_correct(session, number, ONE, kind) == order
    for other, actor, asked in (
        (number, "two@example.org", kind), (number, ONE, EntryKind.WRITE_OFF), (99, ONE, kind),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            instruction_to_correct(session, other, actor, asked)
    with transaction(session):
        again = submit(session, [replace(order, usd_minor=400)], ONE, replaces=number)
    with pytest.raises(NotFound):
        instruction_to_correct(session, number, ONE, kind)
    with transaction(session):
        withdraw(session, again.request, ONE)
    assert instruction_to_correct(session, again.request, ONE, kind).usd_minor == 400


def test_open_contributions_can_take_money_in(session: Session, account: Account) -> None:
    with transaction(session):
        row = find_contribution(session, "C-EUR")
        row.state = ContributionState.CLOSED
        record_set_up(session)
        session.add(row)
    assert set(open_contributions(session)) == {"C-ITA", "C-JPN"}
    assert set(open_contributions(session, "ITA")) == {"C-ITA"}
    assert contribution_titles(session).keys() == account.contributions.keys()


@pytest.mark.parametrize(("minor", "places", "rate"), [(14_000, 0, "140"), (9_001, 2, "0.9")])
def test_converting_there_and_back_comes_to_the_same(minor: int, places: int, rate: str) -> None:
    cents = to_usd_cents(minor, places, Decimal(rate))
    assert from_usd_cents(cents, places, Decimal(rate)) == minor
    with pytest.raises(InvalidInput):
        from_usd_cents(cents, places, Decimal(0))
