"""Every write keeps the index of search equal to one made anew."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, col, select

from tests.api.accounts import fill
from tests.search.test_finding import PUBLIC, STAFF, codes
from tests.support.small_account import ACTOR
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDocumentDraft
from tracker.assistance.programmes import change_programme, find_programme, read_programme
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.tables.tools import Tool
from tracker.assistance.tools import change_tool, read_tool
from tracker.db import transaction
from tracker.errors import Conflict
from tracker.fund.contributions.terms import (
    add_contributions,
    change_contribution,
    find_contribution,
)
from tracker.fund.contributions.terms import read_draft as read_terms
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.reference.codes import ContributorType
from tracker.search.tables import SearchEntry
from tracker.search.upkeep import rebuild, rows_of_index


def assert_kept(session: Session) -> None:
    """Check that the index is what it would be if it were made anew."""
    session.rollback()
    kept = list(rows_of_index(session))
    rebuild(session)
    assert kept == list(rows_of_index(session))
    session.rollback()


def test_every_kind_of_write_keeps_the_index(session: Session) -> None:
    fill(session)
    assert_kept(session)
    assert session.exec(select(SearchEntry.id)).first() is not None
    with transaction(session):
        model = read_draft(session, find_activity(session, "A1"))
        add_activities(session, [replace(model, code="A7", title="Lateness")], ACTOR)
        change_funded_activity(
            session, "A1",
            replace(model, title="Morning", documents=(ActivityDocumentDraft("Minutes of Rome"),)),
            ACTOR, "better",
        )  # fmt: skip
        programme = read_programme(find_programme(session, "GLO1"))
        change_programme(session, "GLO1", replace(programme, title="Everywhere"), ACTOR, "better")
        tool = session.exec(select(Tool).where(Tool.code == "GUIDE")).one()
        change_tool(
            session, "GUIDE", replace(read_tool(session, tool), title="Compass"), ACTOR, "better"
        )
        terms = read_terms(session, find_contribution(session, "C-EUR"))
        change_contribution(session, "C-EUR", replace(terms, note="starlight"), ACTOR, "better")
        add_name(session, "JPN", NameDraft("Nippon", date(2020, 1, 1)), ACTOR)
    assert_kept(session)
    assert codes(session, "lateness") == ["A7"]
    assert codes(session, "minutes rome") == ["A1"]
    assert codes(session, "compass", STAFF) == ["GUIDE", "DIS-1", "DIS-2"]
    assert codes(session, "starlight", STAFF) == ["C-EUR"]
    assert codes(session, "nippon") == ["JPN", "C-JPN"]


def test_a_merged_donor_is_found_no_more_and_its_contributions_by_the_other(
    session: Session,
) -> None:
    fill(session)
    with transaction(session):
        add_donors(session, [DonorDraft("FND", "Wayfarers", ContributorType.FOUNDATION)], ACTOR)
        given = replace(
            read_terms(session, find_contribution(session, "C-EUR")), reference="C-FND", donor="FND"
        )
        add_contributions(session, [given], ACTOR)
    assert codes(session, "wayfarers") == ["FND", "C-FND"]
    with transaction(session):
        merge_donors(session, "FND", "ITA", ACTOR, "for the test")
    assert_kept(session)
    assert "FND" not in codes(session, "wayfarers")
    assert "C-FND" in codes(session, "italy")


def test_what_was_rolled_back_is_not_found(session: Session) -> None:
    fill(session)

    model = read_draft(session, find_activity(session, "A1"))
    added = [replace(model, code="A7", title="Lateness"), replace(model, code="A1")]
    session.rollback()
    with pytest.raises(Conflict), transaction(session):
        add_activities(session, added, ACTOR)
    session.rollback()
    assert codes(session, "lateness", PUBLIC) == []
    assert_kept(session)


def test_rows_are_numbered_by_the_codes_of_their_records(session: Session) -> None:
    """Whatever order a database answers in, the same record has the same rows."""
    fill(session)
    rebuild(session)
    found = session.exec(select(SearchEntry.kind, SearchEntry.code).order_by(col(SearchEntry.id)))
    by_kind: dict[str, list[str]] = {}
    for kind, code in found:
        by_kind.setdefault(kind, []).append(code)
    assert len(by_kind) > 3
    assert by_kind == {kind: sorted(some) for kind, some in by_kind.items()}
    session.rollback()
