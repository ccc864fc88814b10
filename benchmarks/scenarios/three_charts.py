"""The data of three charts over HTTP, by the product and by Datasette from the same money."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.accounts.files import account
from benchmarks.flat import flat_table
from benchmarks.racing import timed
from benchmarks.scenario import Aim, Bench, Finding, Sense, agree
from benchmarks.scenarios.rebuild import read_snapshot
from benchmarks.servers import Client, datasette, product
from tracker.totals.dimensions import Dimension

AGAIN, ANEW = Aim(2_000, Sense.FASTER), Aim(100, Sense.FASTER)
PEER_ROUNDS = 3
ASKED_AT_ONCE = 20


class Question(NamedTuple):
    """A measure by two dimensions: what one chart needs."""

    measure: str
    by: tuple[str, str]


class Said(NamedTuple):
    """The name of a comparison, and its aim."""

    what: str
    bench: Bench
    against: str
    aim: Aim


CHARTS = (
    Question("received", ("donor", "year")),
    Question("spent", ("region", "protocol")),
    Question("spent", ("programme", "year")),
)
Sums = dict[tuple[str, ...], int]


def run(bench: Bench) -> Iterator[Finding]:
    """Compare without and with covering indexes, on all money and on choices never asked before."""
    path = account(bench, bench.entries)
    donors = _donors(path)
    chance = random.Random(bench.seed)
    kinds: tuple[tuple[str, tuple[Question, ...], Aim], ...] = (
        ("no index", (), AGAIN),
        ("covering indexes", CHARTS, ANEW),
    )
    with product(path) as ours:
        for words, indexes, again in kinds:
            with datasette(flat_table(bench, path, indexes)) as peer:
                for what, fresh, aim in (
                    ("data of three charts", False, again),
                    ("data of three charts for donors never chosen before", True, ANEW),
                ):
                    choices = [
                        chance.sample(donors, len(donors) // 2) if fresh else []
                        for _ in range(PEER_ROUNDS * ASKED_AT_ONCE)
                    ]
                    against = f"Datasette, flat table, {words}"
                    yield _compare(ours, peer, choices, Said(what, bench, against, aim))


def _compare(ours: Client, peer: Client, choices: Sequence[Sequence[str]], said: Said) -> Finding:
    """Ask both sides in turns; each choice is asked of the product once only."""
    own = other = float("inf")
    total = 0
    ask_product(ours, [])  # the account has been read, as after any first page
    for start in range(0, len(choices), ASKED_AT_ONCE):
        asked = choices[start : start + ASKED_AT_ONCE]
        seconds, found = timed(_ask_each, ours, asked)
        own = min(own, seconds / len(asked))
        seconds, expected = timed(ask_datasette, peer, asked[-1])
        other = min(other, seconds)
        agree(said.what, found[-1], expected)
        total = sum(expected[0].values())
    return Finding(said.what, said.bench.entries, own, other, said.against, said.aim, total)


def _ask_each(client: Client, choices: Sequence[Sequence[str]]) -> list[list[Sums]]:
    """Ask the product for three charts of each choice."""
    return [ask_product(client, donors) for donors in choices]


def ask_product(client: Client, donors: Sequence[str]) -> list[Sums]:
    """Ask the totals for what three charts need."""
    return [_ask_totals(client, question, donors) for question in CHARTS]


def _ask_totals(client: Client, question: Question, donors: Sequence[str]) -> Sums:
    """Ask the totals for what one chart needs."""
    query = [("measure", question.measure), *(("by", name) for name in question.by)]
    answer = client.json("/api/v1/totals", [*query, *(("donor", code) for code in donors)])
    first, second = question.by
    return {(row[first], row[second]): row["minor"] for row in answer["rows"]}


def ask_datasette(client: Client, donors: Sequence[str]) -> list[Sums]:
    """Ask Datasette for what three charts need."""
    return [_ask_sql(client, question, donors) for question in CHARTS]


def _ask_sql(client: Client, question: Question, donors: Sequence[str]) -> Sums:
    """Ask Datasette for what one chart needs."""
    columns = ", ".join(question.by)
    among = ", ".join(f"'{code}'" for code in donors)
    sql = (
        f"SELECT {columns}, sum(cents) FROM flat WHERE measure = '{question.measure}' "
        + (f"AND donor IN ({among}) " if donors else "")
        + f"GROUP BY {columns} HAVING sum(cents) <> 0"
    )
    answer = client.json("/flat.json", [("sql", sql), ("_shape", "arrays")])
    return {(first, second): cents for first, second, cents in answer["rows"]}


def _donors(path: Path) -> list[str]:
    """Return the codes of all donors."""
    return [code for code in read_snapshot(path).codes(Dimension.DONOR) if code]
