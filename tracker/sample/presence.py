"""The records in a database; the illustrative account is never mixed with others."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.assistance.tables.tools import Tool
from tracker.errors import Conflict
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.rates import ExchangeRate
from tracker.words import say

CONTENTS: Sequence[tuple[str, Any]] = (
    ("donors", Donor),
    ("contributions", Contribution),
    ("ledger entries", LedgerEntry),
    ("exchange rates", ExchangeRate),
    ("programmes", Programme),
    ("activities", Activity),
    ("requests", AssistanceRequest),
    ("tools", Tool),
)


def present(session: Session) -> list[str]:
    """Return in words what the record holds; users and facts of adherence do not count."""
    return [
        words
        for words, table in CONTENTS
        if session.exec(select(table.id).limit(1)).first() is not None
    ]


def expect_empty(session: Session) -> None:
    """Raise Conflict when the record holds anything."""
    found = present(session)
    if found:
        raise Conflict(
            say(
                "the database holds %(things)s; the illustrative account needs an empty one",
                things=", ".join(found),
            )
        )
