"""Filters by records: a choice where they are few, a code to be typed where they are many."""

from lxml.html import fromstring
from sqlmodel import Session

from tests.api.accounts import Account
from tests.support.pages import PageClient
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import ProgrammeKind
from tracker.db import transaction
from tracker.web.lists.record_filters import MOST_OFFERED


def test_many_programmes_are_not_sent_with_every_page(
    account: Account, client: PageClient, sqlite_session: Session
) -> None:
    del account
    page = fromstring(client.get("/activities").get_data(as_text=True))
    assert page.xpath("//select[@name='programme']/option[@value='GLO1']")
    few = len(client.get("/activities").data)
    drafts = [
        ProgrammeDraft(f"G{number:04}", f"Programme {number}", ProgrammeKind.GLOBAL)
        for number in range(MOST_OFFERED)
    ]
    sqlite_session.rollback()
    with transaction(sqlite_session):
        add_programmes(sqlite_session, drafts, "ana")
    answer = client.get("/activities")
    assert len(answer.data) <= few
    page = fromstring(answer.get_data(as_text=True))
    assert page.xpath("//input[@name='programme' and @type='text' and not(@list)]")
    found = fromstring(client.get("/activities?programme=glo1").get_data(as_text=True))
    assert found.xpath("//table//a[@href='/activities/A1']")
