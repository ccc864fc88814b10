"""The rows behind the members of all dimensions, as they are and as they were known at a moment."""

from collections.abc import Container, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, literal, or_, select, union_all

from tracker.assistance.cost_shares import share_statements
from tracker.assistance.states import ShareKind
from tracker.assistance.tables.activities import Activity, ActivityParagraph, Programme
from tracker.assistance.tables.former_breakdowns import (
    FormerActivityBreakdown,
    FormerActivityShare,
)
from tracker.assistance.tables.tools import Tool
from tracker.fund.breakdowns import first_after
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.former_breakdowns import (
    FormerContributionBreakdown,
    FormerContributionScope,
    FormerDonorBreakdown,
    FormerPeriodOfUse,
)
from tracker.reference.tables import AddedSession
from tracker.totals.dimensions import Dimension
from tracker.totals.plain_select import columns_of, day_number, rows_of
from tracker.totals.query import EPOCH, moment_of

LAST_DAY = 6
"""The place of the last day of use in the row of a contribution."""


class MemberRows(NamedTuple):
    """The rows behind donors, contributions, programmes, activities and their shares.

    The TERMS of a contribution are the rate of support cost, its basis, the last day of use, and
    the day of the pledge.
    """

    donors: Sequence[Any]  # id, code, name, type, merged_into_id
    # id, donor_id, earmarking, reference, TERMS, kind, source, currency
    contributions: Sequence[Any]
    programmes: Sequence[Any]  # id, code, title
    activities: Sequence[Any]  # id, code, title, programme_id, publication
    instruments: Sequence[Any]  # activity_id, instrument, share_bp
    beneficiaries: Sequence[Any]  # activity_id, place, share_bp
    tools: Sequence[Any]  # activity_id, tool code, share_bp summed over the uses
    tool_titles: Sequence[Any]  # code, title
    paragraphs: Sequence[Any]  # activity_id, operative paragraph
    sessions: Sequence[Any] = ()  # body, number, first day, last day of those that were added
    scopes: Sequence[Any] = ()  # contribution_id, kind, code
    # dimension, code, title, its language, texts in others
    texts: Sequence[Any] = ()


def read_members(connection: Connection) -> MemberRows:
    """Return the rows behind the members of all dimensions."""
    donor, contribution = columns_of(Donor), columns_of(Contribution)
    programme, activity = columns_of(Programme), columns_of(Activity)
    tool, answered = columns_of(Tool), columns_of(ActivityParagraph)
    added = columns_of(AddedSession)
    scope = columns_of(ContributionScope)
    return MemberRows(
        rows_of(
            connection,
            select(donor.id, donor.code, donor.name, donor.type, donor.merged_into_id),
        ),
        rows_of(
            connection,
            select(
                contribution.id,
                contribution.donor_id,
                contribution.earmarking,
                contribution.reference,
                contribution.support_rate_bp,
                contribution.support_basis,
                day_number(contribution.use_until),
                day_number(contribution.pledged_on),
                contribution.kind,
                contribution.source,
                contribution.currency,
            ),
        ),
        rows_of(connection, select(programme.id, programme.code, programme.title)),
        rows_of(
            connection,
            select(
                activity.id,
                activity.code,
                activity.title,
                activity.programme_id,
                activity.publication,
            ),
        ),
        *_share_rows(connection),
        rows_of(connection, select(tool.code, tool.title).order_by(tool.id)),
        rows_of(connection, select(answered.activity_id, answered.paragraph)),
        connection.execute(
            select(added.body, added.number, added.first_day, added.last_day).order_by(added.id)
        ).all(),
        rows_of(connection, select(scope.contribution_id, scope.kind, scope.code)),
        _texts(connection),
    )


def _texts(connection: Connection) -> Sequence[Any]:
    """Return the records that say something of languages."""
    tables = (
        (Dimension.PROGRAMME, columns_of(Programme)),
        (Dimension.ACTIVITY, columns_of(Activity)),
        (Dimension.TOOL, columns_of(Tool)),
    )
    statements = [
        select(
            literal(dimension.value), table.code, table.title, table.written_in, table.texts
        ).where(or_(table.texts.is_not(None), table.written_in.is_not(None)))
        for dimension, table in tables
    ]
    rows = connection.execute(union_all(*statements)).all()
    return [(Dimension(dimension), *row) for dimension, *row in rows]


