"""The first page after a start, and the memory of a worker that has answered it."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accounts.files import account, working_folder
from benchmarks.scenario import Aim, Bench, Finding, Unit
from benchmarks.scenarios.warm_page import expect_whole
from benchmarks.servers import Client, product
from tracker.totals.facts_writer import FEWEST_LINES, FIRST_AFTER

WITHIN = Aim(1)
SECOND = 1.0
MORE_BYTES = 60 << 20
KIB = 1 << 10
OTHER_PAGES = ("/dashboards/donors", "/dashboards/regions", "/dashboards/protocols")
PATIENCE = 3  # how many times the writer's delay its file is waited for


def run(bench: Bench) -> Iterator[Finding]:
    """Time the first page of a process that reads the record, and of one that maps the file."""
    for entries in sorted({bench.small, min(10 * bench.small, bench.entries), bench.entries}):
        path = account(bench, entries)
        with working_folder(bench) as folder:
            bench.note(f"first page of {entries:,} entries")
            with product(path, facts=folder) as client:
                anew = first_page(client)
                for page in OTHER_PAGES:
                    client.get(page)
                wait_for_file(folder, entries)
            with product(path, facts=folder) as client:
                empty = private_bytes(client)
                mapped = first_page(client)
                added = private_bytes(client) - empty
        yield Finding(
            "first page after a start, the record read anew", entries, anew, SECOND, "a second"
        )
        yield Finding(
            "first page after a start, with the file of facts",
            entries,
            mapped,
            SECOND,
            "a second",
            WITHIN,
        )
        yield Finding(
            "what a worker with the file of facts adds for itself",
            entries,
            max(added, KIB),
            MORE_BYTES,
            "60 MiB",
            WITHIN,
            unit=Unit.BYTES,
        )


def first_page(client: Client) -> float:
    """Return the seconds until the first page is there, whole."""
    before = time.perf_counter()
    expect_whole(client)
    return time.perf_counter() - before


def wait_for_file(folder: Path, entries: int) -> None:
    """Wait until the file of facts is written, which small accounts do without."""
    give_up = time.monotonic() + PATIENCE * FIRST_AFTER
    while entries >= FEWEST_LINES and time.monotonic() < give_up:
        if list(folder.glob("*.facts")):
            return
        time.sleep(0.2)


def private_bytes(client: Client) -> int:
    """Return the memory that the server's worker shares with nobody (Linux)."""
    workers = Path(f"/proc/{client.pid}/task/{client.pid}/children").read_text().split()
    sums = 0
    for worker in workers:
        for line in Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in ("Private_Dirty", "Private_Clean"):
                sums += int(value.split()[0]) * KIB
    return sums
