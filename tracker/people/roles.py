"""The roles that a person can hold."""

from enum import StrEnum


class Role(StrEnum):
    """Who a person is to the record."""

    PUBLIC = "public"  # anyone, signed in or not
    DONOR = "donor"  # speaks for one donor
    PROGRAMME_MANAGER = "programme_manager"  # logs activities, participants, results, tools
    FINANCE_OFFICER = "finance_officer"  # records pledges, receipts, allocations, expenditure
    APPROVER = "approver"  # approves what another person prepared
    SECRETARIAT = "secretariat"  # reports to the Commission and the Conference
    ADMINISTRATOR = "administrator"  # users and settings; no money
