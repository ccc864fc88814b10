"""The totals of a request: the application's snapshot of the record, and the query."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

from flask import Flask, Response, current_app, request

from tracker.errors import Fault, NotAllowed
from tracker.fund.ledger.measures import Measure
from tracker.http import context
from tracker.http.guard import NotSignedIn
from tracker.people.permissions import may_see_terms_of
from tracker.periods import today
from tracker.totals.comparisons import COMPARE
from tracker.totals.dimensions import Dimension
from tracker.totals.facts_file import FactsFile
from tracker.totals.facts_writer import FactsWriter
from tracker.totals.query import Query
from tracker.totals.query_fields import KnownCodes
from tracker.totals.query_string import BadQuery, read_query, unknown_names
from tracker.totals.snapshot import Snapshot
from tracker.words import say

Read = TypeVar("Read")
EXTENSION = "totals"
AS_AT, CUT = "X-As-At", "X-Cut"
"""The headers of a file: the last day that counts, and a later one that was asked for."""


class HeldTotals(NamedTuple):
    """The snapshot of an application, and the writer of its file where it has one."""

    snapshot: Snapshot
    writer: FactsWriter | None


def set_up_totals(app: Flask, facts_file: Path | None) -> None:
    """Give an application its snapshot of the record, empty until it is first asked."""
    file = None if facts_file is None else FactsFile(facts_file)
    snapshot = Snapshot(file)
    writer = None if file is None else FactsWriter(snapshot, file)
    app.extensions[EXTENSION] = HeldTotals(snapshot, writer)


def facts_file() -> FactsFile | None:
    """Return the file of facts of the application, where it has one."""
    held: HeldTotals = current_app.extensions[EXTENSION]
    return held.snapshot.file


@contextmanager
def reading() -> Iterator[Snapshot]:
    """Give the snapshot, brought up to date, and keep it as it is until the block ends."""
    held: HeldTotals = current_app.extensions[EXTENSION]
    with held.snapshot.reading(context.session().connection()) as snapshot:
        yield snapshot
    if held.writer is not None:
        held.writer.start()


def query_of(snapshot: Snapshot) -> Query:
    """Read the query of this request, which compares nothing; raises BadQuery."""
    query = query_and_comparison_of(snapshot)
    if query.compare is not None:
        raise BadQuery([Fault(COMPARE, say("only pages of dashboards and totals compare"))])
    return query


def read_with_query(snapshot: Snapshot, read: Callable[[], Read]) -> tuple[Read, Query]:
    """Read what an address has beside its query, and the query.

    Raises BadQuery with the faults of both.
    """
    try:
        found = read()
    except BadQuery as bad:
        try:
            query_of(snapshot)
        except BadQuery as too:
            raise BadQuery([*bad.faults, *too.faults]) from too
        raise
    return found, query_of(snapshot)


def query_and_comparison_of(snapshot: Snapshot) -> Query:
    """Read the query of this request, with what it is compared with; raises BadQuery."""
    return read_query(request.args, known_codes(snapshot), today())


def known_codes(snapshot: Snapshot) -> KnownCodes:
    """Return the codes on record that a query may name."""
    return KnownCodes(
        frozenset(snapshot.codes(Dimension.DONOR)),
        frozenset(snapshot.codes(Dimension.PROGRAMME)),
        frozenset(snapshot.members.titles[Dimension.TOOL]),
        snapshot.members.sessions,
    )


def expect_known_names(*besides: str) -> None:
    """Refuse parameters that no query has and that are not among others. Raises BadQuery."""
    faults = unknown_names(request.args.keys(), "lang", *besides)
    if faults:
        raise BadQuery(faults)


def refuse_terms(measure: Measure, donors: Collection[str]) -> None:
    """Raise NotSignedIn or NotAllowed for what is due, where the reader may not see the terms.

    `donors` are those whose money alone counts; none where all do.
    """
    if measure is Measure.DUE and not may_see_terms_of(context.user(), donors):
        _refuse(
            say("What is due is not public: sign in."),
            say("What is due is shown to you of your own donor's contributions: name that donor."),
        )


def refuse_lines(donors: Collection[str]) -> None:
    """Raise NotSignedIn or NotAllowed for lines of the ledger in the same way."""
    if not may_see_terms_of(context.user(), donors):
        _refuse(
            say("Lines of the ledger are not public: sign in."),
            say("Lines of the ledger are shown to you of your own donor: name that donor."),
        )


def refuse_summary(donor: str) -> None:
    """Raise NotSignedIn or NotAllowed for a donor's summary, where the terms are not shown."""
    if not may_see_terms_of(context.user(), (donor,)):
        _refuse(
            say("The summary of a donor is not public: sign in."),
            say("The summary of your own donor is shown to you, and no other."),
        )


def _refuse(to_anyone: str, to_donor: str) -> NoReturn:
    """Raise NotSignedIn or NotAllowed with the sentence for the reader."""
    user = context.user()
    if not user.signed_in:
        raise NotSignedIn(to_anyone)
    raise NotAllowed(to_donor if user.donor_code else say("Your role does not allow this."))


def dated(response: Response, query: Query) -> Response:
    """Say in the headers of a file up to which day entries count, and which day was cut."""
    response.headers[AS_AT] = query.counted_to().isoformat()
    if query.cut is not None:
        response.headers[CUT] = query.cut.isoformat()
    return response
