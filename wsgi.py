"""Joins the tracker and its dashboards; gunicorn and flask start here.

Nothing that a start makes is garbage, and looking for some again and again took a third of the
start: the collector waits until all is imported, and leaves it alone to the end. The database is
closed by name there: looking for what holds it open took half as long as the start.
"""
# ruff: noqa: E402 - the collector is stopped before anything else is imported

import gc

gc.disable()

import atexit
import os
import sys

from apiflask import APIFlask

from dashboards import blueprint as dashboards
from tracker.app import create_app
from tracker.cli.sample import LARGE_ACCOUNT_LOADER
from tracker.errors import SettingsError
from tracker.http.context import EXTENSION
from tracker.http.entrance import set_up_entrance
from tracker.http.guard import refuse_unguarded
from tracker.settings import Settings, read_settings

LARGE_ACCOUNTS = "benchmarks.accounts.loading:load_large_account"
"""The loader of `flask sample load --entries`, by its name, since a server needs no benchmarks."""


def make_app(settings: Settings) -> APIFlask:
    """Make the whole application; refuses a view that nobody guards."""
    app = create_app(settings)
    dashboards.register(app)
    set_up_entrance(app, settings)
    app.config[LARGE_ACCOUNT_LOADER] = LARGE_ACCOUNTS
    refuse_unguarded(app)
    return app


def _settings_or_sentence() -> Settings:
    """Read the settings; a start that they do not allow ends with one sentence."""
    try:
        return read_settings(os.environ)
    except SettingsError as error:
        sys.exit(str(error))


app = make_app(_settings_or_sentence())
gc.freeze()
gc.enable()
atexit.register(app.extensions[EXTENSION].engine.dispose)
