"""The states of publication in the reader's language."""

from tracker.assistance.states import PublicationState
from tracker.words import say


def publication_state_name(state: PublicationState) -> str:
    """Return the name of a state of publication."""
    return {
        PublicationState.DRAFT: say("Draft"),
        PublicationState.SUBMITTED: say("Submitted"),
        PublicationState.RETURNED: say("Returned"),
        PublicationState.APPROVED: say("Approved"),
        PublicationState.PUBLISHED: say("Published"),
    }[state]
