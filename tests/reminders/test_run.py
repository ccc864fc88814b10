"""Reminders: each once, to those whom it concerns, made of the record as it is when it is sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.support.pages import PageClient
from tests.support.people import make_user
from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.recorded_activities import activities_on_file
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.contributions.part_drafts import InstalmentDraft, ReportDraft
from tracker.fund.contributions.terms import (
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.states import ContributionReportKind
from tracker.mail.kinds import SWITCHABLE, MailKind, MailState
from tracker.mail.outbox import list_mail, note_failed, put, take_next
from tracker.mail.sending import PostOffice, send_due
from tracker.people.accounts import change_role, deactivate
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.people.users import find_user
from tracker.periods import Span, today, utc_now
from tracker.reference.codes import ActivityStatus
from tracker.reminders.concerns import concerns, kinds_for
from tracker.reminders.digest import digest_lines
from tracker.reminders.letters import ALL_WRITERS, TITLES
from tracker.reminders.matters import READERS, Matter, list_matters
from tracker.reminders.run import LATE, run_reminders
from tracker.reminders.tables import Reminder

WEEK = timedelta(days=7)
TODAY = today()
DUE = TODAY + WEEK


@pytest.fixture
def due(session: Session) -> Session:
    """Give a record in which something of each kind is due in a week, and a user of each role."""
    account = fill_small_account(session)
    with transaction(session):
        terms = read_draft(session, find_contribution(session, "C-JPN"))
        japan = replace(
            terms,
            use_from=date(2021, 1, 1),
            use_until=DUE,
            instalments=(InstalmentDraft(TODAY - WEEK * 8, 30_000), InstalmentDraft(DUE, 20_000)),
            reports=(ReportDraft(ContributionReportKind.FINAL, "2022", DUE),),
        )
        change_contribution(session, "C-JPN", japan, ACTOR, "agreed")
        draft = activities_on_file(session, ["A1"])["A1"]
        ends = replace(draft, planned_start=TODAY - WEEK, planned_end=DUE)
        change_funded_activity(session, "A1", ends, ACTOR, "planned")
        starts = replace(
            activities_on_file(session, ["A2"])["A2"],
            planned_start=DUE,
            status=ActivityStatus.PIPELINE,
        )
        change_funded_activity(session, "A2", starts, ACTOR, "planned")
        order = PostingInstruction(
            EntryKind.ALLOCATION,
            Heading(TODAY, "N-1"),
            100,
            account.contributions["C-ITA"],
            account.activities["A1"],
        )
        submit(session, [order], "finance_officer@example.org")
    for role in Role:
        if role not in {Role.PUBLIC, Role.DONOR}:
            make_user(session, role)
    for donor in ("ITA", "JPN"):
        make_user(session, Role.DONOR, donor_code=donor, email=f"{donor.lower()}@example.org")
    return session


def run(session: Session, day: date = TODAY) -> int:
    """Run a day; return the number of reminders, but for the digests of that day."""
    before = _digests(session)
    with transaction(session):
        found = run_reminders(session, day).reminders
    number = _digests(session) - before
    session.rollback()
    return found - number


def _digests(session: Session) -> int:
    """Return the number of digests on record."""
    digests = select(Reminder).where(Reminder.kind == MailKind.WEEKLY_DIGEST.value)
    return len(session.exec(digests).all())


class Box:
    """Takes letters."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def deliver(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Take a letter."""
        del sender, recipient
        self.sent.append(message)

    def by_reader(self) -> Mapping[str, str]:
        """Return all that each reader was told, but for digests."""
        told: dict[str, str] = {}
        for one in self.sent:
            if "week at the Article" not in one["Subject"]:
                reader = one["To"].addresses[0].addr_spec
                text = f"{one['Subject']}\n{one.get_content()}"
                told[reader] = told.get(reader, "") + text.replace("\r", "")
        return told


def send(session: Session) -> Box:
    """Send what waits."""
    box = Box()
    office = PostOffice(
        box, "tracker@a30.example.org", "https://a30.example.org", "en", ALL_WRITERS
    )
    send_due(session, office)
    return box


