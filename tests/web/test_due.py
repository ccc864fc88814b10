"""Dues of all contributions: in the order of their days, for those who may see terms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import Account, euros, fill
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tests.support.trail import record_set_up
from tests.web.conftest import counted
from tracker.db import transaction
from tracker.fund.contributions.due import DueKind, list_due
from tracker.fund.contributions.part_drafts import InstalmentDraft, ReportDraft
from tracker.fund.contributions.schedule import DueState
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.contributions.terms import (
    add_contributions,
    change_contribution,
    find_contribution,
)
from tracker.fund.states import ContributionReportKind, ContributionState
from tracker.listing import FilterChoice, ListQuery
from tracker.people.roles import Role

TODAY = date(2022, 12, 31)
FINAL = ContributionReportKind.FINAL
TERMS = replace(
    euros(),
    amount_minor=30_000,
    instalments=(
        InstalmentDraft(date(2022, 1, 31), 15_000),
        InstalmentDraft(date(2022, 6, 30), 10_000),
        InstalmentDraft(date(2066, 1, 1), 5_000),
    ),
    reports=(
        ReportDraft(ContributionReportKind.FINANCIAL, "2021", date(2022, 3, 31), date(2022, 3, 1)),
        ReportDraft(FINAL, "2022", date(2023, 3, 31)),
    ),
)


def write(session: Session) -> None:
    """Give C-EUR instalments and reports; 200.00 EUR have arrived of its 300.00."""
    with transaction(session):
        change_contribution(session, "C-EUR", TERMS, ACTOR, "agreement")
        move_state(session, "C-EUR", ContributionState.PARTLY_RECEIVED, ACTOR, "more is promised")


def test_receipts_fill_instalments_and_the_rest_is_due(session: Session) -> None:
    fill(session)
    write(session)
    found = list_due(session, ListQuery(), today=TODAY)
    assert [(item.due_on.year, item.kind, item.state, item.open_minor) for item in found.rows] == [
        (2022, DueKind.INSTALMENT, DueState.OVERDUE, 5_000),
        (2023, DueKind.REPORT, DueState.TO_COME, None),
        (2066, DueKind.INSTALMENT, DueState.TO_COME, 5_000),
    ]
    last = list_due(session, ListQuery(order="-due_on", size=2, page=2), today=TODAY)
    assert [item.due_on.year for item in last.rows] == [2022]
    assert last.total == 3
    late = ListQuery(chosen=(FilterChoice("state", "overdue"),))
    assert list_due(session, late, today=TODAY).total == 1
    reports = ListQuery(words="italy c-eur", chosen=(FilterChoice("kind", "report"),))
    assert [item.report for item in list_due(session, reports, today=TODAY).rows] == [FINAL]
    assert list_due(session, ListQuery(words="japan"), today=TODAY).total == 0


def test_a_receipt_after_the_asked_day_fills_no_instalment(session: Session) -> None:
    fill(session)
    write(session)
    found = list_due(session, ListQuery(), today=date(2022, 1, 31))
    assert [item.open_minor for item in found.rows if item.kind is DueKind.INSTALMENT] == [
        15_000,
        10_000,
        5_000,
    ]


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (ContributionState.CANCELLED, []),
        (ContributionState.CLOSED, [DueKind.REPORT]),
        (ContributionState.RECEIVED, [DueKind.REPORT]),
    ],
)
def test_what_has_ended_waits_for_no_money(
    session: Session, state: ContributionState, kinds: list[DueKind]
) -> None:
    fill(session)
    write(session)
    with transaction(session):
        row = find_contribution(session, "C-EUR")
        row.state = state
        record_set_up(session)
        session.add(row)
    assert [item.kind for item in list_due(session, ListQuery(), today=TODAY).rows] == kinds


def test_the_page_lists_it(finance: PageClient, sqlite_session: Session) -> None:
    assert "Nothing is due." in finance.get("/contributions/due").get_data(as_text=True)
    write(sqlite_session)
    rows = finance.html("/contributions/due").xpath("//tbody/tr")
    assert [" ".join("".join(row.itertext()).split()) for row in rows] == [
        "30 Jun 2022OverdueC-EURItalyInstalmentEUR 50.00",
        "31 Mar 2023OverdueC-EURItalyFinal report, 2022\N{EN DASH}",
        "1 Jan 2066To comeC-EURItalyInstalmentEUR 50.00",
    ]
    narrowed = finance.html("/contributions/due?kind=report&sort=-due_on&page=x")
    assert len(narrowed.xpath("//tbody/tr")) == 1


def test_one_entry_of_the_navigation_is_current(finance: PageClient) -> None:
    for path in ("/contributions/due", "/contributions", "/contributions/C-EUR"):
        page = finance.html(path)
        current = page.xpath("//nav[contains(@class, 'main-nav')]//a[@aria-current]/@href")
        assert current == [path.replace("/C-EUR", "")]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.FINANCE_OFFICER, True),
        (Role.APPROVER, True),
        (Role.DONOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_it_is_for_those_who_may_see_all_terms(
    account: Account, signed_in: Callable[..., PageClient], role: Role, *, sees: bool
) -> None:
    del account
    reader = signed_in(role, donor_code="ITA" if role is Role.DONOR else "")
    assert reader.get("/contributions/due").status_code == (200 if sees else 403)
    listed = reader.html("/contributions").xpath("//a[@href='/contributions/due']")
    assert bool(listed) is sees


def test_statements_do_not_grow_with_what_is_due(
    app: Flask, finance: PageClient, sqlite_session: Session
) -> None:
    def count() -> int:
        with counted(app) as statements:
            assert finance.get("/contributions/due").status_code == 200
        return len(statements)

    before = count()
    with transaction(sqlite_session) as session:
        drafts = [replace(TERMS, reference=f"N{number}") for number in range(40)]
        add_contributions(session, drafts, ACTOR)
    assert count() == before <= 12
