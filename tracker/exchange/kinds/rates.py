"""Sheets of exchange rates."""

from collections.abc import Sequence

from sqlmodel import select

from tracker.errors import Fault
from tracker.exchange.columns import Column
from tracker.exchange.desk import Desk
from tracker.exchange.mapping import MappedRow
from tracker.fund.rate_models import ExchangeRate
from tracker.fund.rates.operational import RateDraft, add_rates, rate_faults
from tracker.words import say


def columns() -> tuple[Column, ...]:
    """Return the columns of a sheet of exchange rates."""
    return (
        Column("currency", say("its code in ISO 4217"), True, "EUR"),
        Column("effective_on", say("the day from which it holds"), True, "2024-06-01"),
        Column("rate", say("local units per 1 USD"), True, "0.923"),
        Column("source", say("where it comes from"), True, say("UN operational rates of exchange")),
    )


def take_up(desk: Desk, rows: Sequence[MappedRow]) -> None:
    """Add rates; a rate on record never changes."""
    drafts = [one for row in desk.progress(rows, say("Checking")) if (one := _read(desk, row))]
    doubles = desk.refuse_doubles(
        (row, "effective_on", (draft.currency, draft.effective_on)) for row, draft in drafts
    )
    on_file = {
        (row.currency, row.effective_on): row for row in desk.session.exec(select(ExchangeRate))
    }
    new = []
    for place, (row, draft) in enumerate(drafts):
        before = on_file.get((draft.currency, draft.effective_on))
        if place in doubles:
            continue
        if before is None:
            new.append((row, draft))
        elif before.rate == draft.rate:
            desk.tally.leave(row, draft_key(draft))
        else:
            why = say("the rate on record is %(rate)s; it never changes", rate=before.rate)
            desk.refuse(row, [Fault("rate", why)])
    if new:
        add_rates(desk.session, [draft for _, draft in new], desk.actor)
    for row, draft in new:
        desk.tally.add(row, draft_key(draft))


def draft_key(draft: RateDraft) -> str:
    """Return what tells a rate from others."""
    return f"{draft.currency} {draft.effective_on.isoformat()}"


def _read(desk: Desk, row: MappedRow) -> tuple[MappedRow, RateDraft] | None:
    """Read a row as a rate; None when it is refused."""
    cells = desk.cells(row)
    currency = cells.currency("currency", default="")
    on = cells.day("effective_on", required=True)
    rate = cells.decimal("rate", required=True)
    source = cells.text("source", 200, required=True)
    if cells.faults or on is None or rate is None:
        desk.tally.refuse(cells.faults)
        return None
    draft = RateDraft(currency, on, rate, source)
    faults = rate_faults(draft)
    if faults:
        desk.refuse(row, faults)
        return None
    return row, draft
