"""Sheets of exchange rates."""

from collections.abc import Iterable, Sequence

from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.import_context import ImportContext
from tracker.exchange.ledger_columns import sure_column
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.rates.operational_rates import add_rates, rates_on_file
from tracker.fund.rates.rate_history import RateHistory
from tracker.fund.rates.rate_rules import (
    RateDirection,
    RateDraft,
    RateOnFile,
    contradiction,
    far_warning,
    inverse_questions,
    rate_faults,
)
from tracker.fund.rates.superseded_rates import former_keys
from tracker.periods import today
from tracker.questions import QuestionCode
from tracker.words import say

ANSWERED = frozenset({QuestionCode.INVERSE_RATE})
"""What has been asked about row by row before the rates are added."""


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of exchange rates."""
    return (
        SheetColumn("currency", say("its code in ISO 4217"), True, "EUR"),
        SheetColumn("effective_on", say("the day from which it holds"), True, "2024-06-01"),
        SheetColumn("rate", say("local units per 1 USD"), True, "0.923"),
        SheetColumn(
            "source", say("where it comes from"), True, say("UN operational rates of exchange")
        ),
        SheetColumn(
            "direction",
            say("which way round the rate is; rates are kept in local units per 1 USD alone"),
            example=RateDirection.LOCAL_PER_USD.value,
            codes=values_of(RateDirection),
        ),
        sure_column(),
    )


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add rates; a rate on record never changes, and an unlikely one is told or asked about.

    A rate that was superseded or withdrawn stays so when its sheet comes again.
    """
    drafts = [
        one for row in context.progress(rows, say("Checking")) if (one := _read(context, row))
    ]
    doubles = context.refuse_duplicates(
        (row, "effective_on", (draft.currency, draft.effective_on)) for row, draft in drafts
    )
    on_file, former = rates_on_file(context.session), former_keys(context.session)
    new = []
    for place, (row, draft) in enumerate(drafts):
        if place in doubles:
            continue
        before = on_file.get((draft.currency, draft.effective_on))
        if (draft.currency, draft.effective_on, draft.rate) in former:
            context.counters.leave(row, draft_key(draft))
        elif before is None:
            new.append((row, draft))
        elif fault := contradiction(draft, before):
            context.refuse(row, [fault])
        else:
            context.counters.leave(row, draft_key(draft))
    new = _accepted(context, new, on_file.values())
    if new:
        add_rates(context.session, [draft for _, draft in new], context.actor, sure=ANSWERED)
    for row, draft in new:
        context.counters.add(row, draft_key(draft))


def draft_key(draft: RateDraft) -> str:
    """Return the key of a rate."""
    return f"{draft.currency} {draft.effective_on.isoformat()}"


def _accepted(
    context: ImportContext,
    new: Sequence[tuple[MappedRow, RateDraft]],
    on_file: Iterable[RateOnFile],
) -> list[tuple[MappedRow, RateDraft]]:
    """Return the new rates that may be added, in the order of their days.

    Each is compared with the one before it, on record or in the sheet: one that is nearly its
    inverse is asked about, one that lies far from it is warned of.
    """
    history = RateHistory(on_file)
    accepted = []
    for row, draft in sorted(new, key=lambda one: one[1].effective_on):
        before = history.before(draft)
        questions = tuple(inverse_questions(draft, before))
        if not context.may_go_on(row, questions):
            continue
        if not questions:
            context.warn(row, "rate", far_warning(draft, before))
        history.add(draft)
        accepted.append((row, draft))
    return accepted


def _read(context: ImportContext, row: MappedRow) -> tuple[MappedRow, RateDraft] | None:
    """Read a row as a rate; None when it is refused."""
    cells = context.cells(row)
    currency = cells.currency("currency", default="")
    on = cells.day("effective_on", required=True)
    rate = cells.decimal("rate", required=True)
    source = cells.text("source", 200, required=True)
    direction = cells.choice("direction", RateDirection, RateDirection.LOCAL_PER_USD)
    if cells.faults or on is None or rate is None or direction is None:
        context.counters.refuse(cells.faults)
        return None
    draft = RateDraft(currency, on, rate, source, direction)
    faults = rate_faults(draft, today())
    if faults:
        context.refuse(row, faults)
        return None
    return row, draft
