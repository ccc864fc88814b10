"""Codes of records on both databases: unique without case, found, proposed; older ones stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from tests.support.small_account import ACTOR, fill_small_account
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import ProgrammeKind
from tracker.assistance.tables.activities import Programme
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.errors import Conflict, InvalidDraft, RecordedMeanwhile
from tracker.fund.code_register import (
    REGISTER,
    code_on_record,
    proposed_code,
    unlawful_codes,
)
from tracker.fund.contributions.terms import ContributionDraft, add_contributions
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.fund.reconciliation.statement_rules import StatementDraft
from tracker.fund.reconciliation.statement_writes import add_statement
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument, ToolKind

UNLAWFUL = "AGR/2026/117"


def add(session: Session, kind: str, code: str) -> object:
    """Add a record with a code."""
    programme = ProgrammeDraft(code, "Title", ProgrammeKind.GLOBAL)
    contribution = ContributionDraft(
        code, "ITA", FinancingInstrument.PROJECT, Earmarking.UNEARMARKED, "USD", 1
    )
    writes: dict[str, Callable[[], object]] = {
        "programmes": lambda: add_programmes(session, [programme], ACTOR),
        "tools": lambda: add_tools(
            session, [ToolDraft(code, "A guide", ToolKind.PRACTICAL_GUIDE)], ACTOR
        ),
        "donors": lambda: add_donors(
            session, [DonorDraft(code, "Somebody", ContributorType.OTHER)], ACTOR
        ),
        "contributions": lambda: add_contributions(session, [contribution], ACTOR),
        "statements": lambda: add_statement(
            session, StatementDraft(code, 2024, "Board", date(2025, 6, 1), ""), ACTOR
        ),
    }
    with transaction(session):
        return writes[kind]()


KINDS = ("programmes", "tools", "donors", "contributions", "statements")


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_is_lawful_and_stands_once_in_any_case(session: Session, kind: str) -> None:
    fill_small_account(session)
    with pytest.raises(InvalidDraft, match="AGR-2026-117 is one"):
        add(session, kind, UNLAWFUL)
    add(session, kind, "Rec-7")
    with pytest.raises(Conflict, match="REC-8 is free"):
        add(session, kind, "REC-7")
    assert code_on_record(session, kind, "rEC\N{EN DASH}7") == "Rec-7"
    assert proposed_code(session, kind) == "Rec-8"
    assert list(unlawful_codes(session)) == []


def test_the_database_refuses_what_differs_by_case_alone(session: Session) -> None:
    fill_small_account(session)
    with pytest.raises(RecordedMeanwhile), transaction(session):
        session.add(Programme(code="glo1", title="x", kind=ProgrammeKind.GLOBAL))


def spoil(engine: Engine, table: str, old: str, new: str) -> None:
    """Give a record a code of before the rule."""
    with engine.begin() as connection:
        connection.execute(
            text(f"UPDATE {table} SET code = :new, code_key = NULL WHERE code = :old"),  # noqa: S608 - a table of ours
            {"new": new, "old": old},
        )


def test_a_code_of_before_the_rule_stays_and_is_listed(engine: Engine, session: Session) -> None:
    fill_small_account(session)
    session.rollback()
    spoil(engine, "activity", "A1", "ACT/1")
    (found,) = unlawful_codes(session)
    assert (found.kind, found.code) == ("activities", "ACT/1")
    assert "ACT-1 is one" in found.why
    with transaction(session):
        draft = replace(read_draft(session, find_activity(session, "ACT/1")), title="Another")
        change_activity(session, "ACT/1", draft, ACTOR, "a better title")
    assert find_activity(session, "ACT/1").title == "Another"


def test_all_records_with_codes_are_registered(session: Session) -> None:
    fill_small_account(session)
    for columns in REGISTER.values():
        rows = session.execute(select(columns.code, columns.key)).all()
        assert all(key == code.lower() for code, key in rows)
