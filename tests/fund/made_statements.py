"""A statement of 2024 for the tests, and the figures on it."""

from datetime import date

from sqlmodel import Session

from tracker.db import transaction
from tracker.fund.reconciliation.statement_rules import (
    FigureDraft,
    StatementDraft,
)
from tracker.fund.reconciliation.statement_writes import (
    add_figure,
)
from tracker.fund.states import StatementItem

DRAFT = StatementDraft("CS-2024", 2024, "Board of Auditors", date(2025, 6, 30))
ITEMS = tuple(StatementItem)


def state(session: Session, item: StatementItem, minor: int, donor: str = "") -> int:
    """Put a figure on the statement of 2024."""
    with transaction(session):
        return add_figure(session, "CS-2024", FigureDraft(donor, item, minor), "ana")
