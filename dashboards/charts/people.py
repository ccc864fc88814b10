"""Charts of people: by sex, and by a breakdown with its parts by sex."""

from flask_babel import lazy_gettext as _l

from dashboards.charts.chart import ChartSpec, Drawing, Lazy
from tracker.assistance.people_counts import PeopleBy
from tracker.totals.chart_data.people import (
    PeopleData,
    SexData,
    people_by,
    people_by_sex,
    people_notes,
    people_sentence,
    people_shape,
    people_table,
    sex_notes,
    sex_sentence,
    sex_shape,
    sex_table,
)

DEFINITION: Lazy = _l(
    "People who took part or were reached, counted on the day of the count, by the State or region "
    "that they came from. Without double counting, those are left out who were counted before."
)
PERSONS: Lazy = _l("participations")


def people(name: str, title: Lazy, by: PeopleBy) -> ChartSpec[PeopleData]:
    """Return a chart of people by a breakdown."""
    return ChartSpec(
        name, title, people_by(by), PEOPLE, definition=DEFINITION, unit=PERSONS, wide=True,
        needs_money=False,
    )  # fmt: skip


PEOPLE = Drawing(people_table, people_sentence, people_shape, notes=people_notes)
SEX: Drawing[SexData] = Drawing(sex_table, sex_sentence, sex_shape, notes=sex_notes)
PEOPLE_BY_SEX = ChartSpec(
    "people-sex", _l("People by sex"), people_by_sex, SEX, definition=DEFINITION, unit=PERSONS,
    wide=True, needs_money=False,
)  # fmt: skip
PEOPLE_BY_FUNCTION = people("people-function", _l("People by function"), PeopleBy.FUNCTION)
PEOPLE_BY_REGION = people("people-region", _l("People by region"), PeopleBy.REGION)
PEOPLE_BY_COUNTRY = people("people-country", _l("People by State or area"), PeopleBy.COUNTRY)
