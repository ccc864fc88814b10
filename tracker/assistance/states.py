"""The states and kinds of assistance that are the product's own, not a published code list."""

from enum import StrEnum


class ProgrammeKind(StrEnum):
    """The programmes that operative paragraph 5 names, and global ones."""

    NATIONAL = "national"  # for one State
    REGIONAL = "regional"  # for a region
    THEMATIC = "thematic"  # for a theme, wherever it is needed
    GLOBAL = "global"  # for all States


class RequestSource(StrEnum):
    """Where a need for assistance was stated."""

    OFFICIAL = "official_request"  # a note verbale or letter of the State
    SELF_ASSESSMENT = "self_assessment"  # the self-assessment checklist
    NEEDS_ASSESSMENT = "needs_assessment"  # a needs assessment with the State
    CONFERENCE = "conference_decision"  # a decision of the Conference of the Parties


class RequestStatus(StrEnum):
    """How far a request has come."""

    RECEIVED = "received"  # on file
    UNDER_REVIEW = "under_review"  # being looked at
    ACCEPTED = "accepted"  # will be answered
    ANSWERED = "answered"  # an activity answered it
    DECLINED = "declined"  # cannot be met, with a reason


class Priority(StrEnum):
    """How urgent a State says its need is."""

    HIGH = "high"  # needed at once
    MEDIUM = "medium"  # needed within the year
    LOW = "low"  # welcome


class ToolUse(StrEnum):
    """What an activity did with a tool."""

    DEVELOPED = "developed"  # wrote it or had it written
    UPDATED = "updated"  # brought it up to date or translated it
    DISSEMINATED = "disseminated"  # handed it out
    USED = "used"  # worked with it, as in a training


class DisseminationKind(StrEnum):
    """How a tool reached its readers."""

    LAUNCH = "launch"  # presented to the public
    TRAINING = "training"  # used in a training
    COPIES = "copies"  # printed copies handed out
    DOWNLOADS = "downloads"  # fetched from the web
