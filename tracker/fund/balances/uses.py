"""The money of activities by contribution, by name or by the rule, in US cents."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.assistance.unpublished import UNPUBLISHED, withheld_codes
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.balances_at import balance_at
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerLine
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.periods import today
from tracker.words import say

MEASURES = (Measure.ALLOCATED, Measure.COMMITTED, Measure.SPENT, Measure.SUPPORT_COST)
SPENDING = {
    AccountKind.ALLOCATED: (1, 0, 0, 0),
    AccountKind.COMMITTED: (1, 1, 0, 0),
    AccountKind.SPENT: (1, 0, 1, 0),
    AccountKind.SUPPORT_CHARGED: (0, 0, 0, 1),
}
"""The sign of a balance in allocated, committed and open, spent, and support cost."""


class Amounts(NamedTuple):
    """The money of an activity, in US cents."""

    allocated_minor: int = 0
    committed_minor: int = 0
    spent_minor: int = 0
    support_cost_minor: int = 0

    @property
    def left_minor(self) -> int:
        """The allocated amount that is not spent."""
        return self.allocated_minor - self.spent_minor


@dataclass(frozen=True, slots=True)
class UseTotals:
    """The money of one contribution on one activity.

    `direct` was allocated or spent by name, `attributed` by the rule; the two add up to
    `amounts`, whose commitments are all that were entered into. One of them can be below zero
    where the other reversed it. `committed_open_minor` is committed and not yet spent, in US cents.
    """

    contribution: str
    donor: str
    donor_name: str
    activity: str
    activity_title: str
    amounts: Amounts
    direct: Amounts
    attributed: Amounts
    committed_open_minor: int


def uses_of_contribution(
    session: Session, contribution_id: int, withheld: Collection[str] | None = None
) -> tuple[UseTotals, ...]:
    """Return the money of a contribution by activity, the largest allocation first.

    Those of the `withheld` codes are one line without a code; without a word those that are not
    published.
    """
    uses = _uses(session, col(LedgerAccount.contribution_id) == contribution_id)
    if withheld is None:
        withheld = withheld_codes(session, unpublished=False)
    hidden = [use for use in uses if use.activity in withheld]
    if not hidden:
        return uses
    line = replace(
        hidden[0],
        activity="",
        activity_title=say("activities not yet published"),
        amounts=total_of(use.amounts for use in hidden),
        direct=total_of(use.direct for use in hidden),
        attributed=total_of(use.attributed for use in hidden),
        committed_open_minor=sum(use.committed_open_minor for use in hidden),
    )
    shown = (use for use in uses if use.activity not in withheld)
    return tuple(sorted((*shown, line), key=_largest_first))


def uses_of_activity(session: Session, activity_id: int) -> tuple[UseTotals, ...]:
    """Return the money of an activity by contribution, the largest allocation first."""
    return _uses(session, col(LedgerAccount.activity_id) == activity_id)


def total_of(amounts: Iterable[Amounts]) -> Amounts:
    """Add amounts up."""
    columns = list(zip(*amounts, strict=True))
    return Amounts(*(sum(column) for column in columns))


def _uses(session: Session, which: ColumnElement[bool]) -> tuple[UseTotals, ...]:
    """Read the lines of the accounts as one row for each contribution and activity."""
    sums = [_sum(measure, attributed=flag) for flag in (False, True) for measure in MEASURES]
    sums.append(_committed_open())
    grouped = (
        select(col(LedgerAccount.contribution_id), col(LedgerAccount.activity_id), *sums)
        .join(LedgerLine, col(LedgerLine.account_id) == col(LedgerAccount.id))
        .where(which, col(LedgerAccount.activity_id).is_not(None))
        .group_by(col(LedgerAccount.contribution_id), col(LedgerAccount.activity_id))
        .subquery()
    )
    amounts = list(grouped.c)[2:]
    statement = (
        select(
            col(Contribution.reference), col(Donor.code), col(Donor.name),
            col(Activity.code), col(Activity.title), *amounts,
        )
        .join(Contribution, col(Contribution.id) == grouped.c.contribution_id)
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .join(Activity, col(Activity.id) == grouped.c.activity_id)
    )  # fmt: skip
    uses = [_use(tuple(row)) for row in session.execute(statement)]
    return tuple(sorted(uses, key=_largest_first))


def _sum(measure: Measure, *, attributed: bool) -> ColumnElement[Any]:
    """Return the sum of a measure's lines that were posted by name, or by the rule."""
    counts = (col(LedgerLine.measure) == CODES[measure]) & (
        col(LedgerLine.attributed).is_(attributed)
    )
    name = f"{measure.value}_{'attributed' if attributed else 'direct'}"
    return func.sum(case((counts, col(LedgerLine.minor)), else_=0)).label(name)


def _committed_open() -> ColumnElement[Any]:
    """Return the sum of what is committed and not yet spent: the balance of its accounts."""
    counts = col(LedgerAccount.kind) == AccountKind.COMMITTED
    return func.sum(case((counts, col(LedgerLine.minor)), else_=0)).label("committed_open")


def _use(row: tuple[Any, ...]) -> UseTotals:
    """Make a use of its row: five names, then the sums, and last what is committed."""
    numbers = [int(value) for value in row[5:]]
    direct, attributed = Amounts(*numbers[:4]), Amounts(*numbers[4:8])
    contribution, donor, donor_name, activity, title = row[:5]
    amounts = total_of([direct, attributed])
    return UseTotals(
        contribution, donor, donor_name, activity, title, amounts, direct, attributed, numbers[8]
    )


def _largest_first(use: UseTotals) -> tuple[int, str, str]:
    return -use.amounts.allocated_minor, use.contribution, use.activity


def money_of_programme(
    session: Session, programme_id: int, *, unpublished: bool = False
) -> dict[str, Amounts]:
    """Return the money of each funded activity of a programme, by the activity's code.

    `committed_minor` is committed and not yet spent. Activities that the reader is not shown are
    one, under the code "-".
    """
    hidden = withheld_codes(session, unpublished=unpublished)
    statement = (
        select(
            col(Activity.code),
            col(LedgerAccount.kind),
            func.sum(balance_at(LedgerAccount, today())),
        )
        .join(LedgerAccount, col(LedgerAccount.activity_id) == col(Activity.id))
        .where(col(Activity.programme_id) == programme_id)
        .group_by(col(Activity.code), col(LedgerAccount.kind))
    )
    found: defaultdict[str, Amounts] = defaultdict(Amounts)
    for code, kind, minor in session.execute(statement):
        signs = SPENDING.get(kind)
        if signs:
            added = Amounts(*(sign * int(minor) for sign in signs))
            shown = UNPUBLISHED if code in hidden else code
            found[shown] = total_of([found[shown], added])
    return dict(found)
