"""Whom a matter concerns: pure predicates over the user and the matter."""

from collections.abc import Mapping

from tracker.mail.kinds import MailKind
from tracker.people.permissions import CurrentUser, Permission, is_own_programme, may
from tracker.reminders.matters import Matter

WORKS_ON: Mapping[MailKind, frozenset[Permission]] = {
    MailKind.INSTALMENT_DUE: frozenset({Permission.CHANGE_CONTRIBUTIONS}),
    MailKind.REPORT_DUE: frozenset({Permission.PREPARE_REPORTS}),
    MailKind.USE_ENDS: frozenset({Permission.CHANGE_CONTRIBUTIONS, Permission.CHANGE_ASSISTANCE}),
    MailKind.ACTIVITY_DAYS: frozenset({Permission.CHANGE_ASSISTANCE}),
    MailKind.APPROVAL_WAITS: frozenset({Permission.APPROVE_MONEY}),
}
"""The permissions of those who work on the matters of a kind."""
WORKS_ON_PUBLICATION: Mapping[MailKind, frozenset[Permission]] = {
    MailKind.ACTIVITY_SUBMITTED: frozenset({Permission.PUBLISH_ASSISTANCE}),
    MailKind.ACTIVITY_DECIDED: frozenset(
        {Permission.CHANGE_ASSISTANCE, Permission.PUBLISH_ASSISTANCE}
    ),
}
"""The permissions of those who are told of publication as it goes."""
OF_DONORS = frozenset({MailKind.INSTALMENT_DUE})
"""The kinds that a donor's user is told of, for the own donor."""


def concerns(user: CurrentUser, matter: Matter) -> bool:
    """Tell whether a matter concerns a user."""
    if user.donor_code:
        own = user.donor_code == matter.donor and may(user, Permission.SEE_OWN_TERMS)
        return own and matter.kind in OF_DONORS
    if user.handle == matter.prepared_by:
        return False
    held = {one for one in WORKS_ON[matter.kind] if may(user, one)}
    if held == {Permission.CHANGE_ASSISTANCE}:
        return any(is_own_programme(user.programmes, code) for code in matter.programmes)
    return bool(held)


def kinds_for(user: CurrentUser) -> frozenset[MailKind]:
    """Return the kinds of letters that a user can be sent and switch off."""
    if user.donor_code:
        return OF_DONORS | {MailKind.WEEKLY_DIGEST}
    works_on = {**WORKS_ON, **WORKS_ON_PUBLICATION}
    own = {kind for kind, works in works_on.items() if any(may(user, one) for one in works)}
    return frozenset(own) | {MailKind.WEEKLY_DIGEST}
