"""Fixtures of the tests of what all pages share."""

import pytest
from flask import Flask

from tracker.app import create_app
from tracker.http.guard import refuse_unguarded
from tracker.settings import Settings


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Give the tracker without its dashboards."""
    application = create_app(settings)
    refuse_unguarded(application)
    return application
