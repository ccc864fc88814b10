"""What a reader asks of a document that is drawn at once: its days, both dates, its language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request

from tracker.errors import Fault
from tracker.http.language import locale_code
from tracker.http.reports import moment_now
from tracker.http.totals_requests import expect_known_names, query_of, reading
from tracker.reports.content.report import ReportKind
from tracker.reports.terms import ReportTerms
from tracker.settings import LOCALES
from tracker.totals.query import Query
from tracker.totals.query_string import CODES, BadQuery
from tracker.words import say

LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """The days, both dates and the language that an address asks for."""

    query: Query
    language: str

    @property
    def last(self) -> date:
        """The last day: the last that counts where none is asked for."""
        return self.query.last or self.query.counted_to()

    def terms(self, kind: ReportKind, subject: str = "") -> ReportTerms:
        """Return the terms of a report, as known now unless told otherwise."""
        query = self.query
        return ReportTerms(
            kind,
            query.first,
            self.last,
            query.last_day(),
            query.known_at.moment if query.known_at else moment_now(),
            subject,
            session=query.session,
        )

    def with_query(self, address: str) -> str:
        """Return an address with what was asked for."""
        return f"{address}?{urlencode(list(self._asked()))}"

    def name(self, *parts: str, form: str) -> str:
        """Return the name of a file: what it is of, its days, its language."""
        days = [day.isoformat() for day in (self.query.first, self.last) if day is not None]
        return "-".join([*parts, *days, self.language]) + f".{form}"

    def _asked(self) -> Iterator[tuple[str, str]]:
        query = self.query
        if query.first is not None:
            yield "from", query.first.isoformat()
        if query.last is not None:
            yield "to", query.last.isoformat()
        if query.as_at is not None:
            yield "as_at", query.as_at.isoformat()
        if query.known_at is not None:
            yield "known_at", str(query.known_at)
        yield LANGUAGE, self.language


def asked_document(*besides: str) -> AskedDocument:
    """Read what the address of this request asks for, `besides` other names; raises BadQuery."""
    expect_known_names(LANGUAGE, *besides)
    with reading() as snapshot:
        query = query_of(snapshot)
    language = request.args.get(LANGUAGE) or locale_code()
    faults = [
        Fault(name, say("there is no such parameter here"))
        for name, dimension in CODES.items()
        if query.of(dimension)
    ]
    if language not in LOCALES:
        faults.append(
            Fault(LANGUAGE, say("'%(code)s' is none of the six languages", code=language))
        )
    if faults:
        raise BadQuery(faults)
    return AskedDocument(query, language)
