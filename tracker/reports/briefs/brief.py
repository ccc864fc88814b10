"""The whole of a brief: title, summary, sections; the blocks of money that all briefs have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.fund.ledger.measures import Measure
from tracker.reports.briefs.donor_share import donor_share
from tracker.reports.briefs.money import (
    brief_measures,
    cost_table,
    payers_of,
    payers_table,
    spent_by_year,
)
from tracker.reports.briefs.subjects import BriefOf, BriefSource
from tracker.reports.content.blocks import Block, NumberedParagraph, ReportSection
from tracker.reports.content.record_texts import record_text
from tracker.reports.content.report import Facts, Masthead, ReportKind, ReportTree
from tracker.reports.content.texts import Amount, Text, TextOfPeople, counted, sentence
from tracker.totals.dimensions import Dimension

DIMENSIONS: Mapping[BriefOf, Dimension] = {
    BriefOf.PROGRAMME: Dimension.PROGRAMME,
    BriefOf.ACTIVITY: Dimension.ACTIVITY,
    BriefOf.TOOL: Dimension.TOOL,
}
"""The dimension that has the title of a subject."""


@dataclass(frozen=True, slots=True)
class BriefTerms:
    """The code of a brief's subject, and the donor whose share it tells, "" for none."""

    code: str
    donor: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief before its sections."""

    of: BriefOf
    found: BriefSource
    terms: BriefTerms
    facts: Facts

    @property
    def title(self) -> TextOfPeople:
        """The title of the subject, as it was known."""
        return record_text(self.found.reader.label(DIMENSIONS[self.of], self.terms.code))


def assembled(brief: Brief, said: Sequence[Text], sections: Sequence[ReportSection]) -> ReportTree:
    """Return the tree of a brief; sections without anything are left out."""
    words = (*money_in_words(brief.found), *said)
    return ReportTree(
        ReportKind.BRIEF,
        brief.facts,
        Masthead(),
        (brief.title,),
        (NumberedParagraph("summary", words),) if words else (),
        tuple(one for one in sections if one.blocks),
    )


def money_in_words(found: BriefSource) -> tuple[Text, ...]:
    """Say what was allocated and spent, and by how many donors; nothing where there is no money."""
    reader = found.reader
    allocated, spent = reader.total(Measure.ALLOCATED), reader.total(Measure.SPENT)
    donors = len([one for one in payers_of(reader) if one.code])
    if not (allocated or spent or donors):
        return ()
    amounts = sentence(
        "%(allocated)s allocated, of which %(spent)s spent.",
        allocated=Amount(allocated),
        spent=Amount(spent),
    )
    return (amounts, counted("One donor paid.", "%(count)s donors paid.", donors))


def money_blocks(found: BriefSource, terms: BriefTerms, budget: int | None) -> Iterator[Block]:
    """Yield what it cost, who paid, one donor's share where it is asked for, and the years."""
    reader = found.reader
    measures = brief_measures(reader, since_beginning=found.since_beginning)
    if budget is not None or any(measures.values()):
        yield cost_table(measures, budget)
    yield from payers_table(reader, payers_of(reader))
    if terms.donor:
        yield from donor_share(found, terms.donor)
    yield from spent_by_year(reader)
