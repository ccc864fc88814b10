"""The kinds of letters, and the states of one in the outbox."""

from enum import StrEnum


class MailKind(StrEnum):
    """The kind of a letter."""

    TRIAL = "trial"  # shows an operator that letters arrive
    INVITATION = "invitation"  # the link by which a new user chooses a password
    # the link by which a forgotten password is replaced
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a kind
    SECURITY = "security"  # what happened to an account, to its user and to administrators
    ACTIVITY_SUBMITTED = "activity_submitted"  # activities wait for publication
    ACTIVITY_DECIDED = "activity_decided"  # what was decided, to the author or who handed it in
    INSTALMENT_DUE = "instalment_due"  # money that a donor has still to pay
    REPORT_DUE = "report_due"  # a report that a donor is still owed
    USE_ENDS = "use_ends"  # the last day on which money of a contribution may be used
    ACTIVITY_DAYS = "activity_days"  # the planned start and the planned end of an activity
    APPROVAL_WAITS = "approval_waits"  # what another person has prepared and is not decided
    WEEKLY_DIGEST = "weekly_digest"  # what waits, is due and has changed


SWITCHABLE = frozenset(
    {
        MailKind.INSTALMENT_DUE,
        MailKind.REPORT_DUE,
        MailKind.USE_ENDS,
        MailKind.ACTIVITY_DAYS,
        MailKind.APPROVAL_WAITS,
        MailKind.WEEKLY_DIGEST,
        MailKind.ACTIVITY_SUBMITTED,
        MailKind.ACTIVITY_DECIDED,
    }
)
"""The kinds that a reader can switch off; invitations, links and notices are always sent."""


class PublicationNews(StrEnum):
    """What was decided about an activity, by the secretariat or about what it handed in."""

    PUBLISHED = "published"  # it is public now
    APPROVED = "approved"  # it will be published later
    RETURNED = "returned"  # it is to be mended
    REVISION_PUBLISHED = "revision_published"  # the changes hold now
    REVISION_RETURNED = "revision_returned"  # the changes are to be mended
    REVISION_HANDED_IN = "revision_handed_in"  # the changes wait for an approver
    HANDED_IN_PUBLISHED = "handed_in_published"  # what a publisher handed in was approved
    HANDED_IN_RETURNED = "handed_in_returned"  # what a publisher handed in came back


class KeyPurpose(StrEnum):
    """What the secret of a link is for."""

    INVITATION = "invitation"  # accepts an invitation
    PASSWORD_RESET = "password_reset"  # noqa: S105 - replaces a password


class SecurityEvent(StrEnum):
    """What a security notice tells of."""

    RESET = "reset"  # a password was reset
    RESET_AND_BARRED = "reset_and_barred"  # that of somebody who may approve or post
    FACTOR_RESET = "factor_reset"  # a second factor was reset
    FACTOR_RESET_AND_BARRED = "factor_reset_and_barred"  # likewise of who may approve or post
    CONFIRMED = "confirmed"  # an administrator has confirmed it
    RENAMED = "renamed"  # the name or the address was changed by command
    PASSKEY_ADDED = "passkey_added"  # the person has added a passkey
    PASSKEY_REMOVED = "passkey_removed"  # the person has removed one
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the person has changed the password
    FACTOR_SET = "factor_set"  # the person has set or replaced an authenticator
    FACTOR_REMOVED = "factor_removed"  # the person has removed it
    CODES_RENEWED = "codes_renewed"  # the person has made new recovery codes
    TOKEN_MADE = "token_made"  # noqa: S105 - the person has made an API token


class MailState(StrEnum):
    """The state of a letter in the outbox."""

    WAITING = "waiting"  # to be sent, for the first time or again
    SENT = "sent"  # the server has taken it
    FAILED = "failed"  # the server has refused it, or could not be reached for days
    DROPPED = "dropped"  # nobody is to have it any more
