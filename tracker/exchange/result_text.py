"""The result of an import as text, in a short table."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tracker.exchange.fault_groups import group_faults, rows_of
from tracker.exchange.faults import RowFault
from tracker.exchange.import_result import ImportResult, LeftOutRows
from tracker.exchange.outcomes import spelled
from tracker.money import Money
from tracker.words import ngettext, say

FAULTS_SHOWN = 20


def in_words(result: ImportResult) -> str:
    """Return the counts, sums and faults of an import as text."""
    return "\n".join(
        [
            *_table([*_counts(result), *_asked(result), *_sums(result)]),
            *_donors(result),
            *_faults(result.faults),
            *_warnings(sorted(result.counters.warnings), differs=result.differs),
            *dict.fromkeys(result.notes),
            _outcome(result),
        ]
    )


def _counts(result: ImportResult) -> Iterable[tuple[str, str]]:
    """Yield the counts of rows, and of things added with them."""
    counters = result.counters
    yield say("Rows read"), str(result.read)
    if result.kept:
        yield say("added"), str(counters.added)
        yield say("changed"), str(counters.changed)
    yield say("unchanged"), str(counters.unchanged)
    yield say("rejected"), str(result.rejected)
    for group in result.left_out:
        yield say("left out"), _left_out(group)
    names = {
        "donors": say("donors added"),
        "programmes": say("programmes added"),
        "allocations": say("allocations added"),
        "requests": say("requests for approval"),
    }
    added = counters.also_added.items()
    yield from ((names.get(what, what), str(count)) for what, count in added if count)


def _left_out(group: LeftOutRows) -> str:
    """Say how many rows were left out for a reason, with their sum where there is one."""
    if group.sum_minor is None:
        return say("%(rows)s: %(reason)s", rows=group.rows, reason=group.reason)
    return say(
        "%(rows)s, %(sum)s: %(reason)s",
        rows=group.rows,
        sum=f"{Decimal(group.sum_minor).scaleb(-2):f}",  # in whatever currency the file has
        reason=group.reason,
    )


def _asked(result: ImportResult) -> Iterable[tuple[str, str]]:
    """Yield how many rows were imported although they were asked about, by question."""
    for code, count in sorted(result.counters.asked.items()):
        yield say("asked about"), say("%(count)s: %(code)s", count=count, code=code)


def _sums(result: ImportResult) -> Iterable[tuple[str, str]]:
    """Yield the sums by currency, and the unfunded amounts."""
    counters = result.counters
    for currency, minor in sorted(counters.totals.items()):
        yield say("Total"), spelled(Money(minor, currency))
    names = {
        "pledged": say("of it pledged"),
        "received": say("of it received"),
        "allocated": say("allocated"),
    }
    for what, sums in counters.amounts.items():
        for currency, minor in sorted(sums.items()):
            yield names.get(what, what), spelled(Money(minor, currency))
    for programme, rest in sorted(counters.unfunded.items()):
        why = ngettext(
            "%(count)s activity of %(programme)s, %(sum)s",
            "%(count)s activities of %(programme)s, %(sum)s",
            rest.activities,
            count=rest.activities,
            programme=programme,
            sum=spelled(Money(rest.minor)),
        )
        yield say("not funded"), why


def _donors(result: ImportResult) -> Iterable[str]:
    """Yield the donors that a person has to decide."""
    for donor in result.counters.undecided_donors:
        yield say(
            "Donor to be decided: %(code)s '%(name)s' (%(reason)s)",
            code=donor.code,
            name=donor.name,
            reason=donor.reason,
        )


def _faults(faults: Sequence[RowFault]) -> Iterable[str]:
    """Yield like faults together, the most frequent first, and how many more there are."""
    groups = group_faults(faults)
    for group in groups[:FAULTS_SHOWN]:
        yield _placed(group.example)
        if group.number > 1:
            yield "  " + say(
                "%(count)s faults like this one, in the rows %(rows)s",
                count=group.number,
                rows=rows_of(group),
            )
    more = sum(group.number for group in groups[FAULTS_SHOWN:])
    if more:
        yield say("and %(count)s more faults; --json lists all", count=more)


def _warnings(warnings: Sequence[RowFault], *, differs: bool) -> Iterable[str]:
    """Yield the first warnings, and how many more there are."""
    if warnings:
        yield say("To be looked at:") if differs else say("Imported, but to be looked at:")
    yield from map(_placed, warnings[:FAULTS_SHOWN])
    if len(warnings) > FAULTS_SHOWN:
        more = len(warnings) - FAULTS_SHOWN
        yield say("and %(count)s more warnings; --json lists all", count=more)


def _placed(fault: RowFault) -> str:
    """Say where something is, and what."""
    if not fault.row:
        return fault.message
    if not fault.column:
        return say(
            "%(file)s, row %(row)s: %(message)s",
            file=fault.file,
            row=fault.row,
            message=fault.message,
        )
    return say(
        "%(file)s, row %(row)s, %(column)s: %(message)s",
        file=fault.file,
        row=fault.row,
        column=fault.column,
        message=fault.message,
    )


def _outcome(result: ImportResult) -> str:
    """Say in one sentence whether the record changed."""
    if result.dry_run:
        return say("A dry run: the record is as it was.")
    if result.differs:
        return say(
            "The record changed after the preview, and the rows would do something else now. "
            "Nothing was imported: this is the new preview."
        )
    if not result.applied:
        return say("The record is as it was. Mend the rows, or take the good ones: --accept-good.")
    if result.counters.added or result.counters.changed or +result.counters.also_added:
        return say("The record holds it now.")
    return say("The record held all of it before.")


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Align two columns."""
    pairs = list(rows)
    width = max((len(name) for name, _ in pairs), default=0)
    return [f"{name:<{width}}  {value}" for name, value in pairs]
