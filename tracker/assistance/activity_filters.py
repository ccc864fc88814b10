"""Filters of activities by what their list does not show: parts, days, requests, one's own."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import String, and_, exists, false, func, or_, select, true, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from tracker.assistance.tables.activities import (
    Activity,
    ActivityArticle,
    ActivityPartner,
    ActivityTheme,
    Programme,
)
from tracker.assistance.tables.requests import ActivityAssistanceRequest, AssistanceRequest
from tracker.listing import by_day
from tracker.people.actors import names
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord
from tracker.reference.code_filters import among_records
from tracker.reference.record_codes import normal_code

Condition = Callable[[tuple[str, ...]], ColumnElement[bool]]


class OwnActivities(StrEnum):
    """The senses in which an activity is the reader's own."""

    PROGRAMMES = "programmes"  # it is of one of the programmes that a manager has
    CHANGED = "changed"  # the reader has added or changed it


def more_filters(*, unpublished: bool) -> Mapping[str, Condition]:
    """Return the filters; a request that its State does not publish is none for the public."""
    return {
        "article": _under_article,
        "theme": _under_theme,
        "partner": _with_partner,
        "from": lambda days: by_day(days, lambda day: _last_day() >= day),
        "to": lambda days: by_day(days, lambda day: _first_day() <= day),
        "request": lambda codes: answering(codes, unpublished=unpublished),
    }


def own_filter(programmes: Collection[str], handle: str) -> Condition:
    """Return the filter by what is a reader's own; who has chosen no programmes has all."""
    of_programmes = col(Programme.code).in_(sorted(programmes)) if programmes else true()

    def own(codes: tuple[str, ...]) -> ColumnElement[bool]:
        """Return the condition that an activity is the reader's own in one of these senses."""
        conditions = {
            OwnActivities.PROGRAMMES.value: of_programmes,
            OwnActivities.CHANGED.value: _changed_by(handle),
        }
        return or_(false(), *(conditions[code] for code in codes if code in conditions))

    return own


def _first_day() -> ColumnElement[Any]:
    """Return the first day of an activity, as it happened where that is known."""
    return func.coalesce(col(Activity.actual_start), col(Activity.planned_start))


def _last_day() -> ColumnElement[Any]:
    """Return the last day of an activity, or its first where no end is known."""
    return func.coalesce(col(Activity.actual_end), col(Activity.planned_end), _first_day())


def _under_article(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity helps to implement one of the articles."""
    asked = [normal_code(code).partition(" ") for code in codes]
    same = (
        and_(
            type_coerce(col(ActivityArticle.instrument), String) == instrument.upper(),
            col(ActivityArticle.article) == article.strip(),
        )
        for instrument, _, article in asked
    )
    return exists().where(col(ActivityArticle.activity_id) == col(Activity.id), or_(false(), *same))


def _under_theme(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity has one of the themes."""
    return exists().where(
        col(ActivityTheme.activity_id) == col(Activity.id),
        type_coerce(col(ActivityTheme.theme), String).in_(codes),
    )


def _with_partner(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that a partner's name holds one of the texts."""
    named = (col(ActivityPartner.name).icontains(code, autoescape=True) for code in codes)
    return exists().where(
        col(ActivityPartner.activity_id) == col(Activity.id), or_(false(), *named)
    )


def answering(codes: tuple[str, ...], *, unpublished: bool) -> ColumnElement[bool]:
    """Return the condition that an activity answers one of the requests, as far as it is shown."""
    request = AssistanceRequest
    return exists().where(
        col(ActivityAssistanceRequest.activity_id) == col(Activity.id),
        col(ActivityAssistanceRequest.request_id) == col(request.id),
        among_records(col(request.code), col(request.code_key))(codes),
        true() if unpublished else col(request.consent_to_publish).is_(True),
    )


def _changed_by(handle: str) -> ColumnElement[bool]:
    """Return the condition that a person has added or changed an activity, or a revision of it."""
    kinds = (Subject.ACTIVITY.value, Subject.ACTIVITY_REVISION.value)
    changed = select(col(AuditRecord.subject_reference)).where(
        col(AuditRecord.subject_kind).in_(kinds), names(col(AuditRecord.actor), handle)
    )
    return col(Activity.code).in_(changed)
