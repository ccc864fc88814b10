"""A page after one new entry: its cost should follow what is new and not what there is."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.engine import Engine

from benchmarks.accounts.files import account, copied, url_of
from benchmarks.racing import race
from benchmarks.scenario import Aim, Bench, Finding, agree
from benchmarks.scenarios.posting import expenditures, post_in
from benchmarks.servers import Client, product
from tracker.db import make_engine, make_session
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import UseOfFunds

AIM = Aim(1.5)
PAGE = "/"
TOTAL = "/api/v1/totals"
CHART = f"{TOTAL}?measure=spent&by=region&by=protocol"
CENTS = 100


@dataclass(slots=True)
class Side:
    """A served account that gets one entry more before each page."""

    client: Client
    engine: Engine
    draft: UseOfFunds
    posted: int = 0

    def post(self) -> None:
        """Spend a dollar."""
        self.posted += 1
        heading = Heading(self.draft.heading.effective_on, f"AFTER-{self.posted:06}")
        with make_session(self.engine) as session:
            post_in(session, [replace(self.draft, usd_minor=CENTS, heading=heading)])

    def spent(self) -> int:
        """Return what was spent in all, in US cents, as the totals have it."""
        total: int = self.client.json(TOTAL, [("measure", "spent")])["total_minor"]
        return total


def run(bench: Bench) -> Iterator[Finding]:
    """Compare a large and a small account: a page's data, and a page, once after each entry."""
    with ExitStack() as stack:
        large, small = (
            _side(stack, bench, account(bench, entries)) for entries in (bench.entries, bench.small)
        )
        for what, path in (
            ("totals by region and instrument after one new entry", CHART),
            ("a page after one new entry", PAGE),
        ):
            yield _compare(bench, what, path, large, small)


def _compare(bench: Bench, what: str, path: str, large: Side, small: Side) -> Finding:
    """Ask both accounts in turns, each for what it has not answered since its last entry."""
    before = [(side.spent(), side.posted) for side in (large, small)]
    own = other = float("inf")
    for _ in range(bench.rounds):
        for side in (large, small):
            side.client.get(path)
            side.post()
        found = race(lambda: large.client.get(path), lambda: small.client.get(path), 1)
        own, other = min(own, found.ours), min(other, found.peer)
    for side, (spent, posted) in zip((large, small), before, strict=True):
        agree("what was added", side.spent() - spent, (side.posted - posted) * CENTS)
    against = f"the same at {bench.small:,} entries"
    return Finding(what, bench.entries, own, other, against, AIM, bench.rounds * CENTS)


def _side(stack: ExitStack, bench: Bench, path: Path) -> Side:
    """Serve a copy of an account and ask for its page once."""
    copy = stack.enter_context(copied(bench, path))
    draft = expenditures(copy, 1)[0]
    client = stack.enter_context(product(copy))
    client.get(PAGE)
    engine = make_engine(url_of(copy))
    stack.callback(engine.dispose)
    return Side(client, engine, draft)
