"""The faces of contributions: title, earmarking and scope, rate of support cost, reports due."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.unpublished import withheld_codes
from tracker.fund.contributions.part_drafts import ContributionParts
from tracker.fund.contributions.parts import NO_PARTS, read_parts
from tracker.fund.contributions.schedule import ScheduledReport, reports_of
from tracker.fund.contributions.scopes import shown_scope
from tracker.fund.states import ScopeKind, SupportBasis
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.people.former_values import changes_since, former_values
from tracker.people.subjects import Subject
from tracker.reference.codes import Earmarking


class ContributionFace(NamedTuple):
    """What a statement tells of a contribution beside its money."""

    number: int
    reference: str
    title: str
    earmarking: Earmarking
    scope: tuple[tuple[ScopeKind, str], ...]
    rate_bp: int
    basis: SupportBasis
    agreement_number: str
    use_until: date | None
    reports: tuple[ScheduledReport, ...]


def read_faces(
    session: Session, numbers: Sequence[int], on: date, known_at: datetime
) -> tuple[ContributionFace, ...]:
    """Return the faces of contributions in the order of the numbers, reports as at a day.

    Terms are those that were known at a moment. Activities that are not published are not named.
    """
    rows = session.exec(select(Contribution).where(col(Contribution.id).in_(numbers)))
    found = {row.id: row for row in rows}
    scopes = _scopes(session, numbers)
    parts = read_parts(session, numbers)
    former = former_values(session, Subject.CONTRIBUTION, known_at)
    later = _submitted_since(session, known_at)
    faces = (
        ContributionFace(
            number,
            row.reference,
            row.title,
            row.earmarking,
            scopes.get(number, ()),
            row.support_rate_bp,
            row.support_basis,
            row.agreement_number,
            row.use_until,
            reports_of(_known(parts.get(number, NO_PARTS), row.reference, later), row.state, on),
        )
        for number, row in ((number, found[number]) for number in numbers)
    )
    known = (_as_known(face, former.get(face.reference, {})) for face in faces)
    withheld = withheld_codes(session, unpublished=False)
    return tuple(face._replace(scope=shown_scope(face.scope, withheld)) for face in known)


def _submitted_since(session: Session, moment: datetime) -> frozenset[tuple[str, str, str]]:
    """Return the reports noted as submitted since: contribution, kind and period of each.

    The issue of a statement notes it as submitted, after what it shows was drawn.
    """
    noted = changes_since(session, Subject.CONTRIBUTION, moment, ("submit",))
    return frozenset((one.reference, one.old["kind"], one.old["period"]) for one in noted)


def _known(
    parts: ContributionParts, reference: str, later: Collection[tuple[str, str, str]]
) -> ContributionParts:
    """Return parts in which reports that were submitted later are not submitted."""
    reports = tuple(
        replace(one, submitted_on=None) if (reference, one.kind.value, one.period) in later else one
        for one in parts.reports
    )
    return parts._replace(reports=reports)


def _as_known(face: ContributionFace, former: Mapping[str, Any]) -> ContributionFace:
    """Return a face with its terms as they were before what the trail says of later changes."""
    changed = {name: read(former[name]) for name, read in _READ.items() if name in former}
    return face._replace(**{_FIELDS.get(name, name): value for name, value in changed.items()})


def _read_scope(written: Sequence[str] | None) -> tuple[tuple[ScopeKind, str], ...]:
    """Read the scope of a contribution as the trail has it: kinds and codes."""
    pairs = (one.partition(" ") for one in written or ())
    return tuple(sorted((ScopeKind(kind), code) for kind, _blank, code in pairs))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda written: written or "",
    "earmarking": Earmarking,
    "scope": _read_scope,
    "support_rate_bp": lambda written: int(written or 0),
    "support_basis": SupportBasis,
    "agreement_number": lambda written: written or "",
    "use_until": lambda written: date.fromisoformat(written) if written else None,
}
"""The terms that a statement shows, with the reading of each as the trail writes it."""
_FIELDS = {"support_rate_bp": "rate_bp", "support_basis": "basis"}
"""The fields of a face that have another name in the record."""


def _scopes(
    session: Session, numbers: Sequence[int]
) -> dict[int, tuple[tuple[ScopeKind, str], ...]]:
    """Read the earmarks of contributions, by kind and code."""
    found: dict[int, list[tuple[ScopeKind, str]]] = defaultdict(list)
    rows = session.exec(
        select(ContributionScope)
        .where(col(ContributionScope.contribution_id).in_(numbers))
        .order_by(
            col(ContributionScope.contribution_id),
            col(ContributionScope.kind),
            col(ContributionScope.code),
        )
    )
    for row in rows:
        found[row.contribution_id].append((row.kind, row.code))
    return {number: tuple(own) for number, own in found.items()}
