"""What requests of States say in words, for staff alone: what is asked for, and the decision."""

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.recorded_activities import BATCH
from tracker.assistance.tables.requests import AssistanceRequest


class ToldOfRequest(NamedTuple):
    """The texts of a request, as they are today."""

    summary: str
    decision: str
    cost_basis: str


def read_told(session: Session, codes: Collection[str]) -> dict[str, ToldOfRequest]:
    """Return the texts of requests by their codes; whoever asks has to be staff."""
    wanted, found = sorted(codes), {}
    for start in range(0, len(wanted), BATCH):
        rows = session.exec(
            select(AssistanceRequest).where(
                col(AssistanceRequest.code).in_(wanted[start : start + BATCH])
            )
        )
        found.update(
            {row.code: ToldOfRequest(row.summary, row.decision, row.cost_basis) for row in rows}
        )
    return found
