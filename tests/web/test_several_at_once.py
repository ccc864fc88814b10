"""One change of several records by ticking: shown from old to new, then all or nothing."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.people.roles import Role
from tracker.reference.codes import ActivityStatus

SignIn = Callable[..., PageClient]
FORM = "/imports/several/activities"
CHANGE = {"change": "status=finalisation", "why": "as the field office/Lima reports"}
pytestmark = pytest.mark.usefixtures("jobs_at_once")


def test_those_ticked_are_previewed_and_changed_together(
    account: Account, sqlite_session: Session, signed_in: SignIn
) -> None:
    del account
    manager = signed_in(Role.PROGRAMME_MANAGER)
    page = manager.html("/activities")
    assert page.xpath("//form[@action='/imports/several/activities']//input/@value") == ["A1", "A2"]
    answer = manager.submit(f"{FORM}?code=A1&code=A2", CHANGE)
    assert answer.status_code == 303
    preview = answer.headers["Location"]
    text = manager.html(preview).xpath("string(//main)")
    assert "Implementation" in text or "implementation" in text
    assert "finalisation" in text
    assert read_draft(sqlite_session, find_activity(sqlite_session, "A1")).status is not (
        ActivityStatus.FINALISATION
    )


@pytest.mark.parametrize("codes", ["", "A1\nNONE", "\n".join(f"X{n}" for n in range(300))])
def test_codes_of_nothing_and_too_many_are_refused(
    account: Account, signed_in: SignIn, codes: str
) -> None:
    del account
    manager = signed_in(Role.PROGRAMME_MANAGER)
    assert manager.submit(FORM, {**CHANGE, "codes": codes}).status_code == 422


def test_who_may_not_change_assistance_ticks_nothing(
    account: Account, client: PageClient, signed_in: SignIn
) -> None:
    del account
    assert not client.html("/activities").xpath("//input[@name='code']")
    officer = signed_in(Role.FINANCE_OFFICER)
    assert not officer.html("/activities").xpath("//input[@name='code']")
    assert officer.get(FORM).status_code == 404
    assert officer.get("/imports/several/donors").status_code == 404
    assert signed_in(Role.DONOR, donor_code="ITA").get(FORM).status_code == 403
