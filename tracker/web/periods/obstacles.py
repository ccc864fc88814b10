"""What stands in the way of closing months or a year, each with where to see to it."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from tracker.fund.closing.months import MONTHS, Month
from tracker.fund.closing.period_calendar import Calendar
from tracker.http.formats import month


class ObstacleLink(NamedTuple):
    """The address of what stands in the way, and its name."""

    address: str
    text: str


class Obstacle(NamedTuple):
    """A reason for which nothing can be closed now, with what has to be seen to first."""

    text: str
    links: tuple[ObstacleLink, ...]


def obstacles_to_months(
    found: Calendar, through: Month | None, closings: tuple[int, ...]
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of closing all months up to one.

    `closings` are the numbers of the closings of months that wait.
    """
    if through is None:
        back = ObstacleLink(url_for("periods.show_list"), _("Back to the periods"))
        return (Obstacle(_("This month is not over, or it is closed already."), (back,)),)
    waiting = found.waiting_until(through.last)
    obstacles = []
    if waiting:
        text = _("They cannot be closed yet: these requests count for them and wait for approval.")
        obstacles.append(Obstacle(text, _requests(waiting)))
    if closings:
        obstacles.append(_closing_waits(closings))
    return tuple(obstacles)


def obstacles_to_year(
    found: Calendar, year: int, closings: tuple[int, ...]
) -> tuple[Obstacle, ...]:
    """Return what stands in the way of closing a year; `closings` are its own that wait."""
    if closings:
        return (_closing_waits(closings),)
    if found.closable_year == year:
        return ()
    years = {one.first_on.year: one for one in found.years}
    closed = [number for number, one in years.items() if one.closing]
    last = Month(year, MONTHS)
    if year in closed:
        link = ObstacleLink(url_for("periods.show_year", year=year), str(year))
        return (Obstacle(_("This year is closed already."), (link,)),)
    if found.closed_until is None or found.closed_until < last.last:
        return (_months_open(found, last),)
    first = max(closed) + 1 if closed else min(years)
    link = ObstacleLink(url_for("periods.ask_year", year=first), str(first))
    return (Obstacle(_("An earlier year has to be closed first."), (link,)),)


def _months_open(found: Calendar, last: Month) -> Obstacle:
    """Return the obstacle of months that are not over, or still open."""
    if last not in found.closable_months:
        link = ObstacleLink(url_for("periods.show_list", year=last.year), str(last.year))
        return Obstacle(_("The year is not over, or nothing was posted yet."), (link,))
    address = url_for("periods.ask_months", through=f"{last.first:%Y-%m}")
    text = _("Close all months up to %(month)s", month=month(last.first))
    return Obstacle(_("Its months are open."), (ObstacleLink(address, text),))


def _closing_waits(numbers: tuple[int, ...]) -> Obstacle:
    """Return the obstacle of a closing that waits for its second person."""
    text = _("A closing waits for the approval of a second person:")
    return Obstacle(text, _requests(numbers))


def _requests(numbers: tuple[int, ...]) -> tuple[ObstacleLink, ...]:
    """Return the links of requests."""
    return tuple(
        ObstacleLink(
            url_for("approvals.show", number=number), _("request %(number)s", number=number)
        )
        for number in numbers
    )
