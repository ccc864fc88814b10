"""III: the assistance delivered, by instrument and region; awareness; the review mechanism."""

from collections.abc import Iterable

from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import CountRow, hidden_counts_note
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import ActivityType, label
from tracker.reports.commission.figures import Assistance, KindRow, WorkRow
from tracker.reports.commission.links import Links, Opened
from tracker.reports.commission.parts import (
    amount_column,
    blocks,
    count,
    count_column,
    opened_row,
    paragraph,
    said,
    share,
    text_column,
    total_row,
)
from tracker.reports.commission.themes import themes_table
from tracker.reports.content.blocks import Block, ReportSection, ReportTable
from tracker.reports.content.texts import (
    Amount,
    Count,
    Listing,
    Name,
    NameKind,
    Sentence,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.reports.spelling.names import ORIGINAL
from tracker.resolution.paragraph_content import KindOfWork, ParagraphContent
from tracker.resolution.work_tables import WORK
from tracker.totals.chart_data.people import OPENS
from tracker.totals.dimensions import Dimension
from tracker.totals.opened_work import WorkBy
from tracker.totals.opening import Opening

BEFORE = sentence("In the period before")
WHOLE_NOTE = sentence(
    "An activity counts whole in each row that it belongs to, so that activities, people and "
    "States do not add up."
)


def assistance_sections(
    found: Assistance,
    awareness: ParagraphContent | None,
    mechanism: ParagraphContent | None,
    links: Links,
    themes: ParagraphContent | None = None,
) -> tuple[ReportSection, ...]:
    """Return the section with its parts; a part without anything is left out."""
    whole = ReportSection(
        "assistance", sentence("Technical assistance delivered"), blocks(*_whole(found, links))
    )
    parts = (
        (
            "assistance-instruments",
            sentence("By instrument"),
            _by("instrument", found.by_instrument, links),
        ),
        ("assistance-regions", sentence("By region"), _by("region", found.by_region, links)),
        (
            "assistance-themes",
            sentence("By theme"),
            themes_table(themes, found.activities, links),
        ),
        ("awareness", sentence("Awareness and partnerships"), _on_awareness(awareness, links)),
        ("mechanism", sentence("Review mechanism"), _on_mechanism(mechanism, links)),
    )
    return (whole, *(ReportSection(code, title, own, 2) for code, title, own in parts if own))


def work_in_words(found: Assistance) -> Words:
    """Say how many activities were under way, and how many people and States they reached."""
    return said(*_activities(found), *_people(found), *_states(found))


def _whole(found: Assistance, links: Links) -> Iterable[Iterable[Block]]:
    yield paragraph(
        "activities", said(*_activities(found), *_states(found)), links.page("commission")
    )
    yield paragraph("people", said(*_people(found)), links.page("people"))
    yield paragraph("results", said(*_results(found)), links.page("commission"))
    if found.kinds:
        title = sentence("Activities under way, by type")
        behind = links.page("commission")
        yield (_kinds_table("activities-by-type", title, found.kinds, links, behind),)
    yield paragraph("requests", said(*_requests(found)), links.requests())


def _activities(found: Assistance) -> Iterable[Text]:
    if found.now.activities:
        yield counted(
            "One activity was under way in the period.",
            "%(count)s activities were under way in the period.",
            found.now.activities,
        )
    if found.before is not None and found.before.activities:
        yield counted(
            "In the period before, there was one activity.",
            "In the period before, there were %(count)s activities.",
            found.before.activities,
        )


def _results(found: Assistance) -> Iterable[Text]:
    own = found.indicators
    if own.measured:
        yield counted(
            "One indicator of these activities was measured by the end of the period.",
            "%(count)s indicators of these activities were measured by the end of the period.",
            own.measured,
        )
    if own.with_target:
        yield sentence(
            "Targets reached: %(reached)s of %(measured)s.",
            reached=Count(own.reached),
            measured=Count(own.with_target),
        )


def _people(found: Assistance) -> Iterable[Text]:
    own = found.now.people
    if own.total:
        yield counted(
            "One participation was counted in the activities.",
            "%(count)s participations were counted in the activities.",
            own.total,
        )
        if own.distinct is not None and own.distinct != own.total:
            yield counted(
                "Without double counting, that is one person.",
                "Without double counting, these are %(count)s people.",
                own.distinct,
            )
        sexes = _sexes(own)
        if sexes:
            yield sentence("By sex: %(people)s.", people=Listing(sexes))
    before = None if found.before is None else found.before.people.total
    if before:
        yield counted(
            "In the period before, one participation was counted.",
            "In the period before, %(count)s participations were counted.",
            before,
        )


def _sexes(row: CountRow) -> tuple[Text, ...]:
    """Return the people of each sex; nothing where one of the numbers is not shown."""
    if None in row.numbers:
        return ()
    women, men, girls, boys, unspecified = (number or 0 for number in row.numbers)
    every = (
        (women, counted("one woman", "%(count)s women", women)),
        (men, counted("one man", "%(count)s men", men)),
        (girls, counted("one girl", "%(count)s girls", girls)),
        (boys, counted("one boy", "%(count)s boys", boys)),
        (
            unspecified,
            counted(
                "one person whose sex is not on record",
                "%(count)s people whose sex is not on record",
                unspecified,
            ),
        ),
    )
    return tuple(text for number, text in every if number)


def _states(found: Assistance) -> Iterable[Text]:
    if found.now.states:
        yield counted(
            "One State was named as a beneficiary of these activities.",
            "%(count)s States were named as beneficiaries of these activities.",
            found.now.states,
        )


def _requests(found: Assistance) -> Iterable[Text]:
    requests = found.requests
    if requests.received:
        yield counted(
            "One request for assistance that its State lets be shown was received in the period.",
            "%(count)s requests for assistance that their States let be shown were received in "
            "the period.",
            requests.received,
        )
    if requests.without:
        yield counted(
            "One of them has no assistance so far.",
            "%(count)s of them have no assistance so far.",
            requests.without,
        )


def _kinds_table(
    identity: str, title: Text, kinds: tuple[KindRow, ...], links: Links, behind: str
) -> ReportTable:
    compared = any(kind.before is not None for kind in kinds)
    columns = (
        text_column("type", sentence("Type")),
        count_column("activities", sentence("Activities under way")),
        *((count_column("before", BEFORE),) if compared else ()),
    )
    rows = tuple(
        opened_row(
            kind.code,
            kind.name,
            links.number(kind.activities, WORK.at(WorkBy.TYPE, kind.code)),
            *((count(kind.before),) if compared else ()),
        )
        for kind in kinds
    )
    sums = total_row(
        links.number(sum(kind.activities for kind in kinds), WORK),
        *((count(sum(kind.before or 0 for kind in kinds)),) if compared else ()),
    )
    return ReportTable(identity, (title,), columns, rows, sums, behind=behind)


def _by(name: str, rows: tuple[WorkRow, ...], links: Links) -> tuple[Block, ...]:
    """Return the work by instrument or by region: the largest part in words, and a table."""
    if not rows:
        return ()
    dimension = Dimension.PROTOCOL if name == "instrument" else Dimension.REGION
    behind = links.totals(Measure.SPENT, dimension)
    return blocks(
        paragraph(f"assistance-by-{name}", said(_largest(rows)), behind),
        (_work_table(name, rows, links, behind),),
    )


def _largest(rows: tuple[WorkRow, ...]) -> Text | None:
    """Name the row on which most was spent, where there are several."""
    spent = sum(row.spent for row in rows)
    named = [row for row in rows if row.code and row.spent > 0]
    if len(named) < 2 or spent <= 0:  # noqa: PLR2004 - the largest of one says nothing
        return None
    most = max(named, key=lambda row: row.spent)
    return sentence(
        "Of %(spent)s spent on activities, most was for: %(name)s (%(amount)s, or %(share)s).",
        spent=Amount(spent),
        name=most.name,
        amount=Amount(most.spent),
        share=share(most.spent, spent),
    )


def _work_table(name: str, rows: tuple[WorkRow, ...], links: Links, behind: str) -> ReportTable:
    by_instrument = name == "instrument"
    heading = sentence("Convention or Protocol") if by_instrument else sentence("Region")
    title = (
        sentence("Assistance by instrument") if by_instrument else sentence("Assistance by region")
    )
    columns = (
        text_column(name, heading),
        count_column("activities", sentence("Activities under way")),
        count_column("participations", sentence("Participations")),
        count_column("women", sentence("Women")),
        count_column("men", sentence("Men")),
        count_column("states", sentence("States")),
        amount_column("spent", sentence("Spent (USD)")),
    )
    made = tuple(
        opened_row(row.code or "-", *_work_cells(row, links, by_instrument=by_instrument))
        for row in rows
    )
    spent = links.money(sum(row.spent for row in rows), Opening(Measure.SPENT))
    sums = total_row(None, None, None, None, None, spent)
    hidden = any(row.people is None or None in row.people.numbers for row in rows)
    notes: tuple[Words, ...] = ((WHOLE_NOTE,),)
    if hidden:
        notes = (*notes, (Sentence(hidden_counts_note()),))
    return ReportTable(f"assistance-{name}", (title,), columns, made, sums, notes, behind)


def _work_cells(
    row: WorkRow, links: Links, *, by_instrument: bool
) -> tuple[Text | Opened | None, ...]:
    people = row.people
    by, dimension = (
        (PeopleBy.PROTOCOL, Dimension.PROTOCOL)
        if by_instrument
        else (PeopleBy.REGION, Dimension.REGION)
    )
    women, men = (None, None) if people is None else people.numbers[:2]
    return (
        row.name,
        count(row.activities),
        links.number(None if people is None else people.total, OPENS.at(by, row.code), row.code),
        count(women),
        count(men),
        count(row.states),
        links.money(row.spent, Opening(Measure.SPENT).at(dimension, row.code), row.code),
    )


def _on_awareness(found: ParagraphContent | None, links: Links) -> tuple[Block, ...]:
    """Return what was done on operative paragraph 4."""
    if found is None or found.now.is_empty:
        return ()
    one = counted(
        "One activity under way raised awareness, reached out or built partnerships (operative "
        "paragraph 4).",
        "%(count)s activities under way raised awareness, reached out or built partnerships "
        "(operative paragraph 4).",
        found.now.activities,
    )
    return _on_paragraph("awareness", found, one, links)


def _on_mechanism(found: ParagraphContent | None, links: Links) -> tuple[Block, ...]:
    """Return what was done on operative paragraph 9."""
    if found is None or found.now.is_empty:
        return ()
    one = counted(
        "One activity under way assisted the elaboration of the review mechanism (operative "
        "paragraph 9).",
        "%(count)s activities under way assisted the elaboration of the review mechanism "
        "(operative paragraph 9).",
        found.now.activities,
    )
    return _on_paragraph("mechanism", found, one, links)


def _on_paragraph(
    identity: str, found: ParagraphContent, said_of: Text, links: Links
) -> tuple[Block, ...]:
    behind = links.paragraph(found.number)
    people, spent = found.now.people.participations, found.now.spent_minor
    words = said(
        said_of if found.now.activities else None,
        _before(found),
        counted("One participation was counted.", "%(count)s participations were counted.", people)
        if people
        else None,
        sentence("Spent in the period: %(amount)s.", amount=Amount(spent)) if spent else None,
    )
    kinds = tuple(map(_kind, found.kinds))
    title = sentence("Activities under way, by type")
    own = links.on_paragraph(found.number)
    table = (_kinds_table(f"{identity}-by-type", title, kinds, own, behind),) if kinds else ()
    return blocks(paragraph(f"{identity}-activities", words, behind), table)


def _before(found: ParagraphContent) -> Text | None:
    if found.before is None or not found.before.activities:
        return None
    return counted(
        "In the period before, there was one activity.",
        "In the period before, there were %(count)s activities.",
        found.before.activities,
    )


def _kind(one: KindOfWork) -> KindRow:
    return KindRow(one.type, type_text(one.type), one.activities, one.before)


def type_text(code: ActivityType) -> Name:
    """Return the name of a type of activity."""
    return Name(NameKind.ACTIVITY_TYPE, code, label(ActivityType, code, ORIGINAL))
