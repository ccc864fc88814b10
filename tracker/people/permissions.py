"""Permissions: the one map from roles to them, and pure predicates."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.people.roles import Role


class Permission(StrEnum):
    """A right beyond reading the public part."""

    SEE_TERMS = "see_terms"  # conditions, notes, agreement numbers, users of changes
    SEE_OWN_TERMS = "see_own_terms"  # the same for the contributions of one's own donor
    CHANGE_CONTRIBUTIONS = "change_contributions"  # add contributions and change their terms
    POST_MONEY = "post_money"  # entries of every kind but reversals, and exchange rates
    ASK_FOR_MONEY = "ask_for_money"  # ask finance officers for an allocation to an activity
    REVERSE_ENTRIES = "reverse_entries"  # reverse an entry of the ledger, with a reason
    APPROVE_MONEY = "approve_money"  # approve or return a request of another user
    CLOSE_PERIODS = "close_periods"  # close months and years
    CHANGE_DONORS = "change_donors"  # add and change donors, their names, spellings, contacts
    DECIDE_DONORS = "decide_donors"  # merge two donors, or keep them apart; see likely duplicates
    SEE_UNPUBLISHED = "see_unpublished"  # activities before publication, requests without consent
    CHANGE_ASSISTANCE = "change_assistance"  # programmes, activities and tools
    PUBLISH_ASSISTANCE = "publish_assistance"  # publish, approve or return what others submitted
    CHANGE_ADHERENCE = "change_adherence"  # signatures and consents to be bound, by a sheet
    CHANGE_SESSIONS = "change_sessions"  # the sessions that figures are reported on to
    IMPORT_SHEETS = "import_sheets"  # the pages of imports; each kind needs another permission too
    SEE_TIE_OUT = "see_tie_out"  # the certified statements beside the ledger
    TIE_OUT = "tie_out"  # type certified figures, and add reconciling items
    PREPARE_REPORTS = "prepare_reports"  # draw, edit and issue reports and statements
    CLEAR_REPORTS = "clear_reports"  # clear what another person has prepared
    SEE_HISTORY = "see_history"  # who changed what of a record, when and why
    SEE_TRAIL = "see_trail"  # who changed which fields of all records, and the values of users
    SEE_PEOPLE = "see_people"  # the list of users
    REVOKE_TOKENS = "revoke_tokens"  # see and end the tokens of other users' programs
    RESET_FACTORS = "reset_factors"  # take a lost second factor from an account
    MANAGE_PEOPLE = "manage_people"  # invite users, change roles, close accounts, confirm resets


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: frozenset(),
    Role.DONOR: frozenset({Permission.SEE_OWN_TERMS}),
    Role.PROGRAMME_MANAGER: frozenset(
        {
            Permission.SEE_TERMS,
            Permission.SEE_HISTORY,
            Permission.SEE_UNPUBLISHED,
            Permission.CHANGE_ASSISTANCE,
            Permission.ASK_FOR_MONEY,
            Permission.IMPORT_SHEETS,
        }
    ),
    Role.FINANCE_OFFICER: frozenset(
        {
            Permission.SEE_TERMS,
            Permission.SEE_HISTORY,
            Permission.SEE_UNPUBLISHED,
            Permission.CHANGE_CONTRIBUTIONS,
            Permission.POST_MONEY,
            Permission.REVERSE_ENTRIES,
            Permission.CLOSE_PERIODS,
            Permission.CHANGE_DONORS,
            Permission.DECIDE_DONORS,
            Permission.IMPORT_SHEETS,
            Permission.SEE_TIE_OUT,
            Permission.TIE_OUT,
            Permission.PREPARE_REPORTS,
            Permission.CLEAR_REPORTS,
        }
    ),
    Role.APPROVER: frozenset(
        {
            Permission.SEE_TERMS,
            Permission.SEE_HISTORY,
            Permission.SEE_UNPUBLISHED,
            Permission.APPROVE_MONEY,
            Permission.SEE_TIE_OUT,
            Permission.CLEAR_REPORTS,
        }
    ),
    Role.SECRETARIAT: frozenset(
        {
            Permission.SEE_TERMS,
            Permission.SEE_HISTORY,
            Permission.SEE_UNPUBLISHED,
            Permission.CHANGE_DONORS,
            Permission.SEE_TIE_OUT,
            Permission.DECIDE_DONORS,
            Permission.PUBLISH_ASSISTANCE,
            Permission.CHANGE_ADHERENCE,
            Permission.CHANGE_SESSIONS,
            Permission.IMPORT_SHEETS,
            Permission.PREPARE_REPORTS,
            Permission.CLEAR_REPORTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_PEOPLE,
            Permission.MANAGE_PEOPLE,
            Permission.REVOKE_TOKENS,
            Permission.RESET_FACTORS,
            Permission.SEE_TRAIL,
        }
    ),
}
"""The permissions of each role; anything else is refused."""

NEED_A_CONFIRMED_PASSWORD = frozenset(
    {
        Permission.POST_MONEY,
        Permission.REVERSE_ENTRIES,
        Permission.APPROVE_MONEY,
        Permission.CLOSE_PERIODS,
    }
)
"""Permissions that a user is without from a reset of the password until it is confirmed."""


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """The user who sends a request, or the public; `lacks_factor`: one that the role needs.

    `allowed` is what the token of a program allows; None for who comes in person.
    """

    email: str = ""
    name: str = ""
    role: Role = Role.PUBLIC
    donor_code: str = ""
    locale: str = ""
    handle: str = ""
    has_temporary_password: bool = False
    lacks_factor: bool = False
    allowed: frozenset[Permission] | None = None
    barred: bool = False
    programmes: frozenset[str] = frozenset()

    @property
    def signed_in(self) -> bool:
        """Tell whether the user has signed in."""
        return bool(self.email)

    @property
    def by_token(self) -> bool:
        """Tell whether a program acts for the user."""
        return self.allowed is not None


ANYONE = CurrentUser()
"""The public: a reader who has not signed in."""


def may(user: CurrentUser, permission: Permission) -> bool:
    """Tell whether a user has a permission, and the token allows it where there is one."""
    if user.allowed is not None and permission not in user.allowed:
        return False
    if user.barred and permission in NEED_A_CONFIRMED_PASSWORD:
        return False
    return permission in ROLE_PERMISSIONS.get(user.role, frozenset())


def needs_confirmation(role: Role) -> bool:
    """Tell whether the reset of a password in this role is confirmed by an administrator."""
    return bool(ROLE_PERMISSIONS.get(role, frozenset()) & NEED_A_CONFIRMED_PASSWORD)


def is_own_programme(programmes: Collection[str], code: str) -> bool:
    """Tell whether a programme is among the chosen ones; where none are chosen, all are."""
    return not programmes or code in programmes


def may_change_activity(user: CurrentUser, programme_code: str) -> bool:
    """Tell whether a user may change an activity of a programme."""
    own = is_own_programme(user.programmes, programme_code)
    return own and may(user, Permission.CHANGE_ASSISTANCE)


def may_see_terms(user: CurrentUser, donor_code: str) -> bool:
    """Tell whether a user may see the terms of that donor's contributions."""
    if may(user, Permission.SEE_TERMS):
        return True
    own = bool(user.donor_code) and user.donor_code == donor_code
    return own and may(user, Permission.SEE_OWN_TERMS)


