"""The calendar of activities, as a page of a month and as a calendar file."""

import re
from datetime import date, timedelta

from apiflask import APIBlueprint
from babel.dates import get_day_names
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from tracker.assistance.activity_calendar import activities_between, last_of, read_month
from tracker.assistance.title_book import TitledKind
from tracker.http import context
from tracker.http.guard import public
from tracker.http.list_queries import FilterSort, ListFilter, read_list_query
from tracker.http.listed_activities import reader_filters
from tracker.http.own_titles import own_title
from tracker.listing import ListQuery
from tracker.periods import start_of_day, today
from tracker.web.activities.calendar_file import calendar_file
from tracker.web.activities.list_filters import list_filters

blueprint = APIBlueprint(
    "activity_calendar", __name__, template_folder="templates", enable_openapi=False
)
MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
BEFORE, AHEAD = timedelta(days=90), timedelta(days=400)
"""What a file without a month holds, from today on."""


@blueprint.get("/activities/calendar")
@public
def show() -> ResponseReturnValue:
    """Show a month, this one unless the address names one."""
    filters = _filters()
    query, first = _query(filters), _month() or today().replace(day=1)
    locale = get_locale()
    weekday = locale.first_week_day
    names = get_day_names("abbreviated", locale=locale)
    page = read_month(
        context.session(),
        query,
        first,
        weekday,
        unpublished=context.sees_unpublished(),
        more=reader_filters(),
    )
    return render_template(
        "activities/calendar.html",
        page=page,
        weekdays=[names[(weekday + number) % 7] for number in range(7)],
        filters=filters,
        query=query,
        today=today(),
        kept=_kept(query),
    )


@blueprint.get("/activities/calendar.ics")
@public
def download() -> ResponseReturnValue:
    """Return the month of the address, or what is near, as a calendar file."""
    query, month = _query(_filters()), _month()
    first = month or today() - BEFORE
    last = last_of(month) if month else today() + AHEAD
    found = activities_between(
        context.session(),
        query,
        first,
        last,
        unpublished=context.sees_unpublished(),
        more=reader_filters(),
    )
    titled = (
        one._replace(title=own_title(TitledKind.ACTIVITY, one.code, one.title)) for one in found
    )
    text = calendar_file(titled, _whole_address, start_of_day(today()))
    headers = {"Content-Disposition": 'attachment; filename="activities.ics"'}
    return Response(text, mimetype="text/calendar", headers=headers)


def _whole_address(code: str) -> str:
    """Return the whole address of an activity's page."""
    return url_for("activities.show", code=code, _external=True)


def _filters() -> tuple[ListFilter, ...]:
    """Return the filters of the list but its days, in whose place the month stands."""
    return tuple(one for one in list_filters() if one.sort is not FilterSort.DAY)


def _query(filters: tuple[ListFilter, ...]) -> ListQuery:
    """Return the words and filters of the address."""
    return read_list_query((one.name for one in filters), (), "start")


def _month() -> date | None:
    """Return the first day of the month in the address; None where it names none."""
    found = MONTH.fullmatch(request.args.get("month", ""))
    return date(int(found[1]), int(found[2]), 1) if found else None


def _kept(query: ListQuery) -> dict[str, list[str]]:
    """Return the words and filters for the addresses of other months."""
    kept: dict[str, list[str]] = {"q": [query.words]} if query.words else {}
    for one in query.chosen:
        kept.setdefault(one.name, []).append(one.code)
    return kept
