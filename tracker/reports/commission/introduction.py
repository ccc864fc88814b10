"""I: the mandate, with the paragraphs quoted, and what the figures are of."""

from tracker.reference.paragraphs import Paragraph
from tracker.reports.commission.links import Links
from tracker.reports.commission.parts import blocks, paragraph
from tracker.reports.content.blocks import Point, Quotation, ReportSection
from tracker.reports.content.report import Facts
from tracker.reports.content.texts import (
    Day,
    MomentText,
    PlainText,
    Text,
    Words,
    sentence,
)

REPORT = 11
"""The paragraph that requests the report."""


def introduction(
    facts: Facts, asked: tuple[Paragraph, ...], request: Paragraph, links: Links
) -> ReportSection:
    """Return the introduction; `asked` are the paragraphs that ask the Office for something."""
    return ReportSection(
        "introduction",
        sentence("Introduction"),
        blocks(
            paragraph("mandate", (_mandate(),)),
            (Quotation("mandate-quoted", (PlainText(request.text),)),),
            paragraph("asked", (_asked(),), points=map(_quoted, asked)),
            paragraph("period", period(facts), links.page("commission")),
        ),
    )


def period(facts: Facts) -> Words:
    """Say which period is reported on, and how the figures are dated."""
    return (
        days(facts),
        sentence(
            "Figures are as at %(as_at)s, as known on %(known_at)s; amounts are in United States "
            "dollars.",
            as_at=Day(facts.as_at),
            known_at=MomentText(facts.known_at),
        ),
    )


def days(facts: Facts) -> Text:
    """Say which days are reported on."""
    if facts.first is None:
        return sentence(
            "The present report covers the period up to %(last)s.", last=Day(facts.last)
        )
    return sentence(
        "The present report covers the period from %(first)s to %(last)s.",
        first=Day(facts.first),
        last=Day(facts.last),
    )


def _mandate() -> Text:
    return sentence(
        "The United Nations Office on Drugs and Crime was requested to report on the "
        "implementation of the resolution in its operative paragraph %(number)s:",
        number=PlainText(str(REPORT)),
    )


def _asked() -> Text:
    return sentence(
        "The other operative paragraphs that ask something of the Office or of the Secretariat "
        "read as follows:"
    )


def _quoted(one: Paragraph) -> Point:
    """Return a paragraph of the resolution with its number, in its own words."""
    number = sentence("Paragraph %(number)s:", number=PlainText(str(one.number)))
    return Point((number, PlainText(one.text)))
