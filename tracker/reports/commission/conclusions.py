"""VI: conclusions and recommendations, each from a figure; nothing where there is nothing."""

from tracker.fund.ledger.measures import Measure
from tracker.reports.commission.figures import (
    CommissionFigures,
    FundsEnding,
    MoneyRow,
    RequestsReceived,
)
from tracker.reports.commission.links import Links
from tracker.reports.commission.parts import WHOLE, blocks, paragraph, share
from tracker.reports.commission.resources import named_share
from tracker.reports.content.blocks import ReportSection
from tracker.reports.content.texts import (
    Amount,
    Day,
    Listing,
    PlainText,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.resolution.paragraph_content import CommissionContent
from tracker.totals.dimensions import Dimension

LARGEST = 3
"""The number of donors whose share is told together."""
MOST_FROM_FEW = WHOLE // 2
"""The share of the largest donors from which on a wider base is recommended."""


def conclusions(found: CommissionFigures, links: Links) -> ReportSection:
    """Return what follows from the figures."""
    resources, content = found.resources, found.content
    donors = links.totals(Measure.RECEIVED, Dimension.DONOR)
    return ReportSection(
        "conclusions",
        sentence("Conclusions and recommendations"),
        blocks(
            paragraph("largest-donors", _largest(resources.by_donor), donors),
            paragraph("needs", _needs(found.assistance.requests), links.requests()),
            paragraph("ending", _ending(resources.ending), links.answer("waterfall")),
            paragraph("adherence-left", _adherence(content), links.page("adherence")),
            paragraph("without-work", _without_work(content), links.page("commission")),
        ),
    )


def _largest(rows: tuple[MoneyRow, ...]) -> Words:
    """Say how much came from the largest donors, and what follows where that is most of it."""
    paid = sorted(
        (row for row in rows if row.code and row.received > 0), key=lambda row: -row.received
    )
    received = sum(row.received for row in rows)
    if len(paid) <= LARGEST or received <= 0:
        return ()
    named = paid[:LARGEST]
    part = share(sum(row.received for row in named), received)
    finding = sentence(
        "Of what was received, %(share)s came from the three largest donors: %(names)s.",
        share=part,
        names=Listing(tuple(named_share(row, received) for row in named)),
    )
    if part.basis_points < MOST_FROM_FEW:
        return (finding,)
    return (
        finding,
        sentence(
            "The Commission may wish to invite further Member States and other donors to "
            "contribute to the account, as foreseen in operative paragraph 7."
        ),
    )


def _needs(requests: RequestsReceived) -> Words:
    if not requests.without:
        return ()
    return (
        counted(
            "One request received in the period, which its State lets be shown, has no "
            "assistance so far.",
            "%(count)s requests received in the period, which their States let be shown, have no "
            "assistance so far.",
            requests.without,
        ),
        sentence("The Commission may wish to draw the attention of donors to these needs."),
    )


def _ending(ending: FundsEnding) -> Words:
    """Say of which money the period of use ends within a year, or is over."""
    words: list[Text] = []
    if ending.contributions:
        words += [
            counted(
                "The period of use of one contribution ends within a year.",
                "The periods of use of %(count)s contributions end within a year.",
                ending.contributions,
            ),
            sentence(
                "Of this money, %(amount)s can still be allocated, by %(day)s at the latest.",
                day=Day(ending.until),
                amount=Amount(ending.amount),
            ),
        ]
    if ending.over:
        words.append(
            sentence(
                "%(amount)s was not allocated within its period of use, and awaits the donors' "
                "consent to a later use or its refund.",
                amount=Amount(ending.over),
            )
        )
    return tuple(words)


def _adherence(content: CommissionContent) -> Words:
    """Say how many States were assisted and are not yet party, as far as the record reaches."""
    found = next((one.adherence for one in content.paragraphs if one.adherence), None)
    if found is None or not found.assisted_not_party:
        return ()
    return (
        counted(
            "As far as the record of adherence reaches, one State is not yet party to an "
            "instrument on which it was assisted; the Commission may wish to renew the call of "
            "operative paragraph 2.",
            "As far as the record of adherence reaches, %(count)s States are not yet party to an "
            "instrument on which they were assisted; the Commission may wish to renew the call of "
            "operative paragraph 2.",
            found.assisted_not_party,
        ),
    )


def _without_work(content: CommissionContent) -> Words:
    """Name the paragraphs that ask the Office for something and on which nothing is on record."""
    without = tuple(
        sentence("operative paragraph %(number)s", number=PlainText(str(one.number)))
        for one in content.paragraphs
        if one.stands_out and one.keeps_reports
    )
    if not without:
        return ()
    return (
        sentence(
            "Of what the resolution asks of the Office or of the Secretariat, nothing is on "
            "record for the period under: %(paragraphs)s.",
            paragraphs=Listing(without),
        ),
    )
