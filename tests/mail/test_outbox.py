"""The outbox: what is put in is sent once, tried again with growing waits, and ends."""

import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from tests.mail.servers import Taker, serving
from tests.support.people import make_user
from tests.support.trail import record_set_up
from tracker.db import make_session, transaction
from tracker.errors import Conflict
from tracker.jobs.tables import Job
from tracker.mail.delivery import SmtpDelivery
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.letter import Letter
from tracker.mail.outbox import (
    LEASE,
    WAITS,
    list_mail,
    note_failed,
    note_sent,
    put,
    send_again,
    take_next,
)
from tracker.mail.sending import PostOffice, send_due
from tracker.mail.tables import Mail
from tracker.mail_settings import MailSettings
from tracker.people.roles import Role
from tracker.people.tables import User
from tracker.periods import utc_now


def office(settings: MailSettings, timeout: float = 60) -> PostOffice:
    """Return the post office of the settings."""
    delivery = SmtpDelivery(settings, timeout)
    return PostOffice(delivery, settings.sender, settings.public_url, "en")


def put_trial(session: Session, times: int = 1) -> None:
    """Put trial letters to a user of the site into the outbox."""
    user = make_user(session, Role.APPROVER, email="ana@example.org")
    with transaction(session):
        for _ in range(times):
            put(session, MailKind.TRIAL, user.handle, {})


def only(session: Session) -> Mail:
    """Return the one letter, read anew."""
    session.rollback()
    session.expire_all()
    [mail] = list_mail(session)
    return mail


def make_due(session: Session) -> None:
    """Let time pass until every letter is due."""
    with transaction(session):
        session.execute(update(Mail).values(next_try_at=utc_now() - timedelta(seconds=1)))


def test_a_letter_is_sent_in_whole(session: Session) -> None:
    put_trial(session)
    taker = Taker()
    with serving(taker) as settings:
        assert send_due(session, office(settings))[MailState.SENT] == 1
        assert not any(send_due(session, office(settings)).values())
    [message] = taker.messages
    assert taker.recipients == ["ana@example.org"]
    assert message["Subject"] == "A trial letter"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_content()
    assert "Dear Approver," in text
    assert "https://a30.example.org/home" in text
    assert only(session).state is MailState.SENT


def test_what_is_rolled_back_sends_nothing(session: Session) -> None:
    user = make_user(session, Role.APPROVER)
    with pytest.raises(Conflict), transaction(session):  # noqa: PT012 - what is rolled back
        put(session, MailKind.TRIAL, user.handle, {})
        raise Conflict("not done")
    assert not list_mail(session)
    assert not session.exec(select(Job)).all()


def test_many_letters_ask_for_one_job(session: Session) -> None:
    put_trial(session, times=5)
    assert len(session.exec(select(Job)).all()) == 1


def test_the_outbox_holds_neither_address_nor_name(session: Session) -> None:
    put_trial(session)
    with serving(Taker(refuse_recipient="550 5.1.1 <{address}> is unknown")) as settings:
        send_due(session, office(settings))
    mail = only(session)
    assert mail.fault == "550 5.1.1"
    assert "ana@" not in repr(mail.model_dump())


@pytest.mark.parametrize(
    ("recipient", "text", "state"),
    [
        ("550 5.1.1 no such user", "", MailState.FAILED),
        ("", "554 5.7.1 no", MailState.FAILED),
        ("450 4.2.1 later", "", MailState.WAITING),
        ("", "451 4.3.0 later", MailState.WAITING),
    ],
    ids=["recipient for good", "text for good", "recipient later", "text later"],
)
def test_a_refusal_for_good_ends_and_another_waits(
    session: Session, recipient: str, text: str, state: MailState
) -> None:
    put_trial(session)
    taker = Taker(recipient, text)
    with serving(taker) as settings:
        assert send_due(session, office(settings))[state] == 1
        mail = only(session)
        assert mail.state is state
        if state is MailState.WAITING:
            assert mail.next_try_at > utc_now()
            taker.refuse_recipient = taker.refuse_data = ""
            make_due(session)
            assert send_due(session, office(settings))[MailState.SENT] == 1


