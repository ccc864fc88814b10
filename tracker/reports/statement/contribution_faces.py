"""The faces of contributions: title, earmarking and scope, rate of support cost, reports due."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.fund.contributions.parts import NO_PARTS, read_parts
from tracker.fund.contributions.schedule import ScheduledReport, reports_of
from tracker.fund.contributions.scopes import shown_scope
from tracker.fund.states import ScopeKind, SupportBasis
from tracker.fund.tables.contributions import Contribution, ContributionScope
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


def read_faces(session: Session, numbers: Sequence[int], on: date) -> tuple[ContributionFace, ...]:
    """Return the faces of contributions in the order of the numbers, reports as at a day.

    Activities that are not published are not named.
    """
    rows = session.exec(select(Contribution).where(col(Contribution.id).in_(numbers)))
    found = {row.id: row for row in rows}
    scopes = _scopes(session, numbers)
    parts = read_parts(session, numbers)
    return tuple(
        ContributionFace(
            number,
            row.reference,
            row.title,
            row.earmarking,
            shown_scope(session, scopes.get(number, ()), unpublished=False),
            row.support_rate_bp,
            row.support_basis,
            row.agreement_number,
            row.use_until,
            reports_of(parts.get(number, NO_PARTS), row.state, on),
        )
        for number, row in ((number, found[number]) for number in numbers)
    )


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
