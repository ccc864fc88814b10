"""The page of requests: counts for the public of what States let be shown, all for staff."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.support.pages import PageClient
from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import Priority, PublicationState, RequestSource, RequestStatus
from tracker.db import transaction
from tracker.people.roles import Role
from tracker.reference.instruments import Instrument

PAGE = "/requests"
OPEN = AssistanceRequestDraft(
    "REQ-OPEN", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.SOM, date(2023, 5, 1), "8", "Boats", consent_to_publish=True,
)  # fmt: skip
HELPED = replace(OPEN, code="REQ-HELPED", state="PER", summary="Judges", articles="6, 8")
QUIET = replace(OPEN, code="REQ-QUIET", summary="Hush", consent_to_publish=False)


@pytest.fixture
def asked(sqlite_session: Session) -> Session:
    """Write an account with three requests, of which A1 answers one."""
    fill_small_account(sqlite_session)
    with transaction(sqlite_session):
        add_assistance_requests(sqlite_session, [OPEN, HELPED, QUIET], ACTOR)
        draft = read_draft(sqlite_session, find_activity(sqlite_session, "A1"))
        wanted = replace(draft, requests=("REQ-HELPED",))
        change_activity(sqlite_session, "A1", wanted, ACTOR, "answers")
    return sqlite_session


def tiles(client: PageClient) -> list[str]:
    """Return the figures of the tiles: all, assisted, without, declined."""
    found = client.html(PAGE).xpath("//dl[@class='tiles']/div/dd[1]")
    return [one.xpath("normalize-space()").split()[0] for one in found]


def test_the_public_counts_what_states_let_be_shown_and_staff_all(
    client: PageClient, signed_in: Callable[..., PageClient], asked: Session
) -> None:
    staff = signed_in(Role.SECRETARIAT)
    assert (tiles(client), tiles(staff)) == (["2", "1", "1", "0"], ["3", "1", "2", "0"])
    assert tiles(client) == ["2", "1", "1", "0"]
    rows = "/dashboards/rows/requests.csv?part=outcome:without"
    told = [reader.get(rows).get_data(as_text=True) for reader in (client, staff)]
    assert ["REQ-OPEN" in text for text in told] == [True, True]
    assert ["REQ-QUIET" in text for text in told] == [False, True]
    assert ["Boats" in text for text in told] == [False, True]
    with transaction(asked):
        draft = read_draft(asked, find_activity(asked, "A1"))
        closed = replace(draft, publication=PublicationState.DRAFT)
        change_activity(asked, "A1", closed, ACTOR, "not yet")
    assert (tiles(client), tiles(staff)) == (["2", "0", "2", "0"], ["3", "1", "2", "0"])


@pytest.mark.usefixtures("asked")
def test_requests_come_by_region_and_article_under_a_choice(client: PageClient) -> None:
    page = client.html(f"{PAGE}?region=002")
    cells = page.xpath("//section[@id='region']//tbody/tr[1]/*")
    assert [cell.xpath("normalize-space()") for cell in cells] == ["Africa", "0", "1", "0", "1"]
    articles = client.html(PAGE).xpath("//section[@id='article']//tbody/tr")
    assert len(articles) == 2
    assert not client.html(PAGE).xpath("//section[@id='article']//tfoot")
    href = articles[0].xpath("string(td[last()]/a/@href)")
    assert len(client.html(href).xpath("//tbody/tr")) == 2
    assert client.get("/dashboards/rows/requests?donor=ITA").status_code == 422
