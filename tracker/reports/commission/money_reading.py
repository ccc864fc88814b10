"""The reading of the account's money: the period and the one before, by code, with charts."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import timedelta

import numpy as np
from sqlmodel import select

from tracker.fund.balances.waterfall import Waterfall
from tracker.fund.ledger.measures import Measure
from tracker.fund.tables.contributions import Contribution
from tracker.reference.codes import FinancingInstrument, label
from tracker.reports.commission.figures import (
    FundsEnding,
    GivenContribution,
    MoneyOfPeriod,
    MoneyRow,
    Resources,
)
from tracker.reports.commission.money_charts import money_charts
from tracker.reports.content.charts import member_text
from tracker.reports.content.texts import Name, NameKind, Text
from tracker.reports.spelling.names import ORIGINAL
from tracker.totals.balance_flows import balance_flows
from tracker.totals.chosen_contributions import chosen_contributions
from tracker.totals.dimensions import Dimension
from tracker.totals.money_account import money_account
from tracker.totals.money_stocks import ChosenStocks, closing_moment
from tracker.totals.page_source import PageSource
from tracker.totals.query import date_of
from tracker.totals.reader import TotalsReader

SOON = timedelta(days=365)
"""How soon a period of use ends that is named."""
GIVEN = (Measure.PLEDGED, Measure.RECEIVED, Measure.SPENT)
NOTHING = Waterfall(
    **{one.name: 0 for one in fields(Waterfall)}  # before the record begins
)


def read_resources(source: PageSource) -> Resources:
    """Read the money of a source's period, and of the period before."""
    before = None if source.before is None else _period(source.before.reader)
    if before is not None and before.is_empty:
        source, before = replace(source, before=None), None
    financing = financing_of(source)
    return Resources(
        now=_period(source.reader),
        before=before,
        by_donor=_by_name(_rows(source, Dimension.DONOR)),
        by_earmarking=_rows(source, Dimension.EARMARKING),
        by_financing=_grouped(_rows(source, Dimension.CONTRIBUTION), financing),
        contributions=_contributions(source, financing),
        ending=_ending(source.reader),
        charts=money_charts(source),
    )


def _period(reader: TotalsReader) -> MoneyOfPeriod:
    account = money_account(reader.scope)
    flows = account.flows or balance_flows(NOTHING, account.closing.waterfall)
    return MoneyOfPeriod(
        pledged=reader.total(Measure.PLEDGED),
        received=reader.total(Measure.RECEIVED),
        spent=reader.total(Measure.SPENT),
        support_cost=reader.total(Measure.SUPPORT_COST),
        flows=flows,
    )


def _by_name(rows: tuple[MoneyRow, ...]) -> tuple[MoneyRow, ...]:
    """Bring rows into the English alphabetical order of their names; those without one last."""
    return tuple(sorted(rows, key=lambda row: (not row.code, getattr(row.name, "text", ""))))


def _rows(source: PageSource, by: Dimension) -> tuple[MoneyRow, ...]:
    """Return the codes with money in the period or in the one before, in the order of totals."""
    reader, before = source.reader, source.before
    sums = [{row.code: row.minor for row in reader.rows(measure, by)} for measure in GIVEN]
    then: dict[str, int] | None = None
    if before is not None:
        then = {row.code: row.minor for row in before.reader.rows(Measure.RECEIVED, by)}
    found = dict.fromkeys(code for own in (sums[1], sums[0], sums[2], then or {}) for code in own)
    pledged, received, spent = sums
    return tuple(
        MoneyRow(
            code,
            member_text(by, code, reader.label(by, code)),
            pledged.get(code, 0),
            received.get(code, 0),
            spent.get(code, 0),
            None if then is None else then.get(code, 0),
        )
        for code in found
    )


def financing_of(source: PageSource) -> Mapping[str, FinancingInstrument]:
    """Return the financing instrument of each contribution by its reference."""
    statement = select(Contribution.reference, Contribution.financing_instrument)
    return {
        reference: FinancingInstrument(code) for reference, code in source.session.exec(statement)
    }


def financing_text(code: FinancingInstrument) -> Name:
    """Return the name of a financing instrument, with its code of the standard."""
    return Name(NameKind.FINANCING, code, label(FinancingInstrument, code, ORIGINAL))


def _grouped(
    rows: tuple[MoneyRow, ...], financing: Mapping[str, FinancingInstrument]
) -> tuple[MoneyRow, ...]:
    """Add up the contributions of each financing instrument, in the order of the standard."""
    made = []
    for code in FinancingInstrument:
        own = [row for row in rows if financing.get(row.code) is code]
        if own:
            before = [row.received_before for row in own]
            made.append(
                MoneyRow(
                    code,
                    financing_text(code),
                    sum(row.pledged for row in own),
                    sum(row.received for row in own),
                    sum(row.spent for row in own),
                    None if None in before else sum(one or 0 for one in before),
                    tuple(row.code for row in own),
                )
            )
    return tuple(made)


def _contributions(
    source: PageSource, financing: Mapping[str, FinancingInstrument]
) -> tuple[GivenContribution, ...]:
    """Return the contributions with money in the period, by donor and reference."""
    sums = [_by_contribution(source.reader, measure, Dimension.DONOR) for measure in GIVEN]
    terms: dict[str, str] = {}
    for measure in GIVEN:
        found = _by_contribution(source.reader, measure, Dimension.EARMARKING)
        terms |= dict(found.keys())
    pledged, received, spent = sums
    keys = {key for own in sums for key, minor in own.items() if minor}
    label_of = source.reader.label
    rows = [
        (
            label_of(Dimension.DONOR, donor),
            GivenContribution(
                reference,
                member_text(Dimension.DONOR, donor, label_of(Dimension.DONOR, donor)),
                _earmarking(terms.get(reference, ""), label_of),
                financing_text(financing[reference]) if reference in financing else None,
                pledged.get((reference, donor), 0),
                received.get((reference, donor), 0),
                spent.get((reference, donor), 0),
            ),
        )
        for reference, donor in keys
    ]
    rows.sort(key=lambda pair: (pair[0], pair[1].reference))
    return tuple(row for _name, row in rows)


def _earmarking(code: str, label_of: Callable[[Dimension, str], str]) -> Text:
    return member_text(Dimension.EARMARKING, code, label_of(Dimension.EARMARKING, code))


def _by_contribution(
    reader: TotalsReader, measure: Measure, across: Dimension
) -> dict[tuple[str, str], int]:
    """Return a measure by contribution and another dimension."""
    frame = reader.totals(measure, Dimension.CONTRIBUTION, across).frame
    columns = (frame[name].tolist() for name in (Dimension.CONTRIBUTION, across, "minor"))
    return {(reference, code): minor for reference, code, minor in zip(*columns, strict=True)}


def _ending(reader: TotalsReader) -> FundsEnding:
    """Return what can still be allocated of contributions whose period of use ends soon."""
    facts, choice = reader.scope.rollups.facts, reader.scope.choice
    moment = closing_moment(facts, choice)
    held = ChosenStocks.at(facts, chosen_contributions(facts.members, choice).whole, moment)
    left, until = held.to_allocate(), held.terms.use_until[held.numbers]
    soon = (until >= moment.day) & (until <= moment.day + SOON.days) & (left > 0)
    return FundsEnding(
        date_of(moment.day + SOON.days),
        int(np.count_nonzero(soon)),
        int(left[soon].sum()),
        int(held.out_of_use().sum()),
    )
