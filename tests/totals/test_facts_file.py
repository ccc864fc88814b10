"""The file of facts: it gives the same figures as the record, or it is not used."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event
from sqlmodel import Session

from tests.support.small_account import SmallAccount, fill_small_account
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.shares import Share
from tracker.db import transaction
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.use_entries import spend
from tracker.periods import KnownAt
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.totals import facts_writer
from tracker.totals.array_file import map_arrays, write_arrays
from tracker.totals.dimensions import Dimension
from tracker.totals.facts_file import FactsFile, verify_facts_file
from tracker.totals.facts_writer import FactsWriter
from tracker.totals.query import Query
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of, totals

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
BREAKDOWNS = (
    (Dimension.COUNTRY, Dimension.PROTOCOL),
    (Dimension.DONOR, Dimension.YEAR),
    (Dimension.TOOL,),
    (),
)
Figures = dict[tuple[Measure, tuple[Dimension, ...]], list[tuple[object, ...]]]


@pytest.fixture
def account(session: Session) -> SmallAccount:
    return fill_small_account(session)


@pytest.fixture
def file(tmp_path: Path) -> FactsFile:
    return FactsFile(tmp_path / "facts" / "account.facts")


@pytest.fixture(scope="module")
def facts_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for the file of each kind of database, whose accounts are all the same."""
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def written(session: Session, account: SmallAccount, file: FactsFile, facts_of: Path) -> FactsFile:
    """Write the file as a process does that has read the account and answered questions."""
    del account
    kept = facts_of / session.get_bind().dialect.name
    if not kept.exists():
        first = Snapshot()
        figures(first, session)
        state = first.state()
        assert state is not None
        FactsFile(kept / file.path.name).write(state)
    shutil.copytree(kept, file.path.parent)
    return file


def figures(snapshot: Snapshot, session: Session, query: Query | None = None) -> Figures:
    """Ask for every measure by some breakdowns."""
    found: Figures = {}
    with snapshot.reading(session.connection()):
        for measure in Measure:
            for by in BREAKDOWNS:
                frame = totals(scope_of(snapshot, query or Query(TODAY), "en"), measure, by).frame
                found[measure, by] = list(frame.itertuples(index=False, name=None))
    session.rollback()
    return found


@pytest.fixture
def lines_read(session: Session) -> Iterator[list[str]]:
    """Note each statement that reads lines of the ledger."""
    seen: list[str] = []
    engine = session.get_bind()

    def note(*arguments: object) -> None:
        if "FROM ledger_line" in str(arguments[2]):
            seen.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def change_shares(session: Session) -> None:
    with transaction(session):
        change_activity(
            session,
            "A1",
            ActivityDraft(
                code="A1", title="Training", programme="GLO1", type=ActivityType.TRAINING,
                status=ActivityStatus.IMPLEMENTATION,
                instruments=(Share("TIP", 9000), Share("SOM", 1000)),
                beneficiaries=(Share("KEN", 10000),),
            ),
            "test",
            "other shares",
        )  # fmt: skip


def spend_more(session: Session, account: SmallAccount, reference: str) -> None:
    with transaction(session), open_book(session, "test", "second") as book:
        draft = UseOfFunds(account.activities["A1"], 777, Heading(date(2021, 6, 1), reference))
        spend(book, draft)


def test_a_process_takes_lines_and_figures_from_the_file(
    session: Session, written: FactsFile, lines_read: list[str]
) -> None:
    expected = figures(Snapshot(), session)
    lines_read.clear()
    snapshot = Snapshot(written)
    assert figures(snapshot, session) == expected
    assert not lines_read
    assert snapshot.stored_counts[0] > 0
    assert snapshot.stored_counts[1] > 0


def test_what_came_since_is_added_to_the_file_of_before(
    session: Session, account: SmallAccount, written: FactsFile
) -> None:
    spend_more(session, account, "E2")
    running = Snapshot(written)
    assert figures(running, session) == figures(Snapshot(), session)
    spend_more(session, account, "E3")
    assert figures(running, session) == figures(Snapshot(), session)


def test_another_process_sees_nothing_of_what_one_adds(
    session: Session, account: SmallAccount, written: FactsFile
) -> None:
    content = written.path.read_bytes()
    running = Snapshot(written)
    figures(running, session)
    spend_more(session, account, "E2")
    figures(running, session)
    assert written.path.read_bytes() == content


def test_a_later_day_begins_with_the_file_of_an_earlier(
    session: Session, written: FactsFile, lines_read: list[str]
) -> None:
    later = Query(TOMORROW)
    expected = figures(Snapshot(), session, later)
    lines_read.clear()
    assert figures(Snapshot(written), session, later) == expected
    assert not lines_read


def test_a_change_of_shares_makes_facts_anew_and_keeps_the_lines(
    session: Session, written: FactsFile, lines_read: list[str]
) -> None:
    change_shares(session)
    expected = figures(Snapshot(), session)
    lines_read.clear()
    snapshot = Snapshot(written)
    assert figures(snapshot, session) == expected
    assert not lines_read
    assert snapshot.stored_counts[1] == 0


def test_what_was_known_earlier_is_summed_from_lines(
    session: Session, account: SmallAccount, written: FactsFile
) -> None:
    del account
    past = Query(TODAY, known_at=KnownAt.end_of(date(2000, 1, 1)))
    found = figures(Snapshot(written), session, past)
    assert found == figures(Snapshot(), session, past)
    assert found[Measure.RECEIVED, ()] == [(0,)]


