"""Every table of parts: what can be pointed at is withdrawn and shown, anything else is deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from sqlmodel import Session, select

import tracker
from tests.api.accounts import fill
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDocumentDraft, ToolShare
from tracker.assistance.activity_list import read_withdrawn_parts as withdrawn_from_activity
from tracker.assistance.activity_parts import known_numbers, tables_of
from tracker.assistance.assistance_requests import AssistanceRequestDraft, add_assistance_requests
from tracker.assistance.outcome_drafts import ParticipantCount, ResultDraft
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity_draft
from tracker.assistance.shares import Share
from tracker.assistance.states import Priority, RequestSource, RequestStatus, ToolUse
from tracker.assistance.tools import (
    INSTRUMENTS,
    VERSIONS,
    ToolVersionDraft,
    change_tool,
    find_tool,
    read_tool,
)
from tracker.db import transaction
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.parts import TABLES, read_withdrawn_parts
from tracker.fund.contributions.terms import (
    SCOPES,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind, ScopeKind
from tracker.part_tables import WITHDRAWN, PartTable
from tracker.parts import Part
from tracker.reference.codes import ParticipantFunction, Theme
from tracker.reference.instruments import Instrument
from tracker.schema import METADATA

DAY = date(2022, 3, 1)
REPORT = ReportDraft(ContributionReportKind.FINAL, "2022", DAY)
CONTRIBUTION: dict[str, tuple[Any, Any]] = {
    "instalments": (
        (InstalmentDraft(DAY, 5_000), InstalmentDraft(date(2022, 9, 1), 15_000)),
        (InstalmentDraft(DAY, 20_000),),
    ),
    "reports": ((REPORT,), ()),
    "documents": ((ContributionDocumentDraft(ContributionDocumentKind.OTHER, "Letter"),), ()),
    "scope": (
        ((ScopeKind.COUNTRY, "KEN"), (ScopeKind.COUNTRY, "PER")),
        ((ScopeKind.COUNTRY, "KEN"),),
    ),
}
"""Parts of a contribution with one more, and without it."""
ACTIVITY: dict[str, tuple[Any, Any]] = {
    "instruments": ((Share("TIP", 5_000), Share("SOM", 5_000)), (Share("TIP", 10_000),)),
    "beneficiaries": ((Share("KEN", 3_000), Share("PER", 7_000)), (Share("KEN", 10_000),)),
    "participants": ((ParticipantCount(ParticipantFunction.JUDGE, "KEN", 1),), ()),
    "results": ((ResultDraft("Judges trained"),), ()),
    "partners": (("UNICRI",), ()),
    "articles": (((Instrument.TIP, "9"),), ()),
    "paragraphs": ((4,), ()),
    "documents": ((ActivityDocumentDraft("Leaflet"),), ()),
    "tools": ((ToolShare("GUIDE", ToolUse.USED, 2_000),), ()),
    "requests": (("REQ-1",), ()),
    "themes": ((Theme.EXTRADITION,), ()),
}
"""Parts of an activity with one more, and without it."""


def modules() -> Iterator[Any]:
    """Yield all modules of the product."""
    for one in walk_packages(tracker.__path__, "tracker."):
        yield import_module(one.name)


def specs(session: Session) -> dict[str, PartTable[Any]]:
    """Return all tables of parts by name."""
    found = [
        *(spec for spec, _ in TABLES),
        SCOPES,
        INSTRUMENTS,
        VERSIONS,
        *tables_of(known_numbers(session)).values(),
    ]
    return {str(spec.table.__tablename__): spec for spec in found}


def add_request(session: Session) -> None:
    """Write a request of a State, which an activity can answer."""
    request = AssistanceRequestDraft(
        "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
        Instrument.TIP, DAY,
    )  # fmt: skip
    with transaction(session):
        add_assistance_requests(session, [request], ACTOR)


def save(session: Session, place: int) -> None:
    """Write the parts of all three records, with one more each (0) or without it (1)."""
    with transaction(session):
        before = read_draft(session, find_contribution(session, "C-EUR"))
        wanted = replace(before, **{name: parts[place] for name, parts in CONTRIBUTION.items()})
        change_contribution(session, "C-EUR", wanted, ACTOR, "so")
        activity = read_activity_draft(session, find_activity(session, "A1"))
        wanted_activity = replace(
            activity, **{name: parts[place] for name, parts in ACTIVITY.items()}
        )
        change_activity(session, "A1", wanted_activity, "ada@example.org", "so")
        tool = read_tool(session, find_tool(session, "GUIDE"))
        for_all = (Instrument.TIP, Instrument.SOM)
        versions = (ToolVersionDraft("1", DAY),)[: 1 - place]
        wanted_tool = replace(tool, instruments=for_all[: 2 - place], versions=versions)
        change_tool(session, "GUIDE", wanted_tool, ACTOR, "so")


def counts(session: Session, known: dict[str, PartTable[Any]]) -> dict[str, tuple[int, int]]:
    """Count the rows of each table that hold, and those that were withdrawn."""
    session.rollback()
    session.expire_all()
    found = {}
    for name, spec in known.items():
        rows = session.exec(select(spec.table)).all()
        gone = [row for row in rows if getattr(row, WITHDRAWN, None) is not None]
        found[name] = (len(rows) - len(gone), len(gone))
    return found


def test_all_tables_of_parts_are_tried(session: Session) -> None:
    named = {
        str(value.table.__tablename__)
        for module in modules()
        for one in vars(module).values()
        for value in (one.values() if isinstance(one, dict) else [one])
        if isinstance(value, PartTable)
    }
    assert named <= set(specs(session))
    drafts = {one.__qualname__ for one in Part.__subclasses__() if "tracker" in one.__module__}
    kept = {name for name, spec in specs(session).items() if spec.has(WITHDRAWN)}
    assert len(drafts) == len(kept) + 1  # versions of tools are deleted: nothing points to them


def test_what_can_be_pointed_at_can_be_withdrawn(session: Session) -> None:
    pointed_at = {
        key.column.table.name for table in METADATA.tables.values() for key in table.foreign_keys
    }
    for name, spec in specs(session).items():
        if not spec.has(WITHDRAWN):
            assert name not in pointed_at, (
                f"rows of {name} are deleted, and something points at them"
            )


def test_a_part_that_is_taken_away_is_withdrawn_or_deleted(session: Session) -> None:
    fill(session)
    add_request(session)
    known = specs(session)
    save(session, 0)
    before = counts(session, known)
    save(session, 1)
    after = counts(session, known)
    for name, spec in known.items():
        assert after[name][0] == before[name][0] - 1, name
        assert after[name][1] == before[name][1] + spec.has(WITHDRAWN), name
    save(session, 0)
    again = counts(session, known)
    for name, (holding, gone) in before.items():
        assert again[name] == (holding, gone + known[name].has(WITHDRAWN)), name


def test_withdrawn_parts_are_read_with_when_and_by_whom(session: Session) -> None:
    fill(session)
    add_request(session)
    save(session, 0)
    save(session, 1)
    contribution = find_contribution(session, "C-EUR")
    gone = read_withdrawn_parts(session, contribution.id or 0, "C-EUR", terms=True)
    assert [len(parts) for parts in gone] == [1, 1, 1]
    assert gone.reports[0].part == REPORT
    assert {one.withdrawn_by for parts in gone for one in parts} == {ACTOR}
    without = read_withdrawn_parts(session, contribution.id or 0, "C-EUR", terms=False)
    assert without == ((), (), ())
    activity = find_activity(session, "A1")
    parts = withdrawn_from_activity(session, activity.id or 0, "A1")
    assert [one.part for one in parts.results] == [ResultDraft("Judges trained")]
    assert {one.withdrawn_by for kind in parts for one in kind} == {"ada@example.org"}
    assert all(one.withdrawn_at is not None for kind in parts for one in kind)
