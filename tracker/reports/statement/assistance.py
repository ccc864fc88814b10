"""What the money was used for: by name or by the rule, by activity, by tool, with what was done.

What was done is counted whole: never multiplied by a share of money, never added over donors.
"""

from tracker.assistance.dissemination_counts import DisseminationBy, UnitCounts
from tracker.assistance.small_counts import hidden_counts_note
from tracker.fund.ledger.measures import Measure
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.charts import member_text
from tracker.reports.content.record_texts import record_text, titled
from tracker.reports.content.texts import Amount, Sentence, Text, TextOfPeople, Words, sentence
from tracker.reports.statement.cells import (
    amount_column,
    count_column,
    count_of,
    share_column,
    share_of,
    sums_of,
    text_column,
)
from tracker.totals.chart_data.donor_activities import (
    ActivityOutcome,
    ActivityShare,
    paid_activities_of,
    paid_shares,
)
from tracker.totals.dimensions import BY_RULE, NAMED, Dimension
from tracker.totals.dissemination_figures import read_dissemination
from tracker.totals.measure_words import name as measure_name
from tracker.totals.measure_words import rule_definition, shares_definition
from tracker.totals.page_source import PageSource
from tracker.words import say

USED = (Measure.ALLOCATED, Measure.COMMITTED, Measure.SPENT, Measure.SUPPORT_COST)
COUNTED_WHOLE = sentence(
    "People, States and results are those of the whole activity: they are not multiplied by the "
    "share of money, and must not be added up over donors. Results are the indicators that were "
    "measured, and of them those that have reached their target."
)
DISSEMINATED_WHOLE = sentence(
    "Copies, downloads and people are those of the whole tool, whoever paid for it."
)


def attribution_table(source: PageSource) -> ReportTable:
    """Return what was used in the period, by name and by the rule, apart."""
    found = {
        measure: {row.code: row.minor for row in source.reader.rows(measure, Dimension.ATTRIBUTION)}
        for measure in USED
    }
    names = {NAMED: sentence("Direct: given by name"), BY_RULE: sentence("Attributed by the rule")}
    rows = tuple(
        TableRow(code, (name, *(Amount(found[measure].get(code, 0)) for measure in USED)))
        for code, name in names.items()
    )
    return ReportTable(
        "attribution",
        (sentence("Direct and attributed, in US dollars"),),
        (
            text_column("attribution", say("Attribution")),
            *(amount_column(one.value, measure_name(one)) for one in USED),
        ),
        rows,
        sums_of(rows, sentence("Total")),
        ((Sentence(rule_definition()),),),
    )


def activities_table(source: PageSource) -> ReportTable:
    """Return the activities that were paid for: the share of money, and what was done."""
    data = paid_activities_of(source)
    attributed = _attributed(source)
    rows = tuple(
        TableRow(
            one.share.code or "-none",
            (
                _named(Dimension.ACTIVITY, one.share),
                Amount(one.share.allocated),
                Amount(one.share.spent),
                Amount(attributed.get(one.share.code, 0)),
                Amount(one.share.whole_spent),
                share_of(one.share.share_bp),
                *map(count_of, _done(one.outcome)),
            ),
        )
        for one in data.rows
    )
    notes: list[Words] = [(COUNTED_WHOLE,)]
    if data.people.suppressed:
        notes.append((Sentence(hidden_counts_note()),))
    return ReportTable(
        "activities",
        (sentence("Activities, in US dollars and numbers"),),
        (
            text_column("activity", say("Activity")),
            amount_column("allocated", say("Allocated")),
            amount_column("spent", say("Spent")),
            amount_column("spent_attributed", say("of this, attributed by the rule")),
            amount_column("whole_spent", say("Spent by all donors")),
            share_column("share", say("Share")),
            count_column("people", say("People")),
            count_column("states", say("States")),
            count_column("results", say("Results")),
            count_column("targets_reached", say("Reached")),
        ),
        rows,
        sums_of(rows, sentence("Total"), without=(4,)) if rows else None,
        tuple(notes),
    )


def tools_table(source: PageSource, whole: PageSource) -> ReportTable:
    """Return the tools that were paid for; `whole` is the source of all donors."""
    shares = [one for one in paid_shares(source.reader, Dimension.TOOL) if one.code]
    counts = {row.code: row.counts for row in read_dissemination(whole, DisseminationBy.TOOL).rows}
    rows = tuple(
        TableRow(
            one.code,
            (
                _named(Dimension.TOOL, one),
                Amount(one.allocated),
                Amount(one.spent),
                Amount(one.whole_spent),
                share_of(one.share_bp),
                *map(count_of, counts.get(one.code, UnitCounts()).each),
            ),
        )
        for one in shares
    )
    return ReportTable(
        "tools",
        (sentence("Tools, in US dollars and numbers"),),
        (
            text_column("tool", say("Tool")),
            amount_column("allocated", say("Allocated")),
            amount_column("spent", say("Spent")),
            amount_column("whole_spent", say("Spent by all donors")),
            share_column("share", say("Share")),
            count_column("copies", say("Copies")),
            count_column("downloads", say("Downloads")),
            count_column("people", say("People")),
        ),
        rows,
        sums_of(rows, sentence("Total"), without=(3,)) if rows else None,
        ((Sentence(shares_definition()),), (DISSEMINATED_WHOLE,)),
    )


def _done(outcome: ActivityOutcome | None) -> tuple[int | None, ...]:
    """Return people, States, results and those reached; nothing of what is not published."""
    if outcome is None:
        return (None,) * 4
    return outcome.people, outcome.states, outcome.results, outcome.reached


def _attributed(source: PageSource) -> dict[str, int]:
    """Return what was spent on each activity by the rule, in US cents."""
    cross = source.reader.cross(Measure.SPENT, Dimension.ACTIVITY, Dimension.ATTRIBUTION)
    places = [place for place, (code, _label) in enumerate(cross.columns) if code == BY_RULE]
    return {
        code: sum(minor[place] for place in places)
        for (code, _label), minor in zip(cross.rows, cross.minor, strict=True)
    }


def _named(dimension: Dimension, one: ActivityShare) -> Text:
    """Return an activity or a tool by code and title; what is not published has neither."""
    text = member_text(dimension, one.code, one.label)
    is_of_record = isinstance(text, TextOfPeople) and one.code != "-"
    return titled(one.code, record_text(one.label)) if is_of_record else Sentence(one.label)
