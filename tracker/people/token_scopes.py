"""The scopes of API tokens: what a program may do for its user, and never more than the user.

No scope has a permission to approve, to clear or to close: those are for people alone.
"""

from collections.abc import Iterable
from enum import StrEnum

from tracker.people.permissions import ROLE_PERMISSIONS, Permission
from tracker.people.roles import Role


class TokenScope(StrEnum):
    """What a token is for."""

    READ = "read"  # all that its user may see through the interface
    ENTRIES = "entries"  # record entries of the ledger
    CONTRIBUTIONS = "contributions"  # add contributions; add and withdraw files about them
    FILES = "files"  # add and withdraw files about activities, tools and requests of States


SCOPE_PERMISSIONS: dict[TokenScope, frozenset[Permission]] = {
    TokenScope.READ: frozenset(
        {
            Permission.SEE_TERMS,
            Permission.SEE_OWN_TERMS,
            Permission.SEE_UNPUBLISHED,
            Permission.SEE_TIE_OUT,
            Permission.SEE_HISTORY,
        }
    ),
    TokenScope.ENTRIES: frozenset({Permission.POST_MONEY, Permission.REVERSE_ENTRIES}),
    TokenScope.CONTRIBUTIONS: frozenset({Permission.CHANGE_CONTRIBUTIONS}),
    TokenScope.FILES: frozenset({Permission.CHANGE_ASSISTANCE}),
}


def permissions_of(scopes: Iterable[TokenScope]) -> frozenset[Permission]:
    """Return all permissions of some scopes."""
    return frozenset[Permission]().union(*(SCOPE_PERMISSIONS[scope] for scope in scopes))


def scopes_of(role: Role) -> tuple[TokenScope, ...]:
    """Return the scopes by which a token of that role can do anything; all may read."""
    allowed = ROLE_PERMISSIONS.get(role, frozenset())
    return tuple(
        scope
        for scope in TokenScope
        if scope is TokenScope.READ or SCOPE_PERMISSIONS[scope] & allowed
    )
