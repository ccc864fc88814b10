"""The sources and states of requests in the reader's language."""

from tracker.assistance.states import RequestSource, RequestStatus
from tracker.words import say


def request_source_name(source: RequestSource) -> str:
    """Return the name of where a request comes from."""
    return {
        RequestSource.OFFICIAL: say("Official request"),
        RequestSource.SELF_ASSESSMENT: say("Self-assessment checklist"),
        RequestSource.NEEDS_ASSESSMENT: say("Needs assessment"),
        RequestSource.CONFERENCE: say("Decision of the Conference"),
        RequestSource.COUNTRY_REVIEW: say("Country review"),
    }[source]


def request_status_name(status: RequestStatus) -> str:
    """Return the name of the state of a request."""
    return {
        RequestStatus.RECEIVED: say("Received"),
        RequestStatus.ASSESSED: say("Assessed"),
        RequestStatus.PLANNED: say("Planned"),
        RequestStatus.ANSWERED: say("Answered"),
        RequestStatus.DECLINED: say("Declined"),
    }[status]
