"""The lawful moves of an activity from draft to publication, and who makes them.

The person who writes submits and takes back; the secretariat returns, approves and publishes. An
operator at the server may let any state in, as when a record is taken over.
"""

from collections.abc import Collection, Mapping
from enum import Enum
from typing import NamedTuple

from tracker.assistance.publication_words import publication_state_name
from tracker.assistance.states import PublicationState
from tracker.errors import Fault
from tracker.words import say


class Mover(Enum):
    """The part in which somebody moves the publication of an activity."""

    AUTHOR = "author"  # who writes activities
    PUBLISHER = "publisher"  # the secretariat
    OPERATOR = "operator"  # who imports by a command at the server


class PublicationStep(NamedTuple):
    """A step from one state to another, and who makes it."""

    before: PublicationState
    after: PublicationState
    by: Mover


_DRAFT, _SUBMITTED, _RETURNED, _APPROVED, _PUBLISHED = PublicationState
STEPS = (
    PublicationStep(_DRAFT, _SUBMITTED, Mover.AUTHOR),
    PublicationStep(_RETURNED, _SUBMITTED, Mover.AUTHOR),
    PublicationStep(_SUBMITTED, _DRAFT, Mover.AUTHOR),
    PublicationStep(_SUBMITTED, _RETURNED, Mover.PUBLISHER),
    PublicationStep(_SUBMITTED, _APPROVED, Mover.PUBLISHER),
    PublicationStep(_SUBMITTED, _PUBLISHED, Mover.PUBLISHER),
    PublicationStep(_APPROVED, _RETURNED, Mover.PUBLISHER),
    PublicationStep(_APPROVED, _PUBLISHED, Mover.PUBLISHER),
    PublicationStep(_PUBLISHED, _RETURNED, Mover.PUBLISHER),
)
"""All lawful steps; what was published and is returned is no longer public."""
NEEDS_REASON = frozenset({_RETURNED})
"""The states that nothing reaches without a reason."""
FIRST: Mapping[Mover, frozenset[PublicationState]] = {
    Mover.AUTHOR: frozenset({_DRAFT, _SUBMITTED}),
    Mover.PUBLISHER: frozenset(),
    Mover.OPERATOR: frozenset(PublicationState),
}
"""The states in which a new activity may be recorded."""


def steps_from(before: PublicationState, by: Collection[Mover]) -> tuple[PublicationState, ...]:
    """Return the states to which somebody may move an activity, in their order."""
    lawful = {step.after for step in STEPS if step.before is before and step.by in by}
    return tuple(state for state in PublicationState if state in lawful)


def move_faults(
    before: PublicationState | None, after: PublicationState, by: Collection[Mover]
) -> list[Fault]:
    """Return the fault of a move by somebody, with the moves that are lawful; None is new."""
    if after is before or Mover.OPERATOR in by:
        return []
    if before is None:
        lawful = tuple(one for one in PublicationState if any(one in FIRST[who] for who in by))
        why = say(
            "a new activity is not '%(new)s'; it can be: %(allowed)s",
            new=publication_state_name(after),
            allowed=_names(lawful),
        )
    else:
        lawful = steps_from(before, by)
        why = say(
            "an activity that is '%(old)s' does not become '%(new)s' by you; it can become: "
            "%(allowed)s",
            old=publication_state_name(before),
            new=publication_state_name(after),
            allowed=_names(lawful),
        )
    return [] if after in lawful else [Fault("publication", why)]


def _names(states: Collection[PublicationState]) -> str:
    """Return the names of states in one line."""
    return ", ".join(map(publication_state_name, states)) or say("nothing else")