@pytest.mark.parametrize("damage", ["cut", "byte", "key", "empty", "foreign", "mode", "directory"])
def test_a_damaged_file_is_not_used(
    session: Session, written: FactsFile, lines_read: list[str], damage: str
) -> None:
    expected = figures(Snapshot(), session)
    content = bytearray(written.path.read_bytes())
    if damage == "cut":
        written.path.write_bytes(content[: len(content) // 2])
    elif damage == "byte":
        content[len(content) // 3] ^= 255
        written.path.write_bytes(content)
    elif damage == "key":  # another day: nothing but a checksum tells
        before = content.rpartition(b'"last": ')[0]
        content[len(before) + len(b'"last": ') + 4] ^= 1
        written.path.write_bytes(content)
    elif damage == "empty":
        written.path.write_bytes(b"")
    elif damage == "foreign":
        written.path.write_bytes(b"something else " * 100)
    elif damage == "mode":
        written.path.chmod(0o644)
    else:
        written.path.unlink()
        written.path.mkdir()
    lines_read.clear()
    assert figures(Snapshot(written), session) == expected
    assert lines_read


def test_the_file_of_another_ledger_is_not_used(
    session: Session, written: FactsFile, lines_read: list[str]
) -> None:
    found = map_arrays(written.path)
    assert found is not None
    write_arrays(written.path, {**found.key, "digest": "00" * 32}, found.arrays, frozenset())
    lines_read.clear()
    figures(Snapshot(written), session)
    assert lines_read


def test_a_file_of_another_format_is_not_used(
    session: Session, written: FactsFile, lines_read: list[str]
) -> None:
    found = map_arrays(written.path)
    assert found is not None
    write_arrays(written.path, {**found.key, "format": 0}, found.arrays, frozenset())
    lines_read.clear()
    figures(Snapshot(written), session)
    assert lines_read


def test_the_file_is_its_owner_s_alone_and_nothing_is_left_beside_it(written: FactsFile) -> None:
    assert written.path.stat().st_mode & 0o777 == 0o600
    assert list(written.path.parent.iterdir()) == [written.path]


def test_what_a_killed_writer_left_is_removed_and_a_file_being_written_is_not(
    written: FactsFile,
) -> None:
    left, begun, other = (
        written.path.with_name(name)
        for name in (f".{written.path.name}.left", f".{written.path.name}.begun", ".other.facts.x")
    )
    for path in (left, begun, other):
        path.write_bytes(b"half")
    for path in (left, other):
        os.utime(path, (0, 0))
    found = map_arrays(written.path)
    assert found is not None
    write_arrays(written.path, found.key, found.arrays, frozenset())
    assert set(written.path.parent.iterdir()) == {written.path, begun, other}


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    written: FactsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = written.path.read_bytes()

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(np.lib.format, "write_array", refuse)
    with pytest.raises(OSError, match="full"):
        write_arrays(written.path, {}, {"a": np.arange(3)}, frozenset())
    assert written.path.read_bytes() == content
    assert list(written.path.parent.iterdir()) == [written.path]


def test_verification_compares_the_file_with_the_record(
    session: Session, account: SmallAccount, written: FactsFile
) -> None:
    assert verify_facts_file(session.connection(), written) == []
    spend_more(session, account, "E2")
    assert verify_facts_file(session.connection(), written) == []


@pytest.mark.parametrize("name", ["cents", "day", "cell", "facts", "flows", "rollup"])
def test_verification_finds_a_changed_array_behind_a_right_checksum(
    session: Session, written: FactsFile, name: str
) -> None:
    found = map_arrays(written.path)
    assert found is not None
    arrays = {key: np.array(array[: found.lengths[key]]) for key, array in found.arrays.items()}
    target = name
    if name in ("facts", "flows", "rollup"):
        target = next(key for key in arrays if key.startswith(f"{name}.") and key.endswith("minor"))
    arrays[target][0] += 1
    write_arrays(written.path, found.key, arrays, frozenset())
    assert verify_facts_file(session.connection(), written)


def test_the_writer_writes_what_is_much_and_new(
    session: Session, account: SmallAccount, file: FactsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Snapshot(file)
    writer = FactsWriter(snapshot, file)
    assert not writer.write_if_due()
    figures(snapshot, session)
    assert not writer.write_if_due(), "a small account needs no file"
    monkeypatch.setattr(facts_writer, "FEWEST_LINES", 1)
    assert writer.write_if_due()
    assert not writer.write_if_due(), "nothing is new"
    with transaction(session), open_book(session, "test", "second") as book:
        number = account.contributions["C-ITA"]
        for one in range(3):
            heading = Heading(date(2022, 1, 1), f"R{one}-more")
            receive(book, ContributionMovement(number, 1, heading))
    figures(snapshot, session)
    assert writer.write_if_due()
    assert figures(Snapshot(file), session) == figures(Snapshot(), session)


def test_members_that_joined_later_keep_a_process_from_writing(
    session: Session, account: SmallAccount, file: FactsFile
) -> None:
    del account
    snapshot = Snapshot(file)
    figures(snapshot, session)
    assert snapshot.state() is not None
    change_shares(session)
    figures(snapshot, session)
    assert snapshot.state() is None
