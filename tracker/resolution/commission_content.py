"""Reads the content on the operative paragraphs: in a period, with the period before beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tracker.assistance.needs import Need
from tracker.assistance.states import RequestStatus
from tracker.fund.ledger.measures import Measure
from tracker.fund.states import ContributionKind, ContributionSource
from tracker.periods import Span
from tracker.reference.paragraphs import Paragraph, paragraphs
from tracker.resolution.adherence_reported import adherence_reported
from tracker.resolution.paragraph_activities import (
    kinds_of_programme,
    kinds_of_work,
    paragraph_activities,
    people_reached,
)
from tracker.resolution.paragraph_content import (
    CommissionContent,
    ContributionsGiven,
    NeedsStated,
    ParagraphContent,
    ParagraphFigures,
    ReportedDays,
)
from tracker.resolution.paragraph_themes import themes_of_work
from tracker.resolution.paragraph_tools import number_of_tools, paragraph_tools
from tracker.resolution.period_work import (
    ParagraphWork,
    PeriodWork,
    read_period,
    source_of,
)
from tracker.resolution.reported_periods import session_since
from tracker.resolution.work_record import WorkRecord, read_work
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource

NOTED, ADHERE, THEMES, ASSISTANCE, CONTRIBUTE, REPORT = 1, 2, 3, 5, 7, 11
"""The paragraphs with parts of their own: adherence, themes, needs, contributions, reports."""
ASKED = ("United Nations Office on Drugs and Crime", "Secretariat")
"""Those among the addressees who are asked to do something that the record can show."""


def read_commission(source: PageSource) -> CommissionContent:
    """Read the content on all paragraphs, or on those that a query has chosen."""
    return source.once(_read_content)


def asks_the_office(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is addressed to UNODC or to the Secretariat."""
    return any(who in paragraph.who for who in ASKED)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read for all paragraphs: the record of work, and the work of both periods."""

    source: PageSource
    record: WorkRecord
    now: PeriodWork
    before: PeriodWork | None

    def title(self, dimension: Dimension, code: str) -> str:
        """Return the title of a code of a dimension."""
        return self.source.reader.label(dimension, code)

    def figures(self, work: PeriodWork, number: int) -> ParagraphFigures:
        """Return the figures of a paragraph in a period."""
        own = work.paragraphs[number]
        return ParagraphFigures(
            activities=len(own.under_way),
            people=people_reached(own.people.all),
            tools=number_of_tools(own),
            disseminated=own.disseminated.all,
            allocated_minor=own.allocated_minor,
            spent_minor=own.spent_minor,
        )


def _read_content(source: PageSource) -> CommissionContent:
    """Read both periods, and make the content of each paragraph."""
    chosen = source.query.of(Dimension.PARAGRAPH)
    numbers = sorted(map(int, chosen)) if chosen else list(paragraphs())
    record, before = read_work(source), source.before
    reading = _Reading(
        source,
        record,
        read_period(source, record, numbers),
        None if before is None else read_period(before, record, numbers),
    )
    return CommissionContent(
        _days(source),
        None if before is None else _days(before),
        tuple(_paragraph(reading, paragraphs()[number]) for number in numbers),
    )


def _paragraph(reading: _Reading, paragraph: Paragraph) -> ParagraphContent:
    """Make the content of one paragraph: what each has, and the parts that it alone asks for."""
    number, now, before = paragraph.number, reading.now, reading.before
    own = now.paragraphs[number]
    then = None if before is None else before.paragraphs[number]
    content = ParagraphContent(
        number=number,
        who=paragraph.who,
        action=paragraph.action,
        text=paragraph.text,
        asks_the_office=asks_the_office(paragraph),
        now=reading.figures(now, number),
        before=None if before is None else reading.figures(before, number),
        activities=paragraph_activities(
            number, now.paragraphs, lambda code: reading.title(Dimension.ACTIVITY, code)
        ),
        kinds=kinds_of_work(own, then),
        tools=paragraph_tools(own, then, lambda code: reading.title(Dimension.TOOL, code)),
        keeps_reports=number != REPORT,
    )
    return _with_own_parts(reading, content, own, then)


def _with_own_parts(
    reading: _Reading, content: ParagraphContent, own: ParagraphWork, then: ParagraphWork | None
) -> ParagraphContent:
    """Add what one paragraph alone asks for: adherence, themes, needs or contributions."""
    record, now, before = reading.record, reading.now, reading.before
    if content.number in (NOTED, ADHERE):
        return replace(content, adherence=reading.source.once(adherence_reported))
    if content.number == THEMES:
        return replace(content, themes=themes_of_work(record, now, before))
    if content.number == ASSISTANCE:
        return replace(
            content,
            programmes=kinds_of_programme(own, then, record.kinds),
            needs=needs_stated(record.needs, now.span),
            needs_before=None if before is None else needs_stated(record.needs, before.span),
        )
    if content.number == CONTRIBUTE:
        return replace(content, contributions=contributions_given(reading.source))
    return content


def needs_stated(needs: Iterable[Need], span: Span) -> NeedsStated:
    """Count the requests received in a period, and those of them that were taken up."""
    own = [need for need in needs if need.received_on in span]
    return NeedsStated(
        len(own),
        sum(need.status is RequestStatus.PLANNED for need in own),
        sum(need.status is RequestStatus.ANSWERED for need in own),
    )


def contributions_given(source: PageSource) -> tuple[ContributionsGiven, ...]:
    """Return what was pledged and received by kind and source, in both periods."""
    now = _given(source)
    before = None if source.before is None else _given(source.before)
    return tuple(
        ContributionsGiven(
            kind,
            origin,
            *now[kind, origin],
            *((None, None) if before is None else before[kind, origin]),
        )
        for kind in ContributionKind
        for origin in ContributionSource
    )


def _given(source: PageSource) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return what was pledged and received, by kind and source."""
    reader = source_of(source).reader
    sums = []
    for measure in (Measure.PLEDGED, Measure.RECEIVED):
        frame = reader.totals(measure, Dimension.KIND, Dimension.SOURCE).frame
        codes = zip(frame[Dimension.KIND].tolist(), frame[Dimension.SOURCE].tolist(), strict=True)
        sums.append(dict(zip(codes, frame["minor"].tolist(), strict=True)))
    pledged, received = sums
    return {
        (kind, origin): (pledged.get((kind, origin), 0), received.get((kind, origin), 0))
        for kind in ContributionKind
        for origin in ContributionSource
    }


def _days(source: PageSource) -> ReportedDays:
    """Return the days of a source's period."""
    span = source.query.span()
    since = session_since(source.query, source.reader.sessions)
    return ReportedDays(
        span.first,
        span.last or source.query.counted_to(),
        source.query.session,
        since.code if since else "",
    )
