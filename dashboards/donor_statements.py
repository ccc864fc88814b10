"""The block of a donor's page with its issued statements, for the donor and for staff."""

from urllib.parse import quote

from dashboards.blocks import Block, BlockLink, BlockTable
from dashboards.donor_blocks import donor_of
from dashboards.question import Addresses
from tracker.http.language import LANGUAGES
from tracker.http.record_addresses import code_in_address
from tracker.people.permissions import Permission, may
from tracker.periods import day_of
from tracker.reports.register.register import IssuedStatement, issued_statements
from tracker.reports.renderings.forms import Format
from tracker.totals.chart_data.table import Cell, ChartTable, RecordLink, day, text
from tracker.totals.formatter import Formatter
from tracker.totals.page_source import PageSource
from tracker.words import say


def statements(source: PageSource, _addresses: Addresses, _formatter: Formatter) -> Block:
    """List the issued statements with their files, a row for each language."""
    donor = donor_of(source)
    columns = (
        text(say("Report"), "report"),
        day(say("From"), "from"),
        day(say("To"), "to"),
        text(say("Contributions"), "contributions"),
        day(say("Issued"), "issued_on"),
        text(say("Language"), "language"),
        *(text(form.upper(), form) for form in Format),
    )
    found = issued_statements(source.session, donor) if donor else []
    rows = tuple(row for one in found for row in _rows(one))
    heading = say("Statements")
    table = BlockTable(heading, ChartTable(columns, rows), say("No statement has been issued yet."))
    return Block(heading, (), (table,), _links(source, donor), wide=True)


def _rows(one: IssuedStatement) -> list[tuple[Cell, ...]]:
    """Return a row for each language in which a statement was issued, with its files."""
    page = f"/reports/{one.number}"
    by_language: dict[str, dict[Format, RecordLink]] = {}
    for file in one.files:
        address = f"{page}/report.{file.format}?language={file.language}"
        by_language.setdefault(file.language, {})[file.format] = RecordLink(
            file.format.upper(), address
        )
    names = {language.code: language.name for language in LANGUAGES}
    return [
        (
            RecordLink(_title(one), page),
            one.first,
            one.last,
            ", ".join(one.contributions) or say("All"),
            day_of(one.issued_at),
            names.get(language, language),
            *(files.get(form) for form in Format),
        )
        for language, files in by_language.items()
    ]


def _title(one: IssuedStatement) -> str:
    """Return the name of a statement: its number, and which it corrects."""
    if one.corrects is None:
        return say("Report %(number)s", number=one.number)
    return say(
        "Report %(number)s, corrigendum of report %(other)s",
        number=one.number,
        other=one.corrects,
    )


def _links(source: PageSource, donor: str) -> tuple[BlockLink, ...]:
    """Lead who prepares reports to the form of a statement of the donor."""
    if not donor or not may(source.user, Permission.PREPARE_REPORTS):
        return ()
    address = f"/reports/statements/add/{quote(code_in_address(donor))}"
    return (BlockLink(say("Prepare a statement"), address),)
