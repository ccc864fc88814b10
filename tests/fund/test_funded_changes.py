"""Earmark and eligibility hold when an activity or a contribution changes, and when one ends."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account, fill
from tests.support.closing import close_months
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.assistance.shares import Share
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Activity
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, InvalidInput, LedgerRefusal
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.closing.months import Month
from tracker.fund.contributions.pooled_programmes import end_pooling, pool_programmes
from tracker.fund.contributions.terms import (
    add_contributions,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.ledger.cash_entries import transfer
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, Transfer, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.use_entries import allocate, commit, deallocate, decommit, spend
from tracker.fund.record_changes.activity_change import ACTIVITIES, change_funded_activity
from tracker.fund.record_changes.closing import CLOSE_MONTHS, MonthsClosing
from tracker.fund.states import ScopeKind
from tracker.reference.codes import ActivityStatus, ContributorType, Earmarking

DAY = date(2022, 9, 1)


@pytest.fixture
def account(session: Session) -> Account:
    """Give the account with 10.00 of C-EUR, which is for Kenya, committed to A1."""
    filled = fill(session)
    number, a1 = filled.contributions["C-EUR"], filled.activities["A1"]
    with transaction(session), open_book(session, "ana", "second") as book:
        allocate(book, Allocation(a1, 2_000, Heading(DAY, "F1"), number))
        commit(book, UseOfFunds(a1, 1_000, Heading(DAY, "F2"), number))
    return filled


def change_a1(session: Session, **values: object) -> None:
    """Change A1."""
    draft = read_activity(session, find_activity(session, "A1"))
    with transaction(session):
        change_funded_activity(session, "A1", replace(draft, **values), "ana", "so")  # type: ignore[arg-type]


def change_terms(session: Session, reference: str, **values: object) -> None:
    """Change a contribution."""
    draft = read_draft(session, find_contribution(session, reference))
    with transaction(session):
        change_contribution(session, reference, replace(draft, **values), "ana", "so")  # type: ignore[arg-type]


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("places", "words"), [(("PER",), "C-EUR"), (("KEN", "ITA"), "C-EUR, C-ITA")]
)
def test_a_funded_activity_stays_within_what_pays_for_it(
    session: Session, places: tuple[str, ...], words: str
) -> None:
    shares = tuple(Share(place, 10_000 // len(places)) for place in places)
    with pytest.raises(InvalidDraft, match=words) as refused:
        change_a1(session, beneficiaries=shares)
    assert refused.value.field == "beneficiaries"
    change_a1(session, beneficiaries=(Share("KEN", 10_000),))


def test_an_activity_that_gave_all_back_may_go_elsewhere(
    session: Session, account: Account
) -> None:
    number, a1 = account.contributions["C-EUR"], account.activities["A1"]
    with transaction(session), open_book(session, "ana", "second") as book:
        decommit(book, UseOfFunds(a1, 1_000, Heading(DAY, "F3"), number))
        deallocate(book, UseOfFunds(a1, 2_000, Heading(DAY, "F4"), number))
    change_a1(session, beneficiaries=(Share("PER", 10_000),))


@pytest.mark.usefixtures("account")
def test_terms_are_not_narrowed_below_what_was_funded(session: Session) -> None:
    with pytest.raises(InvalidDraft, match="A1") as refused:
        change_terms(session, "C-EUR", scope=((ScopeKind.COUNTRY, "UGA"),))
    assert refused.value.field == "scope-country"
    change_terms(session, "C-EUR", scope=((ScopeKind.COUNTRY, "UGA"), (ScopeKind.COUNTRY, "KEN")))
    with pytest.raises(InvalidDraft, match="2022-09-01") as refused:
        change_terms(session, "C-EUR", use_from=date(2022, 1, 1), use_until=date(2022, 8, 31))
    assert refused.value.field == "use_until"
    with pytest.raises(InvalidDraft, match="2022-09-01"):
        change_terms(session, "C-EUR", use_from=date(2022, 9, 2))
    change_terms(session, "C-EUR", use_from=DAY, use_until=DAY)


@pytest.mark.usefixtures("account")
def test_a_category_is_not_raised_above_what_the_rule_gave(session: Session) -> None:
    with pytest.raises(InvalidDraft, match="A2") as refused:
        change_terms(
            session, "C-ITA", earmarking=Earmarking.EARMARKED,
            scope=((ScopeKind.PROGRAMME, "GLO1"),),
        )  # fmt: skip
    assert refused.value.field == "earmarking"


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("category", [Earmarking.EARMARKED, Earmarking.TIGHTLY_EARMARKED])
def test_money_of_one_pooled_programme_may_be_what_the_rule_gave(
    session: Session, category: Earmarking
) -> None:
    only = ((ScopeKind.PROGRAMME, "GLO1"),)
    with transaction(session):
        pool_programmes(session, ["GLO1"], date(2023, 1, 1), "ana", "later than the allocation")
    with pytest.raises(InvalidDraft, match="A2"):
        change_terms(session, "C-ITA", earmarking=category, scope=only)
    with transaction(session):
        end_pooling(session, "GLO1", date(2023, 12, 31), "ana", "so")
        pool_programmes(session, ["GLO1"], date(2000, 1, 1), "ana", "pooled from the beginning")
    change_terms(session, "C-ITA", earmarking=category, scope=only)
    with transaction(session):
        add_programmes(session, [ProgrammeDraft("GLO2", "Other", ProgrammeKind.GLOBAL)], "ana")
    change_terms(session, "C-ITA", scope=(*only, (ScopeKind.PROGRAMME, "GLO2")))


@pytest.mark.usefixtures("account")
def test_pooled_money_is_not_narrowed_to_what_the_rule_would_not_take(session: Session) -> None:
    only = (ScopeKind.PROGRAMME, "GLO1")
    with transaction(session):
        pool_programmes(session, ["GLO1"], date(2000, 1, 1), "ana", "pooled from the beginning")
    change_terms(session, "C-ITA", earmarking=Earmarking.EARMARKED, scope=(only,))
    funded = tuple((ScopeKind.ACTIVITY, code) for code in session.exec(select(Activity.code)).all())
    with pytest.raises(InvalidDraft, match="the rule has given money") as refused:
        change_terms(session, "C-ITA", scope=(only, *funded))
    assert refused.value.field == "scope-programme"


@pytest.mark.usefixtures("account")
def test_the_order_of_shares_is_no_change_of_closed_figures(session: Session) -> None:
    with transaction(session):
        close_months(session, Month(2024, 12), "ana")
    two = (Share("KEN", 5_000), Share("UGA", 5_000))
    draft = read_activity(session, find_activity(session, "A1"))
    assert ACTIVITIES.moves_closed_figures(session, replace(draft, beneficiaries=two))
    change_a1(session, beneficiaries=two)
    again = replace(draft, beneficiaries=tuple(reversed(two)))
    assert not ACTIVITIES.moves_closed_figures(session, again)


@pytest.mark.usefixtures("account")
def test_of_one_record_one_change_of_a_kind_waits(session: Session) -> None:
    drafts = {
        code: replace(read_activity(session, find_activity(session, code)), title="Other")
        for code in ("A1", "A2")
    }
    with transaction(session):
        ACTIVITIES.hand_in_several(session, [drafts["A1"]], "ana", "so")
    for codes in (("A1",), ("A2", "A1"), ("A1", "A2")):
        with pytest.raises(Conflict, match="request 1"), transaction(session):
            ACTIVITIES.hand_in_several(session, [drafts[code] for code in codes], "ana", "so")
    with transaction(session):
        ACTIVITIES.hand_in_several(session, [drafts["A2"]], "ana", "so")


@pytest.mark.usefixtures("account")
def test_of_closings_of_months_one_waits(session: Session) -> None:
    with transaction(session):
        hand_in(session, CLOSE_MONTHS, MonthsClosing(Month(2021, 3)), "ana", "")
    with pytest.raises(Conflict, match="request 1"), transaction(session):
        hand_in(session, CLOSE_MONTHS, MonthsClosing(Month(2021, 4)), "ana", "")


@pytest.mark.usefixtures("account")
def test_another_programme_is_an_earmark_too(session: Session) -> None:
    change_terms(session, "C-EUR", scope=((ScopeKind.PROGRAMME, "GLO1"),))
    with transaction(session):
        add_programmes(session, [ProgrammeDraft("GLO2", "Other", ProgrammeKind.GLOBAL)], "ana")
    with pytest.raises(InvalidDraft, match="C-EUR") as refused:
        change_a1(session, programme="GLO2")
    assert refused.value.field == "programme"


def test_a_cancelled_activity_pays_what_was_committed_and_takes_nothing_new(
    session: Session, account: Account
) -> None:
    change_a1(session, status=ActivityStatus.CANCELLED)
    number, a1 = account.contributions["C-EUR"], account.activities["A1"]
    refused: tuple[tuple[Any, Any], ...] = (
        (allocate, Allocation(a1, 100, Heading(DAY, "N1"), number)),
        (commit, UseOfFunds(a1, 100, Heading(DAY, "N2"), number)),
        (spend, UseOfFunds(a1, 100, Heading(DAY, "N3"), number)),
    )
    for verb, draft in refused:
        with (
            pytest.raises(LedgerRefusal, match="A1 is cancelled"),
            transaction(session),
            open_book(session, "ana", "second") as book,
        ):
            verb(book, draft)
    with transaction(session), open_book(session, "ana", "second") as book:
        spend(book, UseOfFunds(a1, 400, Heading(DAY, "Q1"), number, against_commitment=True))
        decommit(book, UseOfFunds(a1, 600, Heading(DAY, "Q2"), number))
        deallocate(book, UseOfFunds(a1, 1_600, Heading(DAY, "Q3"), number))


def test_two_states_are_never_merged(session: Session) -> None:
    fill(session)
    ministry = DonorDraft("MOFA", "Ministry", ContributorType.GOVERNMENT, "JPN")
    with transaction(session):
        add_donors(session, [ministry, replace(ministry, code="X-1", state="")], "ana")
    for code, into in (("JPN", "ITA"), ("MOFA", "ITA"), ("ITA", "MOFA")):
        with pytest.raises(InvalidInput, match="two different States"), transaction(session):
            merge_donors(session, code, into, "ana", "so", users_follow=False)
    with transaction(session):
        merge_donors(session, "MOFA", "X-1", "ana", "so", users_follow=False)
    for code, into in (("X-1", "ITA"), ("ITA", "X-1")):
        with pytest.raises(InvalidInput, match="ITA and JPN"), transaction(session):
            merge_donors(session, code, into, "ana", "so", users_follow=False)
    with transaction(session):
        merge_donors(session, "X-1", "JPN", "ana", "so", users_follow=False)


def test_the_reversal_of_a_release_is_new_money(session: Session, account: Account) -> None:
    number, a1 = account.contributions["C-EUR"], account.activities["A1"]
    with transaction(session), open_book(session, "ana", "second") as book:
        decommit(book, UseOfFunds(a1, 1_000, Heading(DAY, "F3"), number))
    with transaction(session), open_book(session, "ana", "second") as book:
        deallocate(book, UseOfFunds(a1, 2_000, Heading(DAY, "F4"), number))
    change_a1(session, beneficiaries=(Share("PER", 10_000),))
    with pytest.raises(LedgerRefusal, match="lies outside"):
        undo(session, "F4")
    change_a1(session, beneficiaries=(Share("KEN", 10_000),))
    undo(session, "F4")
    change_a1(session, status=ActivityStatus.CANCELLED)
    with pytest.raises(LedgerRefusal, match="is cancelled"):
        undo(session, "F3")


def undo(session: Session, reference: str) -> None:
    """Reverse an entry."""
    statement = select(LedgerEntry.id).where(LedgerEntry.reference == reference)
    number = session.exec(statement).one() or 0
    with transaction(session), open_book(session, "ana", "second") as book:
        reverse(book, read_entry(session, number), Heading(DAY, f"V-{reference}"))


def test_money_by_a_transfer_fixes_the_donor_too(session: Session, account: Account) -> None:
    taker = replace(
        read_draft(session, find_contribution(session, "C-ITA")), reference="C-NEW", documents=(),
        instalments=(), reports=(),
    )  # fmt: skip
    with transaction(session):
        number = add_contributions(session, [taker], "ana")["C-NEW"]
    change_terms(session, "C-NEW", donor="JPN")
    change_terms(session, "C-NEW", donor="ITA")
    given = Transfer(account.contributions["C-ITA"], number, 100, Heading(DAY, "T9", basis="yes"))
    with transaction(session), open_book(session, "ana", "second") as book:
        transfer(book, given)
    with pytest.raises(InvalidDraft, match="money has been posted"):
        change_terms(session, "C-NEW", donor="JPN")
