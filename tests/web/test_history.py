"""The pages of changes: each record's history for who may see it, and the administrator's trail."""

import ast
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.people import make_user
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.fund.states import ScopeKind
from tracker.people.accounts import change_role
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.web.forms.field_texts import FIELDS
from tracker.web.history.action_names import ACTIONS
from tracker.web.history.records import DRAFTS, KINDS
from tracker.web.history.trail_table import SUBJECTS

SignIn = Callable[..., PageClient]
SOURCE = Path(__file__).parents[2] / "tracker"


@pytest.fixture
def changed(account: Account, sqlite_session: Session) -> Session:
    """Give an account in which terms of Italy's contribution and an activity have changed."""
    del account
    with transaction(sqlite_session) as session:
        activity = read_activity(session, find_activity(session, "A1"))
        after = replace(
            activity, title="Training of judges", publication=PublicationState.SUBMITTED
        )
        ACTIVITIES.change(session, "A1", after, "ana", "The title was wrong")
        terms = read_draft(session, find_contribution(session, "C-EUR"))
        scope = (*terms.scope, (ScopeKind.ACTIVITY, "A1"))
        after_terms = replace(terms, conditions="Two reports a year", scope=scope)
        change_contribution(session, "C-EUR", after_terms, "ana", "A letter of the ministry")
    return sqlite_session


def test_staff_read_who_changed_what_and_why(changed: Session, manager: PageClient) -> None:
    del changed
    page = manager.get("/activities/A1/history").get_data(as_text=True)
    for told in ("ana", "The title was wrong", "Training of judges", "Title", "Submitted"):
        assert told in page


def test_a_donor_reads_moments_and_fields_of_its_own_money_alone(
    changed: Session, signed_in: SignIn
) -> None:
    make_user(changed, Role.DONOR, donor_code="ITA", email="rome@example.org")
    make_user(changed, Role.DONOR, donor_code="JPN", email="tokyo@example.org")
    rome = signed_in(Role.DONOR, donor_code="ITA")
    page = rome.get("/contributions/C-EUR/history").get_data(as_text=True)
    assert "Two reports a year" in page
    assert "ana" not in page.split("<main")[1].split("</main>")[0].replace("management", "")
    assert "A letter of the ministry" not in page
    searched = rome.get("/contributions/C-EUR/history?q=ministry").get_data(as_text=True)
    assert "Two reports a year" not in searched
    assert rome.get("/activities/A1/history").status_code == 403
    assert rome.get("/contributions/C-JPN/history").status_code in {403, 404}


def test_a_donor_is_not_told_the_code_of_an_activity_that_is_not_published(
    changed: Session, signed_in: SignIn
) -> None:
    del changed
    rome = signed_in(Role.DONOR, donor_code="ITA")
    page = rome.get("/contributions/C-EUR/history").get_data(as_text=True)
    assert ">A1" not in page
    assert "(A1)" not in page
    staff = signed_in(Role.FINANCE_OFFICER)
    assert "A1" in staff.get("/contributions/C-EUR/history").get_data(as_text=True)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_record_leads_to_its_history(
    kind: str, account: Account, signed_in: SignIn, sqlite_session: Session
) -> None:
    del account, sqlite_session
    codes = {"activities": "A1", "contributions": "C-EUR", "donors": "ITA/registry",
             "programmes": "GLO1", "tools": "GUIDE"}  # fmt: skip
    if kind not in codes:
        return
    staff = signed_in(Role.SECRETARIAT)
    page = staff.get(f"/{kind}/{codes[kind]}").get_data(as_text=True)
    address = f"/{kind}/{codes[kind].split('/')[0]}/history"
    assert f'href="{address}"' in page
    assert staff.get(address).status_code == 200
    assert staff.get(f"/{kind}/NOBODY-1/history").status_code == 404


def test_the_administrator_reads_fields_of_records_and_values_of_users(
    changed: Session, signed_in: SignIn
) -> None:
    make_user(changed, Role.DONOR, donor_code="ITA", email="rome@example.org")
    with transaction(changed) as session:
        change_role(session, "rome@example.org", Role.FINANCE_OFFICER, "", "command")
    administrator = signed_in(Role.ADMINISTRATOR)
    page = administrator.get("/trail?record=A1").get_data(as_text=True)
    assert "Title" in page
    assert "Training of judges" not in page
    assert "The title was wrong" not in page
    users = administrator.get("/trail?subject=person").get_data(as_text=True)
    assert "Role: Donor → Finance officer" in users


def test_the_trail_is_a_file_of_the_same_filters(changed: Session, signed_in: SignIn) -> None:
    del changed
    administrator = signed_in(Role.ADMINISTRATOR)
    page = administrator.get("/trail?record=C-EUR&endpoint=x").get_data(as_text=True)
    assert "/trail.csv?record=C-EUR" in page
    text = administrator.get("/trail.csv?record=C-EUR").get_data(as_text=True)
    lines = text.strip().splitlines()
    assert lines[0].lstrip("\ufeff") == "number,at,who,handle,action,subject,reference,fields"
    assert all("C-EUR" in line for line in lines[1:])
    assert "scope; conditions" in lines[1] or "conditions; scope" in lines[1]
    assert "ministry" not in text


def test_fields_and_kinds_of_the_trail_have_names() -> None:
    assert set(SUBJECTS) == set(Subject)
    for draft in DRAFTS.values():
        assert {one.name for one in fields(draft)} <= set(FIELDS)


def test_each_action_that_the_product_writes_has_a_name() -> None:
    written = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            named = node.func.id in {"Change", "_change"}
            texts = [one.value for one in node.args[:4] if isinstance(one, ast.Constant)]
            written |= {
                text for text in texts if named and isinstance(text, str) and text.isidentifier()
            }
    assert {"add", "change", "merge", "role"} <= written
    assert written - set(ACTIONS) == set()


def test_staff_read_at_home_what_others_have_changed(changed: Session, signed_in: SignIn) -> None:
    del changed
    staff = signed_in(Role.SECRETARIAT)
    links = staff.html("/home").xpath("//section[@aria-labelledby='changes']//a/@href")
    assert links[:2] == ["/contributions/C-EUR/history", "/activities/A1/history"]
    assert [staff.get(link).status_code for link in links] == [200] * len(links)


@pytest.mark.parametrize("code", ["ITA", "JPN"])
def test_donors_read_at_home_what_was_changed_of_their_own(
    changed: Session, signed_in: SignIn, code: str
) -> None:
    del changed
    donor = signed_in(Role.DONOR, donor_code=code)
    links = donor.html("/home").xpath("//section[@aria-labelledby='changes']//a/@href")
    assert ("/contributions/C-EUR/history" in links) is (code == "ITA")
    assert not any("/activities/" in link for link in links)
    assert [donor.get(link).status_code for link in links] == [200] * len(links)
