"""What the page of one import shows: its state, counts, sums, remarks, faults and rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from flask_babel import gettext as _

from tracker.exchange.jobs.keeping import number_of, same_file
from tracker.exchange.jobs.launching import lost
from tracker.exchange.jobs.models import ImportJob
from tracker.exchange.jobs.pulse import Step, pulses_of
from tracker.exchange.jobs.reads import (
    FaultItem,
    RowItem,
    count_warnings,
    first_faults,
    list_rows,
    messages_of,
)
from tracker.exchange.jobs.states import RUNNING, JobState
from tracker.exchange.outcomes import Outcome
from tracker.http import context
from tracker.http.formats import money, whole
from tracker.http.list_queries import ListFilter
from tracker.web.imports.kinds import kind_label, reader
from tracker.web.lists.list_page import ListPage, Plan, make_list_page, options_of

SHOWN = 50
"""So many faults, and so many warnings, stand on the page itself."""


class Sum(NamedTuple):
    """An amount by what it is of, written out."""

    what: str
    currency: str
    amount: str


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """One import as its page shows it."""

    job: ImportJob
    number: int
    kind: str
    state: JobState
    step: Step | None
    may_act: bool
    same: ImportJob | None
    sums: tuple[Sum, ...]
    remarks: tuple[str, ...]
    faults: tuple[FaultItem, ...]
    warnings: tuple[FaultItem, ...]
    warnings_in_all: int
    page: ListPage | None
    messages: Mapping[int, list[FaultItem]]

    @property
    def running(self) -> bool:
        """A process works on it, or is about to."""
        return self.state in RUNNING

    @property
    def has_work(self) -> bool:
        """Taking it up would change the record."""
        report = self.job.report or {}
        return bool(self.job.rows_added or self.job.rows_changed or report.get("also_added"))

    @property
    def takeable(self) -> bool:
        """It waits for a decision, and there is something to take up."""
        return self.state is JobState.CHECKED and self.job.takeable and self.has_work


def facts_of(job: ImportJob) -> ImportFacts:
    """Gather what the page of an import shows."""
    services, session = context.services(), context.session()
    number, who = number_of(job), reader()
    state = JobState.FAILED if lost(services.engine, job) else job.state
    running = state in RUNNING
    seen = job.report is not None and state is not JobState.DISCARDED and not running
    same = same_file(session, job)
    page = make_list_page(partial(list_rows, number=number), _plan()) if seen else None
    return ImportFacts(
        job=job,
        number=number,
        kind=kind_label(job.kind),
        state=state,
        step=pulses_of(services.engine).step(number) if running else None,
        may_act=job.kind in who.kinds,
        same=same if same and who.sees(same) else None,
        sums=tuple(_sums(job.report or {})),
        remarks=tuple(_remarks(job.report or {})),
        faults=tuple(first_faults(session, number, SHOWN)) if seen else (),
        warnings=tuple(first_faults(session, number, SHOWN, warning=True)) if seen else (),
        warnings_in_all=count_warnings(session, number) if seen else 0,
        page=page,
        messages=_messages(number, page),
    )


def _messages(number: int, page: ListPage | None) -> Mapping[int, list[FaultItem]]:
    """Return the faults of the rejected rows of a page."""
    rows = page.slice.rows if page else ()
    rejected = {one.row for one in rows if one.outcome is Outcome.REJECTED}
    return messages_of(context.session(), number, rejected) if rejected else {}


def _plan() -> Plan:
    """Say how the list of rows is searched and filtered; the page draws it itself."""
    return Plan(
        caption=_("What becomes of each row"),
        columns=(),
        row=_row,
        filters=(ListFilter("outcome", _("Outcome"), options_of(Outcome)),),
        default_order="",
        empty=_("There is no row."),
    )


def _row(item: RowItem) -> tuple[object, ...]:
    """Hand a row on as it is."""
    return (item,)


def _sums(report: Mapping[str, Any]) -> Iterable[Sum]:
    """Yield the sums of the good rows by currency, and what they are made of."""
    names = {
        "pledged": _("of it pledged"),
        "received": _("of it received"),
        "allocated": _("allocated"),
    }
    for currency, minor in sorted(report.get("totals", {}).items()):
        yield Sum(_("Total"), currency, money(minor, currency))
    for what, sums in report.get("amounts", {}).items():
        for currency, minor in sorted(sums.items()):
            yield Sum(names.get(what, what), currency, money(minor, currency))


def _remarks(report: Mapping[str, Any]) -> Iterable[str]:
    """Yield what else the check found: what came along, was left out or is to be decided."""
    names = {
        "donors": _("donors added"),
        "programmes": _("programmes added"),
        "allocations": _("allocations added"),
        "requests": _("requests for approval"),
    }
    for what, count in report.get("also_added", {}).items():
        if count:
            yield f"{names.get(what, what)}: {whole(count)}"
    for group in report.get("left_out", ()):
        yield _(
            "%(rows)s rows left out, USD %(sum)s: %(reason)s",
            rows=whole(group["rows"]),
            sum=money(group["sum_minor"]),
            reason=group["reason"],
        )
    for donor in report.get("undecided_donors", ()):
        yield _(
            "Donor to be decided: %(code)s '%(name)s' (%(reason)s)",
            code=donor["code"],
            name=donor["name"],
            reason=donor["reason"],
        )
    for programme, rest in report.get("unfunded", {}).items():
        yield _(
            "not funded: %(count)s activities of %(programme)s, USD %(sum)s",
            count=whole(rest["activities"]),
            programme=programme,
            sum=money(rest["minor"]),
        )
    yield from report.get("notes", ())
