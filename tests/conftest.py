"""Fixtures for all tests: databases, the application and its pages, a live server, a browser.

SQLite and PostgreSQL databases are new for each test and at the head of the migrations. What
asks for `any_database_url`, `engine` or `session` runs once on either. `app`, `client` and
`signed_in` share the SQLite database of `sqlite_url` and `sqlite_session`.
"""

import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as settings_of_hypothesis
from playwright.sync_api import Browser, Page
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool
from sqlmodel import Session
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from tests.support.browsers import launched_browser, watched_page
from tests.support.compiled_sql import share_compiled_statements
from tests.support.databases import (
    PostgresServer,
    make_sqlite_template,
    postgres_server,
    sqlite_file_url,
)
from tests.support.once import made_once
from tests.support.pages import PageClient
from tests.support.people import WEAK_HASHER, let_in, make_user
from tests.support.routes import compile_once, read_once
from tests.support.servers import LiveServer, make_illustrative_database, serve
from tests.support.static_files import listed_once
from tests.support.templates import CompiledTemplates
from tracker.db import make_engine, make_session
from tracker.http.job_watch import JobWatch
from tracker.people.roles import Role
from tracker.settings import ROOT, Settings

# No test reads or writes the database of the person who runs it.
os.environ["TRACKER_ENV"] = "development"
os.environ["DATABASE_URL"] = "sqlite:///:memory:"

SignIn = Callable[..., PageClient]
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder there that is its user's alone
ROOM_IN_MEMORY = 2**30  # bytes; a run needs a few hundred million
LOOK_EVERY = 200  # tests of a process


