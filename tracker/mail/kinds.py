"""The kinds of letters, and the states of one in the outbox."""

from enum import StrEnum


class MailKind(StrEnum):
    """The kind of a letter."""

    TRIAL = "trial"  # shows an operator that letters arrive


class MailState(StrEnum):
    """The state of a letter in the outbox."""

    WAITING = "waiting"  # to be sent, for the first time or again
    SENT = "sent"  # the server has taken it
    FAILED = "failed"  # the server has refused it, or could not be reached for days
    DROPPED = "dropped"  # nobody is to have it any more
