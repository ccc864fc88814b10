"""What a query is compared with: another period, another donor or another place."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tracker.errors import Fault, NotFound
from tracker.periods import Span
from tracker.reference.record_codes import CodesOnRecord
from tracker.reference.sessions import BodySession, find_session, reported_span, session_before
from tracker.totals.dimensions import Dimension
from tracker.totals.query import BEFORE, Comparison, Query
from tracker.totals.query_fields import Arguments, KnownCodes, lawful_codes
from tracker.words import say

COMPARE = "compare"
"""The name in the query string."""
BETWEEN_DAYS, BEFORE_CODE = "/", ":"
OF_CODES = (Dimension.DONOR, Dimension.REGION, Dimension.COUNTRY)
"""The dimensions of which another code can stand beside a query."""
ONE_DAY = timedelta(days=1)


def read_comparison(
    arguments: Arguments, query: Query, known: KnownCodes, faults: list[Fault]
) -> Comparison | None:
    """Read what a query is compared with, noting a fault for what cannot be."""
    texts = [text for text in arguments.getlist(COMPARE) if text]
    if not texts:
        return None
    if len(texts) > 1:
        faults.append(Fault(COMPARE, say("compare with one thing at a time")))
        return None
    found = _read(texts[0], query, known)
    if found is None:
        message = say(
            "'%(text)s' cannot be compared with; write two days as 2023-01-01/2023-12-31, a session"
            " as session:CCPCJ-22, 'before' for the period before, or a code as donor:ITA,"
            " region:002 or country:KEN",
            text=texts[0],
        )
        faults.append(Fault(COMPARE, message))
    return found


def _read(text: str, query: Query, known: KnownCodes) -> Comparison | None:
    """Return what a text names; None where it names nothing that can be compared with."""
    if text == BEFORE:
        before = span_before(query, known.sessions)
        return None if before is None else Comparison(text, before)
    if BETWEEN_DAYS in text:
        span = _span(text)
        return None if span is None else Comparison(f"{span.first}/{span.last}", span)
    kind, _, code = text.partition(BEFORE_CODE)
    if kind == "session":
        return _session(code, known)
    return _code(kind, code, lawful_codes(known))


def _session(code: str, known: KnownCodes) -> Comparison | None:
    """Return the days that are reported on to a session."""
    code = CodesOnRecord(frozenset(one.code for one in known.sessions)).spelled(code)
    try:
        found = find_session(known.sessions, code)
    except NotFound:
        return None
    return Comparison(f"session{BEFORE_CODE}{code}", reported_span(known.sessions, found))


def _code(kind: str, code: str, lawful: Mapping[str, frozenset[str]]) -> Comparison | None:
    """Return the code of a donor or place."""
    if kind not in OF_CODES:
        return None
    spelled = CodesOnRecord(lawful[kind]).spelled(code)
    if spelled not in lawful[kind]:
        return None
    return Comparison(f"{kind}{BEFORE_CODE}{spelled}", None, Dimension(kind), spelled)


def _span(text: str) -> Span | None:
    """Return the days between two dates; None where they are none."""
    first, _, last = text.partition(BETWEEN_DAYS)
    try:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return span if str(span.first) <= str(span.last) else None


def query_before(query: Query, sessions: Sequence[BodySession]) -> Query | None:
    """Return the same query over the period before; None where there is none."""
    span = span_before(query, sessions)
    return None if span is None else query.alone().within(span)


def span_before(query: Query, sessions: Sequence[BodySession]) -> Span | None:
    """Return the period before that of a query: as many whole years, else as many days.

    Before the period of a session comes that of the session before it. None where a query has no
    first day.
    """
    if query.session:
        before = session_before(sessions, find_session(sessions, query.session))
        return None if before is None else reported_span(sessions, before)
    if query.first is None:
        return None
    first, last = query.first, query.last or query.counted_to()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = last.year - first.year + 1
        earliest = first.year - years
        return Span(date(earliest, 1, 1), first - ONE_DAY) if earliest > 0 else None
    try:
        return Span(first - (last - first) - ONE_DAY, first - ONE_DAY)
    except OverflowError:
        return None
