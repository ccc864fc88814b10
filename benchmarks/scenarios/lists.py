"""Lists of a large account against the same lists of a small one, drawn for each request.

A list shows a page of its rows, whatever there is on record; it counts and orders all of them. The
peer is the product itself over a small account, so that what every page costs is in both.
"""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import NamedTuple

from benchmarks.accounts.catalogue import AccountShape
from benchmarks.accounts.files import copied, shaped_account
from benchmarks.racing import timed
from benchmarks.scenario import Aim, Bench, Finding
from benchmarks.scenarios.warm_page import UNKNOWN_SESSION
from benchmarks.servers import Client, product
from tracker.reference.codes import Theme

AIM = Aim(5)
AGAINST = "the same lists of {small:,} activities"
END = b"</html>"
SLOWEST = 0.1
"""What a list may take at the server, in seconds; a note tells the slowest."""
PARTNERS = 400
ACTIVITIES, LAST = "/activities", "/activities?page={last}"
FILTERS = (
    "programme=GLO-1", "protocol=TIP", "type=training", "status=closed", "country=KEN",
    "paragraph=5", "pace=overdue", "tool=TOOL-MLA-2012", "article=UNTOC+16", "theme=extradition",
    "partner=institute+12", "donor=ITA", "contribution=C-1", "request=REQ-1",
    "from=2020-01-01&to=2020-12-31",
)  # fmt: skip
ORDERS = ("code", "title", "programme", "type", "status", "start", "-end", "budget")
WORDS = ("training", "kenya", "training+judges", "nothing-like-it")


class Lists(NamedTuple):
    """Lists that are measured together: the slowest of them counts."""

    what: str
    addresses: Sequence[str]


def run(bench: Bench) -> Iterator[Finding]:
    """Compare the slowest of each group of lists."""
    large, small = shape_of(bench.entries), shape_of(bench.small)
    with ExitStack() as stack:
        ours, peer = (stack.enter_context(served(bench, shape, stack)) for shape in (large, small))
        last = max(1, large.activities // 25)
        for group in groups(last):
            own = other = 0.0
            for address in group.addresses:
                seconds, least = race(ours, peer, address, bench.rounds)
                own, other = max((own, other), (seconds, least))
            if own > SLOWEST:
                bench.note(f"{group.what}: {own * 1000:.0f} ms")
            against = AGAINST.format(small=small.activities)
            yield Finding(group.what, large.activities, own, other, against, AIM, of="activities")


def shape_of(entries: int) -> AccountShape:
    """Return the shape of an account: for a million 20,000 activities, 10,000 contributions."""
    return AccountShape(max(10, entries // 100), max(20, entries // 50))


def groups(last: int) -> Iterator[Lists]:
    """Yield the lists that are measured."""
    yield Lists("activities", (ACTIVITIES,))
    yield Lists("activities, last page", (LAST.format(last=last),))
    yield Lists("activities, each filter", [f"{ACTIVITIES}?{one}" for one in FILTERS])
    yield Lists("activities, each order", [f"{ACTIVITIES}?sort={one}" for one in ORDERS])
    yield Lists("activities, words", [f"{ACTIVITIES}?q={one}" for one in WORDS])
    yield Lists("contributions", ("/contributions", "/contributions?q=italy&sort=received"))
    yield Lists("programmes and tools", ("/programmes", "/tools"))


def served(bench: Bench, shape: AccountShape, stack: ExitStack) -> AbstractContextManager[Client]:
    """Serve a furnished account of a shape."""
    path = shaped_account(bench, shape.activities * 5, shape)
    copy = stack.enter_context(copied(bench, path))
    furnish(copy, bench.seed)
    return product(copy)


def race(ours: Client, peer: Client, address: str, rounds: int) -> tuple[float, float]:
    """Return the best times of a list on both sides, which take turns."""
    best = [float("inf"), float("inf")]
    for _round in range(rounds + 1):
        for side, client in enumerate((ours, peer)):
            client.cookie = UNKNOWN_SESSION
            seconds, body = timed(client.get, address)
            if END not in body:
                raise RuntimeError(f"{address} is not whole")
            best[side] = min(best[side], seconds)
    return best[0], best[1]


def furnish(path: Path, seed: int) -> None:
    """Give the activities of an account partners, articles, paragraphs and themes."""
    chance = random.Random(seed)
    names = [f"Institute {number} for justice" for number in range(PARTNERS)]
    articles = [("UNTOC", str(number)) for number in range(5, 31)]
    connection = sqlite3.connect(path)
    ids = [number for (number,) in connection.execute("SELECT id FROM activity")]
    parts: dict[str, list[tuple[object, ...]]] = {
        "activity_partner": [(i, name, "") for i in ids for name in chance.sample(names, 2)],
        "activity_article": [(i, *one) for i in ids for one in chance.sample(articles, 3)],
        "activity_paragraph": [(i, one) for i in ids for one in chance.sample((3, 4, 5, 6), 2)],
        "activity_theme": [(i, one.value) for i in ids for one in chance.sample(list(Theme), 2)],
    }
    with connection:
        for name, rows in parts.items():
            connection.execute(f"DELETE FROM {name}")
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
    connection.close()
