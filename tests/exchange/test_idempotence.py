"""However a sheet of good rows is cut, ordered and repeated, the record holds each row once."""

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.exchange.making import Cell, take_in, write_csv
from tracker.db import make_engine, make_session
from tracker.fund.ledger.verification import verify
from tracker.fund.tables.contributions import Contribution

MARKERS = itertools.count()
DONORS = st.sampled_from(["ITA", "Norway", "European Union", "XXX-unknown", ""])
AMOUNTS = st.one_of(
    st.decimals(0, 10**9, places=2).map(str), st.sampled_from(["", "1,5", "-3", "0.001"])
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "donor": DONORS,
            "earmarking": st.sampled_from(["1", "2", "3", "4", "5"]),
            "amount": AMOUNTS,
            "pledged_on": st.sampled_from(["2024-01-31", "", "soon"]),
            "received": AMOUNTS,
            "received_on": st.just("2024-03-01"),
        }
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, cut=st.integers(0, 8))
def test_each_good_row_is_held_once(
    sqlite_url: str, tmp_path: Path, rows: list[dict[str, str]], cut: int
) -> None:
    engine = make_engine(sqlite_url)
    marker = next(MARKERS)  # the database stays from one example to the next
    numbered: list[Mapping[str, Cell]] = [
        {"reference": f"C{marker}-{place}", **row} for place, row in enumerate(rows)
    ]
    with make_session(engine) as session:
        before = _count(session)
        part = numbered[:cut] or numbered
        first = _take(session, tmp_path, part)
        whole = _take(session, tmp_path, list(reversed(numbered)))
        again = _take(session, tmp_path, numbered)
        assert (again["added"], again["changed"]) == (0, 0)
        assert again["rejected"] == whole["rejected"]
        held = _count(session) - before
        assert held == again["unchanged"] == len(rows) - again["rejected"]
        assert first["added"] + whole["added"] >= held
        assert verify(session).clean
    engine.dispose()


def _take(session: Session, folder: Path, rows: list[Mapping[str, Cell]]) -> dict[str, Any]:
    sheet = write_csv(folder / "sheet.csv", rows)
    return take_in(session, "contributions", sheet, accept_good=True)


def _count(session: Session) -> int:
    return session.exec(select(func.count(col(Contribution.id)))).one()
