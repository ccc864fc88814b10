"""What a reader asks of a donor's summary: days, contributions, the language of the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from flask import request

from tracker.http.asked_documents import LANGUAGE, asked_document
from tracker.http.record_addresses import code_in_address
from tracker.http.reports import moment_now
from tracker.reports.content.report import ReportKind
from tracker.reports.renderings.forms import Format
from tracker.reports.terms import ReportTerms
from tracker.totals.query import Query

CONTRIBUTION = "contribution"


@dataclass(frozen=True, slots=True)
class AskedSummary:
    """The summary of a donor that an address asks for."""

    donor: str
    query: Query
    contributions: tuple[str, ...]
    language: str

    @property
    def first(self) -> date | None:
        """The first day: that of this year where no days are asked for."""
        query = self.query
        if query.first is None and query.last is None:
            return query.counted_to().replace(month=1, day=1)
        return query.first

    @property
    def last(self) -> date:
        """The last day: the last that counts where none is asked for."""
        return self.query.last or self.query.counted_to()

    def terms(self) -> ReportTerms:
        """Return the terms by which the summary is drawn, as known now unless told otherwise."""
        query = self.query
        return ReportTerms(
            ReportKind.STATEMENT,
            self.first,
            self.last,
            query.as_at or self.last,
            query.known_at.moment if query.known_at else moment_now(),
            self.donor,
            self.contributions,
            query.session,
        )

    def file(self, form: Format) -> str:
        """Return the address of the summary as a document."""
        asked = urlencode(list(self._asked()))
        return f"/donors/{quote(code_in_address(self.donor))}/statement.{form}?{asked}"

    def long_file(self, form: Format) -> str:
        """Return the address at which a document that takes long is made."""
        return self.file(form).replace("/statement.", "/statement/file.", 1)

    def name(self, form: Format) -> str:
        """Return the name of the document: its donor, its days, its language."""
        days = [day.isoformat() for day in (self.first, self.last) if day is not None]
        return "-".join(["summary", self.donor, *days, self.language]) + f".{form}"

    def _asked(self) -> Iterator[tuple[str, str]]:
        if self.first is not None:
            yield "from", self.first.isoformat()
        yield "to", self.last.isoformat()
        if self.query.as_at is not None:
            yield "as_at", self.query.as_at.isoformat()
        if self.query.known_at is not None:
            yield "known_at", str(self.query.known_at)
        for reference in self.contributions:
            yield CONTRIBUTION, reference
        yield LANGUAGE, self.language


def asked_of(donor: str) -> AskedSummary:
    """Read what the address of this request asks for; raises BadQuery."""
    asked = asked_document(CONTRIBUTION)
    chosen = {reference for reference in request.args.getlist(CONTRIBUTION) if reference}
    return AskedSummary(donor, asked.query, tuple(sorted(chosen)), asked.language)