def read_members_known(connection: Connection, moment: int) -> MemberRows | None:
    """Return the rows behind the members as they were known at a moment.

    Titles are today's. None where nothing was changed since, so that today's members hold.
    """
    donors = _former(connection, FormerDonorBreakdown, "donor_id", moment)
    contributions = _former(connection, FormerContributionBreakdown, "contribution_id", moment)
    activities = _former(connection, FormerActivityBreakdown, "activity_id", moment)
    periods = _former(connection, FormerPeriodOfUse, "contribution_id", moment)
    if not (donors or contributions or activities or periods):
        return None
    rows = read_members(connection)
    instruments, places, tools = _former_shares(connection, moment)
    return rows._replace(
        donors=[_with(row, donors, (3, "type"), (4, "merged_into_id")) for row in rows.donors],
        contributions=[
            _with_period(_with(row, contributions, (1, "donor_id"), (2, "earmarking")), periods)
            for row in rows.contributions
        ],
        activities=[_with(row, activities, (3, "programme_id")) for row in rows.activities],
        instruments=_shares_with(rows.instruments, activities, instruments),
        beneficiaries=_shares_with(rows.beneficiaries, activities, places),
        tools=_shares_with(rows.tools, activities, tools),
        paragraphs=_paragraphs_with(rows.paragraphs, activities),
        scopes=_shares_with(rows.scopes, contributions, _former_scopes(connection, moment)),
    )


def _former(connection: Connection, table: type[Any], record: str, moment: int) -> dict[int, Any]:
    """Return, by their record, the former breakdowns that held at a moment."""
    columns = columns_of(table)
    held = first_after(columns, columns[record], moment_of(moment))
    rows = connection.execute(select(columns).where(columns.id.in_(held.scalar_subquery())))
    return {getattr(row, record): row for row in rows}


def _former_scopes(connection: Connection, moment: int) -> Sequence[Any]:
    """Return the scopes of former breakdowns of a moment."""
    scope, former = columns_of(FormerContributionScope), columns_of(FormerContributionBreakdown)
    held = first_after(former, former.contribution_id, moment_of(moment))
    return connection.execute(
        select(former.contribution_id, scope.kind, scope.code)
        .join(former.id.table, former.id == scope.breakdown_id)
        .where(former.id.in_(held.scalar_subquery()))
        .order_by(former.contribution_id, scope.kind, scope.code)
    ).all()


def _former_shares(
    connection: Connection, moment: int
) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return the shares of former breakdowns of a moment: instruments, places, tools."""
    share, former = columns_of(FormerActivityShare), columns_of(FormerActivityBreakdown)
    held = first_after(former, former.activity_id, moment_of(moment))
    rows = connection.execute(
        select(share.kind, former.activity_id, share.code, share.share_bp)
        .join(former.id.table, former.id == share.breakdown_id)
        .where(former.id.in_(held.scalar_subquery()))
        .order_by(former.activity_id, share.code)
    ).all()
    found: dict[ShareKind, list[Any]] = {kind: [] for kind in ShareKind}
    for kind, *row in rows:
        found[kind].append(tuple(row))
    return found[ShareKind.INSTRUMENT], found[ShareKind.PLACE], found[ShareKind.TOOL]


def _with(row: Sequence[Any], former: dict[int, Any], *columns: tuple[int, str]) -> Sequence[Any]:
    """Return a row with some columns, by their place, of its former breakdown."""
    before = former.get(row[0])
    if before is None:
        return row
    changed = list(row)
    for place, name in columns:
        changed[place] = getattr(before, name)
    return changed


def _with_period(row: Sequence[Any], former: dict[int, Any]) -> Sequence[Any]:
    """Return the row of a contribution with the last day of use that was known."""
    before = former.get(row[0])
    if before is None:
        return row
    last = None if before.use_until is None else (before.use_until - EPOCH).days
    return [*row[:LAST_DAY], last, *row[LAST_DAY + 1 :]]


def _shares_with(
    rows: Sequence[Any], former: Container[int], shares: Sequence[Any]
) -> Sequence[Any]:
    """Return the shares of activities, those with a former breakdown with its own."""
    return [*(row for row in rows if row[0] not in former), *shares]


def _paragraphs_with(rows: Sequence[Any], former: dict[int, Any]) -> Sequence[Any]:
    """Return the paragraphs of activities, those with a former breakdown with its own.

    A breakdown of before paragraphs were kept has None: the paragraphs of now stay.
    """
    kept = {
        activity: before.paragraphs
        for activity, before in former.items()
        if before.paragraphs is not None
    }
    own = [(activity, int(number)) for activity, text in kept.items() for number in text.split()]
    return [*(row for row in rows if row[0] not in kept), *own]


def _share_rows(connection: Connection) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return the cost shares of all activities: instruments, places, tools."""
    statements = share_statements()
    return (
        rows_of(connection, statements.instruments),
        rows_of(connection, statements.places),
        rows_of(connection, statements.tools),
    )
