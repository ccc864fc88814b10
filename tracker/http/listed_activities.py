"""The activities that a list, a calendar or a sheet shows to its reader, under all filters."""

from collections.abc import Callable, Mapping

from sqlalchemy import false
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

from tracker.assistance.activity_filters import own_filter
from tracker.assistance.activity_list import ActivityItem, list_activities
from tracker.fund.contributions.funding_filters import funding_filters
from tracker.http import context
from tracker.listing import ListQuery, Slice

MINE = "mine"


def reader_filters() -> Mapping[str, Callable[[tuple[str, ...]], ColumnElement[bool]]]:
    """Return the filters by what pays for activities, and by what is the reader's own, of staff."""
    if not context.sees_unpublished():
        return {**funding_filters(), MINE: lambda _codes: false()}
    user = context.user()
    return {**funding_filters(), MINE: own_filter(user.programmes, user.handle)}


def listed_activities(session: Session, query: ListQuery) -> Slice[ActivityItem]:
    """Return a page of the activities that the reader of this request may see."""
    sees = context.sees_unpublished()
    return list_activities(session, query, unpublished=sees, more=reader_filters())