share_compiled_statements()
# A machine with other work to do is slow, and no test is at fault for it.
settings_of_hypothesis.register_profile(
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings_of_hypothesis.load_profile("busy machine")


def pytest_configure() -> None:
    """Let tests write into memory where there is room, and their programs start quickly.

    SQLite waits for the disk at each commit.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_IN_MEMORY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    # Programs that tests start find the modules compiled, even where the environment forbids it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@event.listens_for(Pool, "connect")
def _answer_in_reverse(connection: object, record: object) -> None:
    """Let SQLite answer queries that name no order the other way round than it would.

    PostgreSQL answers those in any order, now and then: who relies on one is found at once.
    """
    del record
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


_FINISHED = count(1)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: modules, tables, templates, tests.

    It looked through all of that again and again, for a fifth of the time of the page tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


def pytest_runtest_logfinish() -> None:
    """Let go now and then of what is garbage, and spare the collector what stays.

    The oldest objects are looked at so rarely otherwise that applications of tests long over,
    which survived one look, would fill the memory.
    """
    if next(_FINISHED) % LOOK_EVERY == 0:
        gc.collect()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that drives a browser as slow, and begin with the slow ones.

    Where two processes share the tests, none is left with a long one when the other is done.
    """
    for item in items:
        if isinstance(item, pytest.Function) and "browser" in item.fixturenames:
            item.add_marker("slow")
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores.

    A quarter of a worker's time goes by waiting: for servers, browsers, locks and killed processes.
    """
    return len(os.sched_getaffinity(0)) + 1


@pytest.fixture(scope="session", autouse=True)
def _quick_app() -> Iterator[None]:
    """Spare the applications of the tests what takes long and says nothing of our own code.

    Passwords are hashed with little effort, and templates and routes are compiled once, not
    once per application; so are static files listed. Programs that tests start do neither.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.people.passwords._HASHER", WEAK_HASHER)
        patch.setattr(JobWatch.__init__, "__defaults__", (lambda: 0.0,))
        patch.setattr(Rule, "_compile_builder", compile_once(Rule._compile_builder))  # noqa: SLF001
        patch.setattr(Rule, "compile", read_once(Rule.compile))
        listed = listed_once(WhiteNoise.update_files_dictionary)
        patch.setattr(WhiteNoise, "update_files_dictionary", listed)
        patch.setitem(Flask.jinja_options, "bytecode_cache", CompiledTemplates())
        yield


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give the folder that all processes of this run of the tests share.

    FOLDER_OF_RUN names one for several runs of the same tree, as those of `make mutants` are.
    """
    if given := os.environ.get("FOLDER_OF_RUN"):
        return Path(given)
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def sqlite_template(folder_of_run: Path) -> Path:
    """Give a migrated SQLite file that is only ever copied."""
    return made_once(folder_of_run / "template.sqlite", make_sqlite_template)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give a new migrated SQLite database."""
    copy = tmp_path / "tracker.sqlite"
    shutil.copy(sqlite_template, copy)
    return sqlite_file_url(copy)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Give the PostgreSQL server of this session of tests."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """Give a new migrated PostgreSQL database."""
    url = postgres.lend_migrated()
    yield url
    postgres.take_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database_url(request: pytest.FixtureRequest) -> str:
    """Give a new migrated database, once of either kind."""
    url: str = request.getfixturevalue(
        "sqlite_url" if request.param == "sqlite" else "postgres_url"
    )
    return url


@pytest.fixture
def engine(any_database_url: str) -> Iterator[Engine]:
    """Open a new migrated database, once of either kind."""
    engine = make_engine(any_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Give a session on a new migrated database, once of either kind."""
    with make_session(engine) as session:
        yield session


@pytest.fixture
def sqlite_session(sqlite_url: str) -> Iterator[Session]:
    """Give a session on a new SQLite database, the one that `app` uses."""
    engine = make_engine(sqlite_url)
    with make_session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """Give the settings of an application for one test."""
    return Settings(database_url=sqlite_url, secret_key="only-for-this-test", production=False)


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Give the whole application as wsgi.py joins it."""
    # Most tests need no application: they are not kept waiting for it.
    from wsgi import make_app  # noqa: PLC0415

    application: Flask = make_app(settings)
    return application


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Give a client that has not signed in and checks the HTML of every page."""
    return PageClient(app.test_client())


@pytest.fixture
def signed_in(app: Flask, sqlite_session: Session) -> SignIn:
    """Give a function that enters a person of a role and returns their client.

    `signed_in(Role.DONOR, donor_code="ITA")` speaks for that donor.
    """

    def sign_in_as(role: Role, *, donor_code: str = "") -> PageClient:
        person = make_user(sqlite_session, role, donor_code=donor_code)
        return let_in(app, person.email)

    return sign_in_as


@pytest.fixture(scope="session")
def illustrative_file(sqlite_template: Path, folder_of_run: Path) -> Path:
    """Give a file with the illustrative account, made once in a run and only ever copied."""
    return made_once(
        folder_of_run / "illustrative.sqlite",
        partial(make_illustrative_database, sqlite_template),
    )


@pytest.fixture(scope="session")
def illustrative_url(illustrative_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a database with the illustrative account; tests leave it as it is."""
    copy = tmp_path_factory.mktemp("illustrative") / "tracker.sqlite"
    shutil.copy(illustrative_file, copy)
    return sqlite_file_url(copy)


@pytest.fixture
def illustrative_copy(illustrative_file: Path, tmp_path: Path) -> str:
    """Give a database with the illustrative account that the test may change."""
    copy = tmp_path / "illustrative.sqlite"
    shutil.copy(illustrative_file, copy)
    return sqlite_file_url(copy)


@pytest.fixture(scope="session")
def live_server(
    illustrative_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """Serve the illustrative account by gunicorn, started once; tests leave it as it is."""
    with serve(tmp_path_factory.mktemp("live"), illustrative_url) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one Chromium for the session."""
    with launched_browser() as browser:
        yield browser


@pytest.fixture
def page_faults() -> list[str]:
    """Give the list of what went wrong in `page`; a test that provokes a fault clears it."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, page_faults: list[str]) -> Iterator[Page]:
    """Open a page on the live server; fails on errors, policy reports and foreign requests."""
    with watched_page(browser, live_server.url, page_faults) as page:
        yield page
    assert not page_faults, "\n".join(page_faults)


@pytest.fixture(scope="session")
def acceptance_data() -> Path:
    """Give the folder of published figures, where there is one."""
    folder = Path(os.environ.get("ACCEPTANCE_DATA") or ROOT.parent / "shared" / "data").resolve()
    if not folder.is_dir():
        pytest.skip("the published figures are not at hand: ACCEPTANCE_DATA names their folder")
    return folder