def may_see_terms_of(user: CurrentUser, donors: Collection[str]) -> bool:
    """Tell whether a user may see the terms behind a figure of some donors; of all if none."""
    if may(user, Permission.SEE_TERMS):
        return True
    return bool(donors) and all(may_see_terms(user, donor) for donor in donors)


class TermsSeen(NamedTuple):
    """The donors whose terms a user may see: all, or one (its code)."""

    all: bool = False
    donor: str = ""


NO_TERMS = TermsSeen()


def terms_seen(user: CurrentUser) -> TermsSeen:
    """Return the donors whose terms a user may see."""
    if may(user, Permission.SEE_TERMS):
        return TermsSeen(all=True)
    return TermsSeen(donor=user.donor_code if may(user, Permission.SEE_OWN_TERMS) else "")


class HistorySeen(NamedTuple):
    """The part of a record's history that a user may see.

    `changes`: moments and fields; `people`: by whom and why, and what others keep there too.
    """

    changes: bool = False
    people: bool = False


def history_seen(user: CurrentUser, donor_code: str = "") -> HistorySeen:
    """Return what a user may see of a record's history; `donor_code` is that of a contribution.

    Staff see all of it; a donor sees moments and fields of its own contributions.
    """
    staff = may(user, Permission.SEE_HISTORY)
    own = bool(donor_code) and may_see_terms(user, donor_code)
    return HistorySeen(staff or own, staff)


def may_see_small_counts(user: CurrentUser) -> bool:
    """Tell whether a user may see counts of fewer than five people, and what would tell them.

    Staff may, who see the terms of all contributions.
    """
    return may(user, Permission.SEE_TERMS)


def may_see_unpublished(user: CurrentUser) -> bool:
    """Tell whether a user may see activities before publication, and requests without consent."""
    return may(user, Permission.SEE_UNPUBLISHED)
