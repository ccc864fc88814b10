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
from dashboards.people_tiles import (
    participations,
    sees_small_counts,
    without_double_counting,
)
from tracker.assistance.people_counts import PeopleBy

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
    needs_money=False,
)
