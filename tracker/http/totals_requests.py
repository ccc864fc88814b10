"""What a request asks totals with: the application's snapshot of the record, and the query."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, request

from tracker.http import context
from tracker.periods import utc_now
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.query_string import KnownCodes, read_query
from tracker.totals.snapshot import Snapshot

EXTENSION = "totals"


def set_up_totals(app: Flask) -> None:
    """Give an application its snapshot of the record, empty until it is first asked."""
    app.extensions[EXTENSION] = Snapshot()


@contextmanager
def reading() -> Iterator[Snapshot]:
    """Give the snapshot, brought up to date, and keep it as it is until the block ends."""
    held: Snapshot = current_app.extensions[EXTENSION]
    with held.reading(context.session().connection()) as snapshot:
        yield snapshot


def query_of(snapshot: Snapshot) -> Query:
    """Read the query of this request; raises BadQuery."""
    known = KnownCodes(
        frozenset(snapshot.codes(Dimension.DONOR)), frozenset(snapshot.codes(Dimension.PROGRAMME))
    )
    return read_query(request.args, known, utc_now().date())
