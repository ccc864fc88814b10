"""Statements of donors drawn for tests, their cells, and what must add up in each."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from tracker.fund.balances.waterfall import OppositeParts, Waterfall
from tracker.fund.balances.waterfall_steps import KEPT, StepName, StepSort, all_steps
from tracker.periods import utc_now
from tracker.reports.content.blocks import ReportTable
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.content.texts import Amount
from tracker.reports.drawing import draw_report
from tracker.reports.statement.donor_source import with_donor
from tracker.reports.statement.statement import draw_statement
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

_NOTHING = Waterfall(*([0] * 20))
SORTS = {step.name: step.sort for step in all_steps(_NOTHING, OppositeParts(0, 0))}
COLUMNS = ("before", "in_period", "at_end")
Cells = Mapping[str, int]


def terms_of(
    donor: str,
    first: date | None,
    last: date,
    known_at: datetime | None = None,
    contributions: tuple[str, ...] = (),
) -> ReportTerms:
    """Return the terms of a statement, as known now unless told otherwise."""
    known = known_at or utc_now()
    return ReportTerms(
        ReportKind.STATEMENT, first, last, last, known, donor, contributions=contributions
    )


def drawn(session: Session, terms: ReportTerms, snapshot: Snapshot | None = None) -> ReportTree:
    """Draw a statement from a snapshot of the record."""
    kinds = {ReportKind.STATEMENT: draw_statement}
    with (snapshot or Snapshot()).reading(session.connection()) as held:
        return draw_report(session, held, with_donor(session, terms), kinds)


def table_of(report: ReportTree, identity: str) -> ReportTable | None:
    """Return a table; None where the report has nothing to show in it."""
    return next((table for table in report.tables if table.id == identity), None)


def cells(table: ReportTable | None) -> dict[str, dict[str, int]]:
    """Return the US cents of a table, and other minor units, by row and column."""
    if table is None:
        return {}
    rows = (*table.rows, table.sums) if table.sums else table.rows
    names = [column.code for column in table.columns]
    return {
        row.code: {
            name: cell.minor
            for name, cell in zip(names, row.cells, strict=True)
            if isinstance(cell, Amount)
        }
        for row in rows
    }


def amounts(report: ReportTree, identity: str) -> dict[str, dict[str, int]]:
    """Return the minor units of a report's table by row and column."""
    return cells(table_of(report, identity))


def expect_adds_up(report: ReportTree) -> None:
    """Expect a statement to add up to the cent, in each table and from one to the other."""
    account = amounts(report, "account")
    balance = {code: row["amount"] for code, row in amounts(report, "balance").items()}
    closing = balance.pop("closing")
    assert sum(balance.values()) == closing
    assert account["balance"]["before"] == balance["opening"]
    assert account["balance"]["at_end"] == closing
    _expect_lines(account)
    _expect_contributions(report, account, balance["opening"], closing)
    _expect_payments(report, account)
    _expect_use(report, account)


def _expect_lines(account: Mapping[str, Cells]) -> None:
    """Expect each line to add up across, and each column down the lines."""
    for line in account.values():
        assert line["before"] + line["in_period"] == line["at_end"]
    for column in COLUMNS:
        running = whole = parts = 0
        for code, line in account.items():
            minor, sort = line[column], SORTS[StepName(code)]
            if sort is StepSort.RESULT:
                assert minor == running, (code, column)
            elif sort is StepSort.OF_THIS:
                parts += minor
            elif sort is StepSort.ADDED:
                running += minor
                whole = minor if code == StepName.ALLOCATED else whole
        assert parts == whole


def _expect_contributions(
    report: ReportTree, account: Mapping[str, Cells], opening: int, closing: int
) -> None:
    """Expect the contributions to add up to the account, each by itself too."""
    rows = amounts(report, "contributions")
    rows.pop("total", None)
    for reference, row in rows.items():
        assert row["opening"] + row["came"] + row["went"] == row["closing"]
        own = amounts(report, f"account-{reference}")
        _expect_lines(own)
        assert own["balance"]["before"] == row["opening"]
        assert own["balance"]["at_end"] == row["closing"]
    assert sum(row["opening"] for row in rows.values()) == opening
    assert sum(row["closing"] for row in rows.values()) == closing
    for name in map(StepName, account):
        if SORTS[name] is StepSort.RESULT and name not in KEPT:
            continue  # left out where it would be the line above again
        each = (amounts(report, f"account-{one}").get(name, {}).get("in_period", 0) for one in rows)
        assert sum(each) == account[name]["in_period"], name


def _expect_payments(report: ReportTree, account: Mapping[str, Cells]) -> None:
    """Expect pledges, receipts and refunds, entry by entry, to come to their lines."""
    for table, line, sign in (
        ("pledges", StepName.PLEDGED, 1),
        ("receipts", StepName.RECEIVED, 1),
        ("refunds", StepName.REFUNDED, -1),
    ):
        rows = amounts(report, table)
        total = rows.pop("total", {}).get("usd", 0)
        assert sum(row["usd"] for row in rows.values()) == total
        assert total == sign * account.get(line, {}).get("in_period", 0)
    _expect_pledges_as_promised(report)
    sums: dict[str, dict[str, int]] = {}
    originals = table_of(report, "originals")
    for code, row in cells(originals).items():
        found = next(one for one in originals.rows if one.code == code) if originals else None
        currency = getattr(found.cells[1], "text", "") if found else ""
        of = sums.setdefault(currency, dict.fromkeys(row, 0))
        for name, minor in row.items():
            of[name] += minor
    assert sums == amounts(report, "currencies")


def _expect_pledges_as_promised(report: ReportTree) -> None:
    """Expect the pledges, each in its own currency, to come to what was pledged in it."""
    table = table_of(report, "pledges")
    paid: dict[str, int] = {}
    for row in table.rows if table else ():
        amount = row.cells[4]
        assert isinstance(amount, Amount)
        paid[amount.currency] = paid.get(amount.currency, 0) + amount.minor
    promised = {code: row["pledged"] for code, row in amounts(report, "currencies").items()}
    assert {code: minor for code, minor in paid.items() if minor} == {
        code: minor for code, minor in promised.items() if minor
    }


def _expect_use(report: ReportTree, account: Mapping[str, Cells]) -> None:
    """Expect what was used by name and by the rule, and by activity, to come to its lines."""
    used, activities = amounts(report, "attribution"), amounts(report, "activities")
    for line, column in (
        (StepName.ALLOCATED, "allocated"),
        (StepName.SPENT, "spent"),
        (StepName.SUPPORT_COST, "support_cost"),
    ):
        assert used["named"][column] + used["attributed"][column] == used["total"][column]
        assert used["total"][column] == -account.get(line, {}).get("in_period", 0)
    if activities:
        for column in ("allocated", "spent"):
            assert activities["total"][column] == used["total"][column]
        assert activities["total"]["spent_attributed"] == used["attributed"]["spent"]
