"""The drafts of a round drawn anew, from the record as it is known now; texts of editors stay."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.errors import Conflict
from tracker.reports.content.report import ReportKind
from tracker.reports.drawing import draw_report
from tracker.reports.kinds import KINDS
from tracker.reports.register.drafts import draw_anew, known_moment
from tracker.reports.register.register import find_report, terms_of
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport
from tracker.totals.snapshot import Snapshot


def drafts_of(session: Session, first: date | None, last: date) -> list[int]:
    """Return the numbers of the drafts of a period; corrigenda are drawn one by one."""
    statement = (
        select(RegisteredReport.id)
        .where(
            col(RegisteredReport.kind) == ReportKind.STATEMENT,
            col(RegisteredReport.state) == ReportState.DRAFT,
            col(RegisteredReport.first_day) == first,
            col(RegisteredReport.last_day) == last,
            col(RegisteredReport.corrects_id).is_(None),
        )
        .order_by(col(RegisteredReport.id))
    )
    return [number for number in session.exec(statement) if number is not None]


def redraw_round(
    session: Session,
    snapshot: Snapshot,
    numbers: Sequence[int],
    actor: str,
    through: Callable[[Sequence[int]], Iterable[int]],
) -> int:
    """Draw drafts anew, each saved by itself; return how many. What was cleared meanwhile stays."""
    with transaction(session):
        known_at = known_moment(session)
    drawn = 0
    for number in through(numbers):
        terms = replace(terms_of(find_report(session, number)), known_at=known_at)
        with snapshot.reading(session.connection()) as held:
            terms = replace(terms, data_version=held.data_version)
            tree = draw_report(session, held, terms, KINDS)
        try:
            with transaction(session):
                draw_anew(session, number, terms, tree, actor)
        except Conflict:
            continue
        drawn += 1
    return drawn
