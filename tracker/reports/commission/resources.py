"""V: the resources of the account, by donor, earmarking and financing instrument."""

from collections.abc import Callable, Iterable, Sequence

from tracker.fund.ledger.measures import Measure
from tracker.reports.commission.figures import MoneyOfPeriod, MoneyRow, Resources
from tracker.reports.commission.given import given_tables
from tracker.reports.commission.links import Links
from tracker.reports.commission.parts import (
    amount,
    amount_column,
    blocks,
    opened_row,
    paragraph,
    said,
    share,
    text_column,
    total_row,
)
from tracker.reports.content.blocks import Block, ReportSection, ReportTable, TableRow
from tracker.reports.content.texts import (
    Amount,
    Listing,
    Sentence,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.resolution.paragraph_content import ParagraphContent
from tracker.totals.chart_data.step_words import flow_name
from tracker.totals.chart_data.waterfall import FLOW_MEASURES
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import Opening

BEFORE = sentence("In the period before (USD)")


MOST_CODES = 60
"""The most contributions that one address names."""
_Measured = tuple[Measure, Callable[[MoneyRow], int], bool]
_MEASURED: tuple[_Measured, ...] = (
    (Measure.PLEDGED, lambda row: row.pledged, False),
    (Measure.RECEIVED, lambda row: row.received, False),
    (Measure.RECEIVED, lambda row: row.received_before or 0, True),
    (Measure.SPENT, lambda row: row.spent, False),
)
"""The columns of amounts: the measure, the amount, whether of the period before."""


def resources_sections(
    found: Resources, links: Links, given: ParagraphContent | None = None
) -> tuple[ReportSection, ...]:
    """Return the section with its parts; a part without anything is left out."""
    charts = {chart.id: chart for chart in found.charts}

    def chart(identity: str) -> tuple[Block, ...]:
        return (charts[identity],) if identity in charts else ()

    whole = ReportSection(
        "resources",
        sentence("Resources"),
        ()
        if found.now.is_empty
        else blocks(
            paragraph("account-in-words", account_in_words(found), links.answer("waterfall")),
            (_account_table(found, links),),
            chart("account-chart"),
        ),
    )
    donors = blocks(
        paragraph(
            "donors", _donors(found.by_donor), links.totals(Measure.RECEIVED, Dimension.DONOR)
        ),
        _table("donor", found.by_donor, links, Dimension.DONOR),
        chart("donors-chart"),
    )
    by_earmarking = links.totals(Measure.RECEIVED, Dimension.EARMARKING)
    earmarking = blocks(
        paragraph("earmarking", _parts(found.by_earmarking), by_earmarking),
        _table("earmarking", found.by_earmarking, links, Dimension.EARMARKING),
    )
    financing = _table("financing", found.by_financing, links, Dimension.CONTRIBUTION)
    by_source = given_tables(given, links)
    parts = (
        ("resources-donors", sentence("By donor"), donors),
        ("resources-earmarking", sentence("By earmarking"), earmarking),
        ("resources-financing", sentence("By financing instrument"), financing),
        ("resources-given", sentence("By kind and source of the funds"), by_source),
    )
    return (whole, *(ReportSection(code, title, own, 2) for code, title, own in parts if own))


def account_in_words(found: Resources) -> Words:
    """Say what was there, what came and what went, in the period and in the one before."""
    if found.now.is_empty:
        return ()
    flows = found.now.flows
    balance = sentence(
        "The balance of the account was %(opening)s at the beginning of the period and "
        "%(closing)s at its end.",
        opening=Amount(flows.opening_minor),
        closing=Amount(flows.closing_minor),
    )
    before = None if found.before is None or found.before.is_empty else _went_before(found.before)
    return said(balance, _went(found.now), before)


def _went(own: MoneyOfPeriod) -> Text:
    return sentence(
        "In the period, %(pledged)s was pledged, %(received)s was received, %(spent)s was spent "
        "on activities, and %(support)s was charged as programme support cost.",
        pledged=Amount(own.pledged),
        received=Amount(own.received),
        spent=Amount(own.spent),
        support=Amount(own.support_cost),
    )


def _went_before(own: MoneyOfPeriod) -> Text:
    return sentence(
        "In the period before, %(pledged)s was pledged, %(received)s was received and %(spent)s "
        "was spent on activities.",
        pledged=Amount(own.pledged),
        received=Amount(own.received),
        spent=Amount(own.spent),
    )


def _account_table(found: Resources, links: Links) -> ReportTable:
    """Return opening balance, what came, what went; their sum is the closing balance."""
    own = (found.now,) if found.before is None else (found.now, found.before)
    columns = (
        text_column("step", sentence("Step")),
        amount_column("amount", sentence("Amount (USD)")),
        *((amount_column("before", BEFORE),) if found.before is not None else ()),
    )
    opening = TableRow(
        "opening",
        (sentence("Opening balance"), *(amount(one.flows.opening_minor) for one in own)),
    )
    closing = TableRow(
        "closing",
        (sentence("Closing balance"), *(amount(one.flows.closing_minor) for one in own)),
    )
    rows = (opening, *_flow_rows(own, links))
    title, behind = sentence("The account in the period"), links.answer("waterfall")
    return ReportTable("account", (title,), columns, rows, closing, behind=behind)


def _flow_rows(periods: Sequence[MoneyOfPeriod], links: Links) -> Iterable[TableRow]:
    """Yield a row for each flow of any of the periods: what came, then what went."""
    came = [flow.name for one in periods for flow in one.flows.came]
    went = [flow.name for one in periods for flow in one.flows.went]
    flows = [
        {flow.name: flow.minor for flow in (*one.flows.came, *one.flows.went)} for one in periods
    ]
    for name in dict.fromkeys((*came, *went)):
        opening = Opening(FLOW_MEASURES[name])
        cells = (
            links.money(own.get(name, 0), opening, before=place > 0)
            for place, own in enumerate(flows)
        )
        yield opened_row(name, Sentence(flow_name(name)), *cells)


def _donors(rows: tuple[MoneyRow, ...]) -> Words:
    """Name the donors that paid in."""
    paid = [row for row in rows if row.received > 0 and row.code]
    if not paid:
        return ()
    names = sentence(
        "In the period, payments came from: %(names)s.",
        names=Listing(tuple(row.name for row in paid)),
    )
    number = counted(
        "One donor paid in to the account in the period.",
        "%(count)s donors paid in to the account in the period.",
        len(paid),
    )
    return (number, names) if len(paid) > 1 else (names,)


def _parts(rows: tuple[MoneyRow, ...]) -> Words:
    """Say in which parts what was received is earmarked."""
    received = sum(row.received for row in rows)
    if received <= 0:
        return ()
    parts = tuple(named_share(row, received) for row in rows if row.received > 0)
    return (sentence("By earmarking, what was received is: %(parts)s.", parts=Listing(parts)),)


def named_share(row: MoneyRow, whole: int) -> Text:
    """Return a name with its part of what was received."""
    return sentence("%(name)s (%(share)s)", name=row.name, share=share(row.received, whole))


def _table(name: str, rows: tuple[MoneyRow, ...], links: Links, by: Dimension) -> tuple[Block, ...]:
    """Return pledged, received and spent by a code, with what was received before."""
    if not rows:
        return ()
    compared = any(row.received_before is not None for row in rows)
    heading, title = _HEADINGS[name]
    columns = (
        text_column(name, heading),
        amount_column("pledged", sentence("Pledged (USD)")),
        amount_column("received", sentence("Received (USD)")),
        *((amount_column("received_before", RECEIVED_BEFORE),) if compared else ()),
        amount_column("spent", sentence("Spent (USD)")),
    )
    measured = _MEASURED if compared else (*_MEASURED[:2], *_MEASURED[3:])
    made = tuple(_money_row(row, links, by, measured) for row in rows)
    sums = total_row(
        *(
            links.money(sum(of(row) for row in rows), Opening(measure), before=before)
            for measure, of, before in measured
        )
    )
    behind = links.totals(Measure.RECEIVED, by)
    return (ReportTable(f"resources-by-{name}", (title,), columns, made, sums, behind=behind),)


def _money_row(
    row: MoneyRow, links: Links, by: Dimension, measured: Sequence[_Measured]
) -> TableRow:
    """Return the amounts of a code, each with the rows behind it where they can be named."""
    codes = row.contributions if by is Dimension.CONTRIBUTION else (row.code,)
    named = row.code if 0 < len(codes) <= MOST_CODES else ""
    cells = (
        links.money(of(row), Opening(measure).at(by, *codes), named, before=before)
        for measure, of, before in measured
    )
    return opened_row(row.code or "-", row.name, *cells)


RECEIVED_BEFORE = sentence("Received in the period before (USD)")
_HEADINGS: dict[str, tuple[Text, Text]] = {
    "donor": (sentence("Donor"), sentence("Money by donor")),
    "earmarking": (sentence("Earmarking"), sentence("Money by earmarking")),
    "financing": (
        sentence("Financing instrument"),
        sentence("Money by financing instrument (UN Data Standard IV)"),
    ),
}
