"""The home page of everybody who signs in."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tests.support.people import make_user
from tracker.people.permissions import ROLE_PERMISSIONS, Permission
from tracker.people.roles import Role


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_everybody_who_signs_in_has_a_home(
    account: Account, signed_in: Callable[..., PageClient], role: Role
) -> None:
    del account
    client = signed_in(role, donor_code="ITA" if role is Role.DONOR else "")
    page = client.html("/home")
    links = page.xpath("//section[@aria-labelledby='ways']//a/@href")
    own = [link for link in links if link != "/" and not link.startswith("/dashboards")]
    assert [client.get(link).status_code for link in own] == [200] * len(own)
    assert ("/dashboards/donors/ITA" in links) is (role is Role.DONOR)
    assert ("/contributions?donor=ITA" in links) is (role is Role.DONOR)
    assert ("/approvals" in links) is (Permission.SEE_TERMS in ROLE_PERMISSIONS[role])


def test_a_stranger_has_no_home(client: PageClient) -> None:
    answer = client.get("/home")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/home")
    assert not client.html("/contributions").xpath("//nav//a[@href='/home']")


def test_signing_in_leads_home(app: Flask, sqlite_session: Session) -> None:
    person = make_user(sqlite_session, Role.APPROVER)
    client = PageClient(app.test_client())
    values = {"email": person.email, "password": "correct horse battery staple"}
    assert client.submit("/sign-in", values).headers["Location"] == "/home"
    assert client.get("/sign-in").headers["Location"] == "/home"
