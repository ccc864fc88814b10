"""Commands of the product, run in the process of the tests: starting another takes two seconds."""

from tracker.http.context import EXTENSION
from tracker.settings import Settings


def said(url: str, *command: str) -> str:
    """Run a flask command on a database, and return what it said; fails where it is refused."""
    # Most tests need no application: they are not kept waiting for it.
    from wsgi import make_app  # noqa: PLC0415

    app = make_app(Settings(database_url=url, secret_key="only-for-this-test", production=False))
    done = app.test_cli_runner().invoke(args=command)
    app.extensions[EXTENSION].engine.dispose()
    assert done.exit_code == 0, done.output
    return done.output
