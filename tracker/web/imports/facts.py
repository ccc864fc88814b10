"""The facts of one import's page: its state, counts, sums, remarks, faults and rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.exchange.import_jobs.import_list import (
    FaultItem,
    RowItem,
    count_warnings,
    first_faults,
    list_rows,
    messages_of,
)
from tracker.exchange.import_jobs.states import AT_WORK, ImportState
from tracker.exchange.import_jobs.store import number_of, same_file
from tracker.exchange.import_jobs.tables import ImportJob
from tracker.exchange.outcomes import Outcome
from tracker.http import context
from tracker.http.formats import money, whole
from tracker.http.job_facts import NO_JOB, JobFacts, job_facts
from tracker.http.list_queries import ListFilter
from tracker.jobs.store import find_job
from tracker.web.imports.kinds import kind_label, reader
from tracker.web.lists.list_page import ListPage, Plan, make_list_page, options_of

SHOWN = 50
"""The number of faults, and of warnings, on the page itself."""


class Sum(NamedTuple):
    """A sum with its label, in words."""

    what: str
    currency: str
    amount: str


class LikeFaults(NamedTuple):
    """Like faults: how many, in which rows, and one of them."""

    number: int
    rows: str
    example: FaultItem


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """The facts of one import."""

    job: ImportJob
    number: int
    kind: str
    state: ImportState
    job_facts: JobFacts
    may_act: bool
    same: ImportJob | None
    sums: tuple[Sum, ...]
    remarks: tuple[str, ...]
    faults: tuple[FaultItem, ...]
    like: tuple[LikeFaults, ...]
    warnings: tuple[FaultItem, ...]
    warnings_in_all: int
    page: ListPage | None
    messages: Mapping[int, list[FaultItem]]

    @property
    def running(self) -> bool:
        """Tell whether a job works on it, or waits to do so."""
        return self.state in AT_WORK

    @property
    def has_work(self) -> bool:
        """Tell whether applying it would change the record."""
        report = self.job.report or {}
        return bool(self.job.rows_added or self.job.rows_changed or report.get("also_added"))

    @property
    def waits(self) -> bool:
        """Tell whether some of its rows became a request for approval."""
        return bool((self.job.report or {}).get("also_added", {}).get("requests"))

    @property
    def takeable(self) -> bool:
        """Tell whether it waits for a decision and would change the record."""
        return self.state is ImportState.CHECKED and self.job.takeable and self.has_work


def facts_of(job: ImportJob) -> ImportFacts:
    """Return the facts of an import's page."""
    session = context.session()
    number, who = number_of(job), reader()
    of_job = _job_facts(job)
    state = ImportState.FAILED if of_job.lost else job.state
    running = state in AT_WORK
    seen = job.report is not None and state is not ImportState.DISCARDED and not running
    same = same_file(session, job)
    page = make_list_page(partial(list_rows, number=number), _plan()) if seen else None
    return ImportFacts(
        job=job,
        number=number,
        kind=kind_label(job.kind),
        state=state,
        job_facts=of_job,
        may_act=job.kind in who.kinds,
        same=same if same and who.sees(same) else None,
        sums=tuple(_sums(job.report or {})),
        remarks=tuple(_remarks(job.report or {})),
        faults=tuple(first_faults(session, number, SHOWN)) if seen else (),
        like=tuple(_like(job.report or {})) if seen else (),
        warnings=tuple(first_faults(session, number, SHOWN, warning=True)) if seen else (),
        warnings_in_all=count_warnings(session, number) if seen else 0,
        page=page,
        messages=_messages(number, page),
    )


def _job_facts(imported: ImportJob) -> JobFacts:
    """Return the progress of an import's job, if it has one to do."""
    if imported.state not in AT_WORK or imported.job_id is None:
        return NO_JOB
    return job_facts(find_job(context.session(), imported.job_id))


def _messages(number: int, page: ListPage | None) -> Mapping[int, list[FaultItem]]:
    """Return the faults of the rejected rows of a page."""
    rows = page.slice.rows if page else ()
    rejected = {one.row for one in rows if one.outcome is Outcome.REJECTED}
    return messages_of(context.session(), number, rejected) if rejected else {}


def _plan() -> Plan:
    """Return the plan of the list of rows; the page draws it itself."""
    return Plan(
        caption=_("What becomes of each row"),
        columns=(),
        draws_rows=True,
        row=_row,
        filters=(ListFilter("outcome", _("Outcome"), options_of(Outcome)),),
        default_order="",
        empty=_("There is no row."),
    )


def _row(item: RowItem) -> tuple[object, ...]:
    """Return a row as it is."""
    return (item,)


def _like(report: Mapping[str, Any]) -> Iterable[LikeFaults]:
    """Yield the groups of like faults, where some are alike."""
    groups = report.get("fault_groups", ())
    if not any(group["count"] > 1 for group in groups):
        return
    for group in groups[:SHOWN]:
        one = group["example"]
        example = FaultItem(one["row"], one["column"], one["value"], one["message"])
        named = [whole(row) for row in group["rows"]]
        more = ["…"] if group["count"] > len(named) else []
        yield LikeFaults(group["count"], ", ".join(named + more), example)


def _sums(report: Mapping[str, Any]) -> Iterable[Sum]:
    """Yield the sums of the good rows by currency, with their parts."""
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
    """Yield remarks: things added with the rows, rows left out, donors to decide."""
    names = {
        "donors": _("donors added"),
        "programmes": _("programmes added"),
        "allocations": _("allocations added"),
        "requests": _("requests for approval"),
    }
    for what, count in report.get("also_added", {}).items():
        if count:
            yield f"{names.get(what, what)}: {whole(count)}"
    for code, count in report.get("asked", {}).items():
        yield ngettext(
            "%(count)s row asked about: %(code)s",
            "%(count)s rows asked about: %(code)s",
            count,
            count=whole(count),
            code=code,
        )
    for group in report.get("left_out", ()):
        if group["sum_minor"] is None:
            yield ngettext(
                "%(rows)s row left out: %(reason)s",
                "%(rows)s rows left out: %(reason)s",
                group["rows"],
                rows=whole(group["rows"]),
                reason=group["reason"],
            )
            continue
        yield ngettext(
            "%(rows)s row left out, %(sum)s: %(reason)s",
            "%(rows)s rows left out, %(sum)s together: %(reason)s",
            group["rows"],
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
        yield ngettext(
            "not funded: %(count)s activity of %(programme)s, USD %(sum)s",
            "not funded: %(count)s activities of %(programme)s, USD %(sum)s",
            rest["activities"],
            count=whole(rest["activities"]),
            programme=programme,
            sum=money(rest["minor"]),
        )
    yield from report.get("notes", ())
