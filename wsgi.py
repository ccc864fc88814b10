"""Joins the tracker and its dashboards; gunicorn and flask start here."""

import os

from apiflask import APIFlask

from dashboards import blueprint as dashboards
from tracker.app import create_app
from tracker.cli.sample import LARGE_ACCOUNT_LOADER
from tracker.http.cookie_bytes import set_up_cookie_bytes
from tracker.http.guard import refuse_unguarded
from tracker.http.page_cache import set_up_page_cache
from tracker.settings import Settings, read_settings

LARGE_ACCOUNTS = "benchmarks.accounts.loading:load_large_account"
"""The loader of `flask sample load --entries`, by its name, since a server needs no benchmarks."""


def make_app(settings: Settings) -> APIFlask:
    """Make the whole application; refuses a view that nobody guards."""
    app = create_app(settings)
    dashboards.register(app)
    set_up_page_cache(app)
    set_up_cookie_bytes(app)
    app.config[LARGE_ACCOUNT_LOADER] = LARGE_ACCOUNTS
    refuse_unguarded(app)
    return app


app = make_app(read_settings(os.environ))
