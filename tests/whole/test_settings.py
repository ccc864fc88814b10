"""Settings: each that cannot be meant is refused by its name, and secrets that can be guessed."""

import secrets
import stat
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from tests.support.databases import sqlite_file_url
from tests.support.servers import environment
from tracker.db import make_engine
from tracker.errors import SettingsError
from tracker.settings import DEFAULT_SECRET, ROOT, Settings, read_settings

SECRET = secrets.token_urlsafe(48)
PRODUCTION = {"SECRET_KEY": SECRET}
GUESSED = [
    "x",
    "short-but-random-7f3a",
    "a" * 64,
    "ab" * 32,
    "1234567890" * 5,
    "password" * 8,
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "change-me-to-something-long-and-random-please",
    "your-secret-key-of-more-than-32-characters",
    DEFAULT_SECRET,
    "пароль" * 8,
    "w7Vq-3kzR_9mXb2TnLhY5cJd8sGf4pQa\n",
]
NONSENSE = [
    ("TRACKER_ENV", "prod"),
    ("TRACKER_ENV", "developement"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://host/name"),
    ("DATABASE_URL", "postgresql://host:port/name"),
    ("DEFAULT_LOCALE", "de"),
    ("TRUSTED_HOSTS", "https://a30.example.org"),
    ("TRUSTED_HOSTS", "a30.example.org:443"),
    ("TRUSTED_HOSTS", "a30.example.org/path"),
    ("TRUSTED_HOSTS", "a..b"),
    ("TRUSTED_HOSTS", "*"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "one"),
    ("TRUSTED_PROXIES", "²"),
    ("TRUSTED_PROXIES", "11"),
    ("PROXY_REQUIRED", "perhaps"),
    ("PROXY_SECRET", "x"),
    ("METRICS_TOKEN", "x"),
    ("SECRET_KEY_FALLBACKS", "x"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_LEVEL", "info"),
    ("DATA_FOLDER", "/nowhere/at/all"),
    ("FACTS_FOLDER", "/dev/null/facts"),
    ("DOCUMENTS_FOLDER", "/dev/null/documents"),
    ("DOCUMENTS_FOLDER", "tracker/static/documents"),
    ("DOCUMENTS_BUCKET", "https://bucket.example.org"),
    ("DOCUMENTS_BUCKET", "s3://Bucket_/x"),
    ("DOCUMENTS_ENDPOINT", "s3.example.org"),
    ("DOCUMENTS_ENCRYPTION", "rot13"),
    ("DOCUMENTS_KMS_KEY", "alias/key"),
    ("JOBS_PER_PERSON", "0"),
    ("SESSION_HOURS", "0"),
    ("SESSION_IDLE_MINUTES", "100000"),
    ("JOBS_PER_MACHINE", "1e9"),
    ("JOB_MINUTES", "0"),
    ("JOBS_PER_MACHINE", "9" * 5000),
    ("PUBLIC_URL", "a30.example.org"),
    ("PUBLIC_URL", "https://a30.example.org/path"),
    ("PUBLIC_URL", "ftp://a30.example.org"),
    ("SMTP_PORT", "0"),
    ("SMTP_SECURITY", "ssl"),
    ("MAIL_FROM", "nobody"),
    ("MAIL_FOLDER", "/dev/null/mail"),
]


@pytest.mark.parametrize("secret", GUESSED)
def test_a_secret_that_can_be_guessed_does_not_start_production(secret: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY") as refusal:
        read_settings({"SECRET_KEY": secret})
    assert secret not in str(refusal.value) or len(secret) == 1


@pytest.mark.parametrize(
    "make", [secrets.token_urlsafe, secrets.token_hex, lambda: secrets.token_hex(16)]
)
def test_every_random_secret_starts_production(make: object) -> None:
    assert callable(make)
    for _turn in range(300):
        read_settings({"SECRET_KEY": make()})


@pytest.mark.parametrize(("name", "text"), NONSENSE)
def test_a_setting_that_cannot_be_meant_is_refused_by_its_name(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} "):
        read_settings(PRODUCTION | {name: text})


def test_passwords_of_the_database_stand_in_no_refusal() -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings(PRODUCTION | {"DATABASE_URL": "oracle://me:hidden-word@host/name"})
    assert "hidden-word" not in str(refusal.value)


def test_a_secret_of_proxies_needs_their_number() -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        read_settings(PRODUCTION | {"PROXY_SECRET": SECRET})


def test_production_alone_requires_a_proxy() -> None:
    assert read_settings(PRODUCTION).proxy_required
    assert not read_settings(PRODUCTION | {"PROXY_REQUIRED": "no"}).proxy_required
    assert not read_settings({"TRACKER_ENV": "development"}).proxy_required


def test_lists_are_read_between_commas() -> None:
    older = [secrets.token_urlsafe(48), secrets.token_urlsafe(48)]
    more = {"SECRET_KEY_FALLBACKS": ", ".join(older), "TRUSTED_HOSTS": "a.example, .b.example,"}
    read = read_settings(PRODUCTION | more)
    assert read.older_secrets == tuple(older)
    assert read.trusted_hosts == ("a.example", ".b.example")


@pytest.mark.parametrize(
    ("named", "hosts"),
    [
        ({"PUBLIC_URL": "https://A30.example.org:8443/"}, ("a30.example.org",)),
        ({"PUBLIC_URL": "https://a30.example.org", "TRUSTED_HOSTS": ".b.example"}, (".b.example",)),
        ({"PUBLIC_URL": "https://192.0.2.7"}, ("192.0.2.7",)),
        ({"PUBLIC_URL": "https://[2001:db8::7]"}, ()),
        ({}, ()),
    ],
)
def test_the_name_of_the_address_is_the_sites_where_none_is_listed(
    named: dict[str, str], hosts: tuple[str, ...]
) -> None:
    assert read_settings(PRODUCTION | named).trusted_hosts == hosts
    listed = hosts if "TRUSTED_HOSTS" in named else ()
    assert read_settings({"TRACKER_ENV": "development"} | named).trusted_hosts == listed


def test_settings_show_no_secret_when_they_are_printed() -> None:
    hidden = {one.name for one in fields(Settings) if not one.repr}
    assert hidden == {
        "database_url",
        "secret_key",
        "older_secrets",
        "proxy_secret",
        "metrics_token",
    }


@pytest.mark.parametrize(
    ("command", "name", "text"),
    [
        (["flask", "user", "list"], "SECRET_KEY", "x"),
        (["gunicorn", "--bind", "127.0.0.1:0", "wsgi:app"], "TRUSTED_PROXIES", "many"),
    ],
)
def test_a_program_that_does_not_start_says_one_sentence(
    tmp_path: Path, command: list[str], name: str, text: str
) -> None:
    own = environment(sqlite_file_url(tmp_path / "none.sqlite"))
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=own | {"TRACKER_ENV": "production", "SECRET_KEY": SECRET, name: text},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith(f"{name} ")


@pytest.mark.parametrize(
    ("name", "text"),
    [("WEB_CONCURRENCY", "0"), ("WEB_CONCURRENCY", "65"), ("PORT", "http"), ("PORT", "70000")],
)
def test_settings_of_the_server_are_read_as_strictly(tmp_path: Path, name: str, text: str) -> None:
    own = environment(sqlite_file_url(tmp_path / "none.sqlite"))
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "wsgi:app"],
        cwd=ROOT,
        env=own | {name: text},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert f"{name} is '{text}'" in done.stderr


def mode(path: Path) -> str:
    """Return the permissions of a file."""
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize("before", [None, 0o644, 0o666])
def test_nobody_but_its_owner_reads_a_sqlite_file(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "tracker.sqlite"
    if before:
        path.touch()
        path.chmod(before)
    engine = make_engine(sqlite_file_url(path))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (number INTEGER)")
        found = {one.name: mode(one) for one in tmp_path.iterdir()}
    engine.dispose()
    names = ("tracker.sqlite", "tracker.sqlite-wal", "tracker.sqlite-shm")
    assert found == dict.fromkeys(names, "0o600")
