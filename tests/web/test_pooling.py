"""Finance officers mark the money of a programme as pooled, and end it, on its page."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from tests.support.pages import PageClient
from tests.web.conftest import Counts
from tracker.fund.tables.pools import PooledProgramme
from tracker.people.roles import Role
from tracker.people.tables import AuditRecord

PATH = "/programmes/GLO1/pooling"


def test_pooling_begins_and_ends_with_a_reason(
    finance: PageClient, rows: Callable[[], Counts], sqlite_session: Session
) -> None:
    before = rows()
    assert finance.submit(PATH, {"from_on": "2022-05-01", "why": ""}).status_code == 422
    assert rows() == before
    begun = finance.submit(PATH, {"from_on": "2022-05-01", "why": "agreed"})
    assert begun.status_code == 303
    assert "Pooled from" in finance.get(PATH).get_data(as_text=True)
    early = finance.submit(PATH, {"until_on": "2022-04-30", "why": "over"})
    assert early.status_code == 422
    assert finance.submit(PATH, {"until_on": "2022-08-31", "why": "over"}).status_code == 303
    sqlite_session.rollback()
    span = sqlite_session.exec(select(PooledProgramme)).one()
    assert (str(span.from_on), str(span.until_on)) == ("2022-05-01", "2022-08-31")
    reasons = {record.why for record in sqlite_session.exec(select(AuditRecord))}
    assert {"agreed", "over"} <= reasons


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("role", [Role.DONOR, Role.PROGRAMME_MANAGER, Role.APPROVER])
def test_others_may_not(signed_in: Callable[..., PageClient], role: Role) -> None:
    client = signed_in(role, donor_code="ITA") if role is Role.DONOR else signed_in(role)
    assert client.get(PATH).status_code == 403
    assert "Pooled money" not in client.get("/programmes/GLO1").get_data(as_text=True)
