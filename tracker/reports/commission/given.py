"""Contributions by kind and source of the funds, on operative paragraph 7."""

from tracker.fund.ledger.measures import Measure
from tracker.fund.states import ContributionKind
from tracker.reports.commission.links import Links, Opened
from tracker.reports.commission.parts import amount_column, opened_row, text_column, total_row
from tracker.reports.content.blocks import Block, ReportTable
from tracker.reports.content.texts import Sentence, Text, sentence
from tracker.resolution.paragraph_content import ContributionsGiven, ParagraphContent
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import source_name
from tracker.totals.opening import Opening

APART = sentence("Contributions in kind are valued, and never added to those in cash.")
TITLES: dict[ContributionKind, Text] = {
    ContributionKind.CASH: sentence("Contributions in cash by source of the funds"),
    ContributionKind.IN_KIND: sentence("Contributions in kind by source of the funds"),
}


def given_tables(found: ParagraphContent | None, links: Links) -> tuple[Block, ...]:
    """Return a table of each kind of contributions that were pledged or received."""
    if found is None:
        return ()
    every = (_table(kind, found.contributions, links) for kind in ContributionKind)
    return tuple(table for own in every for table in own)


def _table(
    kind: ContributionKind, given: tuple[ContributionsGiven, ...], links: Links
) -> tuple[ReportTable, ...]:
    rows = [one for one in given if one.kind is kind]
    if not any(one.pledged_minor or one.received_minor for one in rows):
        return ()
    columns = (
        text_column("source", sentence("Source of the funds")),
        amount_column("pledged", sentence("Pledged (USD)")),
        amount_column("received", sentence("Received (USD)")),
    )
    made = tuple(
        opened_row(
            one.source,
            Sentence(source_name(one.source)),
            *_amounts(one.pledged_minor, one.received_minor, kind, one.source, links),
        )
        for one in rows
    )
    pledged = sum(one.pledged_minor for one in rows)
    received = sum(one.received_minor for one in rows)
    sums = total_row(*_amounts(pledged, received, kind, "", links))
    notes = ((APART,),) if kind is ContributionKind.IN_KIND else ()
    return (
        ReportTable(
            f"given-{kind.value}", (TITLES[kind],), columns, made, sums, notes, links.paragraph(7)
        ),
    )


def _amounts(
    pledged: int, received: int, kind: ContributionKind, source: str, links: Links
) -> tuple[Opened, ...]:
    """Return what was pledged and received of a kind, from a source or from all."""

    def amount(minor: int, measure: Measure) -> Opened:
        opening = Opening(measure).at(Dimension.KIND, kind)
        return links.money(minor, opening.at(Dimension.SOURCE, source) if source else opening)

    return amount(pledged, Measure.PLEDGED), amount(received, Measure.RECEIVED)
