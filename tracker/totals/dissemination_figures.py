"""Figures of dissemination under a query, and of the period before it.

One read for pages, files, the API and documents. Whoever may not see small counts of people gets
the tables without them.
"""

from dataclasses import dataclass, replace

from tracker.assistance.dissemination_counts import (
    DisseminationBy,
    DisseminationChoice,
    DisseminationPart,
    DisseminationTable,
    KnownDissemination,
    chosen_events,
    dissemination_table,
    without_small_counts,
)
from tracker.assistance.known_disseminations import read_disseminations
from tracker.people.permissions import may_see_small_counts
from tracker.totals.comparisons import query_before
from tracker.totals.counted_records import (
    choice_of,
    counted_activities,
    hidden_activities,
    kept_with_record,
    moment_of_knowledge,
)
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query

Parts = tuple[DisseminationPart, ...]


@dataclass(frozen=True, slots=True)
class DisseminationPeriods:
    """The counts of a query's days, and of the period before; None where it has no first day."""

    now: DisseminationTable
    before: DisseminationTable | None


def read_dissemination(
    source: PageSource, by: DisseminationBy | None = None, parts: Parts = ()
) -> DisseminationTable:
    """Return what was disseminated by a breakdown, as the source's user may see it."""
    return _table(source, source.query, by, parts)


def read_with_period_before(
    source: PageSource, by: DisseminationBy | None = None, parts: Parts = ()
) -> DisseminationPeriods:
    """Return what was disseminated by a breakdown, with the period before."""
    before = query_before(source.query, source.reader.sessions)
    return DisseminationPeriods(
        _table(source, source.query, by, parts),
        None if before is None else _table(source, before, by, parts),
    )


def events_behind(
    source: PageSource, query: Query, parts: Parts = ()
) -> tuple[KnownDissemination, ...]:
    """Return the events of a query and of parts, by day and code; no count is hidden."""
    known = kept_with_record(source, "events of dissemination", _read)
    choice = replace(choice_of(source, query, DisseminationChoice), parts=parts)
    return chosen_events(known, choice)


def as_shown(source: PageSource, table: DisseminationTable) -> DisseminationTable:
    """Return a table as the source's user may see it."""
    return table if may_see_small_counts(source.user) else without_small_counts(table)


def _table(
    source: PageSource, query: Query, by: DisseminationBy | None, parts: Parts
) -> DisseminationTable:
    """Return the counts of a query as the source's user may see them."""
    return as_shown(source, dissemination_table(events_behind(source, query, parts), by))


def _read(source: PageSource) -> tuple[KnownDissemination, ...]:
    """Read all events that were known, with what their activities have as far as they are shown."""
    return read_disseminations(
        source.session,
        counted_activities(source),
        moment_of_knowledge(source.query),
        hidden_activities(source),
    )
