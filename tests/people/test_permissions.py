"""Who may do what: the map, its predicates and its page agree."""

import re

import pytest

from tracker.people.permissions import (
    ANYONE,
    ROLE_PERMISSIONS,
    CurrentUser,
    Permission,
    may,
    may_see_terms,
)
from tracker.people.roles import Role
from tracker.settings import ROOT


def user(role: Role, donor_code: str = "") -> CurrentUser:
    """Make a user of a role."""
    return CurrentUser("someone@example.org", role=role, donor_code=donor_code)


def test_every_role_stands_in_the_map() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_every_permission_is_somebodys() -> None:
    assert set().union(*ROLE_PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
def test_the_public_may_do_nothing_beyond_reading(permission: Permission) -> None:
    assert not may(ANYONE, permission)


@pytest.mark.parametrize(
    "permission",
    [Permission.POST_MONEY, Permission.CHANGE_CONTRIBUTIONS, Permission.REVERSE_ENTRIES],
)
def test_money_is_for_finance_officers_alone(permission: Permission) -> None:
    assert {role for role in Role if may(user(role), permission)} == {Role.FINANCE_OFFICER}


def test_an_administrator_has_nothing_to_do_with_money() -> None:
    assert ROLE_PERMISSIONS[Role.ADMINISTRATOR] == {
        Permission.SEE_PEOPLE,
        Permission.REVOKE_TOKENS,
        Permission.RESET_FACTORS,
        Permission.MANAGE_PEOPLE,
        Permission.SEE_TRAIL,
    }


def test_a_donor_sees_the_terms_of_its_own_contributions_alone() -> None:
    italy = user(Role.DONOR, "ITA")
    assert may_see_terms(italy, "ITA")
    assert not may_see_terms(italy, "DEU")


def test_a_donor_without_a_code_owns_nothing() -> None:
    assert not may_see_terms(user(Role.DONOR), "")


def test_a_code_without_the_role_opens_nothing() -> None:
    assert not may_see_terms(user(Role.ADMINISTRATOR, "ITA"), "ITA")


def test_the_page_of_permissions_is_in_step() -> None:
    page = (ROOT / "docs" / "permissions.md").read_text()
    table = dict(re.findall(r"^\| `([a-z_]+)` \|.*\| ([^|]*) \|$", page, re.MULTILINE))
    expected = {
        permission.value: ", ".join(
            role.value.replace("_", " ") for role in Role if permission in ROLE_PERMISSIONS[role]
        )
        for permission in Permission
    }
    assert table == expected
