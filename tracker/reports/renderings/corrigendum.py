"""What a corrigendum says before its table: what it corrects, and why."""

from collections.abc import Iterator

from tracker.reports.content.report import CorrectedReport
from tracker.reports.content.texts import MomentText, PlainText, Text, sentence

HEADING, AS_CORRECTED = sentence("Corrigendum"), sentence("Text as corrected")
"""The headings of the corrections and of the report that follows them."""
CORRECTED = "corrected"
"""The id of the heading at which a page of print begins."""


def corrigendum_lines(own: CorrectedReport) -> Iterator[Text]:
    """Yield what is corrected, with its digest, and why."""
    number = PlainText(str(own.number))
    what = PlainText(own.symbol) if own.symbol else sentence("report %(number)s", number=number)
    yield sentence(
        "This document corrects %(what)s, issued on %(day)s. Digest of its content (SHA-256): "
        "%(digest)s.",
        what=what,
        day=MomentText(own.issued_at),
        digest=PlainText(own.digest),
    )
    if own.reason:
        yield sentence("Reason: %(reason)s", reason=PlainText(own.reason))
