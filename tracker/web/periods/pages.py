"""The pages of periods: months and years, their closing, and a year's balances."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from apiflask import APIBlueprint
from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.csv_text import Cell, dollars
from tracker.fund.approvals.change_requests import hand_in, waiting_changes
from tracker.fund.closing.months import Month
from tracker.fund.closing.period_calendar import Calendar, calendar
from tracker.fund.closing.year_balances import MOVED, YearBalance, year_balances
from tracker.fund.ledger.days_below_zero import days_below_zero
from tracker.fund.record_changes.closing import (
    CLOSE_MONTHS,
    CLOSE_YEAR,
    MonthsClosing,
    YearClosing,
)
from tracker.fund.record_changes.open_items import open_items
from tracker.fund.states import RecordChange
from tracker.fund.verification.heads import read_heads
from tracker.http import context
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import requires
from tracker.http.list_queries import read_list_query
from tracker.listing import ListQuery, Slice
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.web.entries.refill import returned_request
from tracker.web.forms.saving import actor
from tracker.web.forms.waiting import go_to_request
from tracker.web.periods.closing_forms import MonthsClosingForm, YearClosingForm, read_month
from tracker.web.periods.obstacles import Obstacle, obstacles_to_months, obstacles_to_year

blueprint = APIBlueprint("periods", __name__, template_folder="templates", enable_openapi=False)
HEADINGS = (
    "contribution", "donor", "donor_name", "opening_usd", "corrections_of_earlier_years_usd",
    "received_usd", "interest_usd", "transferred_usd", "bank_charges_usd", "written_off_usd",
    "refunded_usd", "spent_usd", "support_cost_usd", "closing_usd", "corrected_since_usd",
    "closing_as_known_today_usd",
)  # fmt: skip
ROWS = 100


@blueprint.get("/periods")
@requires(Permission.SEE_TERMS)
def show_list() -> ResponseReturnValue:
    """Show the years, and the months of one of them."""
    found, closings = calendar(context.session(), today()), _waiting_closings()
    return render_template(
        "periods/list.html",
        calendar=found,
        year=_chosen_year(found),
        today=today(),
        closings=closings.numbers,
        offered=() if closings.months else _offered_months(found),
        heads=read_heads(context.session().connection()),
    )


@blueprint.get("/periods/days-below-zero")
@requires(Permission.SEE_TERMS)
def show_days_below_zero() -> ResponseReturnValue:
    """Show the days on which an account is below zero, and why they were let in."""
    found = days_below_zero(context.session())
    return render_template("periods/days_below_zero.html", found=found)


@blueprint.get("/periods/<int:year>")
@requires(Permission.SEE_TERMS)
def show_year(year: int) -> ResponseReturnValue:
    """Show the opening and closing balances of a year."""
    found = year_balances(context.session(), year)
    asked = read_list_query((), (), "")
    start = (asked.page - 1) * ROWS
    rows = Slice(
        found.rows[start : start + ROWS], len(found.rows), ListQuery(page=asked.page, size=ROWS)
    )
    moved = tuple(kind for kind in MOVED if any(row.moved[kind] for row in found.rows))
    return render_template("periods/year.html", found=found, rows=rows, moved=moved, today=today())


@blueprint.get("/periods/<int:year>/balances.csv")
@requires(Permission.SEE_TERMS)
def download_year(year: int) -> ResponseReturnValue:
    """Answer with the balances of a year as a file."""
    found = year_balances(context.session(), year)
    return csv_answer(HEADINGS, map(_cells, found.rows), f"balances-{year}.csv")


@blueprint.get("/periods/close")
@requires(Permission.CLOSE_PERIODS)
def ask_months() -> ResponseReturnValue:
    """List the months to close, and ask for confirmation, or say what stands in the way."""
    months = _months_asked(request.args.get("through", ""))
    form = MonthsClosingForm(offered=not months.obstacles, formdata=None, through=months.through)
    return _months_page(form, months)


@blueprint.post("/periods/close")
@requires(Permission.CLOSE_PERIODS)
def close_them() -> ResponseReturnValue:
    """Hand in the closing of all months up to one, or show the refusal."""
    months = _months_asked(request.form.get("through", ""))
    form = MonthsClosingForm(offered=not months.obstacles)
    if form.validate():
        closing = MonthsClosing(form.through.data)
        handed_in = form.save(
            hand_in, CLOSE_MONTHS, closing, actor(), form.remark, replaces=returned_request()
        )
        if handed_in:
            return go_to_request(handed_in.value)
    return _months_page(form, months)


@blueprint.get("/periods/<int:year>/close")
@requires(Permission.CLOSE_PERIODS)
def ask_year(year: int) -> ResponseReturnValue:
    """List the balances to save, and ask for confirmation, or say what stands in the way."""
    obstacles = _obstacles_to_year(year)
    return _year_page(YearClosingForm(offered=not obstacles, formdata=None), year, obstacles)


@blueprint.post("/periods/<int:year>/close")
@requires(Permission.CLOSE_PERIODS)
def close_it(year: int) -> ResponseReturnValue:
    """Hand in the closing of the year with its balances, or show the refusal."""
    year_balances(context.session(), year)  # raises NotFound for a year without entries
    obstacles = _obstacles_to_year(year)
    form = YearClosingForm(offered=not obstacles)
    if form.validate():
        closing = YearClosing(year)
        handed_in = form.save(
            hand_in, CLOSE_YEAR, closing, actor(), form.remark, replaces=returned_request()
        )
        if handed_in:
            return go_to_request(handed_in.value)
    return _year_page(form, year, obstacles)


def _offered_months(found: Calendar) -> tuple[Month, ...]:
    """Return the months up to which can be closed now: no request of their days waits."""
    return tuple(each for each in found.closable_months if not found.waiting_until(each.last))


def _chosen_year(found: Calendar) -> int:
    """Return the year of the shown months: that of the address, else the first open one."""
    years = [year.first_on.year for year in found.years]
    text = request.args.get("year", "")
    asked = int(text[:4]) if text.isascii() and text.isdigit() else 0
    if asked in years:
        return asked
    return found.closable_months[0].year if found.closable_months else years[-1]


class _MonthsAsked(NamedTuple):
    """The last month to close, None where it cannot be, and what stands in the way."""

    calendar: Calendar
    through: Month | None
    obstacles: tuple[Obstacle, ...]


def _months_asked(text: str) -> _MonthsAsked:
    """Return the months to close up to the one of a text."""
    found = calendar(context.session(), today())
    month = read_month(text.strip())
    through = month if month in found.closable_months else None
    waiting = _waiting_closings().months
    return _MonthsAsked(found, through, obstacles_to_months(found, through, waiting))


def _obstacles_to_year(year: int) -> tuple[Obstacle, ...]:
    """Return what stands in the way of closing a year."""
    found = calendar(context.session(), today())
    waiting = _waiting_closings().years
    return obstacles_to_year(found, year, (waiting[year],) if year in waiting else ())


def _months_page(form: MonthsClosingForm, months: _MonthsAsked) -> ResponseReturnValue:
    """Show which months will be closed."""
    found, through = months.calendar, months.through
    chosen = tuple(each for each in found.closable_months if through and each <= through)
    firsts = {month.first for month in chosen}
    page = render_template(
        "periods/close_form.html",
        form=form,
        through=through,
        chosen=chosen,
        entries=sum(one.entries for one in found.months if one.first_on in firsts),
        obstacles=months.obstacles,
        open_items=(
            open_items(context.session(), chosen[0].first, through.last) if through else ()
        ),
    )
    return page, form.http_status


def _year_page(
    form: YearClosingForm, year: int, obstacles: tuple[Obstacle, ...]
) -> ResponseReturnValue:
    """Show what closing a year keeps."""
    page = render_template(
        "periods/close_year_form.html",
        form=form,
        found=year_balances(context.session(), year),
        obstacles=obstacles,
        open_items=open_items(context.session(), date(year, 1, 1), date(year, 12, 31)),
    )
    return page, form.http_status


class _WaitingClosings(NamedTuple):
    """The numbers of the closings that wait for a second person: of months, and of each year."""

    months: tuple[int, ...]
    years: Mapping[int, int]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all of them."""
        return (*self.months, *self.years.values())


def _waiting_closings() -> _WaitingClosings:
    """Return the closings that wait for a second person."""
    names = (RecordChange.CLOSE_MONTHS, RecordChange.CLOSE_YEAR)
    waiting = waiting_changes(context.session(), names)
    return _WaitingClosings(
        tuple(number for number, _title, payload in waiting if "year" not in payload),
        {payload["year"]: number for number, _title, payload in waiting if "year" in payload},
    )


def _cells(row: YearBalance) -> tuple[Cell, ...]:
    """Return one contribution as cells of a file, amounts in US dollars.

    Income is above zero and outgoings below, so that a row adds up.
    """
    amounts = (
        row.opening_minor, row.earlier_minor, *(row.moved[kind] for kind in MOVED),
        row.closing_minor, row.since_minor, row.now_minor,
    )  # fmt: skip
    return (row.contribution, row.donor, row.donor_name, *map(dollars, amounts))
