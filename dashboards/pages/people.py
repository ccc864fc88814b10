"""The page of people: who was trained or reached, by sex, function, region and more."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.people import (
    PEOPLE_BY_COUNTRY,
    PEOPLE_BY_FUNCTION,
    PEOPLE_BY_REGION,
    PEOPLE_BY_SEX,
    people,
)
from dashboards.pages.page_spec import PageSpec
from dashboards.people_tiles import participations, without_double_counting
from tracker.assistance.people_counts import PeopleBy
from tracker.people.permissions import CurrentUser, may_see_small_counts
from tracker.totals.query import Query


def sees_small_counts(user: CurrentUser, _query: Query) -> bool:
    """Tell whether the page shows a user more than the public."""
    return may_see_small_counts(user)


PEOPLE_PAGE = PageSpec(
    "people",
    "/dashboards/people",
    _l("People"),
    _l("Who took part in assistance"),
    (participations, without_double_counting),
    (
        PEOPLE_BY_SEX,
        PEOPLE_BY_FUNCTION,
        PEOPLE_BY_REGION,
        PEOPLE_BY_COUNTRY,
        people("people-year", _l("People by year"), PeopleBy.YEAR),
        people("people-protocol", _l("People by instrument"), PeopleBy.PROTOCOL),
        people("people-paragraph", _l("People by operative paragraph"), PeopleBy.PARAGRAPH),
        people("people-programme", _l("People by programme"), PeopleBy.PROGRAMME),
    ),
    shows_more=sees_small_counts,
)
