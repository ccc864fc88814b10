"""How much of an entry a person may see."""

from dataclasses import replace

from tracker.fund.ledger.contribution_entries import EntryItem
from tracker.people.permissions import CurrentUser, may_see_terms


def as_seen(entry: EntryItem, user: CurrentUser, contribution: str, donor: str) -> EntryItem:
    """Leave out the terms of an entry on a contribution's page where they may not be seen.

    A donor sees those of entries on the donor's own contribution alone: an entry split by the
    rule, or made on another contribution, concerns others too.
    """
    owner = donor if entry.contribution == contribution else ""
    return entry if may_see_terms(user, owner) else replace(entry, terms=None)
