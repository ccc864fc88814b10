"""The tables of an account: its balance through the period, and from the pledge to the balance."""

from collections.abc import Iterable

from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Amount, Sentence, Words, sentence
from tracker.reports.statement.accounts import PeriodAccount
from tracker.reports.statement.cells import amount_column, text_column
from tracker.totals.chart_data.step_words import flow_name, step_name
from tracker.words import say

OPENING, CLOSING = "opening", "closing"


def balance_table(account: PeriodAccount) -> ReportTable:
    """Return the balance before the period, what came, what went, and the balance at its end."""
    flows = account.flows
    rows = (
        _row(OPENING, say("Opening balance"), flows.opening_minor),
        *(_row(flow.name, flow_name(flow.name), flow.minor) for flow in (*flows.came, *flows.went)),
    )
    return ReportTable(
        "balance",
        (sentence("Balance through the period, in US dollars"),),
        (text_column("line", say("Line")), amount_column("amount", say("Amount"))),
        rows,
        _row(CLOSING, say("Closing balance"), flows.closing_minor),
    )


def account_table(
    identity: str, title: Words, account: PeriodAccount, notes: Iterable[Words] = ()
) -> ReportTable:
    """Return the lines from the pledge to the balance: before the period, in it, at its end."""
    rows = (
        TableRow(
            line.name.value,
            (
                Sentence(step_name(line.name)),
                Amount(line.opening),
                Amount(line.change),
                Amount(line.closing),
            ),
        )
        for line in account.lines
    )
    return ReportTable(
        identity,
        title,
        (
            text_column("line", say("Line")),
            amount_column("before", say("Before the period")),
            amount_column("in_period", say("In the period")),
            amount_column("at_end", say("At the end")),
        ),
        tuple(rows),
        notes=tuple(notes),
    )


def _row(code: str, name: str, minor: int) -> TableRow:
    return TableRow(str(code), (Sentence(name), Amount(minor)))
