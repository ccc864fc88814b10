"""The home of each role: what waits and is due, by the rules of the lists, and nobody else's."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import Account, euros, fill
from tests.api.conftest import counted
from tests.support.pages import Element, PageClient
from tests.support.people import let_in, make_user
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.added_sessions import SessionDraft, add_sessions
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
)
from tracker.assistance.open_activities import open_activities
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import Priority, ProgrammeKind, RequestSource, RequestStatus
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import (
    add_contributions,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.preparation.money_for_activity import money_for_activity
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.outbox import put
from tracker.mail.tables import Mail
from tracker.people import throttle
from tracker.people.roles import Role
from tracker.people.second_factors import count_lacking
from tracker.people.tables import User, UserSession
from tracker.periods import today, utc_now
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.reference.instruments import Instrument
from tracker.reference.sessions import SessionBody
from tracker.settings import SECOND_FACTOR_ROLES, Settings

ANA = "ana@example.org"
DAY = timedelta(days=1)
FEWEST = {
    Role.DONOR: {"given", "late", "reports", "documents", "funded", "changes"},
    Role.PROGRAMME_MANAGER: {"assistance", "available", "changes"},
    Role.FINANCE_OFFICER: {"mine", "work", "soon", "ending", "changes"},
    Role.APPROVER: {"waits", "changes"},
    Role.SECRETARIAT: {"secretariat", "ahead", "drawn", "changes"},
    Role.ADMINISTRATOR: {"administration", "trail"},
}
"""The sections of each role's home; no other role has them but `changes`."""
OF_ROLES = frozenset[str]().union(*FEWEST.values()) - {"changes"}
MOST_STATEMENTS = 55
"""How many statements the home of any role may take."""

