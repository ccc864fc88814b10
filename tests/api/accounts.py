"""A small account with terms, a foreign currency, a reversal and events of a tool."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from tests.support.filled import filled_once
from tests.support.small_account import ACTOR, SmallAccount, add_catalogue, add_money
from tests.support.trail import record_set_up
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.db import transaction
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.use_entries import spend
from tracker.fund.states import ScopeKind
from tracker.reference.adherence_records import seed_adherence
from tracker.reference.codes import Earmarking, FinancingInstrument

SECRETS = ("IT-2020/7", "AGR-99", "only for Rome", "ask the mission", "internal sheet 4", ACTOR)
"""Texts of the account that a reader who has not signed in must never see."""


class Account(NamedTuple):
    """Numbers of what the account holds."""

    contributions: dict[str, int]
    activities: dict[str, int]


@filled_once
def fill(session: Session) -> Account:
    """Write the small account and what it lacks."""
    with transaction(session):
        small = add_catalogue(session)
        add_money(session, small)
        record_set_up(session)
        seed_adherence(session)
        added = add_contributions(session, [euros()], ACTOR)
        add_disseminations(
            session,
            [
                DisseminationDraft(
                    "DIS-1",
                    "GUIDE",
                    DisseminationMeans.COPIES,
                    DisseminationUnit.COPIES,
                    date(2022, 6, 1),
                    40,
                    "KEN",
                ),
                DisseminationDraft(
                    "DIS-2",
                    "GUIDE",
                    DisseminationMeans.TRAINING,
                    DisseminationUnit.PEOPLE,
                    date(2022, 7, 1),
                    25,
                    activity="A1",
                ),
            ],
            ACTOR,
        )
    account = Account({**small.contributions, **added}, small.activities)
    add_moves(session, account, small)
    return account


def euros() -> ContributionDraft:
    """Return a contribution in euros with everything that is not public."""
    return ContributionDraft(
        "C-EUR", "ITA", FinancingInstrument.PROJECT, Earmarking.TIGHTLY_EARMARKED, "EUR", 20_000,
        title="For Kenya", scope=((ScopeKind.COUNTRY, "KEN"),), pledged_on=date(2022, 1, 1),
        donor_reference="IT-2020/7", agreement_number="AGR-99", conditions="only for Rome",
        note="ask the mission", support_rate_bp=700, support_rate_reason="internal sheet 4",
    )  # fmt: skip


def add_moves(session: Session, account: Account, small: SmallAccount) -> None:
    """Pledge and receive euros; spend by name and undo it."""
    number = account.contributions["C-EUR"]
    rate = RateUsed(Decimal("0.800"), "internal sheet 4", date(2022, 1, 1))
    italy, a1 = account.contributions["C-ITA"], small.activities["A1"]
    promised = Heading(date(2022, 1, 1), "P3", "ask the mission", "EUR", 20_000, rate)
    arrived = Heading(date(2022, 2, 1), "R3", "ask the mission", "EUR", 20_000, rate)
    with transaction(session), open_book(session, ACTOR, "second") as book:
        pledge(book, ContributionMovement(number, 25_000, promised))
        receive(book, ContributionMovement(number, 24_000, arrived))
        spend(book, UseOfFunds(a1, 5_000, Heading(date(2022, 6, 1), "E2"), italy))
    with transaction(session), open_book(session, ACTOR, "second") as book:
        reverse(book, read_entry(session, 10), Heading(date(2022, 6, 2), "V1", "wrong sheet"))
