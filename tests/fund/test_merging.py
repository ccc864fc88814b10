"""Two donors become one by a decision, and are two again when it is undone."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from tests.fund.registry_of_donors import Holding, fill_registry, read_holding
from tracker.db import transaction
from tracker.errors import Conflict, InvalidInput, NotFound, TrackerError
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft
from tracker.fund.donors.aliases import aliases_of, remove_alias
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import find_merge, merge_donors, undo_merge
from tracker.fund.donors.registry import Spelling, register
from tracker.fund.record_changes.donor_moves import AccessChange, merge_move, undoing_move
from tracker.fund.tables.donors import DonorMerge
from tracker.people.tables import AuditRecord


@pytest.fixture
def before(session: Session) -> Holding:
    """Give the registry as it stands before anything was merged."""
    fill_registry(session)
    return read_holding(session)


def merge(session: Session, code: str, into: str, *, follow: bool = True) -> int:
    """Merge two donors."""
    with transaction(session):
        return merge_donors(session, code, into, "ana", "one letterhead", users_follow=follow)


def undo(session: Session, number: int) -> None:
    """Undo a merge."""
    with transaction(session):
        undo_merge(session, number, "ben", "two ministries after all")


@pytest.mark.parametrize(("code", "into"), [("X-1", "ITA"), ("MFA", "ITA"), ("ITA", "X-2")])
def test_a_merge_moves_all_and_its_undoing_brings_all_back(
    session: Session, before: Holding, code: str, into: str
) -> None:
    move = merge_move(session, find_donor(session, code), find_donor(session, into))
    assert [one.reference for one in move.contributions] == [f"{code}-{n}" for n in range(3)]
    assert move.aliases == (f"Spelling of {code}",)
    assert [(one.email, one.change) for one in move.people] == [
        (f"{code.lower()}@example.org", AccessChange.DECIDED),
        (f"{into.lower()}@example.org", AccessChange.GAINS),
    ]
    number = merge(session, code, into)
    after = read_holding(session)
    moved = {code: into}
    for kind in ("contributions", "aliases", "people"):
        was = getattr(before, kind)
        assert getattr(after, kind) == {name: moved.get(one, one) for name, one in was.items()}
    assert after.statuses == {**before.statuses, code: "merged"}
    undo(session, number)
    assert read_holding(session) == before


def test_both_decisions_are_kept_with_who_and_why(session: Session, before: Holding) -> None:
    del before
    number = merge(session, "X-1", "ITA")
    undo(session, number)
    kept, donor, into = find_merge(session, number)
    assert (donor.code, into.code, kept.status_before) == ("X-1", "ITA", "undecided")
    assert (kept.decided_by, kept.why) == ("ana", "one letterhead")
    assert (kept.undone_by, kept.undone_why) == ("ben", "two ministries after all")
    assert kept.undone_at is not None
    assert kept.undone_at >= kept.decided_at
    trail = session.exec(
        select(AuditRecord)
        .where(AuditRecord.subject_reference == "X-1")
        .order_by(col(AuditRecord.id))
    ).all()
    assert [row.action for row in trail] == ["add", "add_alias", "merge", "undo_merge"]
    assert trail[2].new is not None
    assert len(trail[2].new["contributions"]) == 3


def test_accounts_follow_only_where_somebody_says_so(session: Session, before: Holding) -> None:
    with pytest.raises(InvalidInput, match="accounts"), transaction(session):
        merge_donors(session, "X-1", "ITA", "ana", "one letterhead")
    assert read_holding(session) == before
    number = merge(session, "X-1", "ITA", follow=False)
    assert read_holding(session).people == before.people
    undo(session, number)
    assert read_holding(session) == before


def test_what_went_elsewhere_since_stays_there(session: Session, before: Holding) -> None:
    number = merge(session, "X-1", "ITA")
    row = find_contribution(session, "X-1-0")
    draft = read_draft(session, row)
    spelling = next(
        one for one in aliases_of(session, find_donor(session, "ITA")) if "X-1" in one.spelling
    )
    with transaction(session):
        change_contribution(session, "X-1-0", replace(draft, donor="MFA"), "ana", "agreement")
        remove_alias(session, "ITA", spelling.id, "ana", "never written so")
    back = undoing_move(session, number)
    assert [one.reference for one in back.contributions] == ["X-1-1", "X-1-2"]
    assert (back.aliases, back.elsewhere) == ((), 2)
    assert {one.email: one.change for one in back.people} == {
        "x-1@example.org": AccessChange.RETURNS,
        "ita@example.org": AccessChange.LOSES,
    }
    undo(session, number)
    after = read_holding(session)
    assert after.contributions == {**before.contributions, "X-1-0": "MFA"}
    assert "Spelling of X-1" not in after.aliases


def test_what_came_to_the_other_by_itself_stays_with_it(session: Session, before: Holding) -> None:
    number = merge(session, "X-1", "ITA")
    row = find_contribution(session, "MFA-0")
    draft = read_draft(session, row)
    with transaction(session):
        change_contribution(session, "MFA-0", replace(draft, donor="ITA"), "ana", "agreement")
    undo(session, number)
    assert read_holding(session).contributions == {**before.contributions, "MFA-0": "ITA"}


def test_a_merge_of_a_merge_is_undone_from_the_last(session: Session, before: Holding) -> None:
    first = merge(session, "X-1", "X-2")
    second = merge(session, "X-2", "ITA")
    with pytest.raises(Conflict, match="undo that merge first"):
        undo(session, first)
    undo(session, second)
    undo(session, first)
    assert read_holding(session) == before


@pytest.mark.parametrize(
    ("code", "into", "why", "error"),
    [
        ("MFA", "MFA", "so", InvalidInput),
        ("X-1", "ITA", "so", Conflict),
        ("MFA", "X-1", "so", Conflict),
        ("MFA", "ITA", " ", InvalidInput),
        ("MFA", "NOBODY", "so", NotFound),
        ("NOBODY", "ITA", "so", NotFound),
    ],
)
def test_a_merge_that_leads_nowhere_is_refused_and_changes_nothing(
    session: Session, before: Holding, code: str, into: str, why: str, error: type[TrackerError]
) -> None:
    del before
    merge(session, "X-1", "ITA")
    held = read_holding(session)
    with pytest.raises(error), transaction(session):
        merge_donors(session, code, into, "ana", why, users_follow=True)
    assert read_holding(session) == held
    assert len(session.exec(select(DonorMerge)).all()) == 1


def test_a_merge_is_undone_once(session: Session, before: Holding) -> None:
    del before
    number = merge(session, "X-1", "ITA")
    undo(session, number)
    with pytest.raises(Conflict, match="undone already"):
        undo(session, number)
    with pytest.raises(NotFound):
        undo(session, number + 1)
    merge(session, "X-1", "MFA")


def test_a_sheet_that_names_a_merged_donor_means_the_other(
    session: Session, before: Holding
) -> None:
    del before
    merge(session, "ITA", "X-1")
    merge(session, "X-1", "MFA")
    spellings = [Spelling("Italy"), Spelling("Spelling of ITA"), Spelling("spelling of x-1")]
    with transaction(session):
        found = register(session, spellings, "import", "sheet")
    assert {one.code for one in found.values()} == {"MFA"}
