"""A registry of four donors, each with contributions and spellings, for tests of merging."""

from typing import NamedTuple

from sqlmodel import Session, select

from tests.support.people import make_user
from tracker.db import transaction
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors
from tracker.fund.states import DonorStatus
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor, DonorAlias
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument

CODES = ("ITA", "MFA", "X-1", "X-2")
EACH = 3


class Holding(NamedTuple):
    """The holdings of donors: codes by reference, spelling and e-mail address; status by code."""

    contributions: dict[str, str]
    aliases: dict[str, str]
    people: dict[str, str]
    statuses: dict[str, str]


def fill_registry(session: Session) -> None:
    """Write the donors; X-1 and X-2 are undecided, and an account speaks for each."""
    with transaction(session):
        add_donors(session, [_draft(code) for code in CODES], "test")
        drafts = [
            ContributionDraft(
                f"{code}-{number}", code, FinancingInstrument.UNTIED, Earmarking.UNEARMARKED,
                "USD", 10_000,
            )
            for code in CODES
            for number in range(EACH)
        ]  # fmt: skip
        add_contributions(session, drafts, "test")
        for code in CODES:
            add_alias(session, code, Spelling(f"Spelling of {code}"), "test")
    for code in CODES:
        make_user(session, Role.DONOR, donor_code=code, email=f"{code.lower()}@example.org")


def read_holding(session: Session) -> Holding:
    """Read who has what."""
    session.rollback()
    session.expire_all()
    code_of = {row.id: row.code for row in session.exec(select(Donor))}
    return Holding(
        {row.reference: code_of[row.donor_id] for row in session.exec(select(Contribution))},
        {row.spelling: code_of[row.donor_id] for row in session.exec(select(DonorAlias))},
        {row.email: row.donor_code for row in session.exec(select(User))},
        {row.code: row.status.value for row in session.exec(select(Donor))},
    )


def _draft(code: str) -> DonorDraft:
    status = DonorStatus.UNDECIDED if code.startswith("X") else DonorStatus.DECIDED
    return DonorDraft(code, f"Donor {code}", ContributorType.GOVERNMENT, status=status)
