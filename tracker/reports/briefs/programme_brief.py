"""The brief of a programme: what it is, its money, and its activities side by side."""

from collections.abc import Iterator, Sequence

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.indicator_values import IndicatorValue, indicator_values
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.programmes import ProgrammeDraft, find_programme, read_programme
from tracker.assistance.texts import kept_description
from tracker.assistance.unpublished import UNPUBLISHED
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import ActivityStatus
from tracker.reports.briefs.activity_brief import names_of, status_name
from tracker.reports.briefs.brief import Brief, BriefTerms, assembled, money_blocks
from tracker.reports.briefs.parts import (
    Fact,
    cut_title,
    days,
    facts_table,
    listed,
    section,
    typed,
)
from tracker.reports.briefs.people import brief_people, people_table
from tracker.reports.briefs.results import reached_in_words
from tracker.reports.briefs.subjects import BriefOf, BriefSource, activities_shown, brief_source
from tracker.reports.content.blocks import NumberedParagraph, ReportTable, TableRow
from tracker.reports.content.report import Facts, ReportTree
from tracker.reports.content.texts import (
    Amount,
    PlainText,
    Sentence,
    Text,
    counted,
    sentence,
)
from tracker.reports.statement.cells import amount_column, sums_of, text_column
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import programme_kind_name
from tracker.totals.measure_words import name as measure_name
from tracker.totals.page_source import PageSource
from tracker.words import say

MOST_ACTIVITIES, MOST_PARAGRAPHS = 10, 11
LETTERS_OF_TITLE = 75
Activities = Sequence[CountedActivity]


def programme_brief(source: PageSource, terms: BriefTerms, facts: Facts) -> ReportTree:
    """Return the brief of a programme; raises NotFound."""
    record = read_programme(find_programme(source.session, terms.code))
    found = brief_source(source, Dimension.PROGRAMME, terms.code)
    own = [one for one in activities_shown(source) if one.programme == terms.code]
    people = brief_people(source, PeopleBy.PROGRAMME, terms.code)
    said = [_number(own), reached_in_words(_indicators(source, own))]
    return assembled(
        Brief(BriefOf.PROGRAMME, found, terms, facts),
        [text for text in said if text is not None],
        (
            section(
                "section-about",
                sentence("What it is"),
                _about(record),
                (facts_table(_all_facts(source, record, own)),),
            ),
            section("section-money", sentence("Money"), money_blocks(found, terms, _budget(own))),
            section("section-activities", sentence("Activities"), _activities(found, own)),
            section("section-reach", sentence("People"), people_table(people)),
        ),
    )


def _number(own: Activities) -> Text | None:
    if not own:
        return None
    return counted("It has one activity.", "It has %(count)s activities.", len(own))


def _indicators(source: PageSource, own: Activities) -> list[IndicatorValue]:
    last = source.query.last_day()
    return [found for one in own for found in indicator_values(one.results, last)]


def _budget(own: Activities) -> int | None:
    """Add up the budgets of activities that are not cancelled; None where none has one."""
    known = [
        one.budget_minor
        for one in own
        if one.budget_minor is not None and one.status is not ActivityStatus.CANCELLED
    ]
    return sum(known) if known else None


def _about(record: ProgrammeDraft) -> Iterator[NumberedParagraph]:
    text = typed(kept_description(record))
    if text is not None:
        yield NumberedParagraph("description", (text,))


def _all_facts(source: PageSource, record: ProgrammeDraft, own: Activities) -> Iterator[Fact]:
    """Yield what a programme is; instruments, places and paragraphs are those of its activities."""
    place = frozenset({record.place} - {""})
    yield "code", say("Code"), PlainText(record.code)
    yield "kind", say("Kind"), Sentence(programme_kind_name(record.kind))
    yield "place", say("State or region"), names_of(source, Dimension.COUNTRY, place)
    yield "days", say("Dates"), days(record.starts_on, record.ends_on)
    instruments = frozenset(code for one in own for code in one.instruments)
    yield "instruments", say("Instruments"), names_of(source, Dimension.PROTOCOL, instruments)
    places = frozenset(code for one in own for code in one.places)
    yield "places", say("For whom"), names_of(source, Dimension.COUNTRY, places)
    numbers = sorted({number for one in own for number in one.paragraphs})
    yield "paragraphs", say("Operative paragraphs"), listed([*map(str, numbers)], MOST_PARAGRAPHS)


def _activities(found: BriefSource, own: Activities) -> Iterator[ReportTable]:
    """Yield the activities with their money, the most spent first; the rest of many together."""
    measures = (Measure.ALLOCATED, Measure.SPENT)
    money = [found.reader.amounts(measure, Dimension.ACTIVITY) for measure in measures]
    known = {one.code: one for one in own}
    codes = sorted(
        {*known, *money[0], *money[1]},
        key=lambda code: (code not in known, *(-of.get(code, 0) for of in reversed(money)), code),
    )
    if not codes:
        return
    shown = codes if len(codes) <= MOST_ACTIVITIES else codes[: MOST_ACTIVITIES - 1]
    rows = [
        TableRow(
            code if code != UNPUBLISHED else "-unpublished",
            (
                _title(found, known.get(code)),
                status_name(known[code].status) if code in known else None,
                *(Amount(of.get(code, 0)) for of in money),
            ),
        )
        for code in shown
    ]
    left = codes[len(shown) :]
    if left:
        together = (Amount(sum(of.get(code, 0) for code in left)) for of in money)
        number = PlainText(str(len(left)))
        name = sentence("%(number)s other activities", number=number)
        rows.append(TableRow("-others", (name, None, *together)))
    yield _table(tuple(rows))


def _title(found: BriefSource, one: CountedActivity | None) -> Text:
    if one is None:
        return sentence("Activities not yet published")
    title = found.reader.label(Dimension.ACTIVITY, one.code)
    return cut_title(one.code, title, LETTERS_OF_TITLE)


def _table(rows: tuple[TableRow, ...]) -> ReportTable:
    columns = (
        text_column("activity", say("Activity")),
        text_column("status", say("Status")),
        amount_column("allocated", measure_name(Measure.ALLOCATED)),
        amount_column("spent", measure_name(Measure.SPENT)),
    )
    title = sentence("Activities, in US dollars")
    sums = sums_of(rows, sentence("Total"))
    return ReportTable("activities", (title,), columns, rows, sums)
