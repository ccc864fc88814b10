"""The progress report to the Commission as a tree: its sections in their order."""

from tracker.reference.paragraphs import Paragraph, paragraphs
from tracker.reports.commission.adherence import adherence_section
from tracker.reports.commission.annexes import annexes
from tracker.reports.commission.assistance import assistance_sections
from tracker.reports.commission.conclusions import conclusions
from tracker.reports.commission.figures import CommissionFigures
from tracker.reports.commission.head import masthead, title
from tracker.reports.commission.introduction import REPORT, introduction
from tracker.reports.commission.links import Links
from tracker.reports.commission.reading import read_figures
from tracker.reports.commission.resources import resources_sections
from tracker.reports.commission.summary import summary
from tracker.reports.commission.tools import tools_section
from tracker.reports.content.report import Facts, Masthead, ReportKind, ReportTree
from tracker.reports.terms import ReportTerms
from tracker.resolution.commission_content import asks_the_office
from tracker.totals.page_source import PageSource

NOTED, THEMES, AWARENESS, CONTRIBUTE, MECHANISM = 1, 3, 4, 7, 9
"""The paragraphs on adherence, and those with parts of their own in assistance and resources."""


def commission_report(source: PageSource, terms: ReportTerms, facts: Facts) -> ReportTree:
    """Return the report of a source's figures."""
    head = masthead(terms, source.reader.sessions)
    before = source.before.query if source.before else None
    return tree(read_figures(source), head, facts, Links(source.query, before))


def tree(found: CommissionFigures, head: Masthead, facts: Facts, links: Links) -> ReportTree:
    """Return the report of some figures."""
    by_number = {one.number: one for one in found.content.paragraphs}
    noted = by_number.get(NOTED)
    awareness, mechanism = by_number.get(AWARENESS), by_number.get(MECHANISM)
    themes = by_number.get(THEMES)
    return ReportTree(
        ReportKind.COMMISSION,
        facts,
        head,
        title(),
        summary(found, facts, links),
        (
            introduction(facts, _asked(), paragraphs()[REPORT], links),
            adherence_section(noted.adherence if noted else None, found.late, links),
            *assistance_sections(found.assistance, awareness, mechanism, links, themes),
            tools_section(found.tools, links),
            *resources_sections(found.resources, links, by_number.get(CONTRIBUTE)),
            conclusions(found, links),
        ),
        annexes(found, links),
    )


def _asked() -> tuple[Paragraph, ...]:
    """Return the paragraphs, but the one on the report, that ask the Office for something."""
    return tuple(
        one for one in paragraphs().values() if asks_the_office(one) and one.number != REPORT
    )
