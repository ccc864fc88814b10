"""Fixtures of the tests of what all pages share."""

import pytest
from flask import Flask

from tracker.app import create_app
from tracker.http.entrance import set_up_entrance
from tracker.http.guard import refuse_unguarded
from tracker.settings import Settings


@pytest.fixture
def app(settings: Settings) -> Flask:
    """Give the tracker without its dashboards."""
    application = create_app(settings)
    set_up_entrance(application, settings)
    refuse_unguarded(application)
    return application
