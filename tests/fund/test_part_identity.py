"""Parts keep their rows: random edits as a form and as a sheet make them, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from tests.api.accounts import fill
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDocumentDraft, ActivityDraft
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity_draft
from tracker.assistance.shares import Share
from tracker.assistance.tables.activities import (
    ActivityBeneficiary,
    ActivityDocument,
    ActivityResult,
)
from tracker.db import transaction
from tracker.errors import NotFound
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.parts import find_report
from tracker.fund.contributions.terms import (
    ContributionDraft,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.fund.tables.terms import (
    ContributionDocument,
    ContributionInstalment,
    ContributionReport,
)
from tracker.parts import Part

ROUNDS = 25
TABLES: tuple[Any, ...] = (
    ActivityDocument,
    ActivityResult,
    ContributionDocument,
    ContributionInstalment,
    ContributionReport,
)
Parts = dict[str, tuple[Part, ...]]


def contribution_of(session: Session) -> ContributionDraft:
    """Read C-EUR as it is on record."""
    return read_draft(session, find_contribution(session, "C-EUR"))


def activity_of(session: Session) -> ActivityDraft:
    """Read A1 as it is on record."""
    return read_activity_draft(session, find_activity(session, "A1"))


def parts_of(session: Session) -> Parts:
    """Return all parts with rows of their own, by kind."""
    contribution, activity = contribution_of(session), activity_of(session)
    terms: dict[str, tuple[Part, ...]] = contribution.parts._asdict()
    return {
        **{f"contribution {name}": parts for name, parts in terms.items()},
        "activity results": activity.results,
        "activity documents": activity.documents,
    }  # fmt: skip


def some(chance: Random, parts: Sequence[Any], new: Sequence[Any], field: str) -> list[Any]:
    """Leave parts out, change one field of others, add some."""
    kept = [part for part in parts if chance.random() < 0.8]
    changed = [
        replace(part, **{field: f"{chance.random()}"}) if chance.random() < 0.3 else part
        for part in kept
    ]
    return [*changed, *(part for part in new if chance.random() < 0.4)]


def edited_contribution(chance: Random, draft: ContributionDraft) -> ContributionDraft:
    """Return a contribution with other parts."""
    token = f"{chance.random()}"
    final, other = ContributionReportKind.FINAL, ContributionDocumentKind.OTHER
    day = date(2024, 1, 1) + timedelta(chance.randrange(2_000))
    instalments = {
        part.due_on: part
        for part in some(chance, draft.instalments, [InstalmentDraft(day, 1)], "note")
    }
    rows = [replace(instalments[due], amount_minor=1) for due in sorted(instalments)]
    if rows:
        rows[-1] = replace(rows[-1], amount_minor=draft.amount_minor - len(rows) + 1)
    documents = some(chance, draft.documents, [ContributionDocumentDraft(other, token)], "address")
    chance.shuffle(documents)
    return replace(
        draft,
        instalments=tuple(rows),
        reports=tuple(some(chance, draft.reports, [ReportDraft(final, token, day)], "note")),
        documents=tuple(documents),
    )


def edited_activity(chance: Random, draft: ActivityDraft) -> ActivityDraft:
    """Return an activity with other parts."""
    token = f"{chance.random()}"
    return replace(
        draft,
        results=tuple(some(chance, draft.results, [ResultDraft(token)], "unit")),
        documents=tuple(some(chance, draft.documents, [ActivityDocumentDraft(token)], "url")),
    )


def as_a_sheet(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return parts without their rows' ids."""
    return tuple(replace(part, id=None) for part in parts)


def save(session: Session, contribution: ContributionDraft, activity: ActivityDraft) -> None:
    """Write both."""
    with transaction(session):
        change_contribution(session, "C-EUR", contribution, ACTOR, "so")
        change_activity(session, "A1", activity, ACTOR, "so")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("sheet", [False, True])
def test_random_edits_keep_the_rows_of_parts(session: Session, seed: int, sheet: bool) -> None:  # noqa: FBT001 - a parameter
    fill(session)
    chance = Random(seed)
    for _round in range(ROUNDS):
        before = parts_of(session)
        contribution = edited_contribution(chance, contribution_of(session))
        activity = edited_activity(chance, activity_of(session))
        if sheet:
            contribution = replace(
                contribution,
                instalments=as_a_sheet(contribution.instalments),
                reports=as_a_sheet(contribution.reports),
                documents=as_a_sheet(contribution.documents),
            )
            activity = replace(
                activity,
                results=as_a_sheet(activity.results),
                documents=as_a_sheet(activity.documents),
            )
        save(session, contribution, activity)
        assert contribution_of(session) == contribution
        assert activity_of(session) == activity
        after = parts_of(session)
        for kind, parts in before.items():
            rows = {part.id: part for part in parts}
            assert len(rows) == len(parts)
            same = [part for part in after[kind] if part in parts]
            assert all(rows.get(part.id) == part for part in same), kind
    for table in TABLES:
        ids = session.exec(select(table.id).order_by(col(table.id))).all()
        assert list(ids) == list(range(1, len(ids) + 1)), "a row was deleted"


def test_a_part_that_is_taken_away_stays_withdrawn(session: Session) -> None:
    fill(session)
    day = date(2024, 3, 1)
    report = ReportDraft(ContributionReportKind.FINAL, "2024", day)
    save(
        session, replace(contribution_of(session), reports=(report,)),
        replace(activity_of(session), documents=(ActivityDocumentDraft("Leaflet"),)),
    )  # fmt: skip
    (old,) = contribution_of(session).reports
    save(
        session, replace(contribution_of(session), reports=()),
        replace(activity_of(session), documents=()),
    )  # fmt: skip
    assert (contribution_of(session).reports, activity_of(session).documents) == ((), ())
    row = session.exec(select(ContributionReport)).one()
    assert (row.id, row.period, row.withdrawn_at is None) == (old.id, "2024", False)
    assert session.exec(select(ActivityDocument.withdrawn_at)).one() is not None
    with pytest.raises(NotFound):
        find_report(session, "C-EUR", old.id or 0)


def test_a_share_that_stays_is_not_written_again(session: Session) -> None:
    fill(session)
    kenya = select(ActivityBeneficiary).where(ActivityBeneficiary.place == "KEN")
    row = session.exec(kenya).one()
    shares = (Share("KEN", 3_000), Share("UGA", 7_000))
    draft = replace(activity_of(session), beneficiaries=shares)
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "activity_beneficiary" in statement and not statement.startswith("SELECT"):
            written.append(statement.split(maxsplit=1)[0])

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    with transaction(session):
        change_activity(session, "A1", draft, ACTOR, "so")
    event.remove(engine, "before_cursor_execute", note)
    assert session.exec(kenya).one() is row
    assert written == ["DELETE", "INSERT"]
    assert activity_of(session).beneficiaries == shares
