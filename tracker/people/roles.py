"""The roles of users."""

from enum import StrEnum


class Role(StrEnum):
    """The role of a user."""

    PUBLIC = "public"  # anyone, signed in or not
    DONOR = "donor"  # a user of one donor
    PROGRAMME_MANAGER = "programme_manager"  # logs activities, participants, results, tools
    FINANCE_OFFICER = "finance_officer"  # records pledges, receipts, allocations, expenditure
    APPROVER = "approver"  # approves requests of other users
    SECRETARIAT = "secretariat"  # reports to the Commission and the Conference
    ADMINISTRATOR = "administrator"  # users and settings; no money
