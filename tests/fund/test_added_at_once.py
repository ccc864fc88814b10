"""Two who write the same at the same moment: one wins, the other is told what is on record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from sqlalchemy import delete, inspect
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel, func, select
from structlog.testing import capture_logs

from tests.api.accounts import fill
from tests.support.simultaneous import Write, told_at_once
from tests.support.trail import record_set_up
from tracker.assistance.activities import add_activities
from tracker.assistance.assistance_requests import AssistanceRequestDraft, add_assistance_requests
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import Priority, ProgrammeKind, RequestSource, RequestStatus
from tracker.assistance.tables.activities import Programme
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import make_engine, make_session, transaction
from tracker.errors import RecordedMeanwhile, TrackerError
from tracker.fund.approvals.draft_recording import record_draft
from tracker.fund.contributions.pooled_programmes import end_pooling, pool_programmes
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.aliases import add_alias, remove_alias
from tracker.fund.donors.contacts import ContactDraft, add_contact, remove_contact
from tracker.fund.donors.donor_duplicates import tell_apart
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.names import NameDraft, add_name, remove_name
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors, register
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.rates.superseded_rates import withdraw_rate
from tracker.fund.reconciliation.statement_rules import FigureDraft, StatementDraft
from tracker.fund.reconciliation.statement_writes import add_figure, add_statement
from tracker.fund.record_changes.donor_merges import merge_or_hand_in, undo_or_hand_in
from tracker.fund.record_changes.donor_moves import merge_move, undoing_move
from tracker.fund.states import ContactRole, StatementItem
from tracker.fund.tables.donors import DonorAlias, DonorContact, DonorMerge, DonorName
from tracker.fund.tables.pools import PooledProgramme
from tracker.fund.tables.rates import ExchangeRate
from tracker.people.audit import await_writers, lock_record
from tracker.people.roles import Role
from tracker.people.users import UserDraft, add_user
from tracker.reference.adherence_records import seed_adherence
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    FinancingInstrument,
    ToolKind,
)
from tracker.reference.instruments import Instrument
from tracker.reference.tables import AdherenceFact

ANA = "ana"
DAY = date(2022, 9, 1)
CONTRIBUTION = ContributionDraft(
    "SAME", "ITA", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 10_000
)
REQUEST = AssistanceRequestDraft(
    "SAME", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.MEDIUM, Instrument.TIP,
    DAY,
)  # fmt: skip
RATE = RateDraft("EUR", DAY, Decimal("0.9"), "Treasury")
RECEIPT = EntryDraft(EntryKind.RECEIPT, "SAME", DAY, 1_000, contribution="C-JPN")


def add_same_activity(session: Session) -> None:
    """Add an activity with the parts of A1."""
    draft = read_draft(session, find_activity(session, "A1"))
    add_activities(session, [replace(draft, code="SAME")], ANA)


def register_a_spelling(session: Session) -> None:
    """Find or create the donor of a spelling, under the lock that a sheet holds."""
    lock_record(session)
    register(session, [Spelling("Nobody knows")], ANA, "a sheet")


def merge(session: Session) -> None:
    """Merge X-1 into Italy as it is shown."""
    shown = merge_move(session, find_donor(session, "X-1"), find_donor(session, "ITA")).digest
    merge_or_hand_in(session, "X-1", "ITA", ANA, "one", shown=shown, users_follow=True)


def undo(session: Session, number: int) -> None:
    """Undo a merge as it is shown."""
    shown = undoing_move(session, number).digest
    undo_or_hand_in(session, number, "ben", "two after all", shown=shown)


ADDED: Mapping[str, tuple[Write, str]] = {
    "activity": (add_same_activity, "is on file"),
    "contribution": (
        lambda session: add_contributions(session, [CONTRIBUTION], ANA),
        "the contribution SAME is on file",
    ),
    "donor": (
        lambda session: add_donors(
            session, [DonorDraft("SAME", "Same", ContributorType.OTHER)], ANA
        ),
        "the donor SAME is already on file",
    ),
    "donor of a spelling": (register_a_spelling, ""),
    "programme": (
        lambda session: add_programmes(
            session, [ProgrammeDraft("SAME", "Same", ProgrammeKind.GLOBAL)], ANA
        ),
        "the programme SAME is on file",
    ),
    "tool": (
        lambda session: add_tools(
            session, [ToolDraft("SAME", "Same", ToolKind.PRACTICAL_GUIDE)], ANA
        ),
        "the tool SAME is on file",
    ),
    "request of a State": (
        lambda session: add_assistance_requests(session, [REQUEST], ANA),
        "is on file",
    ),
    "statement": (
        lambda session: add_statement(session, StatementDraft("SAME", 2021, "x", DAY), ANA),
        "the reference SAME is taken",
    ),
    "certified figure": (
        lambda session: add_figure(
            session, "CS-2021", FigureDraft("JPN", StatementItem.RECEIVED, 1), ANA
        ),
        "this figure is on record",
    ),
    "rate": (lambda session: add_rates(session, [RATE], ANA), ""),
    "spelling": (
        lambda session: add_alias(session, "ITA", Spelling("Italien"), ANA),
        "'Italien' is on file for ITA",
    ),
    "name": (
        lambda session: add_name(session, "ITA", NameDraft("Italia", DAY), ANA),
        "a name is on file for this day",
    ),
    "user": (
        lambda session: add_user(
            session, UserDraft("s@example.org", Role.SECRETARIAT, "a long pass phrase 7"), ANA
        ),
        "s@example.org has an account",
    ),
    "two told apart": (
        lambda session: tell_apart(session, "ITA", "JPN", ANA, "two States"),
        "these two were told apart already",
    ),
    "merge": (
        merge,
        "X-1 was merged into another donor already",
    ),
    "pooled programme": (
        lambda session: pool_programmes(session, ["GLO1"], DAY, ANA, "agreed"),
        "",
    ),
    "entry": (lambda session: record_draft(session, RECEIPT, ANA), ""),
}
"""The writes that add something unique, and what the second is told; "" where it is known."""


@pytest.fixture
def filled(session: Session) -> Session:
    """Give a small account with a donor of its own, a statement and a rate."""
    fill(session)
    with transaction(session):
        add_donors(session, [DonorDraft("X-1", "Same", ContributorType.OTHER)], ANA)
        add_statement(session, StatementDraft("CS-2021", 2021, "Auditors", DAY), ANA)
    return session


def sentence(told: TrackerError | None) -> str:
    """Return what was told, by a rule and not by the collision."""
    assert not isinstance(told, RecordedMeanwhile)
    return str(told or "")


@pytest.mark.parametrize("name", ADDED)
def test_of_two_at_once_one_is_told(engine: Engine, filled: Session, name: str) -> None:
    filled.rollback()
    do, expected = ADDED[name]
    told = sentence(told_at_once(engine, do))
    assert expected in told
    assert bool(expected) == bool(told)


@pytest.mark.parametrize("name", ["rate", "pooled programme", "donor of a spelling"])
def test_what_is_known_already_is_there_once(engine: Engine, filled: Session, name: str) -> None:
    filled.rollback()
    told_at_once(engine, ADDED[name][0])
    table = {"rate": ExchangeRate, "pooled programme": PooledProgramme}.get(name, DonorAlias)
    assert filled.exec(select(func.count()).select_from(table)).one() == 1


class Removal(NamedTuple):
    """What is added and then removed by two, and what the second is told.

    `newest` is the table whose newest row is removed.
    """

    add: Write
    newest: type[SQLModel]
    remove: Callable[[Session, int], object]
    told: str


REMOVED: Mapping[str, Removal] = {
    "spelling": Removal(
        lambda session: add_alias(session, "ITA", Spelling("Italien"), ANA),
        DonorAlias,
        lambda session, number: remove_alias(session, "ITA", number, ANA, "a mistake"),
        "ITA has no such spelling",
    ),
    "name": Removal(
        lambda session: add_name(session, "ITA", NameDraft("Italia", DAY), ANA),
        DonorName,
        lambda session, number: remove_name(session, "ITA", number, ANA, "a mistake"),
        "ITA has no such name",
    ),
    "contact": Removal(
        lambda session: add_contact(
            session, "ITA", ContactDraft(ContactRole.FINANCE, "Ana", "ana@example.org"), ANA
        ),
        DonorContact,
        lambda session, number: remove_contact(session, "ITA", number, ANA, "she left"),
        "ITA has no such contact",
    ),
    "rate": Removal(
        lambda session: add_rates(session, [RATE], ANA),
        ExchangeRate,
        lambda session, _number: withdraw_rate(session, "EUR", DAY, ANA, "a mistake"),
        "no rate of EUR is on record for 2022-09-01",
    ),
    "pooled programme": Removal(
        lambda session: pool_programmes(session, ["GLO1"], DAY, ANA, "agreed"),
        PooledProgramme,
        lambda session, _number: end_pooling(session, "GLO1", DAY, ANA, "no more"),
        "the money of GLO1 is not pooled",
    ),
    "merge": Removal(
        merge,
        DonorMerge,
        undo,
        "this merge was undone already",
    ),
}


@pytest.mark.parametrize("name", REMOVED)
def test_of_two_who_remove_at_once_one_is_told(engine: Engine, filled: Session, name: str) -> None:
    add, table, remove, told = REMOVED[name]
    with transaction(filled):
        add(filled)
    number = max(key for (key,) in filled.execute(select(*inspect(table).primary_key)))
    filled.rollback()
    found = told_at_once(engine, lambda session: remove(session, number))
    assert sentence(found) == told


def test_what_a_release_needs_is_added_by_two_servers_at_once(
    engine: Engine, filled: Session
) -> None:
    with transaction(filled):
        record_set_up(filled)
        filled.execute(delete(AdherenceFact))
    filled.rollback()

    def upgrade(session: Session) -> None:
        await_writers(session)
        seed_adherence(session)
        record_set_up(session)

    assert told_at_once(engine, upgrade) is None


def add_a_programme(session: Session) -> None:
    """Add a programme without a lock, as no write does any more."""
    session.add(Programme(code="SAME", title="x", kind=ProgrammeKind.GLOBAL))
    record_set_up(session)


def test_a_collision_that_no_rule_foresees_is_told(engine: Engine, filled: Session) -> None:
    filled.rollback()
    with capture_logs() as logs:
        told = told_at_once(engine, add_a_programme)
    assert isinstance(told, RecordedMeanwhile)
    assert [line["event"] for line in logs] == ["two writers collided"]
    assert "SAME" not in str(logs)


def test_a_change_of_what_another_removes_is_told(postgres_url: str) -> None:
    """On SQLite the second reads after the first has written."""
    engine = make_engine(postgres_url)
    with make_session(engine) as session:
        fill(session)
        with transaction(session):
            add_alias(session, "ITA", Spelling("Italien"), ANA)

    def remove(session: Session) -> None:
        session.delete(session.exec(select(DonorAlias)).one())
        record_set_up(session)

    def change(session: Session) -> None:
        session.exec(select(DonorAlias)).one().source = "another"
        record_set_up(session)

    assert isinstance(told_at_once(engine, remove, change), RecordedMeanwhile)
    engine.dispose()
