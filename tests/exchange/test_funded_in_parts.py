"""Projects that are funded a few at a time leave the record of those funded all at once."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import take_in, write_csv
from tests.exchange.test_profiles import FUND, profile
from tests.support.databases import sqlite_file_url
from tests.support.row_copies import read_copy
from tracker import periods
from tracker.db import make_engine, make_session
from tracker.exchange import funding
from tracker.fund.ledger.verification import verify
from tracker.fund.verification.heads import read_heads

ALL_AT_ONCE = 1_000
COUNTED = {"record_state"}
"""What counts writes, not what they hold."""
MONEY = [
    {"ref": f"C{number}", "who": who, "paid": f"{paid}.{number}7", "day": f"2020-0{number}-01"}
    for number, (who, paid) in enumerate(
        [("Italy", 300), ("Norway", 77), ("Japan", 1), ("Kenya", 50), ("Italy", 900)], start=1
    )
]
PROJECTS = [
    {"code": f"P{number}", "budget": f"{40 + 13 * number}.{number % 10}1", "day": day}
    for number, day in enumerate(
        ["2020-06-01", "2020-02-02", "2020-05-01", "2021-01-01", "2020-03-01", "2020-02-02",
         "2019-01-01", "2020-04-30", "2020-12-31", "2020-07-01", "2021-06-01"]
    )
]  # fmt: skip


class StandingClock(datetime):
    """A clock that stands, so that two records have the same moments."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Return always the same moment."""
        return datetime(2026, 11, 1, 12, 0, tzinfo=tz or UTC)


def record_of(
    session: Session, folder: Path, patch: pytest.MonkeyPatch, at_once: int
) -> tuple[object, ...]:
    """Import money and projects, so many at once, and the projects again; return all rows."""
    patch.setattr(funding, "AT_ONCE", at_once)
    options = {"profile": "other", "profiles": profile(folder, FUND)}
    take_in(session, "contributions", write_csv(folder / "money.csv", MONEY), **options)
    sheet = write_csv(folder / "projects.csv", PROJECTS)
    reports = [take_in(session, "activities", sheet, **options) for _ in range(2)]
    assert reports[0]["also_added"]["allocations"] > 6
    assert verify(session).clean
    session.rollback()
    copy = read_copy(session.connection())
    heads = read_heads(session.connection())
    session.rollback()
    rows = {name: sorted(map(repr, found)) for name, found in copy.items() if name not in COUNTED}
    return rows, reports, heads


@pytest.fixture
def another_url(
    request: pytest.FixtureRequest, any_database_url: str, tmp_path: Path
) -> Iterator[str]:
    """Give a second new database of the kind of the first."""
    if any_database_url.startswith("sqlite"):
        template: Path = request.getfixturevalue("sqlite_template")
        yield sqlite_file_url(Path(shutil.copy(template, tmp_path / "another.sqlite")))
        return
    server = request.getfixturevalue("postgres")
    url = server.lend_migrated()
    yield url
    server.take_back(url)


@pytest.mark.parametrize("at_once", [1, 3])
def test_the_record_is_the_same_to_the_digest(
    session: Session,
    another_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
) -> None:
    monkeypatch.setattr(periods, "datetime", StandingClock)
    engine = make_engine(another_url)
    with make_session(engine) as whole:
        expected = record_of(whole, tmp_path, monkeypatch, ALL_AT_ONCE)
    engine.dispose()
    assert record_of(session, tmp_path, monkeypatch, at_once) == expected
