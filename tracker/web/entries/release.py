"""The release of what a cancelled activity holds, prepared as an entry for the form."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from sqlmodel import select

from tracker.assistance.tables.activities import Activity
from tracker.fund.balances.free_amounts import free_in_activity
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.http import context
from tracker.money import Money
from tracker.periods import today

RELEASE = "release"
"""The argument of the address that names the activity whose money is released."""
SOURCES = {
    EntryKind.DE_COMMITMENT: AccountKind.COMMITTED,
    EntryKind.DE_ALLOCATION: AccountKind.ALLOCATED,
}
"""The account that each kind of release empties."""


def release_values(item: ContributionItem, kind: EntryKind) -> dict[str, Any]:
    """Return the values of the release in the address, if there is one: all that is free."""
    code = request.args.get(RELEASE, "")
    if not code or kind not in SOURCES:
        return {}
    session = context.session()
    number = session.exec(select(Activity.id).where(Activity.code == code)).first()
    if number is None:
        return {}
    minor = free_in_activity(session, item.id, number, SOURCES[kind], today())
    return {
        "activity": code,
        "amount": Money(max(minor, 0)),
        "note": _("Release of what %(name)s holds, which was cancelled", name=code),
    }
