"""The year-end tables as a report: of a year or other days, with the period before beside it."""

from datetime import date

from sqlmodel import Session

from tracker.reports.content.blocks import Block, NumberedParagraph, ReportSection
from tracker.reports.content.report import Facts, Masthead, ReportKind, ReportTree
from tracker.reports.content.texts import Amount, Day, PlainText, Text, Words, sentence
from tracker.reports.drawing import query_source, report_facts, report_source
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.terms import ReportTerms
from tracker.reports.year_end.reading import YearMoney, read_year
from tracker.reports.year_end.tables import definitions, year_tables
from tracker.totals.comparisons import query_before
from tracker.totals.query import Query
from tracker.totals.snapshot import Snapshot
from tracker.words import in_language


def draw_year_end(session: Session, snapshot: Snapshot, terms: ReportTerms) -> ReportTree:
    """Draw the tables of the days of the terms, as the public sees them; `snapshot` is held."""
    with in_language(ORIGINAL):
        now = report_source(session, snapshot, terms)
        query = query_before(now.query, snapshot.members.sessions)
        before = None if query is None else query_source(session, snapshot, query)
        money = read_year(now, before)
        return year_end_report(money, query, report_facts(session, snapshot, terms))


def year_end_report(money: YearMoney, before: Query | None, facts: Facts) -> ReportTree:
    """Return the tree of the tables."""
    tables = tuple(year_tables(money).values())
    nothing = NumberedParagraph("nothing", (sentence("There was no money in these days."),))
    blocks: tuple[Block, ...] = tables or (nothing,)
    notes = tuple(
        NumberedParagraph(f"definition-{place}", words)
        for place, words in enumerate(definitions(), 1)
    )
    return ReportTree(
        ReportKind.BRIEF,
        facts,
        Masthead(),
        (_title(facts),),
        (NumberedParagraph("summary", _summary(money, before, facts)),),
        (
            ReportSection("section-tables", sentence("Tables"), blocks),
            ReportSection("section-definitions", sentence("Definitions"), notes),
        ),
    )


def _title(facts: Facts) -> Text:
    year = whole_year(facts.first, facts.last)
    if year is not None:
        return sentence("Contributions in %(year)s", year=PlainText(str(year)))
    if facts.first is None:
        return sentence("Contributions to %(last)s", last=Day(facts.last))
    return sentence(
        "Contributions from %(first)s to %(last)s", first=Day(facts.first), last=Day(facts.last)
    )


def whole_year(first: date | None, last: date) -> int | None:
    """Return the calendar year that days are; None where they are none."""
    is_year = first is not None and (first, last) == (
        date(last.year, 1, 1),
        date(last.year, 12, 31),
    )
    return last.year if is_year else None


def _summary(money: YearMoney, before: Query | None, facts: Facts) -> Words:
    """Say what was pledged, received and spent, before too, and that days are still to come."""
    words: list[Text] = [_amounts(money.whole.now)]
    if money.whole.before is not None and before is not None and before.first and before.last:
        words.append(
            sentence(
                "Before, from %(first)s to %(last)s: %(amounts)s",
                first=Day(before.first),
                last=Day(before.last),
                amounts=_amounts(money.whole.before),
            )
        )
    if facts.as_at < facts.last:
        words.append(sentence("Entries count up to %(day)s.", day=Day(facts.as_at)))
    return tuple(words)


def _amounts(sums: tuple[int, ...]) -> Text:
    pledged, received, spent = map(Amount, sums)
    return sentence(
        "Pledged %(pledged)s, received %(received)s, spent %(spent)s.",
        pledged=pledged,
        received=received,
        spent=spent,
    )
