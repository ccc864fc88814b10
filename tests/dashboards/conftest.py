"""The illustrative account, served to tests that leave it as it is."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tracker.http.context import EXTENSION
from tracker.settings import Settings


@pytest.fixture(scope="session")
def illustrative_app(illustrative_url: str) -> Iterator[Flask]:
    """Serve the illustrative account."""
    from wsgi import make_app  # noqa: PLC0415 - the other tests here need no application

    app = make_app(Settings(illustrative_url, "only-for-this-test", production=False))
    yield app
    app.extensions[EXTENSION].engine.dispose()
