"""The activities of the annex: all that were under way, or have money in the period."""

from collections.abc import Iterable, Mapping

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.work_in_period import last_day_of_work
from tracker.fund.ledger.measures import Measure
from tracker.reports.commission.assistance import type_text
from tracker.reports.commission.figures import ActivityRow
from tracker.reports.content.charts import member_text
from tracker.reports.content.record_texts import record_text
from tracker.resolution.paragraph_content import CommissionContent
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.people_figures import read_people


def activity_rows(
    source: PageSource,
    content: CommissionContent,
    activities: Iterable[CountedActivity],
    going_on: Iterable[CountedActivity],
) -> tuple[ActivityRow, ...]:
    """Return the rows by code; what is not published is one row of money without more."""
    spent = {row.code: row.minor for row in source.reader.rows(Measure.SPENT, Dimension.ACTIVITY)}
    known = {one.code: one for one in activities}
    people = _people(source, content)
    codes = {one.code for one in going_on} | {code for code, minor in spent.items() if minor}
    return tuple(
        _named(source, known[code], people.get(code, 0), spent.get(code, 0))
        if code in known
        else _unnamed(source, code, spent[code])
        for code in sorted(codes, key=lambda code: (code not in known, code))
    )


def _people(source: PageSource, content: CommissionContent) -> Mapping[str, int | None]:
    """Return the people of each activity; None where a table hides them, here or elsewhere."""
    table = read_people(source, PeopleBy.ACTIVITY)
    found: dict[str, int | None] = {row.code: row.total for row in table.rows}
    for paragraph in content.paragraphs:
        for row in paragraph.activities:
            hidden = row.people is None or (table.suppressed and not table.rows)
            found[row.code] = None if hidden else found.get(row.code, 0)
    return found


def _named(source: PageSource, one: CountedActivity, people: int | None, spent: int) -> ActivityRow:
    return ActivityRow(
        one.code,
        record_text(source.reader.label(Dimension.ACTIVITY, one.code)),
        type_text(one.type),
        one.start,
        last_day_of_work(one) or one.end,
        people,
        spent,
    )


def _unnamed(source: PageSource, code: str, spent: int) -> ActivityRow:
    title = source.reader.label(Dimension.ACTIVITY, code)
    named = member_text(None, code, title)
    return ActivityRow(code or "none", named, None, None, None, None, spent)
