"""What a reader asks of a donor's briefs: days, both dates, the language and the format."""

from dataclasses import dataclass

from flask import request

from tracker.errors import Fault
from tracker.fund.donors.finding import successor_code
from tracker.http import context
from tracker.http.asked_documents import AskedDocument, asked_document
from tracker.reports.briefs.briefs_job import AskedBriefs
from tracker.reports.content.report import ReportKind
from tracker.reports.renderings.forms import Format
from tracker.totals.query_string import BadQuery
from tracker.words import say

FORMAT = "format"


@dataclass(frozen=True, slots=True)
class AskedPack:
    """The briefs that an address asks for, with the address's own parts."""

    document: AskedDocument
    briefs: AskedBriefs

    def address(self, address: str) -> str:
        """Return an address with what was asked for."""
        return f"{self.document.with_query(address)}&{FORMAT}={self.briefs.form}"


def asked_briefs(donor: str) -> AskedPack:
    """Read what the address of this request asks for, of the donor that one was merged into.

    Raises NotFound for an unknown donor, and BadQuery.
    """
    own = successor_code(context.session(), donor)
    asked = asked_document(FORMAT)
    typed = request.args.get(FORMAT) or Format.PDF
    if typed not in set(Format):
        fault = say("'%(code)s' is no format of a document", code=typed)
        raise BadQuery([Fault(FORMAT, fault)])
    name = asked.name("briefs", own, form="zip")
    terms = asked.terms(ReportKind.BRIEF, own)
    return AskedPack(asked, AskedBriefs(terms, Format(typed), asked.language, name))
