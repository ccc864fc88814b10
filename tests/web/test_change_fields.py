"""Every field that a change of the record may carry has a label, and its value stands in words."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.closing import close_months
from tests.support.pages import PageClient
from tests.support.people import make_user
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.assistance.shares import Share
from tracker.db import transaction
from tracker.fund.approvals.change_kinds import ChangeShown
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.closing.months import Month
from tracker.fund.contributions.part_drafts import InstalmentDraft
from tracker.fund.contributions.terms import find_contribution, read_draft
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.fund.record_changes.closing import MonthsClosing, YearClosing
from tracker.fund.record_changes.contribution_change import CONTRIBUTIONS, DonorChange
from tracker.fund.record_changes.donor_merges import Merge, MergeUndoing
from tracker.fund.record_changes.draft_changes import ChangedDrafts
from tracker.fund.record_changes.kinds import KINDS
from tracker.fund.record_changes.rate_succession import RateSuccession
from tracker.fund.states import RecordChange, ScopeKind
from tracker.fund.tables.donors import DonorMerge
from tracker.parts import Part
from tracker.people.roles import Role
from tracker.reference.codes import ContributorType
from tracker.web.approvals.change_fields import DRAFTS, LABELS, field_text
from tracker.web.forms.field_texts import CELLS

PLAIN: dict[RecordChange, Any] = {
    RecordChange.CLOSE_MONTHS: MonthsClosing(Month(2022, 1)),
    RecordChange.CLOSE_YEAR: YearClosing(2021),
    RecordChange.CHANGE_DONOR: DonorChange("C-ITA", "JPN", date(2022, 1, 1)),
    RecordChange.MERGE_DONORS: Merge("ITA", "MFA", users_follow=True),
    RecordChange.UNDO_MERGE: MergeUndoing(1),
    RecordChange.SUPERSEDE_RATE: RateSuccession("EUR", date(2020, 1, 1), Decimal("0.8"), "UN"),
}
"""A change of each kind that carries no draft."""


@pytest.fixture
def record(account: Account, sqlite_session: Session) -> Session:
    """Give a record with something for each kind of change."""
    del account
    with transaction(sqlite_session) as session:
        kinds = ContributorType.GOVERNMENT
        drafts = [DonorDraft("MFA", "Itally", kinds), DonorDraft("X-1", "Itali", kinds)]
        add_donors(session, drafts, "test")
        merge_donors(session, "X-1", "MFA", "ana", "one", users_follow=False)
        rate = RateDraft("EUR", date(2020, 1, 1), Decimal("0.9"), "Treasury")
        add_rates(session, [rate], "ana")
        close_months(session, Month(2021, 12), "ana")
    return sqlite_session


def parts_of(hint: Any) -> Iterator[type]:  # noqa: ANN401 - a type
    """Yield the classes of parts within a type."""
    if isinstance(hint, type) and (issubclass(hint, Part) or hasattr(hint, "_fields")):
        yield hint
    for inner in get_args(hint):
        yield from parts_of(inner)


def test_each_field_of_a_draft_has_a_label_and_so_has_each_cell() -> None:
    assert {name for name, kind in KINDS.items() if name not in PLAIN} == set(DRAFTS)
    for draft in DRAFTS.values():
        assert {field.name for field in fields(draft)} <= set(LABELS)
        for hint in get_type_hints(draft).values():
            for part in parts_of(hint):
                names = part.content() if issubclass(part, Part) else part._fields  # type: ignore[attr-defined]
                assert set(names) <= set(CELLS), part


@pytest.mark.parametrize("kind", PLAIN)
def test_what_other_changes_show_has_labels_and_stands_in_words(
    app: Flask, record: Session, kind: RecordChange
) -> None:
    make_user(record, Role.DONOR, donor_code="ITA", email="rome@example.org")
    assert record.exec(select(DonorMerge.id)).one() == 1
    with app.test_request_context():
        shown: ChangeShown = KINDS[kind].show(record, PLAIN[kind])
        values = shown.before | shown.after
        assert values
        assert set(values) <= set(LABELS)
        for name, value in values.items():
            text = field_text(kind, shown.title, name, value)
            assert "{" not in text
            assert not text.startswith("20")  # a day of ISO text


def test_no_label_is_of_a_field_that_no_change_carries(app: Flask, record: Session) -> None:
    carried = {field.name for draft in DRAFTS.values() for field in fields(draft)}
    for kind, payload in PLAIN.items():
        shown = KINDS[kind].show(record, payload)
        carried |= set(shown.before) | set(shown.after)
    del app
    assert set(LABELS) == carried | {"closed_lines"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_money_days_codes_and_people_stand_in_words(
    record: Session, approver: PageClient, language: str
) -> None:
    activity = read_activity(record, find_activity(record, "A1"))
    terms = read_draft(record, find_contribution(record, "C-EUR"))
    changed_activity = replace(
        activity, budget_minor=123_456, beneficiaries=(Share("KEN", 10_000),)
    )
    changed_terms = replace(
        terms, scope=(*terms.scope, (ScopeKind.PROGRAMME, "GLO1")), agreed_on=date(2021, 2, 3),
        instalments=(InstalmentDraft(date(2022, 5, 6), terms.amount_minor),),
    )  # fmt: skip
    with transaction(record):
        hand_in(record, ACTIVITIES.kind, ChangedDrafts((changed_activity,)), "ana", "so")
        hand_in(record, CONTRIBUTIONS.kind, ChangedDrafts((changed_terms,)), "ana", "so")
        donor = RecordChange.CHANGE_DONOR
        hand_in(record, KINDS[donor], PLAIN[donor], "ana", "so")
    addresses = [f"/approvals/{number}?lang={language}" for number in (1, 2, 3)]
    pages = [approver.get(address).get_data(as_text=True) for address in addresses]
    if language == "en":
        for text in ("USD 1,234.56", "Kenya"):
            assert text in pages[0]
        for text in (
            f"EUR {terms.amount_minor // 100:,}.00",
            "Due on: 6 May 2022",
            "3 February 2021",
            "(GLO1)",
        ):
            assert text in pages[1]
        for text in ("Italy (ITA)", "Japan (JPN)", "1 Jan 2022", "Users who see the terms"):
            assert text in pages[2]
    for page in pages:
        for raw in ("123456", "2022-05-06", "2021-02-03", "2022-01-01", "budget"):
            assert raw not in page
