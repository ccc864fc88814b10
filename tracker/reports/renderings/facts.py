"""The facts that a report was drawn by, in words: what a file says of itself."""

from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import Count, Day, MomentText, PlainText, Text
from tracker.reports.spelling.speller import Speller


def fact_lines(report: ReportTree, speller: Speller) -> list[tuple[str, str]]:
    """Return names and values: period, both dates, version, chain, source, licence, digest.

    What nobody has issued bears no digest.
    """
    facts = report.facts
    lines: list[tuple[str, Text | None]] = [
        (speller.say("From"), Day(facts.first) if facts.first else None),
        (speller.say("To"), Day(facts.last)),
        (speller.say("As at"), Day(facts.as_at)),
        (speller.say("As known at"), MomentText(facts.known_at)),
        (speller.say("Data version"), Count(facts.data_version)),
        (speller.say("Head of the ledger's chain"), PlainText(_head(report))),
        (speller.say("Source"), PlainText(facts.source)),
        (speller.say("Licence"), PlainText(facts.licence or speller.say("not stated"))),
    ]
    if facts.is_issued:
        name = speller.say("Digest of the content (SHA-256)")
        lines.append((name, PlainText(digest_of(report))))
    return [(name, speller.cell(value)) for name, value in lines if value is not None]


def digest_in_file(report: ReportTree) -> str:
    """Return the digest that a file of an issued report has in its properties, else ""."""
    return digest_of(report) if report.facts.is_issued else ""


def _head(report: ReportTree) -> str:
    number, head = report.facts.chain_number, report.facts.chain_head
    return f"{number}: {head}" if head else ""
