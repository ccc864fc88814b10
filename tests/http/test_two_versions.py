"""Two versions: of pages, which caches go by, and of data, which is printed beside figures."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy.engine import Engine
from sqlmodel import Session

from tests.api.accounts import Account, euros, fill
from tests.support.closing import close_months
from tests.support.pages import PageClient
from tests.support.people import make_user, sign_in
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.programmes import change_programme, find_programme, read_programme
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.tools import change_tool, find_tool, read_tool
from tracker.db import make_session, transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.closing.months import Month
from tracker.fund.contributions.terms import change_contribution
from tracker.fund.donors.names import NameDraft, add_name
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.record_status import RecordStatus, record_status
from tracker.people.roles import Role
from tracker.people.users import rename_user
from tracker.settings import Settings
from wsgi import make_app

ANA, DAY = "ana@example.org", date(2022, 9, 1)
Write = Callable[[Session, Account], object]


class Kind(NamedTuple):
    """A kind of change: how it is written, the page of the public that shows it, what it moves."""

    write: Write
    page: str
    data: bool = True


def post(session: Session, account: Account) -> None:
    """Record a receipt."""
    number = account.contributions["C-ITA"]
    with open_book(session, ANA, "second") as book:
        receive(book, ContributionMovement(number, 1_234_567, Heading(DAY, "R-NEW")))


def hand_in(session: Session, account: Account) -> None:
    """Ask for an allocation, which another person has to approve."""
    number, activity = account.contributions["C-ITA"], account.activities["A1"]
    order = PostingInstruction(EntryKind.ALLOCATION, Heading(DAY, "N-1"), 100, number, activity)
    submit(session, [order], ANA)


KINDS: Mapping[str, Kind] = {
    "an entry": Kind(post, "/"),
    "a contribution": Kind(
        lambda session, _: change_contribution(
            session, "C-EUR", replace(euros(), title="Renamed terms"), ANA, "agreed"
        ),
        "/contributions/C-EUR",
    ),
    "a name of a donor": Kind(
        lambda session, _: add_name(session, "ITA", NameDraft("Italia", DAY), ANA),
        "/donors/ITA/registry",
    ),
    "a programme": Kind(
        lambda session, _: change_programme(
            session,
            "GLO1",
            replace(read_programme(find_programme(session, "GLO1")), title="Renamed programme"),
            ANA,
            "renamed",
        ),
        "/programmes/GLO1",
    ),
    "an activity": Kind(
        lambda session, _: change_activity(
            session,
            "A1",
            replace(read_draft(session, find_activity(session, "A1")), title="Renamed"),
            ANA,
            "renamed",
        ),
        "/activities/A1",
    ),
    "a tool": Kind(
        lambda session, _: change_tool(
            session,
            "GUIDE",
            replace(read_tool(session, find_tool(session, "GUIDE")), title="Renamed guide"),
            ANA,
            "renamed",
        ),
        "/tools/GUIDE",
    ),
    "a rate": Kind(
        lambda session, _: add_rates(
            session, [RateDraft("SEK", date(2022, 1, 1), Decimal("9.25"), "Treasury")], ANA
        ),
        "/rates",
    ),
    "a closed period": Kind(
        lambda session, _: close_months(session, Month(2020, 12), ANA), "/contributions"
    ),
    "a request": Kind(hand_in, "", data=False),
    "a name of a user": Kind(
        lambda session, _: rename_user(
            session, "auditor@example.org", ANA, name="Renamed", new_email=""
        ),
        "",
        data=False,
    ),
}


def status(session: Session) -> RecordStatus:
    """Read the versions anew."""
    session.rollback()
    return record_status(session)


def test_a_change_is_seen_by_a_second_worker_and_moves_what_it_should(
    engine: Engine, any_database_url: str
) -> None:
    settings = Settings(any_database_url, "only-for-this-test", production=False)
    workers = [PageClient(make_app(settings).test_client()) for _ in range(2)]
    with make_session(engine) as session:
        account = fill(session)
        make_user(session, Role.SECRETARIAT, email="auditor@example.org")
        for name, kind in KINDS.items():
            pages = [kind.page, "/dashboards/donors"] if kind.page else []
            shown = [[one.get(page).data for page in pages] for one in workers]
            before = status(session)
            with transaction(session):
                kind.write(session, account)
            after = status(session)
            assert after.page_version > before.page_version, name
            assert (after.data_version > before.data_version) is kind.data, name
            assert (after.changed_at != before.changed_at) is kind.data, name
            now = [[one.get(page).data for page in pages] for one in reversed(workers)]
            assert now[0] == now[1], name
            assert not pages or now[0][0] != shown[0][0], name


def test_a_sign_in_moves_neither(engine: Engine, any_database_url: str) -> None:
    app = make_app(Settings(any_database_url, "only-for-this-test", production=False))
    with make_session(engine) as session:
        user = make_user(session, Role.SECRETARIAT)
        before = status(session)
        assert sign_in(app, user.email).get("/home").status_code == 200
        assert status(session) == before


def test_the_foot_of_a_page_says_both_moments_and_the_version_of_the_data(
    engine: Engine, any_database_url: str
) -> None:
    app = make_app(Settings(any_database_url, "only-for-this-test", production=False))
    with make_session(engine) as session:
        account = fill(session)
        with transaction(session):
            hand_in(session, account)
        foot = PageClient(app.test_client()).html("/contributions").xpath("//footer//p")[0]
        words = " ".join(foot.text_content().split())
        known = status(session)
    assert known.data_version < known.page_version
    assert words.startswith("Record last changed ")
    assert " · latest entry " in words
    assert words.endswith(f"data version {known.data_version}")
