"""Small reports for tests of the tree and of its renderings."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tracker.reports.content.blocks import (
    Category,
    ChartKind,
    NumberedParagraph,
    Point,
    Quotation,
    ReportChart,
    ReportColumn,
    ReportSection,
    ReportTable,
    Series,
    TableCellKind,
    TableRow,
)
from tracker.reports.content.report import Facts, Masthead, ReportKind, ReportTree
from tracker.reports.content.texts import (
    Amount,
    Count,
    Day,
    Footnote,
    Name,
    NameKind,
    PerCent,
    PlainText,
    counted,
    sentence,
)

FACTS = Facts(
    first=date(2013, 4, 27),
    last=date(2014, 4, 30),
    as_at=date(2014, 4, 30),
    known_at=datetime(2026, 11, 29, 20, 0, 5, tzinfo=UTC),
    data_version=12,
    chain_head="ab" * 32,
    chain_number=77,
    is_illustrative=True,
    source="Article 30 Tracker",
)
HEAD = Masthead(
    organ=sentence("Commission on Crime Prevention and Criminal Justice"),
    symbol="E/CN.15/2014/00",
    agenda_item="6",
    agenda_note="E/CN.15/2014/1.",
)
DONORS = (("ITA", "Italy", 1_234_567_89, 3, 9_000), ("DEU", "Germany", -55_00, 1, 1_000))
COLUMNS = (
    ReportColumn("donor", sentence("Donor")),
    ReportColumn("received", sentence("Received"), TableCellKind.AMOUNT),
    ReportColumn("contributions", sentence("Contributions"), TableCellKind.COUNT),
    ReportColumn("share", sentence("Share"), TableCellKind.SHARE),
    ReportColumn("day", sentence("Day"), TableCellKind.DAY),
)


def small_table(typed: str = "A note.") -> ReportTable:
    """Return a table with every kind of column, and a cell without a value."""
    rows = tuple(
        TableRow(
            code,
            (
                Name(NameKind.PARTY, code, name),
                Amount(minor),
                Count(number),
                PerCent(points),
                Day(date(2013, 3, 28)),
            ),
        )
        for code, name, minor, number, points in DONORS
    )
    total = TableRow("", (sentence("Total"), Amount(1_234_512_89), None, None, None))
    return ReportTable(
        "by-donor", (sentence("Donor"),), COLUMNS, rows, total, ((PlainText(typed),),), "/figures"
    )


def small_chart() -> ReportChart:
    """Return a chart of bars."""
    return ReportChart(
        "received-by-donor",
        (sentence("Received"),),
        (PlainText("Italy gave most."),),
        ChartKind.BARS,
        tuple(Category(code, Name(NameKind.PARTY, code, name)) for code, name, *_ in DONORS),
        (Series("", sentence("Received"), (1_234_567_89, 55_00), ("money", "", "")),),
        sentence("US dollars"),
    )


def small_report(typed: str = "Typed by a person.") -> ReportTree:
    """Return a report with each kind of block; a text of people stands wherever one can."""
    people = PlainText(typed)
    first = NumberedParagraph(
        "first",
        (people, Footnote((people,)), counted("One activity.", "%(count)s activities.", 4)),
        (Point((people,), (Point((people,)), Point((PlainText("ii"),)))), Point((people,))),
        behind="/dashboards/commission",
    )
    return ReportTree(
        ReportKind.COMMISSION,
        FACTS,
        replace(HEAD, agenda_title=typed),
        (PlainText("Report"), people),
        (NumberedParagraph("summary", (people,)),),
        (
            ReportSection(
                "introduction", sentence("Introduction"), (first, Quotation("q", (people,)))
            ),
            ReportSection(
                "resources",
                people,
                (NumberedParagraph("second", (people, Amount(8_541_786_59))), small_table(typed)),
            ),
            ReportSection("donors", sentence("Donor"), (small_chart(),), 2),
        ),
        (ReportSection("annex", people, (NumberedParagraph("third", (people,)),)),),
    )
