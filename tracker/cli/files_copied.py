"""Copies of files by a command: progress as bytes, and the outcome in words."""

import sys
from collections.abc import Iterator

from sqlalchemy.engine import Engine
from tqdm import tqdm

from tracker.db import make_session
from tracker.documents.copying import FilesCopied, copy_files, files_on_record
from tracker.documents.store import FileStore


def copy_with_progress(
    engine: Engine, source: FileStore, target: FileStore, *, thorough: bool = False
) -> FilesCopied:
    """Copy the files on record, and show how far it is; raises InvalidInput."""
    with make_session(engine) as session:
        wanted = files_on_record(session)
    with tqdm(
        total=sum(wanted.values()),
        unit="B",
        unit_scale=True,
        unit_divisor=1024,
        disable=not sys.stderr.isatty(),
    ) as bar:
        return copy_files(source, target, wanted, bar.update, thorough=thorough)


def lines_about(found: FilesCopied, source: FileStore, target: FileStore) -> Iterator[str]:
    """Yield the outcome in words."""
    for digest in found.missing:
        yield f"{digest} is on record and not in {source.place}."
    for digest in found.changed:
        yield f"{digest} in {source.place} holds something else than when it was stored."
    faulty = len(found.missing) + len(found.changed)
    state = f"{faulty:,} could not be copied" if faulty else "all there"
    yield (
        f"{found.on_record:,} files on record: {found.copied:,} copied to {target.place} "
        f"({found.size:,} bytes), {found.kept:,} were there before; {state}."
    )
