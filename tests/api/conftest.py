"""Fixtures of the tests of the JSON interface."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.pages import PageClient
from tracker.app import create_app
from tracker.http.context import EXTENSION
from tracker.http.guard import refuse_unguarded
from tracker.settings import Settings

Ask = Callable[[str], Any]


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Give the tracker without its dashboards."""
    application = create_app(settings)
    refuse_unguarded(application)
    return application


@pytest.fixture
def account(sqlite_session: Session) -> Account:
    """Write the account into the database that `app` uses."""
    return fill(sqlite_session)


@pytest.fixture
def ask(client: PageClient) -> Ask:
    """Give a function that asks for an address under /api/v1 and returns the body of its 200."""

    def asked(path: str) -> Any:  # noqa: ANN401 - any JSON
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 200, f"{path}: {answer.status} {answer.get_data(as_text=True)}"
        return answer.get_json()

    return asked


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Write down the statements that the application sends to its database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = app.extensions[EXTENSION].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def count_statements(app: Flask, client: PageClient) -> Callable[[str], int]:
    """Give a function that counts the statements behind an address."""

    def count(path: str) -> int:
        with counted(app) as statements:
            assert client.get(f"/api/v1{path}").status_code == 200
        return len(statements)

    return count
