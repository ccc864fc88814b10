"""Matters with a day: what comes due, by the rules by which pages list it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select

from tracker.assistance.activity_pace import OPEN
from tracker.assistance.tables.activities import Activity, Programme
from tracker.fund.contributions.due import DueItem, DueKind, list_due
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.states import ApprovalRequestState, ContributionState
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.listing import FilterChoice, ListQuery
from tracker.mail.kinds import MailKind
from tracker.money import Money
from tracker.people.actors import handle_of
from tracker.periods import Span, day_of, today
from tracker.reference.codes import ActivityStatus
from tracker.reference.currencies import exponent
from tracker.words import say, spell

WEEK = timedelta(days=7)
ALL = 1_000_000
ENDED = frozenset({ContributionState.CLOSED, ContributionState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that comes due: its kind, its key, its day, a sentence, and the path of its page.

    `donor` and `programmes` are those that it concerns, `prepared_by` who does not decide it.
    """

    kind: MailKind
    subject: str
    due_on: date
    said: str
    path: str
    donor: str = ""
    programmes: frozenset[str] = frozenset()
    prepared_by: str = ""


def list_matters(session: Session, days: Span) -> list[Matter]:
    """Return the matters of all kinds that are due on these days, the earliest first."""
    found = [one for read in READERS.values() for one in read(session, days)]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.subject))


def _instalments(session: Session, days: Span) -> Iterator[Matter]:
    """Yield the instalments that are not received in full."""
    for item in _due(session, DueKind.INSTALMENT, days):
        said = say(
            "%(day)s: %(amount)s of %(donor)s to %(reference)s",
            day=item.due_on,
            amount=_amount(item.open_minor or 0, item.currency),
            donor=item.donor_name,
            reference=item.reference,
        )
        subject = f"{item.reference} {item.due_on}"
        yield _of_contribution(MailKind.INSTALMENT_DUE, subject, item, said)


def _amount(minor: int, currency: str) -> str:
    """Write an amount in the reader's language; English has the code before the number."""
    spelled = spell(Money(minor, currency))
    if isinstance(spelled, str):
        return spelled
    return f"{currency} {Decimal(minor).scaleb(-exponent(currency)):,f}"


def _reports(session: Session, days: Span) -> Iterator[Matter]:
    """Yield the reports that donors are still owed."""
    for item in _due(session, DueKind.REPORT, days):
        said = say(
            "%(day)s: report (%(kind)s %(period)s) on %(reference)s to %(donor)s",
            day=item.due_on,
            kind=item.report,
            period=item.period,
            reference=item.reference,
            donor=item.donor_name,
        )
        subject = f"{item.reference} {item.report} {item.period} {item.due_on}"
        yield _of_contribution(MailKind.REPORT_DUE, subject, item, said)


def _of_contribution(kind: MailKind, subject: str, item: DueItem, said: str) -> Matter:
    """Return the matter of an item that is due on a contribution."""
    return Matter(kind, subject, item.due_on, said, f"/contributions/{item.reference}", item.donor)


def _due(session: Session, kind: DueKind, days: Span) -> Iterator[DueItem]:
    """Yield the due items of a kind on these days."""
    query = ListQuery(chosen=(FilterChoice("kind", kind.value),), size=ALL)
    for item in list_due(session, query, today=today()).rows:
        if days.first is not None and days.first <= item.due_on <= (days.last or item.due_on):
            yield item


def _ends_of_use(session: Session, days: Span) -> Iterator[Matter]:
    """Yield the ends of periods of use, with the programmes that have had money of it."""
    rows = session.execute(
        select_columns(
            col(Contribution.id),
            col(Contribution.reference),
            col(Contribution.use_until),
            col(Donor.code),
        )
        .join(Donor, col(Donor.id) == Contribution.donor_id)
        .where(
            col(Contribution.use_until).between(days.first, days.last),
            col(Contribution.state).not_in(ENDED),
        )
    ).all()
    programmes = _programmes_of(session, [row[0] for row in rows])
    for number, reference, use_until, donor in rows:
        said = say(
            "%(day)s: last day on which money of %(reference)s may be used",
            day=use_until,
            reference=reference,
        )
        path = f"/contributions/{reference}"
        yield Matter(MailKind.USE_ENDS, reference, use_until, said, path, donor, programmes[number])


def _programmes_of(session: Session, numbers: list[int]) -> Mapping[int, frozenset[str]]:
    """Return the programmes whose activities have accounts of contributions, by these."""
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    statement = (
        select(LedgerAccount.contribution_id, Programme.code)
        .join(Activity, col(Activity.id) == LedgerAccount.activity_id)
        .join(Programme, col(Programme.id) == Activity.programme_id)
        .where(col(LedgerAccount.contribution_id).in_(numbers))
        .distinct()
    )
    for number, code in session.exec(statement):
        found[number or 0] |= {code}
    return found


def _activities(session: Session, days: Span) -> Iterator[Matter]:
    """Yield the planned starts of activities in the pipeline, and the planned ends of open ones."""
    rows = session.execute(
        select_columns(
            col(Activity.code),
            col(Activity.status),
            col(Activity.planned_start),
            col(Activity.planned_end),
            col(Programme.code),
        )
        .join(Programme, col(Programme.id) == Activity.programme_id)
        .where(
            col(Activity.status).in_(OPEN),
            or_(
                col(Activity.planned_start).between(days.first, days.last),
                col(Activity.planned_end).between(days.first, days.last),
            ),
        )
    )
    for code, status, start, end, programme in rows:
        if start is not None and status is ActivityStatus.PIPELINE and _within(start, days):
            said = say("%(day)s: planned start of %(code)s", day=start, code=code)
            yield _of_activity(code, f"{code} start", start, said, programme)
        if end is not None and _within(end, days):
            said = say("%(day)s: planned end of %(code)s", day=end, code=code)
            yield _of_activity(code, f"{code} end", end, said, programme)


def _of_activity(code: str, subject: str, day: date, said: str, programme: str) -> Matter:
    """Return a matter of an activity."""
    own = frozenset({programme})
    return Matter(MailKind.ACTIVITY_DAYS, subject, day, said, f"/activities/{code}", programmes=own)


def _approvals(session: Session, days: Span) -> Iterator[Matter]:
    """Yield the requests that wait; a week after it was handed in one is due."""
    waiting = select(ApprovalRequest.id, ApprovalRequest.prepared_at, ApprovalRequest.prepared_by)
    for number, prepared_at, prepared_by in session.exec(
        waiting.where(ApprovalRequest.state == ApprovalRequestState.WAITING)
    ):
        handed_in = day_of(prepared_at)
        if _within(handed_in + WEEK, days):
            yield Matter(
                MailKind.APPROVAL_WAITS,
                str(number),
                handed_in + WEEK,
                say("request %(number)s, handed in on %(day)s", number=number, day=handed_in),
                f"/approvals/{number}",
                prepared_by=handle_of(session, prepared_by),
            )


def _within(day: date, days: Span) -> bool:
    """Tell whether a day is one of these."""
    return (days.first is None or days.first <= day) and (days.last is None or day <= days.last)


READERS: Mapping[MailKind, Callable[[Session, Span], Iterator[Matter]]] = {
    MailKind.INSTALMENT_DUE: _instalments,
    MailKind.REPORT_DUE: _reports,
    MailKind.USE_ENDS: _ends_of_use,
    MailKind.ACTIVITY_DAYS: _activities,
    MailKind.APPROVAL_WAITS: _approvals,
}
"""Who reads the matters of each kind."""
