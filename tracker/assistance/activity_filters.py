"""Filters of activities by what their list does not show: parts, days, who changed them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import String, and_, exists, false, func, or_, type_coerce
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from tracker.assistance.tables.activities import (
    Activity,
    ActivityArticle,
    ActivityPartner,
    ActivityTheme,
)
from tracker.listing import by_day
from tracker.people.actors import names
from tracker.people.subjects import Subject
from tracker.people.tables import AuditRecord

CHANGED_BY = "changed_by"
Condition = Callable[[tuple[str, ...]], ColumnElement[bool]]


def more_filters(*, unpublished: bool) -> Mapping[str, Condition]:
    """Return the filters; who changed an activity is told to those alone who see its history."""
    filters: dict[str, Condition] = {
        "article": _under_article,
        "theme": _under_theme,
        "partner": _with_partner,
        "from": lambda days: by_day(days, lambda day: _last_day() >= day),
        "to": lambda days: by_day(days, lambda day: _first_day() <= day),
    }
    return filters | ({CHANGED_BY: _changed_by} if unpublished else {})


def _first_day() -> ColumnElement[Any]:
    """Return the first day of an activity, as it happened where that is known."""
    return func.coalesce(col(Activity.actual_start), col(Activity.planned_start))


def _last_day() -> ColumnElement[Any]:
    """Return the last day of an activity, or its first where no end is known."""
    return func.coalesce(col(Activity.actual_end), col(Activity.planned_end), _first_day())


def _under_article(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an activity helps to implement one of the articles."""
    asked = [code.partition(" ") for code in codes]
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


def _changed_by(handles: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that one of these people has added or changed an activity."""
    return exists().where(
        col(AuditRecord.subject_kind) == Subject.ACTIVITY.value,
        col(AuditRecord.subject_reference) == col(Activity.code),
        or_(false(), *(names(col(AuditRecord.actor), handle) for handle in handles)),
    )
