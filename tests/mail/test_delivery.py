"""Letters in the reader's language, under TLS and with a password, as files, and by a job."""

import subprocess
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from tests.mail.servers import Taker, knows, self_signed, serving
from tests.mail.test_outbox import make_due, office, only, put_trial
from tests.support.people import make_user
from tests.support.trail import record_set_up
from tracker.db import transaction
from tracker.errors import SettingsError
from tracker.http.context import jobs
from tracker.jobs.states import JobState
from tracker.jobs.store import take_places
from tracker.jobs.worker import run_job
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.outbox import list_mail, put
from tracker.mail.runner import mail_runners
from tracker.mail.sending import post_office, send_due
from tracker.mail_settings import MailSettings
from tracker.people.roles import Role
from tracker.settings import Settings, read_settings

SITE = {
    "SECRET_KEY": "w7Vq-3kzR_9mXb2TnLhY5cJd8sGf4pQaZt6uEo1H",
    "SMTP_HOST": "mail.example.org",
    "PUBLIC_URL": "https://a30.example.org/",
    "MAIL_FROM": "tracker@a30.example.org",
}


def test_a_letter_is_in_the_language_of_its_reader(app: Flask, sqlite_session: Session) -> None:
    session = sqlite_session
    for locale in ("ar", "fr", "zh"):
        user = make_user(session, Role.DONOR, email=f"{locale}@example.org", donor_code="ITA")
        with transaction(session):
            record_set_up(session)
            user.locale, user.name = locale, "Zoë\r\nBcc: x@example.org"
            session.add(user)
            put(session, MailKind.TRIAL, user.handle, {})
    taker = Taker()
    with serving(taker) as settings, app.app_context():
        send_due(session, office(settings))
    subjects = {one["Content-Language"]: one["Subject"] for one in taker.messages}
    assert set(subjects) == {"ar", "fr", "zh"}
    assert len(set(subjects.values())) == 3
    assert all(one["Bcc"] is None for one in taker.messages)
    assert len(taker.recipients) == 3


def test_a_password_goes_over_tls_alone(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-keyout", key, "-out", certificate, "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    put_trial(session)
    taker = Taker()
    more = {
        "tls_context": self_signed(certificate, key),
        "authenticator": knows("tracker", "right"),
        "auth_required": True,
        "require_starttls": True,
    }
    with serving(taker, **more) as settings:
        under_tls = replace(settings, security="starttls", user="tracker", password="right")
        assert send_due(session, office(under_tls))[MailState.WAITING] == 1
        assert only(session).fault == "SSLCertVerificationError"  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", certificate)
        for password, sent in (("wrong", 0), ("right", 3)):
            with transaction(session):
                put(session, MailKind.TRIAL, only_handle(session), {})
            make_due(session)
            wanted = replace(under_tls, password=password)
            assert send_due(session, office(wanted))[MailState.SENT] == sent
            assert len(taker.messages) == sent


def only_handle(session: Session) -> str:
    """Return the handle of the one reader."""
    return list_mail(session)[0].handle


def test_in_development_a_letter_is_a_file(app: Flask, sqlite_session: Session) -> None:
    put_trial(sqlite_session)
    folder = Path(sqlite_session.get_bind().engine.url.database or "").parent / "mail"
    made = office_of(MailSettings(folder=folder))
    with app.app_context():
        assert send_due(sqlite_session, made)[MailState.SENT] == 1
    [path] = folder.glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["To"] == "Approver <ana@example.org>"
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def office_of(mail: MailSettings):  # type: ignore[no-untyped-def] # noqa: ANN201 - PostOffice, or none
    """Return the post office of settings that name this mail."""
    made = post_office(Settings("sqlite://", "secret", production=False, mail=mail))
    assert made is not None
    return made


def test_production_without_a_server_keeps_letters(sqlite_session: Session) -> None:
    put_trial(sqlite_session)
    settings = read_settings({"SECRET_KEY": SITE["SECRET_KEY"]})
    assert post_office(settings) is None
    assert only(sqlite_session).state is MailState.WAITING


def test_mail_of_a_site_needs_its_address_and_its_sender() -> None:
    assert read_settings(SITE).mail.public_url == "https://a30.example.org"
    for missing in ("PUBLIC_URL", "MAIL_FROM"):
        with pytest.raises(SettingsError, match=f"^{missing} "):
            read_settings({**SITE, missing: ""})
    with pytest.raises(SettingsError, match=r"^SMTP_SECURITY ") as refusal:
        read_settings({**SITE, "SMTP_SECURITY": "none", "SMTP_PASSWORD": "hidden-word"})
    assert "hidden-word" not in str(refusal.value)
    assert "hidden-word" not in repr(read_settings({**SITE, "SMTP_PASSWORD": "hidden-word"}))


def test_the_process_of_a_job_reads_the_same_settings() -> None:
    settings = read_settings({**SITE, "SMTP_USER": "me", "SMTP_PASSWORD": "x", "SMTP_PORT": "25"})
    again = read_settings({"SECRET_KEY": SITE["SECRET_KEY"], **settings.mail.environment()})
    assert again.mail == settings.mail


@pytest.mark.parametrize("mode", ["development", "production"])
def test_the_process_of_a_job_starts_where_nothing_of_mail_is_set(mode: str) -> None:
    mode_of_both = {"TRACKER_ENV": mode, "SECRET_KEY": SITE["SECRET_KEY"]}
    settings = read_settings(mode_of_both)
    assert read_settings(mode_of_both | settings.mail.environment()).mail == settings.mail


def test_the_job_sends_what_waits(app: Flask, sqlite_session: Session) -> None:
    put_trial(sqlite_session)
    taker = Taker()
    with serving(taker) as settings, app.app_context():
        queue = replace(jobs(), runners=mail_runners(replace(jobs().settings, mail=settings)))
        with transaction(sqlite_session):
            [number] = take_places(sqlite_session, queue.runners, 2)
        assert run_job(queue, number) is JobState.DONE
    assert len(taker.messages) == 1


def test_commands_try_list_and_repeat(app: Flask, sqlite_session: Session) -> None:
    make_user(sqlite_session, Role.APPROVER, email="ana@example.org")
    runner = app.test_cli_runner()

    def run(*words: str) -> tuple[int, str]:
        done = runner.invoke(args=["mail", *words])
        return done.exit_code, done.output

    assert run("trial", "nobody@example.org")[0] == 1
    assert run("trial", "ana@example.org")[0] == 0
    assert run("list")[1].startswith("1\twaiting\ttrial\tP-000001\t0\t")
    code, said = run("send")  # the settings of tests name no server and no folder
    assert (code, "nothing is lost; waiting: 1" in said) == (1, True)
    assert run("again", "1")[0] == 1
    assert run("again", "7")[0] == 1
