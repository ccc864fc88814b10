"""The terms of entries that a user may see."""

from dataclasses import replace

from tracker.fund.ledger.contribution_entries import EntryItem
from tracker.people.permissions import CurrentUser, may_see_terms


def as_seen(entry: EntryItem, user: CurrentUser, contribution: str, donor: str) -> EntryItem:
    """Return an entry, without its terms where the user may not see them.

    A donor's user sees the terms of entries that name a contribution of that donor: an entry
    split by the rule, or made on another contribution, concerns other donors too.
    """
    owner = donor if entry.contribution == contribution else ""
    return entry if may_see_terms(user, owner) else replace(entry, terms=None)
