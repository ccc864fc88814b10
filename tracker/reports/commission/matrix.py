"""The table of the operative paragraphs: action required, implementation, resources."""

from collections.abc import Iterable

from tracker.fund.states import ContributionKind
from tracker.reports.commission.links import Links
from tracker.reports.commission.parts import text_column
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import (
    Amount,
    Listing,
    PlainText,
    Sentence,
    Text,
    counted,
    sentence,
)
from tracker.resolution.paragraph_content import CommissionContent, ParagraphContent
from tracker.resolution.paragraph_words import paragraph_title

NOTE = sentence(
    "An activity counts whole under each paragraph that it answers, so that paragraphs do not add "
    "up."
)


def matrix_table(content: CommissionContent, links: Links) -> tuple[ReportTable, ...]:
    """Return a row for each operative paragraph."""
    columns = (
        text_column("paragraph", sentence("Paragraph")),
        text_column("action", sentence("Action required")),
        text_column("implementation", sentence("Implementation")),
        text_column("resources", sentence("Resources")),
    )
    rows = tuple(_row(one) for one in content.paragraphs)
    title = sentence("Operative paragraphs of the resolution")
    return (
        ReportTable(
            "paragraphs", (title,), columns, rows, notes=((NOTE,),), behind=links.page("commission")
        ),
    )


def _row(one: ParagraphContent) -> TableRow:
    number = str(one.number)
    cells = (
        PlainText(number),
        Sentence(paragraph_title(one.number)),
        _listed(_implementation(one)),
        _listed(_resources(one)),
    )
    return TableRow(number, cells)


def _listed(texts: Iterable[Text | None]) -> Text | None:
    """Return texts one after the other as one; None where there is none."""
    found = tuple(text for text in texts if text is not None)
    return Sentence("%(what)s", (("what", Listing(found)),)) if found else None


def _implementation(one: ParagraphContent) -> Iterable[Text]:
    now, people = one.now, one.now.people.participations
    if one.adherence is not None and one.adherence.joined:
        yield counted(
            "one instrument of consent to be bound deposited",
            "%(count)s instruments of consent to be bound deposited",
            len(one.adherence.joined),
        )
    if now.activities:
        yield counted("one activity under way", "%(count)s activities under way", now.activities)
    if people:
        yield counted("one participation", "%(count)s participations", people)
    if now.tools:
        yield counted("one tool", "%(count)s tools", now.tools)
    copies, downloads = now.disseminated.copies, now.disseminated.downloads
    if copies:
        yield counted("one copy", "%(count)s copies", copies)
    if downloads:
        yield counted("one download", "%(count)s downloads", downloads)
    if one.needs is not None and one.needs.received:
        yield counted("one request", "%(count)s requests", one.needs.received)


def _resources(one: ParagraphContent) -> Iterable[Text]:
    if one.now.allocated_minor:
        yield sentence("%(amount)s allocated", amount=Amount(one.now.allocated_minor))
    if one.now.spent_minor:
        yield sentence("%(amount)s spent", amount=Amount(one.now.spent_minor))
    cash = [given for given in one.contributions if given.kind is ContributionKind.CASH]
    in_kind = [given for given in one.contributions if given.kind is not ContributionKind.CASH]
    pledged = sum(given.pledged_minor for given in cash)
    received = sum(given.received_minor for given in cash)
    valued = sum(given.received_minor for given in in_kind)
    if pledged:
        yield sentence("%(amount)s pledged in cash", amount=Amount(pledged))
    if received:
        yield sentence("%(amount)s received in cash", amount=Amount(received))
    if valued:
        yield sentence("%(amount)s received in kind", amount=Amount(valued))
