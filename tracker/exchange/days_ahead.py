"""Days of a sheet that have not come, in columns of what happened: they are those of the plan.

Other systems write the day on which a project is to end as its end, and mend it when it is over.
"""

from collections.abc import Iterable, Mapping

from tracker.exchange.cells import written_day
from tracker.exchange.profiles import Section
from tracker.periods import today
from tracker.words import ngettext


def move_days_ahead(values: dict[str, str], section: Section) -> Iterable[str]:
    """Move days that have not come to the column that the profile names; yield their columns.

    A column that holds a day of its own keeps it, and the day to come is left for the rules.
    """
    for ours, planned in section.ahead.items():
        day = written_day(values.get(ours, ""), section.dates)
        if day is not None and day > today() and not values.get(planned):
            values[planned], values[ours] = values[ours], ""
            yield ours


def moved_notes(file: str, section: Section, moved: Mapping[str, int]) -> Iterable[str]:
    """Yield notes on days that were moved."""
    for ours, count in moved.items():
        yield ngettext(
            "%(file)s: in %(count)s row the day of %(column)s has not come; it is taken as "
            "%(other)s",
            "%(file)s: in %(count)s rows the day of %(column)s has not come; it is taken as "
            "%(other)s",
            count,
            file=file,
            count=count,
            column=ours,
            other=section.ahead[ours],
        )
