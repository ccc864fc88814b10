"""Requests of States under a query, as far as the user may see them, with what became of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from tracker.assistance.needs import Need, read_needs
from tracker.assistance.request_assistance import (
    AssistedNeed,
    RequestOutcome,
    answering_activities,
    assisted_needs,
)
from tracker.people.permissions import may_see_unpublished
from tracker.reference.regions import holders_of, region_of
from tracker.totals.counted_records import (
    counted_activities,
    hidden_activities,
    kept_with_record,
    moment_of_knowledge,
)
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.record_opening import RecordPart

BETWEEN = "-"
"""Stands between the codes of an instrument and of its article: TIP-6."""

OF_REQUESTS = (Dimension.REGION, Dimension.COUNTRY, Dimension.PROTOCOL)
"""The dimensions of a query that requests have."""


class RequestBy(StrEnum):
    """What requests are counted by."""

    OUTCOME = "outcome"  # what became of them
    REGION = "region"  # the M49 region of the State
    COUNTRY = "country"  # the State
    PROTOCOL = "protocol"  # the instrument
    ARTICLE = "article"  # the articles, whole under each
    STATUS = "status"  # their state


def read_requests(source: PageSource, parts: Sequence[RecordPart] = ()) -> tuple[AssistedNeed, ...]:
    """Return the requests of a query and of parts that the user may see, by day and code.

    The public sees those that their States have consented to publish, and published activities.
    """
    return tuple(
        one
        for one in source.once(_read)
        if _is_chosen(one.need, source.query) and all(_has(one, part) for part in parts)
    )


def assisted_requests(source: PageSource) -> frozenset[str]:
    """Return the codes of the requests that activities answer, as far as the user may see both."""
    name = f"requests assisted on {source.query.last_day()}"
    return kept_with_record(source, name, _assisted)


def request_codes(one: AssistedNeed, by: RequestBy) -> tuple[str, ...]:
    """Return the codes that a request has of a breakdown; "" where it has none."""
    return _CODES[by](one) or ("",)


def count_requests(found: Iterable[AssistedNeed], by: RequestBy) -> dict[str, int]:
    """Count requests by a breakdown."""
    numbers: dict[str, int] = {}
    for one in found:
        for code in request_codes(one, by):
            numbers[code] = numbers.get(code, 0) + 1
    return numbers


def _read(source: PageSource) -> tuple[AssistedNeed, ...]:
    """Read the requests that the user may see, matched to the activities that are shown."""
    moment, hidden = moment_of_knowledge(source.query), hidden_activities(source)
    public_only = not may_see_unpublished(source.user)
    needs = read_needs(source.session, public_only=public_only, known_at=moment)
    shown = [
        one
        for one in counted_activities(source)
        if one.code not in hidden and (one.start is None or one.start <= source.query.last_day())
    ]
    return assisted_needs(needs, answering_activities(source.session, shown))


def _assisted(source: PageSource) -> frozenset[str]:
    """Return the codes of the requests of all days that are assisted."""
    found = _read(source)
    return frozenset(one.need.code for one in found if one.outcome is RequestOutcome.ASSISTED)


def _is_chosen(need: Need, query: Query) -> bool:
    """Tell whether a request is of the days, places and instruments of a query."""
    holders, instruments = holders_of(need.state), query.of(Dimension.PROTOCOL)
    return (
        need.received_on in query.span()
        and all(not codes.isdisjoint(holders) for codes in query.places())
        and (not instruments or need.instrument in instruments)
    )


def _has(one: AssistedNeed, part: RecordPart) -> bool:
    """Tell whether a request belongs to a part."""
    codes = request_codes(one, RequestBy(part.name))
    return set(part.codes).isdisjoint(codes) is part.but


_CODES: Mapping[RequestBy, Callable[[AssistedNeed], tuple[str, ...]]] = {
    RequestBy.OUTCOME: lambda one: (one.outcome.value,),
    RequestBy.REGION: lambda one: (region_of(one.need.state),),
    RequestBy.COUNTRY: lambda one: (one.need.state,),
    RequestBy.PROTOCOL: lambda one: (one.need.instrument.value,),
    RequestBy.ARTICLE: lambda one: tuple(
        f"{instrument}{BETWEEN}{number}" for instrument, number in one.need.articles
    ),
    RequestBy.STATUS: lambda one: (one.need.status.value,),
}