def test_each_is_told_what_concerns_the_own_role_and_donor(due: Session) -> None:
    assert run(due) > 0
    told = send(due).by_reader()
    finance, manager = told["finance_officer@example.org"], told["programme_manager@example.org"]
    assert "200.00" in finance
    assert "Reports due to donors" in finance
    assert "last day on which money of C-JPN" in finance
    assert "planned" not in finance
    assert "planned end of A1" in manager
    assert "planned start of A2" in manager
    assert "money of C-JPN" in manager  # A2 has had some of it
    assert "Instalments" not in manager
    assert "request 1" in told["approver@example.org"]
    assert "Reports due" in told["secretariat@example.org"]
    assert "C-JPN" in told["jpn@example.org"]
    assert "Reports due" not in told["jpn@example.org"]
    assert "ita@example.org" not in told  # nothing of Japan's reaches another donor
    assert "administrator@example.org" not in told
    assert "https://a30.example.org/contributions/C-JPN" in finance
    assert "https://a30.example.org/home/letters" in finance


def test_a_day_that_is_run_again_adds_nothing(due: Session) -> None:
    first = run(due)
    letters = len(list_mail(due))
    due.rollback()
    assert first > 5
    for _ in range(3):
        with transaction(due):
            assert run_reminders(due, TODAY).reminders == 0
    assert len(list_mail(due)) == letters


def test_a_day_that_was_left_out_goes_with_the_next_and_not_much_later(due: Session) -> None:
    assert run(due, TODAY + LATE) > 5
    due.rollback()
    with transaction(due):
        assert run_reminders(due, TODAY).reminders == 0 or TODAY.weekday() <= LATE.days
    on_the_day = {one.day for one in due.exec(select(Reminder)).all()}
    assert TODAY in on_the_day


def test_nothing_is_told_too_early_or_too_late(due: Session) -> None:
    assert run(due, TODAY - timedelta(days=1)) == 0
    assert run(due, TODAY + LATE + timedelta(days=1)) == 0
    assert run(due, DUE) > 5  # on the day itself


def test_what_was_settled_before_the_sending_is_told_no_more(due: Session) -> None:
    run(due)
    with transaction(due):
        draft = activities_on_file(due, ["A1", "A2"])
        for code in draft:
            later = replace(draft[code], planned_start=None, planned_end=None)
            change_funded_activity(due, code, later, ACTOR, "not planned")
    told = send(due).by_reader()
    assert "planned end" not in "".join(told.values())


def test_rights_count_when_a_letter_is_sent(due: Session) -> None:
    run(due)
    with transaction(due):
        change_role(due, "programme_manager@example.org", Role.SECRETARIAT, "", "test")
        change_role(due, "jpn@example.org", Role.DONOR, "ITA", "test")
        deactivate(due, "approver@example.org", "test")
    told = send(due).by_reader()
    assert not {"jpn@example.org", "approver@example.org", "programme_manager@example.org"} & set(
        told
    )


def test_managers_hear_of_their_own_programmes_alone(due: Session) -> None:
    with transaction(due):
        change_role(
            due, "programme_manager@example.org", Role.PROGRAMME_MANAGER, "", "test",
            programmes=frozenset({"OTHER"}),
        )  # fmt: skip
    run(due)
    assert "programme_manager@example.org" not in send(due).by_reader()


def test_the_digest_counts_the_activities_of_ones_own_programmes_as_home_does(
    due: Session,
) -> None:
    late = TODAY - WEEK
    with transaction(due):
        draft = activities_on_file(due, ["A1"])["A1"]
        change_funded_activity(
            due, "A1", replace(draft, planned_end=late, actual_end=None), ACTOR, "late"
        )
    since = utc_now()
    for programmes, number in (
        (frozenset[str](), 1), (frozenset({draft.programme}), 1), (frozenset({"OTHER"}), 0),
    ):  # fmt: skip
        who = CurrentUser("a@b.c", role=Role.PROGRAMME_MANAGER, programmes=programmes)
        told = dict(digest_lines(due, who, since))
        said = "Activities past their planned end: 1"
        assert (said in told) is bool(number)
        if number:
            own = "".join(f"&programme={code}" for code in programmes)
            assert told[said] == f"/activities?pace=overdue{own}"


