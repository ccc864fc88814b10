"""What is counted of activities and requests, as it was known, comes out again after edits."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.activity_publication import read_known_publications
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
    articles_of,
    assistance_request_faults,
    change_assistance_request,
)
from tracker.assistance.needs import Need, read_needs
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.states import (
    Priority,
    PublicationState,
    RequestSource,
    RequestStatus,
)
from tracker.db import transaction
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.people.audit import moment_of_change
from tracker.reference.codes import Theme
from tracker.reference.instruments import Instrument
from tracker.reference.themes import articles_by_theme, proposed_themes

REQUEST = AssistanceRequestDraft(
    "REQ-1", "PRY", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.UNTOC, date(2024, 1, 1), "16, 18",
)  # fmt: skip


def test_themes_and_publication_come_out_as_they_were_known(session: Session) -> None:
    fill_small_account(session)
    chance, seen = Random(3), {}
    for _ in range(15):
        with transaction(session):
            draft = activities_on_file(session, ["A1", "A2"])[chance.choice(("A1", "A2"))]
            changed = replace(
                draft,
                publication=chance.choice(list(PublicationState)),
                themes=tuple(sorted(chance.sample(list(Theme), chance.randrange(4)))),
            )
            change_funded_activity(session, draft.code, changed, ACTOR, "again")
            moment = moment_of_change(session)
        seen[moment] = read_known_publications(session)
    assert {moment: read_known_publications(session, moment) for moment in seen} == seen
    assert len({str(sorted(facts.items())) for facts in seen.values()}) > len(seen) // 2
    assert read_known_publications(session, min(seen) - timedelta(days=1)) == {}


def test_requests_come_out_as_they_were_known_and_public_only_with_consent_of_today(
    session: Session,
) -> None:
    chance, seen = Random(5), {}
    with transaction(session):
        add_assistance_requests(session, [REQUEST, replace(REQUEST, code="REQ-2")], ACTOR)
    for _ in range(15):
        code = chance.choice(("REQ-1", "REQ-2"))
        changed = replace(
            REQUEST,
            code=code,
            status=chance.choice((RequestStatus.ANSWERED, RequestStatus.PLANNED)),
            articles=chance.choice(("", "16, 18", "6")),
            estimated_cost_minor=chance.choice((None, 1_000)),
            cost_basis="office",
            consent_to_publish=chance.random() < 0.5,
        )
        with transaction(session):
            change_assistance_request(session, code, changed, ACTOR, "again")
            moment = moment_of_change(session)
        seen[moment] = [need._replace(is_public=False) for need in _all(session)]
    known = {
        moment: [
            need._replace(is_public=False)
            for need in read_needs(session, public_only=False, known_at=moment)
        ]
        for moment in seen
    }
    assert known == seen
    consenting = {need.code for need in _all(session) if need.is_public}
    for moment in seen:
        shown = {need.code for need in read_needs(session, public_only=True, known_at=moment)}
        assert shown <= consenting
    with transaction(session):
        for code in ("REQ-1", "REQ-2"):
            withdrawn = replace(REQUEST, code=code, status=RequestStatus.PLANNED)
            change_assistance_request(session, code, withdrawn, ACTOR, "withdrawn")
    assert not any(read_needs(session, public_only=True, known_at=moment) for moment in seen)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"review_cluster": 1}, "review_cluster"),
        ({"review_cluster": 5, "source": RequestSource.COUNTRY_REVIEW}, "review_cluster"),
        ({"estimated_cost_minor": -1, "cost_basis": "office"}, "estimated_cost"),
        ({"estimated_cost_minor": 1}, "cost_basis"),
        ({"articles": "16, 99"}, "articles"),
    ],
)
def test_each_fault_of_a_request_names_its_field(change: dict[str, object], field: str) -> None:
    faults = assistance_request_faults(replace(REQUEST, **change))  # type: ignore[arg-type] # a case of the table
    assert [fault.field for fault in faults] == [field]


def test_themes_are_proposed_by_the_articles_of_the_convention() -> None:
    assert articles_of(Instrument.UNTOC, "18; 16,99") == (
        (Instrument.UNTOC, "16"),
        (Instrument.UNTOC, "18"),
    )
    named = ((Instrument.UNTOC, "18"), (Instrument.UNTOC, "16"), (Instrument.UNTOC, "1"))
    assert proposed_themes(named) == (Theme.EXTRADITION, Theme.MUTUAL_LEGAL_ASSISTANCE)
    assert [one.article for one in articles_by_theme()[Theme.CORRUPTION]] == ["8", "9"]
    assert articles_by_theme()[Theme.TERRORISM_LINKS] == ()


@pytest.mark.parametrize("table", ["former_activity_publication", "former_assistance_request"])
def test_former_states_are_only_ever_added(session: Session, table: str) -> None:
    fill_small_account(session)
    with transaction(session):
        add_assistance_requests(session, [REQUEST], ACTOR)
        changed = replace(REQUEST, consent_to_publish=True)
        change_assistance_request(session, "REQ-1", changed, ACTOR, "consented")
        draft = activities_on_file(session, ["A1"])["A1"]
        changed_activity = replace(draft, publication=PublicationState.DRAFT)
        change_funded_activity(session, "A1", changed_activity, ACTOR, "not yet")
    for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET known_until = NULL"):  # noqa: S608 - names of our own
        with pytest.raises(DBAPIError, match="only ever added"), transaction(session):
            session.execute(text(verb))


def _all(session: Session) -> tuple[Need, ...]:
    """Return all needs on record."""
    return read_needs(session, public_only=False)