def test_a_server_that_is_away_hangs_or_dies_midway_is_asked_again(session: Session) -> None:
    put_trial(session)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        away = MailSettings(host="127.0.0.1", port=unused.getsockname()[1], security="none")
        assert send_due(session, office(away))[MailState.WAITING] == 1
    assert only(session).fault == "ConnectionRefusedError"
    taker = Taker()
    taker.goes_on.clear()
    with serving(taker) as settings:
        make_due(session)
        assert send_due(session, office(settings, timeout=1))[MailState.WAITING] == 1
        assert only(session).fault == "SMTPServerDisconnected"
        taker.goes_on.set()
    dying = Taker()
    dying.dies_before_data = True
    with serving(dying) as settings:
        make_due(session)
        assert send_due(session, office(settings))[MailState.WAITING] == 1
        assert only(session).fault == "SMTPServerDisconnected"
        assert only(session).attempts == 3


def test_a_server_that_goes_away_after_its_yes_has_taken_the_letter(session: Session) -> None:
    put_trial(session)
    taker = Taker()
    taker.dies_after_data = True
    with serving(taker) as settings:
        assert send_due(session, office(settings))[MailState.SENT] == 1


def test_a_letter_that_never_leaves_fails_after_the_last_wait(session: Session) -> None:
    put_trial(session)
    with serving(Taker(refuse_data="451 later")) as settings:
        for turn, wait in enumerate(WAITS, start=1):
            assert send_due(session, office(settings))[MailState.WAITING] == 1
            mail = only(session)
            assert mail.attempts == turn
            assert wait - timedelta(minutes=1) < mail.next_try_at - utc_now() <= wait
            make_due(session)
        assert send_due(session, office(settings))[MailState.FAILED] == 1
    with transaction(session):
        send_again(session, only(session).id or 0)
    with serving(Taker()) as settings:
        assert send_due(session, office(settings))[MailState.SENT] == 1
    with pytest.raises(Conflict), transaction(session):
        send_again(session, only(session).id or 0)


def test_who_is_gone_is_sent_nothing(session: Session) -> None:
    put_trial(session)
    user = make_user(session, Role.DONOR, email="gone@example.org")
    with transaction(session):
        record_set_up(session)
        user.active = False
        session.add(user)
        put(session, MailKind.TRIAL, user.handle, {})
        put(session, MailKind.TRIAL, "", {})
    taker = Taker()
    with serving(taker) as settings:
        counted = send_due(session, office(settings))
    assert counted[MailState.DROPPED] == 2
    assert taker.recipients == ["ana@example.org"]


def test_two_that_send_at_once_send_nothing_twice(session: Session, engine: Engine) -> None:
    put_trial(session, times=12)
    taker = Taker()

    def send(settings: MailSettings) -> int:
        with make_session(engine, patience=60) as own:
            return send_due(own, office(settings))[MailState.SENT]

    with serving(taker) as settings, ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(send, [settings] * 2))
    assert sum(counts) == 12
    numbers = [one["Message-ID"] for one in taker.messages]
    assert len(numbers) == len(set(numbers)) == 12


def test_a_letter_whose_taker_died_is_sent_after_its_lease(session: Session) -> None:
    put_trial(session)
    with transaction(session):
        first = take_next(session, utc_now())
    assert first is not None
    with transaction(session):
        assert take_next(session, utc_now()) is None
    with transaction(session):
        second = take_next(session, utc_now() + LEASE)
    assert second is not None
    with transaction(session):
        note_sent(session, first)  # the dead one wakes up, and the letter is no longer its own
        note_failed(session, first, "late", for_good=True)
    assert only(session).state is MailState.WAITING
    with transaction(session):
        note_sent(session, second)
    assert only(session).state is MailState.SENT


def test_a_letter_that_cannot_be_written_stops_no_other(session: Session) -> None:
    put_trial(session, times=2)
    with transaction(session):
        broken = session.exec(select(Mail).order_by(col(Mail.id))).first()
        assert broken is not None
        broken.about = {"breaks": True}
        session.add(broken)

    def write(_session: Session, _reader: User, about: Mapping[str, object]) -> Letter | None:
        if about:
            raise KeyError("breaks")
        return None

    with serving(Taker()) as settings:
        counted = send_due(session, replace(office(settings), writers={MailKind.TRIAL: write}))
    assert (counted[MailState.WAITING], counted[MailState.DROPPED]) == (1, 1)