def test_a_kind_that_was_switched_off_is_not_sent(
    app: Flask, sqlite_session: Session, signed_in: Callable[[Role], PageClient]
) -> None:
    del app
    client = signed_in(Role.FINANCE_OFFICER)
    page = client.html("/home/letters")
    boxes = page.xpath("//input[@name='wanted']/@value")
    assert set(boxes) == {
        kind.value for kind in kinds_for(CurrentUser("f@example.org", role=Role.FINANCE_OFFICER))
    }
    assert page.xpath("count(//input[@name='wanted'][@checked])") == len(boxes)
    kept = [one for one in boxes if one != MailKind.USE_ENDS]
    token = page.xpath("string(//main//input[@name='csrf_token']/@value)")
    data = {"csrf_token": token, "wanted": kept, "language": "fr"}
    unknown = client.post("/home/letters", data={**data, "language": "tlh"})
    assert unknown.status_code == 422
    assert "Choose one of the list." in unknown.text
    assert client.post("/home/letters", data=data).status_code == 303
    user = find_user(sqlite_session, "finance_officer@example.org")
    assert user is not None
    assert user.locale == "fr"
    again = client.html("/home/letters")
    assert again.xpath("//input[@name='wanted'][not(@checked)]/@value") == ["use_ends"]


def test_the_page_of_failed_letters_sends_them_again(
    sqlite_session: Session,
    signed_in: Callable[[Role], PageClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
    client = signed_in(Role.ADMINISTRATOR)
    sqlite_session.rollback()
    with transaction(sqlite_session):
        put(sqlite_session, MailKind.TRIAL, "P-000001", {})
        taken = take_next(sqlite_session, utc_now())
        assert taken is not None
        note_failed(sqlite_session, taken, "550 5.1.1", for_good=True)
    row = client.html("/people/letters").xpath("//main//tbody/tr")[0]
    assert row.xpath("string(th/a/@href)") == "/people/P-000001"
    told = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
    assert told[0] == "A trial letter"
    assert told[2:4] == ["1", "550 5.1.1"]
    token = client.html("/people/letters").xpath("string(//main//input[@name='csrf_token']/@value)")
    again = client.post("/people/letters/1/again", data={"csrf_token": token})
    assert again.status_code == 303
    sqlite_session.rollback()
    assert [one.state for one in list_mail(sqlite_session)] == [MailState.WAITING]


def test_every_kind_that_can_be_switched_off_has_its_letter_and_its_title() -> None:
    assert set(TITLES) == SWITCHABLE
    assert set(ALL_WRITERS) == set(MailKind)


def _matters(kinds: Iterable[MailKind]) -> list[Matter]:
    return [
        Matter(kind, "X", DUE, "", "", "ITA", frozenset({"GLO1"}), "P-000009") for kind in kinds
    ]


@pytest.mark.parametrize("kind", sorted(READERS))
def test_nothing_concerns_another_donor_the_public_or_administrators(kind: MailKind) -> None:
    [matter] = _matters([kind])
    for user in (
        CurrentUser(),
        CurrentUser("a@b.c", role=Role.ADMINISTRATOR),
        CurrentUser("a@b.c", role=Role.DONOR, donor_code="JPN"),
    ):
        assert not concerns(user, matter)
    own = CurrentUser("a@b.c", role=Role.DONOR, donor_code="ITA")
    assert concerns(own, matter) is (kind is MailKind.INSTALMENT_DUE)
    preparer = CurrentUser("a@b.c", role=Role.APPROVER, handle="P-000009")
    assert not (kind is MailKind.APPROVAL_WAITS and concerns(preparer, matter))


def test_the_digest_is_sent_once_a_week_with_what_waits(due: Session, app: Flask) -> None:
    del app
    monday = TODAY - timedelta(days=TODAY.weekday())
    with transaction(due):
        run_reminders(due, monday)
        again = run_reminders(due, monday + timedelta(days=1))
    digests = [one for one in list_mail(due) if one.kind == MailKind.WEEKLY_DIGEST]
    assert len(digests) == 7
    del again
    box = send(due)
    told = {
        one["To"].addresses[0].addr_spec: one.get_content()
        for one in box.sent
        if "week at" in one["Subject"]
    }
    assert "Requests that wait for approval: 1" in told["approver@example.org"]
    assert "changed by others" in told["secretariat@example.org"]
    assert "changed by others" not in told.get("jpn@example.org", "")
    assert "ita@example.org" not in told


def test_matters_are_those_of_the_days_alone(due: Session) -> None:
    assert list_matters(due, Span(DUE - WEEK * 2, DUE - WEEK - timedelta(days=1))) == []
    kinds = {one.kind for one in list_matters(due, Span(TODAY, DUE))}
    assert kinds == set(READERS)
