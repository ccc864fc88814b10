"""Reads and writes the instalments, reports and documents of contributions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from tracker.errors import InvalidInput, NotFound
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    ContributionParts,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.terms import (
    ContributionDocument,
    ContributionInstalment,
    ContributionReport,
)
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.words import say

Draft = InstalmentDraft | ReportDraft | ContributionDocumentDraft
TABLES: tuple[tuple[type[SQLModel], Any], ...] = (
    (ContributionInstalment, InstalmentDraft),
    (ContributionReport, ReportDraft),
    (ContributionDocument, ContributionDocumentDraft),
)
NO_PARTS = ContributionParts()


def read_parts(session: Session, ids: Collection[int]) -> Mapping[int, ContributionParts]:
    """Return the parts of contributions by number; one without parts is absent."""
    found: defaultdict[int, list[list[Any]]] = defaultdict(lambda: [[] for _ in TABLES])
    for place, (table, make) in enumerate(TABLES):
        names = ("contribution_id", *make._fields)
        statement = (
            select(*(getattr(table, name) for name in names))
            .where(col(table.contribution_id).in_(ids))  # type: ignore[attr-defined]
            .order_by(table.contribution_id, table.number)  # type: ignore[attr-defined]
        )
        for number, *values in session.execute(statement):
            found[number][place].append(make(*values))
    return {number: ContributionParts(*map(tuple, lists)) for number, lists in found.items()}


def parts_of(session: Session, contribution_id: int) -> ContributionParts:
    """Return the parts of one contribution."""
    return read_parts(session, [contribution_id]).get(contribution_id, NO_PARTS)


def read_seen_parts(session: Session, contribution_id: int, *, terms: bool) -> ContributionParts:
    """Return the parts that a reader may see, with the `terms` or without."""
    if terms:
        return parts_of(session, contribution_id)
    return ContributionParts(documents=_public_documents(session, contribution_id))


def _public_documents(
    session: Session, contribution_id: int
) -> tuple[ContributionDocumentDraft, ...]:
    """Return the public documents of a contribution."""
    table = ContributionDocument
    statement = (
        select(*(getattr(table, name) for name in ContributionDocumentDraft._fields))
        .where(col(table.contribution_id) == contribution_id, col(table.is_public))
        .order_by(col(table.number))
    )
    return tuple(ContributionDocumentDraft(*row) for row in session.execute(statement))


def part_rows(contribution_id: int, parts: Iterable[Iterable[Draft]]) -> list[SQLModel]:
    """Return the rows of the parts of a contribution, numbered from 1 in their order."""
    return [
        table(contribution_id=contribution_id, number=number, **item._asdict())
        for (table, _), items in zip(TABLES, parts, strict=True)
        for number, item in enumerate(items, start=1)
    ]


def delete_parts(session: Session, contribution_id: int) -> None:
    """Delete the parts of a contribution, before others are written."""
    for table, _ in TABLES:
        session.execute(delete(table).where(col(table.contribution_id) == contribution_id))  # type: ignore[attr-defined]


def submit_report(
    session: Session, reference: str, number: int, on: date, *, actor: str, why: str
) -> None:
    """Record the submission of a report; raises NotFound, or InvalidInput for a second one."""
    row = find_report(session, reference, number)
    if row.submitted_on is not None:
        raise InvalidInput(
            say("the report was noted as submitted on %(day)s", day=row.submitted_on.isoformat()),
            "submitted_on",
        )
    row.submitted_on = on
    session.add(row)
    named = {"kind": row.kind.value, "period": row.period}
    change = Change(
        "submit",
        Subject.CONTRIBUTION,
        reference,
        named,
        named | {"submitted_on": on.isoformat()},
        why,
    )
    record(session, actor, change)


def find_report(session: Session, reference: str, number: int) -> ContributionReport:
    """Return a report to the donor of a contribution; raises NotFound."""
    statement = (
        select(ContributionReport)
        .join(Contribution, col(Contribution.id) == col(ContributionReport.contribution_id))
        .where(col(Contribution.reference) == reference, col(ContributionReport.number) == number)
    )
    found: ContributionReport | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound(
            say("the contribution %(ref)s has no report number %(n)s", ref=reference, n=number)
        )
    return found
