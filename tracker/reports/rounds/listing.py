"""The statements of a round in a list: each with its state, its balance and what it is seen by."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.people.permissions import CurrentUser
from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportKind
from tracker.reports.register.decisions import makers
from tracker.reports.register.readers import may_clear
from tracker.reports.register.register import terms_of, texts_of, tree_of
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport

BALANCE = "balance"
"""The id of the table whose last row is the closing balance."""


class PeriodItem(NamedTuple):
    """A period for which there are statements, with how many of them."""

    first: date | None
    last: date
    statements: int


class RoundItem(NamedTuple):
    """A statement in the list of its period; balances in US cents.

    `seen` is the digest of what its page shows; `may_clear` says whether the reader may clear it;
    `corrects` is the number of the report of which it is a corrigendum.
    """

    number: int
    donor: str
    state: ReportState
    contributions: tuple[str, ...]
    opening_minor: int
    closing_minor: int
    seen: str
    may_clear: bool
    corrects: int | None


def list_periods(session: Session) -> Sequence[PeriodItem]:
    """Return the periods of all statements, the latest first."""
    days = col(RegisteredReport.first_day), col(RegisteredReport.last_day)
    statement = (
        select(*days, func.count())
        .where(col(RegisteredReport.kind) == ReportKind.STATEMENT)
        .group_by(*days)
    )
    found = [PeriodItem(*row) for row in session.execute(statement)]
    return sorted(found, key=lambda one: (one.last, one.first or date.min), reverse=True)


def list_round(
    session: Session, first: date | None, last: date, user: CurrentUser
) -> list[RoundItem]:
    """Return the statements of a period, by donor."""
    statement = (
        select(RegisteredReport)
        .where(
            col(RegisteredReport.kind) == ReportKind.STATEMENT,
            col(RegisteredReport.first_day) == first,
            col(RegisteredReport.last_day) == last,
        )
        .order_by(col(RegisteredReport.subject), col(RegisteredReport.id))
    )
    return [_item(session, row, user) for row in session.scalars(statement)]


def _item(session: Session, row: RegisteredReport, user: CurrentUser) -> RoundItem:
    opening, closing = _balances(json.loads(row.issued or row.drawn))
    is_draft = row.state is ReportState.DRAFT
    return RoundItem(
        row.id or 0,
        row.subject,
        row.state,
        terms_of(row).contributions,
        opening,
        closing,
        _seen(session, row) if is_draft else "",
        is_draft and may_clear(user, row.kind, makers(session, row)),
        row.corrects_id,
    )


def _seen(session: Session, row: RegisteredReport) -> str:
    """Return the digest of a draft as its page shows it; without texts it is that as drawn."""
    if texts_of(session, row):
        return digest_of(tree_of(session, row))
    return hashlib.sha256(row.drawn.encode()).hexdigest()


def _balances(tree: Mapping[str, Any]) -> tuple[int, int]:
    """Return the opening and the closing balance of a statement's content, in US cents."""
    for section in tree["sections"]:
        for block in section["blocks"]:
            if block["id"] == BALANCE and block.get("rows"):
                opening, closing = block["rows"][0], block["sums"]
                return opening["cells"][1]["minor"], closing["cells"][1]["minor"]
    return 0, 0
