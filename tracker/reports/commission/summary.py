"""The summary: what the sections say, in a few paragraphs."""

from tracker.reports.commission.adherence import parties_in_words
from tracker.reports.commission.assistance import work_in_words
from tracker.reports.commission.figures import CommissionFigures
from tracker.reports.commission.introduction import days
from tracker.reports.commission.links import Links
from tracker.reports.commission.parts import paragraph
from tracker.reports.commission.resources import account_in_words
from tracker.reports.commission.tools import disseminated_in_words
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.report import Facts
from tracker.reports.content.texts import PlainText, sentence


def summary(found: CommissionFigures, facts: Facts, links: Links) -> tuple[NumberedParagraph, ...]:
    """Return the paragraphs of the summary."""
    submitted = sentence(
        "The present report is submitted pursuant to operative paragraph %(number)s of the "
        "resolution.",
        number=PlainText("11"),
    )
    adherence = next((one.adherence for one in found.content.paragraphs if one.adherence), None)
    return (
        *paragraph("summary-period", (submitted, days(facts)), links.page("commission")),
        *paragraph("summary-adherence", parties_in_words(adherence), links.page("adherence")),
        *paragraph("summary-work", work_in_words(found.assistance), links.page("people")),
        *paragraph(
            "summary-tools", disseminated_in_words(found.tools), links.answer("dissemination")
        ),
        *paragraph("summary-account", account_in_words(found.resources), links.answer("waterfall")),
    )
