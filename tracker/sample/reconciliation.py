"""The illustrative certified statements: one reconciled in full, one with open differences."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from tracker.fund.reconciliation.ledger_figures import FigureKey, system_figures
from tracker.fund.reconciliation.statement_rules import FigureDraft, StatementDraft
from tracker.fund.reconciliation.statement_writes import add_figure, add_statement, explain
from tracker.fund.states import StatementItem
from tracker.sample.approval_requests import LATE_CHARGE, LATE_INVOICE

CERTIFIED, OPEN = 2024, 2025
SOURCE = "Chief of accounts (illustrative), statement signed"
BY_DONOR = (StatementItem.RECEIVED, StatementItem.REFUNDED)
OF_2024 = "The goods of December 2024, which the statement counts in 2025"


class StatementDifference(NamedTuple):
    """By how much a statement says more than the ledger, in US cents, and what explains it."""

    year: int
    item: StatementItem
    minor: int
    text: str = ""


DIFFERENCES = (
    StatementDifference(
        CERTIFIED,
        StatementItem.SPENT,
        -18_240_00,
        "Goods delivered in December that the statement counts in the year after",
    ),
    StatementDifference(
        CERTIFIED,
        StatementItem.CLOSING_BALANCE,
        20_611_20,
        "The same goods with their support cost of 13 per cent, held at the end of the year",
    ),
    StatementDifference(
        CERTIFIED,
        StatementItem.SUPPORT_COST,
        -2_371_20,
        "Support cost of the goods that the statement counts in the year after",
    ),
    StatementDifference(
        OPEN, StatementItem.SPENT, -LATE_INVOICE, "Corrected in October 2026, after certification"
    ),
    StatementDifference(OPEN, StatementItem.SPENT, 18_240_00, OF_2024),
    StatementDifference(OPEN, StatementItem.SUPPORT_COST, 2_371_20, OF_2024),
    StatementDifference(OPEN, StatementItem.OPENING_BALANCE, 20_611_20, OF_2024),
    StatementDifference(OPEN, StatementItem.CLOSING_BALANCE, LATE_INVOICE, "The same correction"),
    StatementDifference(OPEN, StatementItem.BANK_CHARGES, -LATE_CHARGE),
    StatementDifference(OPEN, StatementItem.INTEREST, 1_905_00),
    StatementDifference(OPEN, StatementItem.CLOSING_BALANCE, LATE_CHARGE + 1_905_00),
)
"""The differences: open ones have no text; corrected ones come first, so that none overshoots."""


def add_statements(session: Session, actor: str) -> None:
    """Write both statements, and explain the differences of the first."""
    ours = system_figures(session, {CERTIFIED, OPEN})
    for year in (CERTIFIED, OPEN):
        _write(session, year, ours, actor)


def _write(session: Session, year: int, ours: Mapping[FigureKey, int], actor: str) -> None:
    """Write a statement with its figures of all donors and of each."""
    reference = f"CS-{year}"
    add_statement(session, StatementDraft(reference, year, SOURCE, date(year + 1, 3, 31)), actor)
    for item in StatementItem:
        own = [one for one in DIFFERENCES if (one.year, one.item) == (year, item)]
        minor = ours[FigureKey(year, "", item)] + sum(one.minor for one in own)
        number = add_figure(session, reference, FigureDraft("", item, minor), actor)
        for one in own:
            if one.text:
                explain(session, reference, number, minor=one.minor, text=one.text, actor=actor)
    for key in sorted(ours):
        if key.year == year and key.donor and key.item in BY_DONOR and ours[key]:
            add_figure(session, reference, FigureDraft(key.donor, key.item, ours[key]), actor)
