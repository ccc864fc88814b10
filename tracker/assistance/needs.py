"""The needs that States have stated: their requests, as they were known at a moment."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.assistance.assistance_requests import articles_of
from tracker.assistance.known_at import held_at, was_known
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.assistance.tables.requests import AssistanceRequest, FormerAssistanceRequest
from tracker.reference.codes import Theme
from tracker.reference.instruments import Instrument
from tracker.reference.themes import proposed_themes


class Need(NamedTuple):
    """A State's request with its articles and their themes; its cost in US cents, where known.

    `is_public` holds where the State had consented then, and has today.
    """

    code: str
    state: str
    source: RequestSource
    status: RequestStatus
    priority: Priority
    received_on: date
    instrument: Instrument
    articles: tuple[tuple[Instrument, str], ...]
    themes: tuple[Theme, ...]
    review_cluster: int | None
    estimated_cost_minor: int | None
    is_public: bool


def read_needs(
    session: Session, *, public_only: bool, known_at: datetime | None = None
) -> tuple[Need, ...]:
    """Return the requests that were known at a moment as they were then, by day and code.

    With `public_only` those alone that their States have consented to publish.
    """
    former = held_at(session, FormerAssistanceRequest, "request_id", known_at)
    rows = session.exec(
        select(AssistanceRequest).where(was_known(col(AssistanceRequest.known_from), known_at))
    )
    needs = [
        _need(row.code, former.get(row.id or 0, row), consents=row.consent_to_publish)
        for row in rows
    ]
    shown = [need for need in needs if need.is_public or not public_only]
    return tuple(sorted(shown, key=lambda need: (need.received_on, need.code)))


def _need(code: str, row: AssistanceRequest | FormerAssistanceRequest, *, consents: bool) -> Need:
    """Return a need from its row, or from that of a former state."""
    named = articles_of(row.instrument, row.articles)
    return Need(
        code=code,
        state=row.state,
        source=row.source,
        status=row.status,
        priority=row.priority,
        received_on=row.received_on,
        instrument=row.instrument,
        articles=named,
        themes=proposed_themes(named),
        review_cluster=row.review_cluster,
        estimated_cost_minor=row.estimated_cost_minor,
        is_public=consents and row.consent_to_publish,
    )


def shown_requests(session: Session, codes: Sequence[str], *, unpublished: bool) -> tuple[str, ...]:
    """Return those of the requests whose codes a reader may see: all, or those with consent."""
    if unpublished or not codes:
        return tuple(codes)
    consenting = set(
        session.exec(
            select(AssistanceRequest.code).where(
                col(AssistanceRequest.code).in_(codes),
                col(AssistanceRequest.consent_to_publish).is_(True),
            )
        )
    )
    return tuple(code for code in codes if code in consenting)
