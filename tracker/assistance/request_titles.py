"""Requests of States as forms offer them."""

from sqlmodel import Session, col, select

from tracker.assistance.tables.requests import AssistanceRequest

LONGEST = 100


def request_titles(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return code, State and the beginning of the summary of each request, the newest first."""
    statement = select(
        AssistanceRequest.code, AssistanceRequest.state, AssistanceRequest.summary
    ).order_by(col(AssistanceRequest.received_on).desc(), col(AssistanceRequest.code))
    rows = session.exec(statement).all()
    return tuple((code, state, summary[:LONGEST]) for code, state, summary in rows)
