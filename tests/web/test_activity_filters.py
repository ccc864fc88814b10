"""The list of activities is narrowed by parts, days and who changed it, by page and file alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.db import transaction
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.roles import Role
from tracker.reference.codes import Theme
from tracker.reference.instruments import Instrument

SignIn = Callable[..., PageClient]


@pytest.fixture
def parts(account: Account, sqlite_session: Session) -> None:
    """Give the activity A1 parts of each kind and days."""
    del account
    with transaction(sqlite_session) as session:
        draft = read_draft(session, find_activity(session, "A1"))
        after = replace(
            draft, partners=("UNICRI, Turin",), articles=((Instrument.UNTOC, "16"),),
            themes=(Theme.EXTRADITION,), planned_start=date(2024, 3, 1),
            planned_end=date(2024, 3, 5),
        )  # fmt: skip
        change_funded_activity(session, "A1", after, "ana", "for the test")


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize(
    "asked",
    [
        "tool=GUIDE", "article=UNTOC+16", "theme=extradition", "partner=unicri",
        "from=2024-03-05", "from=2024-03-02&to=2024-03-03", "to=2024-03-01",
    ],
)  # fmt: skip
def test_each_filter_leaves_what_has_it(client: PageClient, asked: str) -> None:
    page = client.html(f"/activities?{asked}")
    codes = [str(one.xpath("string()")) for one in page.xpath("//tbody//th")]
    assert codes == ["A1"]
    assert page.xpath("//details[@class='more-filters']")[0].get("open") is not None
    lines = client.get(f"/activities?{asked}&file=csv").text.splitlines()
    assert len(lines) == 2


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize(
    "asked", ["article=TIP+6", "article=nonsense", "theme=x", "partner=%25", "to=2024-02-28"]
)
def test_what_no_activity_has_leaves_none(client: PageClient, asked: str) -> None:
    assert not client.html(f"/activities?{asked}").xpath("//tbody//th")


@pytest.mark.usefixtures("parts")
def test_who_changed_an_activity_narrows_for_staff_alone(
    client: PageClient, signed_in: SignIn
) -> None:
    staff = signed_in(Role.PROGRAMME_MANAGER)
    assert "Changed by" in staff.get("/activities").text
    assert "A1" in staff.get("/activities?changed_by=ana&file=csv").text
    assert "A1" not in staff.get("/activities?changed_by=nobody&file=csv").text
    assert "A2" not in staff.get("/activities?changed_by=ana&file=csv").text
    assert "Changed by" not in client.get("/activities").text
    assert "A2" in client.get("/activities?changed_by=ana&file=csv").text
