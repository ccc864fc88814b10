"""The small account with work on operative paragraphs, of which one activity is not published.

A1 answers paragraphs 3 and 5, is about confiscation and was under way in 2021 and 2022; A2, which
the public is not shown, answers paragraph 4. Three women were counted in A1 in 2021, and 40 people
in A3, an exchange under paragraph 6 that began before Ghana joined the Firearms Protocol. C-JPN
comes from confiscated proceeds.
"""

from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from tests.support.filled import filled_once
from tests.support.small_account import ACTOR, fill_small_account
from tests.support.trail import record_set_up
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.shares import Share
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    PublicationState,
)
from tracker.db import transaction
from tracker.fund.states import ContributionSource
from tracker.fund.tables.contributions import Contribution
from tracker.reference.adherence_records import seed_adherence
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction, Theme

JUDGE, POLICE = ParticipantFunction.JUDGE, ParticipantFunction.POLICE
A1_COUNTS = (
    ParticipantCount(JUDGE, "KEN", women=3, counted_on=date(2021, 5, 1)),
    ParticipantCount(POLICE, "KEN", women=20, men=40, counted_on=date(2022, 5, 1)),
)
A3_COUNTS = (ParticipantCount(POLICE, "GHA", women=10, men=30, counted_on=date(2022, 3, 1)),)


@filled_once
def fill_for_commission(session: Session) -> None:
    """Write the account."""
    fill_small_account(session)
    with transaction(session):
        add_activities(session, [_exchange()], ACTOR)
        drafts = activities_on_file(session, ["A1", "A2"])
        training = replace(
            drafts["A1"],
            paragraphs=(3, 5),
            themes=(Theme.CONFISCATION,),
            actual_start=date(2021, 1, 1),
            actual_end=date(2022, 12, 31),
            status=ActivityStatus.CLOSED,
            participants=A1_COUNTS,
        )
        hidden = replace(
            drafts["A2"],
            title="A secret campaign",
            paragraphs=(4,),
            actual_start=date(2021, 1, 1),
            publication=PublicationState.DRAFT,
        )
        for draft in (training, hidden):
            change_activity(session, draft.code, draft, ACTOR, "work on paragraphs")
        add_disseminations(session, _events(), ACTOR)
        japan = session.exec(select(Contribution).where(Contribution.reference == "C-JPN")).one()
        japan.source = ContributionSource.CONFISCATED
        seed_adherence(session)
        record_set_up(session)


def _exchange() -> ActivityDraft:
    """Return the exchange of practitioners."""
    return ActivityDraft(
        code="A3",
        title="Exchange",
        programme="GLO1",
        type=ActivityType.PRACTITIONER_EXCHANGE,
        status=ActivityStatus.IMPLEMENTATION,
        instruments=(Share("FIREARMS", 10000),),
        beneficiaries=(Share("GHA", 10000),),
        actual_start=date(2013, 1, 1),
        paragraphs=(6,),
        participants=A3_COUNTS,
    )


def _events() -> list[DisseminationDraft]:
    """Return an event of A1, and one of no activity."""
    copies = DisseminationDraft(
        "D1", "GUIDE", DisseminationMeans.COPIES, DisseminationUnit.COPIES, date(2022, 6, 1), 40,
        activity="A1",
    )  # fmt: skip
    downloads = DisseminationDraft(
        "D2", "GUIDE", DisseminationMeans.DOWNLOADS, DisseminationUnit.DOWNLOADS,
        date(2021, 6, 1), 700,
    )  # fmt: skip
    return [copies, downloads]
