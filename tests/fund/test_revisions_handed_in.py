"""Revisions that wait for an approver, that come back, and under which the record was changed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.fund.test_activity_revisions import (
    ANA,
    BEN,
    JUDGES,
    live,
    published,
    revision,
    save,
    waiting,
)
from tests.support.closing import close_months
from tests.support.people import choose_programmes, make_manager_of, make_user
from tests.support.simultaneous import told_at_once
from tracker.assistance.publication_moves import Mover
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.revisions import draft_to_change, edits_of, open_row, waiting_revisions
from tracker.assistance.states import PublicationState, RevisionState
from tracker.db import transaction
from tracker.edits import Side
from tracker.errors import InvalidDraft, InvalidInput, ShownChanged
from tracker.fund.approvals.change_requests import read_change
from tracker.fund.closing.months import Month
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.record_changes.activity_saving import save_activity
from tracker.fund.record_changes.kinds import KINDS, approve, send_back, withdraw
from tracker.fund.record_changes.revision_decisions import (
    drop_revision,
    hand_in_again,
    publish_revision,
    return_revision,
)
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.verification.record_checks import verify_record
from tracker.mail.kinds import MailKind, PublicationNews
from tracker.mail.tables import Mail
from tracker.people.audit import trail_of
from tracker.people.roles import Role
from tracker.people.subjects import Subject
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.versions import version_of

CAT = "cat"
WAITS, RETURNED, HANDED_IN = (
    RevisionState.WAITING, RevisionState.RETURNED, RevisionState.HANDED_IN,
)  # fmt: skip
__all__ = ["published"]


@pytest.fixture
def closed(published: Session) -> Session:
    """Give the small account with its months closed."""
    with transaction(published):
        close_months(published, Month(2024, 12), "ana")
    return published


def do(session: Session, act: Callable[..., object], *given: object, **named: object) -> object:
    with transaction(session):
        return act(session, *given, **named)


def hand_in(session: Session, author: str = ANA) -> int:
    """Hand a revision in for approval that moves closed figures; return its request."""
    wanted = replace(draft_to_change(session, "A1"), type=ActivityType.WORKSHOP)
    save(session, wanted, author, version=version_of(draft_to_change(session, "A1")))
    number = do(session, publish_revision, "A1", BEN, "looks right")
    assert isinstance(number, int)
    assert number > 0
    return number


def approve_it(session: Session, number: int, actor: str = CAT) -> None:
    with transaction(session):
        shown = read_change(session, number, KINDS).digest
        approve(session, number, actor, shown=shown)


def test_one_is_published_when_its_request_is_approved(closed: Session) -> None:
    before = live(closed)
    number = hand_in(closed)
    assert live(closed) == before
    found = waiting(closed)
    assert (found.state, found.request, found.decided_by) == (HANDED_IN, number, BEN)
    (listed,) = waiting_revisions(closed)
    assert (listed.state, listed.request) == (HANDED_IN, number)
    for again in (publish_revision, drop_revision, hand_in_again):
        with pytest.raises(InvalidDraft, match=f"waits for approval as request {number}"):
            do(closed, again, "A1", CAT)
    with pytest.raises(InvalidDraft, match="waits for approval"):
        save(closed, replace(draft_to_change(closed, "A1"), title="Else"), CAT)
    at_once = replace(live(closed), status=ActivityStatus.SUSPENDED, participants=(JUDGES,))
    save(closed, at_once, CAT)
    approve_it(closed, number)
    assert live(closed) == replace(at_once, type=ActivityType.WORKSHOP)
    assert revision(closed) is None
    changes = [one.actor for one in trail_of(closed, Subject.ACTIVITY, ["A1"])[1:]]
    assert changes == [CAT, ANA]
    moves = trail_of(closed, Subject.ACTIVITY_REVISION, ["A1"])
    assert [(one.action, one.actor) for one in moves] == [
        ("revise", ANA), ("take_up", BEN), ("publish", CAT)
    ]  # fmt: skip
    prepared = trail_of(closed, Subject.APPROVAL_REQUEST, [str(number)])[0]
    assert (prepared.action, prepared.actor) == ("prepare", BEN)
    assert closed.get_one(ApprovalRequest, number).prepared_by == ANA
    assert not verify_record(closed).faults


@pytest.mark.parametrize("taken_back", [False, True])
def test_one_goes_back_with_its_request_and_is_handed_in_anew_in_its_place(
    closed: Session, *, taken_back: bool
) -> None:
    first = hand_in(closed)
    end, actor = (withdraw, ANA) if taken_back else (send_back, CAT)
    do(closed, end, first, actor, "name the court")
    found = waiting(closed)
    assert (found.state, found.decision, found.decided_by) == (RETURNED, "name the court", actor)
    assert found.draft.type is ActivityType.WORKSHOP
    do(closed, hand_in_again, "A1", ANA, version=version_of(found.draft))
    again = waiting(closed)
    assert (again.state, again.made_by, again.why) == (WAITS, ANA, "so it is")
    second = do(closed, publish_revision, "A1", BEN)
    assert closed.get_one(ApprovalRequest, second).replaces_id == first
    approve_it(closed, int(str(second)))
    assert live(closed).type is ActivityType.WORKSHOP
    assert len(trail_of(closed, Subject.ACTIVITY, ["A1"])) == 2
    assert not verify_record(closed).faults


def test_author_and_publisher_are_told_what_becomes_of_it(closed: Session) -> None:
    people = {
        role: make_user(closed, role).handle
        for role in (Role.PROGRAMME_MANAGER, Role.SECRETARIAT, Role.APPROVER)
    }
    manager, publisher, approver = people.values()
    wanted = replace(live(closed), type=ActivityType.WORKSHOP)
    save(closed, wanted, manager)
    first = do(closed, publish_revision, "A1", publisher)
    do(closed, send_back, first, approver, "secret")
    do(closed, hand_in_again, "A1", manager)
    approve_it(closed, int(str(do(closed, publish_revision, "A1", publisher))), approver)
    kind = MailKind.ACTIVITY_DECIDED.value
    told = closed.exec(select(Mail).where(Mail.kind == kind).order_by(col(Mail.id))).all()
    news = PublicationNews
    assert [(one.handle, one.about["news"]) for one in told] == [
        (manager, news.REVISION_HANDED_IN), (manager, news.REVISION_RETURNED),
        (publisher, news.HANDED_IN_RETURNED), (manager, news.REVISION_HANDED_IN),
        (manager, news.REVISION_PUBLISHED), (publisher, news.HANDED_IN_PUBLISHED),
    ]  # fmt: skip


def test_of_two_decisions_at_once_one_holds(engine: Engine, closed: Session) -> None:
    number = hand_in(closed)
    shown = read_change(closed, number, KINDS).digest
    closed.rollback()
    told = told_at_once(
        engine,
        lambda session: approve(session, number, CAT, shown=shown),
        lambda session: withdraw(session, number, ANA, "no"),
    )
    assert "was decided before" in str(told)
    assert live(closed).type is ActivityType.WORKSHOP
    assert revision(closed) is None


def test_an_edit_while_it_is_handed_in_at_that_moment_is_told(
    engine: Engine, closed: Session
) -> None:
    wanted = replace(live(closed), type=ActivityType.WORKSHOP)
    save(closed, wanted)
    other = replace(wanted, title="Else")
    closed.rollback()
    told = told_at_once(
        engine,
        lambda session: publish_revision(session, "A1", BEN),
        lambda session: save_activity(session, "A1", other, ANA, "so", version=version_of(wanted)),
    )
    assert "waits for approval" in str(told)
    assert waiting(closed).draft == wanted


def test_what_the_record_lost_meanwhile_goes_back_and_not_into_it(closed: Session) -> None:
    """Taken off publication while it waits, the request rests on another record."""
    number = hand_in(closed)
    state = PublicationState.RETURNED
    do(closed, move_publication, "A1", state, BEN, "wrong", by={Mover.PUBLISHER})
    with pytest.raises(ShownChanged, match="handed in again"):
        approve_it(closed, number)
    do(closed, send_back, number, CAT, "not now")
    assert waiting(closed).state is RETURNED
    with pytest.raises(InvalidInput, match="not published"):
        do(closed, hand_in_again, "A1", ANA)
    working = draft_to_change(closed, "A1")
    assert save(closed, working, version=version_of(working)) > 0
    assert live(closed).type is ActivityType.TRAINING


def test_the_secretariat_decides_whatever_programmes_its_author_has_now(closed: Session) -> None:
    manager = make_manager_of(closed, live(closed).programme)
    closed.rollback()
    number = hand_in(closed, manager.handle)
    choose_programmes(closed, manager, "OTHER")
    closed.rollback()
    approve_it(closed, number)
    choose_programmes(closed, manager)
    save(closed, replace(live(closed), title="Better"), manager.handle)
    choose_programmes(closed, manager, "OTHER")
    do(closed, publish_revision, "A1", BEN)
    assert (live(closed).title, live(closed).type) == ("Better", ActivityType.WORKSHOP)
    last = trail_of(closed, Subject.ACTIVITY, ["A1"])[-1]
    assert last.actor == manager.handle
    save(closed, replace(live(closed), title="Best"))
    do(closed, return_revision, "A1", BEN, "no")
    with pytest.raises(InvalidDraft, match="another manager's"):
        do(closed, hand_in_again, "A1", manager.handle)


def test_what_holds_at_once_leaves_a_returned_one_with_its_author(
    published: Session,
) -> None:
    save(published, replace(live(published), title="Better"))
    do(published, return_revision, "A1", BEN, "too long")
    sheet = replace(live(published), venue="Quito")
    do(published, change_funded_activity, "A1", sheet, CAT, "by sheet")
    working = draft_to_change(published, "A1")
    over = replace(working, status=ActivityStatus.SUSPENDED, participants=(JUDGES,))
    save(published, over, CAT, version=version_of(working))
    found = waiting(published)
    assert (found.state, found.made_by, found.decision) == (RETURNED, ANA, "too long")
    assert live(published).status is ActivityStatus.SUSPENDED
    do(published, hand_in_again, "A1", ANA, "now it is right")
    again = waiting(published)
    assert (again.state, again.draft, again.why) == (WAITS, found.draft, "now it is right")
    with pytest.raises(InvalidInput, match="waits already"):
        do(published, hand_in_again, "A1", ANA)


@pytest.mark.parametrize("side", list(Side))
def test_its_author_decides_what_was_changed_under_it(
    published: Session,
    side: Side,
) -> None:
    save(published, replace(live(published), title="Better", venue="Lima"))
    do(published, return_revision, "A1", BEN, "look again")
    other = replace(live(published), title="Best", budget_minor=5)
    do(published, change_funded_activity, "A1", other, CAT, "by sheet")
    with pytest.raises(InvalidInput, match="decide first"):
        do(published, hand_in_again, "A1", ANA)
    found = open_row(published, 1)
    now = live(published)
    assert found is not None
    edits = edits_of(found, now)
    assert [(one.name, one.proposed) for one in edits.differences()] == [
        ("title", None), ("budget_minor", Side.THEIRS),
    ]  # fmt: skip
    wanted = edits.merged({"title": side})
    published.rollback()
    with transaction(published):
        version = version_of(now)
        save_activity(published, "A1", wanted, ANA, "mine", version=version, settles=True)
    settled = waiting(published)
    assert (settled.state, settled.clashes, settled.made_by) == (WAITS, (), ANA)
    title = "Better" if side is Side.YOURS else "Best"
    assert (settled.draft.title, settled.draft.venue) == (title, "Lima")
    assert settled.draft.budget_minor == 5
