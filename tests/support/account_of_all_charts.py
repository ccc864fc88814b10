"""The small account with people counted and the facts of adherence on file: each chart has data."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tests.support.filled import filled_once
from tests.support.small_account import ACTOR, fill_small_account
from tests.support.trail import record_set_up
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    RequestSource,
    RequestStatus,
)
from tracker.db import transaction
from tracker.reference.adherence_records import seed_adherence
from tracker.reference.codes import ParticipantFunction
from tracker.reference.instruments import Instrument

REQUEST = AssistanceRequestDraft(
    "R1", "NGA", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH, Instrument.TIP,
    date(2021, 4, 1), "9", consent_to_publish=True,
)  # fmt: skip
"""A request that no activity answers."""


def _events() -> list[DisseminationDraft]:
    """Return an event of each unit by which the guide reached readers in Kenya."""
    day = date(2021, 6, 1)
    return [
        DisseminationDraft(
            f"DIS-{unit}", "GUIDE", means, unit, day, 40, "KEN", "en", ParticipantFunction.JUDGE,
            activity,
        )
        for unit, means, activity in (
            (DisseminationUnit.COPIES, DisseminationMeans.MAILING, ""),
            (DisseminationUnit.DOWNLOADS, DisseminationMeans.DOWNLOADS, ""),
            (DisseminationUnit.PEOPLE, DisseminationMeans.TRAINING, "A1"),
        )
    ]  # fmt: skip


@filled_once
def fill_for_all_charts(session: Session) -> None:
    """Write the small account, people of its activities, and the facts of adherence."""
    fill_small_account(session)
    with transaction(session):
        for code, place in (("A1", "KEN"), ("A2", "NGA")):
            people = ParticipantCount(
                ParticipantFunction.JUDGE, place, women=20, men=30, counted_on=date(2021, 5, 1)
            )
            draft = activities_on_file(session, [code])[code]
            wanted = replace(draft, participants=(people,), paragraphs=(5,))
            change_activity(session, code, wanted, ACTOR, "people were counted")
        seed_adherence(session)
        add_disseminations(session, _events(), ACTOR)
        add_assistance_requests(
            session, [REQUEST, replace(REQUEST, code="R2", articles="6")], ACTOR
        )
        draft = activities_on_file(session, ["A1"])["A1"]
        change_activity(session, "A1", replace(draft, requests=("R2",)), ACTOR, "answers")
        record_set_up(session)
