"""The states and kinds of assistance that are the product's own codes."""

from enum import StrEnum


class ProgrammeKind(StrEnum):
    """The programmes of operative paragraph 5, and global ones."""

    NATIONAL = "national"  # for one State
    REGIONAL = "regional"  # for a region
    THEMATIC = "thematic"  # for a theme, wherever it is needed
    GLOBAL = "global"  # for all States


class PublicationState(StrEnum):
    """The publication of an activity; the public sees what is published and nothing else."""

    DRAFT = "draft"  # being written
    SUBMITTED = "submitted"  # waits for the secretariat
    RETURNED = "returned"  # to be mended, for the reason that the secretariat gave
    APPROVED = "approved"  # in order, and not yet shown
    PUBLISHED = "published"  # shown to everybody


TO_PUBLISH = (PublicationState.SUBMITTED, PublicationState.APPROVED)
"""The states in which an activity waits for the secretariat."""


class RevisionState(StrEnum):
    """The state of a revision of a published activity."""

    WAITING = "waiting"  # waits for the secretariat
    RETURNED = "returned"  # to be mended, with a reason
    HANDED_IN = "handed_in"  # waits for an approver, since it moves figures of a closed period
    PUBLISHED = "published"  # the activity is as the revision has it
    DROPPED = "dropped"  # given up by who wrote it, or nothing of it is left


class RequestSource(StrEnum):
    """The source of an assistance request."""

    OFFICIAL = "official_request"  # a note verbale or letter of the State
    SELF_ASSESSMENT = "self_assessment"  # the self-assessment checklist
    NEEDS_ASSESSMENT = "needs_assessment"  # a needs assessment with the State
    CONFERENCE = "conference_decision"  # a decision of the Conference of the Parties
    COUNTRY_REVIEW = "country_review"  # a country review of the review mechanism


class RequestStatus(StrEnum):
    """The state of an assistance request."""

    RECEIVED = "received"  # on file
    ASSESSED = "assessed"  # what is needed is known
    PLANNED = "planned"  # will be answered
    ANSWERED = "answered"  # answered by an activity
    DECLINED = "declined"  # cannot be met, with a reason

    @classmethod
    def _missing_(cls, value: object) -> "RequestStatus | None":
        """Take the words of older sheets and of older changes."""
        return {"under_review": cls.ASSESSED, "accepted": cls.PLANNED}.get(str(value))


class Priority(StrEnum):
    """The urgency that a State gives its need."""

    HIGH = "high"  # needed at once
    MEDIUM = "medium"  # needed within the year
    LOW = "low"  # welcome


class ToolUse(StrEnum):
    """The use of a tool by an activity."""

    DEVELOPED = "developed"  # wrote the tool or had it written
    UPDATED = "updated"  # updated or translated it
    DISSEMINATED = "disseminated"  # handed it out
    USED = "used"  # worked with it, as in a training


class DisseminationMeans(StrEnum):
    """The means by which a tool reaches its readers."""

    LAUNCH = "launch"  # presented to the public
    TRAINING = "training"  # used in a training
    COPIES = "copies"  # printed copies handed out
    DOWNLOADS = "downloads"  # fetched from the web
    REQUEST = "request"  # sent in answer to a request
    MAILING = "mailing"  # sent to many addresses
    MEETING = "meeting"  # shown at a meeting or conference


class DisseminationUnit(StrEnum):
    """The unit in which an event of dissemination is counted; units are never added up."""

    COPIES = "copies"  # copies, printed or on a carrier
    DOWNLOADS = "downloads"  # downloads or views on the web
    PEOPLE = "people"  # people who were present


class ResultCounting(StrEnum):
    """The way in which the values of an indicator's periods make its value in all."""

    LATEST = "latest"  # each is the state on its day, and the newest one counts
    ADDED = "added"  # each is of its own period alone, and they are added up


class ShareKind(StrEnum):
    """The kinds of cost shares of an activity."""

    INSTRUMENT = "instrument"  # of the Convention or a Protocol
    PLACE = "place"  # of a State, an area or a region
    TOOL = "tool"  # of a tool
