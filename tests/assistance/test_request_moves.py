"""The moves of a State's request: lawful ones alone, whatever door they come by."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
    change_assistance_request,
    draft_of,
    find_assistance_request,
)
from tracker.assistance.request_moves import MOVES, status_faults
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.assistance.tables.requests import FormerAssistanceRequest
from tracker.db import transaction
from tracker.errors import ChangedMeanwhile, InvalidDraft
from tracker.reference.instruments import Instrument
from tracker.versions import version_of

REQUEST = AssistanceRequestDraft(
    "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.TIP, date(2024, 1, 5), "6", decision="as decided",
)  # fmt: skip


@pytest.fixture
def on_record(session: Session) -> Session:
    """Give a record with one request."""
    with transaction(session):
        add_assistance_requests(session, [REQUEST], "ana")
    return session


def test_each_status_can_be_left_and_each_but_the_first_reached() -> None:
    assert set(MOVES) == set(RequestStatus)
    assert all(MOVES.values())
    reached = frozenset[RequestStatus]().union(*MOVES.values())
    assert reached == set(RequestStatus) - {RequestStatus.RECEIVED}


@pytest.mark.parametrize("before", RequestStatus)
@pytest.mark.parametrize("after", RequestStatus)
def test_a_move_that_is_not_lawful_is_named_with_those_that_are(
    before: RequestStatus, after: RequestStatus
) -> None:
    faults = status_faults(before, after)
    assert bool(faults) == (after is not before and after not in MOVES[before])
    for fault in faults:
        assert fault.field == "status"
        assert "it can become: " in fault.message


def test_a_change_keeps_what_was_and_refuses_an_unlawful_move(on_record: Session) -> None:
    planned = replace(REQUEST, status=RequestStatus.PLANNED)
    with transaction(on_record) as session:
        change_assistance_request(session, "REQ-1", planned, "ana", "money is there")
    assert on_record.exec(select(FormerAssistanceRequest.status)).all() == ["received"]
    with pytest.raises(InvalidDraft), transaction(on_record) as session:
        change_assistance_request(session, "REQ-1", REQUEST, "ana", "back")
    assert draft_of(find_assistance_request(on_record, "REQ-1")) == planned


def test_a_change_of_another_version_is_refused(on_record: Session) -> None:
    read = version_of(REQUEST)
    first, second = (replace(REQUEST, summary=text) for text in ("one", "two"))
    with transaction(on_record) as session:
        change_assistance_request(session, "REQ-1", first, "ana", "so", version=read)
    with pytest.raises(ChangedMeanwhile), transaction(on_record) as session:
        change_assistance_request(session, "REQ-1", second, "ben", "so", version=read)


@pytest.mark.parametrize(
    ("older", "today"), [("under_review", "assessed"), ("accepted", "planned")]
)
def test_the_words_of_before_are_taken(older: str, today: str) -> None:
    assert RequestStatus(older) is RequestStatus(today)
    with pytest.raises(ValueError, match="nonsense"):
        RequestStatus("nonsense")
