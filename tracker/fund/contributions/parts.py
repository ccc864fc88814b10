"""Reads and writes the instalments, reports and documents of contributions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from tracker.day_bounds import happened_fault
from tracker.errors import InvalidDraft, InvalidInput, NotFound
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
from tracker.part_tables import PartTable, rows_of, write_parts
from tracker.people.audit import Change, record
from tracker.people.subjects import Subject
from tracker.people.withdrawn_parts import PartKind, PartOwner, WithdrawnPart, read_withdrawn
from tracker.periods import today
from tracker.words import say

Draft = InstalmentDraft | ReportDraft | ContributionDocumentDraft
OWNER = "contribution_id"


def values_of(part: Draft) -> dict[str, Any]:
    """Return the columns of a part."""
    return part.values()


TABLES: tuple[tuple[PartTable[Any], Any], ...] = (
    (PartTable(ContributionInstalment, OWNER, values_of, ("due_on",)), InstalmentDraft),
    (PartTable(ContributionReport, OWNER, values_of, ("due_on", "kind")), ReportDraft),
    (
        PartTable(ContributionDocument, OWNER, values_of, ("kind", "title", "address")),
        ContributionDocumentDraft,
    ),
)
"""The tables of the parts, in the order of `ContributionParts`, with their drafts."""
NO_PARTS = ContributionParts()


def read_parts(session: Session, ids: Collection[int]) -> Mapping[int, ContributionParts]:
    """Return the parts of contributions by number; one without parts is absent."""
    found: defaultdict[int, list[list[Any]]] = defaultdict(lambda: [[] for _ in TABLES])
    for place, (spec, make) in enumerate(TABLES):
        table: Any = spec.table
        statement = (
            select(table.contribution_id, *_columns(table, make))
            .where(col(table.contribution_id).in_(ids), col(table.withdrawn_at).is_(None))
            .order_by(table.contribution_id, table.number, table.id)
        )
        for number, row, *values in session.execute(statement):
            found[number][place].append(make(*values, id=row))
    return {number: ContributionParts(*map(tuple, lists)) for number, lists in found.items()}


def parts_of(session: Session, contribution_id: int) -> ContributionParts:
    """Return the parts of one contribution."""
    return read_parts(session, [contribution_id]).get(contribution_id, NO_PARTS)


def read_seen_parts(session: Session, contribution_id: int, *, terms: bool) -> ContributionParts:
    """Return the parts that a reader may see, with the `terms` or without."""
    if terms:
        return parts_of(session, contribution_id)
    return ContributionParts(documents=_public_documents(session, contribution_id))


class WithdrawnContributionParts(NamedTuple):
    """The withdrawn instalments, reports and documents of one contribution."""

    instalments: tuple[WithdrawnPart[InstalmentDraft], ...] = ()
    reports: tuple[WithdrawnPart[ReportDraft], ...] = ()
    documents: tuple[WithdrawnPart[ContributionDocumentDraft], ...] = ()


def read_withdrawn_parts(
    session: Session, number: int, reference: str, *, terms: bool
) -> WithdrawnContributionParts:
    """Return the withdrawn parts that a reader may see, with the `terms` or without.

    Without the terms these are the documents that were public when they were withdrawn.
    """
    owner = PartOwner(OWNER, number, Subject.CONTRIBUTION, reference)
    found = WithdrawnContributionParts(
        *read_withdrawn(session, (PartKind(spec.table, make) for spec, make in TABLES), owner)
    )
    if terms:
        return found
    return WithdrawnContributionParts(
        documents=tuple(one for one in found.documents if one.part.is_public)
    )


def _public_documents(
    session: Session, contribution_id: int
) -> tuple[ContributionDocumentDraft, ...]:
    """Return the public documents of a contribution."""
    table = ContributionDocument
    statement = (
        select(*_columns(table, ContributionDocumentDraft))
        .where(
            col(table.contribution_id) == contribution_id,
            col(table.is_public),
            col(table.withdrawn_at).is_(None),
        )
        .order_by(col(table.number), col(table.id))
    )
    return tuple(
        ContributionDocumentDraft(*values, id=row) for row, *values in session.execute(statement)
    )


def _columns(table: Any, make: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a table and its draft
    """Return the columns of a part: its id and its content."""
    return (table.id, *(getattr(table, name) for name in make.content()))


def part_rows(contribution_id: int, parts: Iterable[Sequence[Draft]]) -> list[SQLModel]:
    """Return the rows of the parts of a new contribution."""
    return [
        row
        for (spec, _), items in zip(TABLES, parts, strict=True)
        for row in rows_of(spec, contribution_id, items)
    ]


def change_parts(
    session: Session,
    contribution_id: int,
    on_record: Iterable[Sequence[Draft]],
    wanted: Iterable[Sequence[Draft]],
) -> None:
    """Write the parts of a contribution that differ; those taken away are withdrawn."""
    for (spec, _), old, new in zip(TABLES, on_record, wanted, strict=True):
        write_parts(session, spec, contribution_id, old, new)


def submit_report(
    session: Session, reference: str, report: int, on: date, *, actor: str, why: str
) -> None:
    """Record the submission of a report; raises NotFound, or InvalidInput for a second one."""
    row = find_report(session, reference, report)
    if row.submitted_on is not None:
        raise InvalidInput(
            say("the report was noted as submitted on %(day)s", day=row.submitted_on),
            "submitted_on",
        )
    wrong_day = happened_fault("submitted_on", on, today())
    if wrong_day:
        raise InvalidDraft([wrong_day])
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


def find_report(session: Session, reference: str, report: int) -> ContributionReport:
    """Return the report to the donor with that id; raises NotFound."""
    statement = (
        select(ContributionReport)
        .join(Contribution, col(Contribution.id) == col(ContributionReport.contribution_id))
        .where(
            col(Contribution.reference) == reference,
            col(ContributionReport.id) == report,
            col(ContributionReport.withdrawn_at).is_(None),
        )
    )
    found: ContributionReport | None = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound(
            say("the contribution %(ref)s has no report number %(n)s", ref=reference, n=report)
        )
    return found
