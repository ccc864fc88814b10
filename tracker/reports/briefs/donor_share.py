"""The share that one donor has in a brief's subject: by name and by the rule, apart."""

from collections.abc import Iterator

from tracker.fund.ledger.measures import Measure
from tracker.reports.briefs.parts import note
from tracker.reports.briefs.subjects import BriefSource
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.charts import member_text
from tracker.reports.content.texts import Amount, Text, sentence
from tracker.reports.statement.cells import (
    amount_column,
    share_of,
    sums_of,
    text_column,
)
from tracker.totals.chart_data.findings import share_of as part_of
from tracker.totals.dimensions import BY_RULE, NAMED, Dimension
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def donor_share(found: BriefSource, donor: str) -> Iterator[ReportTable]:
    """Yield the table of a donor's share, where its money is in it."""
    own = found.of_donor(donor)
    measures = (Measure.ALLOCATED, Measure.SPENT)
    allocated, spent = (own.amounts(measure, Dimension.ATTRIBUTION) for measure in measures)
    if not (any(allocated.values()) or any(spent.values())):
        return
    names = {NAMED: sentence("Direct: given by name"), BY_RULE: sentence("Attributed by the rule")}
    rows = tuple(
        TableRow(code, (name, Amount(allocated.get(code, 0)), Amount(spent.get(code, 0))))
        for code, name in names.items()
    )
    columns = (
        text_column("attribution", say("Attribution")),
        *(amount_column(measure.value, measure_name(measure)) for measure in measures),
    )
    whole = found.reader.total(Measure.SPENT)
    title = sentence("The share of %(donor)s, in US dollars", donor=_name(found, donor))
    yield ReportTable(
        "donor-share",
        (title,),
        columns,
        rows,
        sums_of(rows, sentence("Total")),
        (note(_of_whole(sum(spent.values()), whole)),) if whole > 0 else (),
    )


def _of_whole(spent: int, whole: int) -> Text:
    share = share_of(part_of(spent, whole))
    return sentence(
        "This is %(share)s of what was spent; people and results are those of the whole.",
        share=share or Amount(spent),
    )


def _name(found: BriefSource, donor: str) -> Text:
    label = found.reader.label(Dimension.DONOR, donor)
    return member_text(Dimension.DONOR, donor, label)
