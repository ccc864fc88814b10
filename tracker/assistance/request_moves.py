"""The lawful moves of a State's request, from its arrival to its answer."""

from collections.abc import Mapping

from tracker.assistance.request_words import request_status_name
from tracker.assistance.states import RequestStatus
from tracker.errors import Fault
from tracker.words import say

MOVES: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.RECEIVED: frozenset(
        {
            RequestStatus.ASSESSED,
            RequestStatus.PLANNED,
            RequestStatus.ANSWERED,
            RequestStatus.DECLINED,
        }
    ),
    RequestStatus.ASSESSED: frozenset(
        {RequestStatus.PLANNED, RequestStatus.ANSWERED, RequestStatus.DECLINED}
    ),
    RequestStatus.PLANNED: frozenset(
        {RequestStatus.ASSESSED, RequestStatus.ANSWERED, RequestStatus.DECLINED}
    ),
    RequestStatus.ANSWERED: frozenset({RequestStatus.PLANNED}),
    RequestStatus.DECLINED: frozenset({RequestStatus.ASSESSED}),
}
"""A step may be left out on the way to the answer; what is over is taken up again by one step."""


def status_faults(before: RequestStatus, after: RequestStatus) -> list[Fault]:
    """Return the fault of an unlawful move, with the moves that are lawful."""
    if after is before or after in MOVES[before]:
        return []
    allowed = ", ".join(request_status_name(one) for one in RequestStatus if one in MOVES[before])
    why = say(
        "a request that is '%(old)s' does not become '%(new)s'; it can become: %(allowed)s",
        old=request_status_name(before),
        new=request_status_name(after),
        allowed=allowed,
    )
    return [Fault("status", why)]
