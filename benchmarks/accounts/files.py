"""Databases of any size, made by the product's own command and kept between runs.

A file is named by its size, its seed and a digest of the code that makes it, so that a
change of the generator or of the tables makes a new one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from benchmarks.accounts.catalogue import AccountShape
from benchmarks.accounts.loading import load_large_account
from benchmarks.scenario import Bench
from tracker.cli.sample import FEWEST
from tracker.db import make_engine
from tracker.settings import NO_FOLDER, ROOT

MAKERS = (
    *(f"benchmarks/accounts/{name}.py" for name in ("catalogue", "loading", "plan", "rows")),
    "migrations/versions/*.py",
)


def account(bench: Bench, entries: int) -> Path:
    """Return the file of an account of that size, which nobody may write to."""
    entries = max(entries, FEWEST)
    path = bench.folder / f"account-{entries}-{bench.seed}-{makers_digest()}.sqlite"
    if path.exists():
        return path
    bench.note(f"making an account of {entries:,} entries")
    with working_folder(bench) as folder:
        made = folder / path.name
        flask(made, "db", "upgrade")
        flask(made, "sample", "load", "--entries", str(entries), "--seed", str(bench.seed))
        made.replace(path)
    return path


def shaped_account(bench: Bench, entries: int, shape: AccountShape) -> Path:
    """Return the file of an account with so many contributions and activities, as `account`."""
    size = f"{entries}-{shape.contributions}-{shape.activities}"
    path = bench.folder / f"account-{size}-{bench.seed}-{makers_digest()}.sqlite"
    if path.exists():
        return path
    bench.note(f"making an account of {shape.contributions:,} contributions")
    with working_folder(bench) as folder:
        made = folder / path.name
        flask(made, "db", "upgrade")
        engine = make_engine(url_of(made))
        with Session(engine) as session:
            load_large_account(session, entries, bench.seed, shape=shape)
        engine.dispose()
        made.replace(path)
    return path


@contextmanager
def copied(bench: Bench, path: Path) -> Iterator[Path]:
    """Give a copy of a database to write to; it is gone afterwards."""
    with working_folder(bench) as folder:
        yield Path(shutil.copy(path, folder))


@contextmanager
def working_folder(bench: Bench) -> Iterator[Path]:
    """Give an empty folder beside the kept files, gone afterwards."""
    bench.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=bench.folder) as folder:
        yield Path(folder)


def url_of(path: Path) -> str:
    """Name the database in a file."""
    return f"sqlite:///{path}"


def environment(path: Path, facts: Path | None = None) -> dict[str, str]:
    """Give a child process our environment with that database, one worker and no foreign port.

    Without a folder for the file of facts there is none, so that no run finds another's.
    """
    own = {name: value for name, value in os.environ.items() if name != "PORT"}
    return own | {
        "FLASK_APP": "wsgi",
        "TRACKER_ENV": "development",
        "DATABASE_URL": url_of(path),
        "WEB_CONCURRENCY": "1",
        "FACTS_FOLDER": NO_FOLDER if facts is None else str(facts),
    }


def flask(path: Path, *arguments: str) -> None:
    """Run a flask command on a database; raises CalledProcessError."""
    subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=environment(path),
        stdout=subprocess.DEVNULL,
        check=True,
    )


@cache
def makers_digest() -> str:
    """Return a short digest of all files that decide what an account holds."""
    digest = hashlib.sha256()
    for pattern in MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