SignIn = Callable[..., PageClient]


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Write the account, with a contribution of Japan that is due in part, and ends soon."""
    account = fill(sqlite_session)
    with transaction(sqlite_session):
        draft = read_draft(sqlite_session, find_contribution(sqlite_session, "C-JPN"))
        wanted = replace(
            draft,
            use_from=date(2020, 1, 1),
            use_until=today() + 20 * DAY,
            instalments=(
                InstalmentDraft(today() - 9 * DAY, 40_000),
                InstalmentDraft(today() + 9 * DAY, 10_000),
            ),
            reports=(ReportDraft(ContributionReportKind.FINAL, "2025", today() + 30 * DAY),),
            documents=(
                ContributionDocumentDraft(
                    ContributionDocumentKind.AGREEMENT, "Tokyo agreement", "https://example.org/t"
                ),
            ),
        )
        change_contribution(sqlite_session, "C-JPN", wanted, ANA, "agreed")
    return account


def home_of(signed_in: SignIn, role: Role, donor: str = "ITA") -> tuple[Element, str]:
    """Return the home of a role as a tree, and its text."""
    client = signed_in(role, donor_code=donor if role is Role.DONOR else "")
    page = client.get("/home")
    assert page.status_code == 200
    tree = client.html("/home")
    return tree, " ".join("".join(tree.xpath("//main//text()")).split())


def section(tree: Element, name: str) -> str:
    """Return the text of a section."""
    return " ".join("".join(tree.xpath(f"//section[@aria-labelledby='{name}']//text()")).split())


@pytest.mark.parametrize("role", FEWEST)
def test_each_role_has_its_own_sections(account: Account, signed_in: SignIn, role: Role) -> None:
    del account
    tree, _text = home_of(signed_in, role)
    shown = set(tree.xpath("//section/@aria-labelledby"))
    assert FEWEST[role] <= shown
    assert not (OF_ROLES - FEWEST[role]) & shown


@pytest.mark.parametrize("role", FEWEST)
def test_every_link_of_a_home_opens(account: Account, signed_in: SignIn, role: Role) -> None:
    del account
    client = signed_in(role, donor_code="JPN" if role is Role.DONOR else "")
    links = set(client.html("/home").xpath("//main//a/@href"))
    own = {link for link in links if link.startswith("/") and not link.startswith("/dashboards")}
    assert {link: client.get(link).status_code for link in own - {"/"}} == dict.fromkeys(
        own - {"/"}, 200
    )


def test_a_donor_sees_what_is_outstanding_in_its_currency(
    account: Account, signed_in: SignIn
) -> None:
    del account
    tree, _text = home_of(signed_in, Role.DONOR, "JPN")
    rows = tree.xpath("//section[@aria-labelledby='given']//tbody/tr")
    cells = [" ".join("".join(cell.itertext()).split()) for cell in rows[0].xpath("./*")]
    assert cells[0].startswith("C-JPN")
    assert cells[1:] == ["USD", "500.00", "300.00", "200.00"]
    assert "USD100.00" in section(tree, "late")
    assert "Final report 2025" in section(tree, "reports")
    assert "Tokyo agreement" in section(tree, "documents")
    assert "A2" in section(tree, "funded")


def test_two_donors_see_their_own_alone(account: Account, signed_in: SignIn) -> None:
    del account
    _tree, italy = home_of(signed_in, Role.DONOR, "ITA")
    assert "C-EUR" in italy
    assert not [word for word in ("C-JPN", "Tokyo", "Japan") if word in italy]


def test_another_donor_sees_nothing_of_italy(account: Account, signed_in: SignIn) -> None:
    del account
    _tree, japan = home_of(signed_in, Role.DONOR, "JPN")
    assert "C-JPN" in japan
    assert not [word for word in ("C-ITA", "C-EUR", "For Kenya", "Italy") if word in japan]


def test_a_finance_officer_sees_what_is_due_and_what_ends(
    account: Account, signed_in: SignIn
) -> None:
    del account
    tree, _text = home_of(signed_in, Role.FINANCE_OFFICER)
    assert "Instalments overdue 1" in section(tree, "work")
    soon = section(tree, "soon")
    assert "C-JPN" in soon
    assert "USD100.00" in soon
    assert "C-JPN" in section(tree, "ending")
    assert all("Japan" in section(tree, one) for one in ("soon", "ending"))


def test_an_approver_sees_the_oldest_requests_first(
    account: Account, sqlite_session: Session, signed_in: SignIn
) -> None:
    numbers = []
    with transaction(sqlite_session):
        for number in range(7):
            heading = Heading(date(2022, 9, 1), f"N-{number}")
            order = PostingInstruction(
                EntryKind.ALLOCATION,
                heading,
                100 + number,
                account.contributions["C-ITA"],
                account.activities["A1"],
            )
            numbers.append(submit(sqlite_session, [order], ANA))
    tree, _text = home_of(signed_in, Role.APPROVER)
    links = tree.xpath("//section[@aria-labelledby='waits']//th/a/@href")
    assert links == [f"/approvals/{number}" for number in range(1, 6)]
    assert "All that waits" in section(tree, "waits")


def test_a_programme_manager_sees_the_money_of_open_activities(
    account: Account, signed_in: SignIn
) -> None:
    del account
    tree, _text = home_of(signed_in, Role.PROGRAMME_MANAGER)
    assert tree.xpath("//main//a[@href='/programmes/add']"), "an activity begins with a programme"
    links = tree.xpath("//section[@aria-labelledby='available']//th/a/@href")
    assert links
    assert all(link.startswith("/activities/") and link.endswith("/money") for link in links)


def test_the_secretariat_sees_sessions_ahead_and_open_requests(
    account: Account, sqlite_session: Session, signed_in: SignIn
) -> None:
    del account
    with transaction(sqlite_session):
        first = today() + 10 * DAY
        session = SessionDraft(SessionBody.COMMISSION, 99, first, first + 4 * DAY, "Vienna", "site")
        add_sessions(sqlite_session, [session], ANA)
        add_assistance_requests(sqlite_session, [request_of(1)], ANA)
    tree, _text = home_of(signed_in, Role.SECRETARIAT)
    assert "Vienna" in section(tree, "ahead")
    assert "Requests received 1" in section(tree, "secretariat")


def request_of(number: int) -> AssistanceRequestDraft:
    """Return a request of a State."""
    return AssistanceRequestDraft(
        f"REQ-{number}", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
        Instrument.TIP, date(2022, 9, 1), "6", "Trained judges",
    )  # fmt: skip


def test_an_administrator_sees_letters_delays_and_factors_that_lack(
    app: Flask, settings: Settings, sqlite_session: Session, signed_in: SignIn
) -> None:
    user = make_user(sqlite_session, Role.SECRETARIAT)
    with transaction(sqlite_session):
        put(sqlite_session, MailKind.TRIAL, user.handle, {})
        sqlite_session.exec(select(Mail)).one().state = MailState.FAILED
    for _number in range(throttle.OF_PAIR.free):
        with transaction(sqlite_session):
            throttle.begin_attempt(sqlite_session, user.email, "192.0.2.9", utc_now())
    tree, _text = home_of(signed_in, Role.ADMINISTRATOR)
    told = section(tree, "administration")
    assert "Letters that could not be sent 1" in told
    assert f"Accounts whose sign-in is delayed 1 {user.handle}" in told
    assert user.email not in told
    del app
    assert settings.second_factor_roles == ()
    assert count_lacking(sqlite_session, SECOND_FACTOR_ROLES) == 1


def was_here(session: Session, user: User, ago: timedelta) -> None:
    """Give a user a session that was last used some time ago."""
    at = utc_now() - ago
    with transaction(session):
        session.add(
            UserSession(
                token_digest=b"t",
                form_digest=b"f",
                person_id=user.id or 0,
                epoch=0,
                began_at=at,
                last_seen_at=at,
                ends_at=at + DAY,
            )
        )


@pytest.mark.parametrize(("ago", "told"), [(timedelta(0), ""), (30 * DAY, "C-JPN")])
def test_staff_see_what_others_have_changed_since_they_were_here(
    app: Flask, account: Account, sqlite_session: Session, ago: timedelta, told: str
) -> None:
    del account
    user = make_user(sqlite_session, Role.SECRETARIAT)
    was_here(sqlite_session, user, ago)
    tree = let_in(app, user.email).html("/home")
    changes = section(tree, "changes")
    assert "You were last here on" in changes
    assert ("C-JPN" in changes) is bool(told)
    assert ("Nothing was changed by others." in changes) is not bool(told)


def test_a_donor_is_told_of_changes_without_names(
    app: Flask, account: Account, sqlite_session: Session
) -> None:
    del account
    user = make_user(sqlite_session, Role.DONOR, donor_code="JPN")
    was_here(sqlite_session, user, 30 * DAY)
    changes = section(let_in(app, user.email).html("/home"), "changes")
    assert "C-JPN" in changes
    assert ANA not in changes
    other = make_user(sqlite_session, Role.DONOR, donor_code="ITA", email="rome@example.org")
    assert "C-JPN" not in section(let_in(app, other.email).html("/home"), "changes")


@pytest.mark.parametrize("role", FEWEST)
def test_no_home_takes_more_statements_for_more_rows(
    app: Flask, account: Account, sqlite_session: Session, signed_in: SignIn, role: Role
) -> None:
    del account
    client = signed_in(role, donor_code="ITA" if role is Role.DONOR else "")
    client.get("/home")
    with counted(app) as before:
        client.get("/home")
    with transaction(sqlite_session):
        more = [replace(euros(), reference=f"C-{number}") for number in range(12)]
        parts = (InstalmentDraft(today() - DAY, 10_000), InstalmentDraft(today() + DAY, 10_000))
        drafts = [
            replace(one, instalments=parts, use_from=date(2020, 1, 1), use_until=today() + 5 * DAY)
            for one in more
        ]
        add_contributions(sqlite_session, drafts, ANA)
        add_assistance_requests(sqlite_session, [request_of(one) for one in range(12)], ANA)
    client.get("/home")
    with counted(app) as after:
        client.get("/home")
    assert len(after) <= len(before)
    assert len(after) <= MOST_STATEMENTS


@pytest.mark.parametrize(("own", "late"), [((), 3), (("GLO1",), 1), (("GLO1", "GLO2"), 3)])
def test_tiles_and_money_are_of_ones_own_programmes_as_the_lists_that_they_open(
    account: Account, sqlite_session: Session, app: Flask, own: tuple[str, ...], late: int
) -> None:
    del account
    kind, status, began = ActivityType.TRAINING, ActivityStatus.IMPLEMENTATION, today() - DAY
    with transaction(sqlite_session):
        add_programmes(sqlite_session, [ProgrammeDraft("GLO2", "Other", ProgrammeKind.GLOBAL)], ANA)
        drafts = [
            ActivityDraft(code, code, of, kind, status, planned_start=began, planned_end=began)
            for code, of in (("L1", "GLO1"), ("L2", "GLO2"), ("L3", "GLO2"))
        ]
        add_activities(sqlite_session, drafts, ANA)
    user = make_user(sqlite_session, Role.PROGRAMME_MANAGER, programmes=own)
    client = let_in(app, user.email)
    tree = client.html("/home")
    tiles = tree.xpath("//section[@aria-labelledby='assistance']//dd/a")
    assert tiles[0].text == str(late)
    for tile in tiles:
        told = " ".join("".join(client.html(tile.get("href")).xpath("//main//text()")).split())
        count = re.search(r"\d of (\d+)\b", told)
        assert (count[1] if count else "0") == tile.text, tile.get("href")
    rows = tree.xpath("//section[@aria-labelledby='programmes']//tbody/tr")
    of_programmes = [[cell.text_content().split()[0] for cell in row.xpath("./*")] for row in rows]
    assert of_programmes == [[code, *expected_of(sqlite_session, code)] for code in own]


def expected_of(session: Session, programme: str) -> tuple[str, str]:
    """Return how many open activities a programme has, and what they can have, each by each."""
    with transaction(session):
        numbers = open_activities(session, [programme])[programme]
        found = [one for number in numbers for one in money_for_activity(session, number, today())]
    minor = sum({one.terms.reference: one.terms.minor for one in found}.values())
    assert minor
    return str(len(numbers)), f"{minor / 100:,.2f}"
