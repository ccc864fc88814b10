"""The name of a donor as at a day."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from tracker.db import transaction
from tracker.errors import InvalidDraft, NotFound
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import (
    DatedName,
    NameDraft,
    add_name,
    donor_name_on,
    name_on,
    names_of,
    remove_name,
)
from tracker.fund.donors.registry import DonorDraft, add_donors, change_donor, read_draft
from tracker.fund.tables.donors import DonorName
from tracker.people.tables import AuditRecord
from tracker.periods import utc_now
from tracker.reference.codes import ContributorType

CHANGED = date(2022, 6, 1)
BOTH = [DatedName("Türkiye", CHANGED), DatedName("Turkey", None)]


@pytest.mark.parametrize(
    ("names", "day", "expected"),
    [
        ([], CHANGED, "today"),
        (BOTH, date(1950, 1, 1), "Turkey"),
        (BOTH, CHANGED - timedelta(days=1), "Turkey"),
        (BOTH, CHANGED, "Türkiye"),
        (BOTH, date(2030, 1, 1), "Türkiye"),
        ([DatedName("Türkiye", CHANGED)], date(1950, 1, 1), "Türkiye"),
    ],
)
def test_the_newest_name_by_a_day_holds(names: list[DatedName], day: date, expected: str) -> None:
    assert name_on(names, day, "today") == expected


@pytest.fixture
def turkey(session: Session) -> Session:
    """Give a registry with one donor."""
    with transaction(session):
        draft = DonorDraft("TUR", "Turkey", ContributorType.GOVERNMENT, "TUR")
        add_donors(session, [draft], "test")
    return session


def rename(session: Session, name: str, holds_from: date | None, source: str = "") -> None:
    """Add a name."""
    with transaction(session):
        add_name(session, "TUR", NameDraft(name, holds_from, source), "ana", "letter")


def test_the_name_before_is_kept_for_the_days_before(turkey: Session) -> None:
    rename(turkey, "Türkiye", CHANGED, "letter")
    assert find_donor(turkey, "TUR").name == "Türkiye"
    assert donor_name_on(turkey, "TUR", CHANGED - timedelta(days=1)) == "Turkey"
    assert donor_name_on(turkey, "TUR", CHANGED) == "Türkiye"
    rename(turkey, "Ottoman Empire", date(1900, 1, 1))
    assert find_donor(turkey, "TUR").name == "Türkiye"
    assert donor_name_on(turkey, "TUR", date(1910, 1, 1)) == "Ottoman Empire"
    trail = turkey.exec(
        select(AuditRecord).where(AuditRecord.action == "add_name").order_by(col(AuditRecord.id))
    ).all()
    assert (trail[0].old, trail[0].why) == ({"today": "Turkey"}, "letter")


def test_removing_a_name_brings_the_one_before_back(turkey: Session) -> None:
    rename(turkey, "Türkiye", CHANGED)
    newest = names_of(turkey, find_donor(turkey, "TUR"))[-1]
    with transaction(turkey):
        remove_name(turkey, "TUR", newest.id, "ana", "not yet")
    assert find_donor(turkey, "TUR").name == "Turkey"
    assert donor_name_on(turkey, "TUR", date(2024, 1, 1)) == "Turkey"
    with pytest.raises(NotFound), transaction(turkey):
        remove_name(turkey, "TUR", newest.id, "ana", "again")


def test_a_correction_corrects_the_name_that_holds_alone(turkey: Session) -> None:
    rename(turkey, "Turkiye", CHANGED)
    row = find_donor(turkey, "TUR")
    draft = DonorDraft("TUR", "Türkiye", row.type, row.state)
    with transaction(turkey):
        change_donor(turkey, "TUR", draft, "ana", "umlaut")
    assert [one.name for one in names_of(turkey, row)] == ["Turkey", "Türkiye"]
    assert read_draft(find_donor(turkey, "TUR")).name == "Türkiye"


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (NameDraft(" ", None), ["name", "holds_from"]),
        (NameDraft("X", utc_now().date() + timedelta(days=2)), ["holds_from"]),
        (NameDraft("X", CHANGED), ["holds_from"]),
        (NameDraft("X" * 301, date(2023, 1, 1), "s" * 201), ["name", "source"]),
    ],
)
def test_a_faulty_name_is_refused_with_all_faults(
    turkey: Session, draft: NameDraft, fields: list[str]
) -> None:
    rename(turkey, "Türkiye", CHANGED)
    with pytest.raises(InvalidDraft) as refusal, transaction(turkey):
        add_name(turkey, "TUR", draft, "ana")
    assert [fault.field for fault in refusal.value.faults] == fields
    assert len(turkey.exec(select(DonorName)).all()) == 2
