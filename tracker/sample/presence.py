"""What a database holds already; the illustrative account is never mixed with anything else."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from tracker.assistance.models import Activity, Programme
from tracker.assistance.request_models import AssistanceRequest
from tracker.assistance.tool_models import Tool
from tracker.errors import Conflict
from tracker.fund.donor_models import Donor
from tracker.fund.ledger.models import LedgerEntry
from tracker.fund.models import Contribution
from tracker.fund.rate_models import ExchangeRate
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
