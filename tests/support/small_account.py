"""A small account whose every figure can be worked out by hand.

Italy pledges and pays 1,000.00 USD un-earmarked, Japan pledges 500.00 and pays 300.00
earmarked. The activity A1 (half TIP, half SOM; Kenya 30 %, Peru 70 %; a fifth of it for the
guide) gets 600.00 of Italy by name and spends 100.01; A2 (Firearms, Africa) gets 90.00 from
both by the rule. 13 % support cost is reserved on each allocation.
"""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from tests.support.filled import filled_once
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft, ToolShare
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.shares import Share
from tracker.assistance.states import ProgrammeKind, ToolUse
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import Allocation, ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.use_entries import allocate, spend
from tracker.reference.codes import (
    ActivityStatus,
    ActivityType,
    ContributorType,
    Earmarking,
    FinancingInstrument,
    ToolKind,
)

ACTOR = "test"


class SmallAccount(NamedTuple):
    """Numbers of what the account holds, by code."""

    contributions: dict[str, int]
    activities: dict[str, int]


def add_catalogue(session: Session) -> SmallAccount:
    """Write the donors, contributions, programmes, tools and activities, without money."""
    government = ContributorType.GOVERNMENT
    add_donors(
        session,
        [
            DonorDraft("ITA", "Italy", government, "ITA"),
            DonorDraft("JPN", "Japan", government, "JPN"),
        ],
        ACTOR,
    )
    add_programmes(session, [ProgrammeDraft("GLO1", "Global", ProgrammeKind.GLOBAL)], ACTOR)
    add_tools(session, [ToolDraft("GUIDE", "A guide", ToolKind.PRACTICAL_GUIDE)], ACTOR)
    kind, status = ActivityType.TRAINING, ActivityStatus.IMPLEMENTATION
    activities = add_activities(
        session,
        [
            ActivityDraft(
                code="A1", title="Training", programme="GLO1", type=kind, status=status,
                instruments=(Share("TIP", 5000), Share("SOM", 5000)),
                beneficiaries=(Share("KEN", 3000), Share("PER", 7000)),
                tools=(ToolShare("GUIDE", ToolUse.USED, 2000),),
            ),
            ActivityDraft(
                code="A2", title="Firearms", programme="GLO1", type=kind, status=status,
                instruments=(Share("FIREARMS", 10000),), beneficiaries=(Share("002", 10000),),
            ),
        ],
        ACTOR,
    )  # fmt: skip
    drafts = [
        ContributionDraft(
            "C-ITA", "ITA", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 100_000,
            pledged_on=date(2020, 1, 1),
        ),
        ContributionDraft(
            "C-JPN", "JPN", FinancingInstrument.PROJECT, Earmarking.EARMARKED, "USD", 50_000,
            pledged_on=date(2021, 1, 1),
        ),
    ]  # fmt: skip
    return SmallAccount(add_contributions(session, drafts, ACTOR), activities)


def add_money(session: Session, account: SmallAccount) -> None:
    """Post the pledges, receipts, allocations and the expenditure."""
    italy, japan = account.contributions["C-ITA"], account.contributions["C-JPN"]
    a1, a2 = account.activities["A1"], account.activities["A2"]
    with open_book(session, ACTOR, "second") as book:
        pledge(book, ContributionMovement(italy, 100_000, Heading(date(2020, 1, 1), "P1")))
        pledge(book, ContributionMovement(japan, 50_000, Heading(date(2021, 1, 1), "P2")))
        receive(book, ContributionMovement(italy, 100_000, Heading(date(2020, 2, 1), "R1")))
        receive(book, ContributionMovement(japan, 30_000, Heading(date(2021, 2, 1), "R2")))
        allocate(book, Allocation(a1, 60_000, Heading(date(2021, 3, 1), "L1"), italy))
        pool = (italy, japan)
        allocate(book, Allocation(a2, 9_000, Heading(date(2021, 4, 1), "L2"), pool=pool))
        spend(book, UseOfFunds(a1, 10_001, Heading(date(2022, 5, 1), "E1")))


@filled_once
def fill_small_account(session: Session) -> SmallAccount:
    """Write the whole account in one transaction."""
    with transaction(session):
        account = add_catalogue(session)
        add_money(session, account)
    return account
