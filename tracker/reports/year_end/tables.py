"""The year-end tables: codes and names of the standards in columns, the year before beside it."""

from collections.abc import Callable, Iterable, Mapping

from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument, label
from tracker.reports.content.blocks import ReportColumn, ReportTable, TableRow
from tracker.reports.content.texts import (
    Amount,
    Name,
    NameKind,
    PlainText,
    Sentence,
    Text,
    Words,
    sentence,
)
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.statement.cells import (
    SUMS,
    amount_column,
    code_column,
    text_column,
)
from tracker.reports.year_end.reading import MEASURES, YearMoney, YearSums
from tracker.totals.measure_words import definition
from tracker.totals.measure_words import name as measure_name
from tracker.words import say


def year_tables(money: YearMoney) -> Mapping[str, ReportTable]:
    """Return the tables by their ids, those without rows left out."""
    made = (
        _by_code("earmarking", say("Earmarking"), _earmarking, money.by_earmarking, money),
        _by_code("financing", say("Financing instrument"), _financing, money.by_financing, money),
        _by_code("contributor-type", say("Contributor type"), _type, money.by_type, money),
        _contributors(money),
    )
    return {table.id: table for table in made if table.rows}


def _by_code(
    identity: str,
    heading: str,
    name_of: Callable[[str], Text],
    rows: Mapping[str, YearSums],
    money: YearMoney,
) -> ReportTable:
    """Return a row for each code of a list."""
    columns = (
        code_column("code", say("Code")),
        text_column("name", heading),
        *_amount_columns(compared=money.whole.before is not None),
    )
    made = tuple(
        TableRow(code or "-none", (_code(code), name_of(code), *_cells(sums, compared=True)))
        for code, sums in rows.items()
    )
    return ReportTable(
        identity, (_TITLES[identity],), columns, made, _total(1, money, compared=True)
    )


def _contributors(money: YearMoney) -> ReportTable:
    """Return a row for each contributor and financing instrument with money in the period.

    The codes and names of both stand in columns, as revenue is reported to the Chief Executives
    Board; the period before has its own tables.
    """
    columns = (
        code_column("type", say("Type code")),
        text_column("type_name", say("Contributor type")),
        code_column("donor", say("Contributor code")),
        text_column("name", say("Contributor")),
        code_column("financing", say("Instrument code")),
        text_column("financing_name", say("Financing instrument")),
        *_amount_columns(),
    )
    rows = tuple(
        TableRow(
            f"{one.type} {one.code} {one.financing}",
            (
                _code(one.type),
                _type(one.type),
                _code(one.code),
                one.name,
                _code(one.financing),
                _financing(one.financing),
                *_cells(one.sums, compared=False),
            ),
        )
        for one in money.contributors
        if any(one.sums.now)
    )
    sums = _total(5, money, compared=False)
    return ReportTable("contributors", (_TITLES["contributors"],), columns, rows, sums)


def _amount_columns(*, compared: bool = False) -> Iterable[ReportColumn]:
    """Yield pledged, received and spent, each with the period before where it is compared."""
    for measure in MEASURES:
        yield amount_column(measure.value, measure_name(measure))
        if compared:
            yield amount_column(f"{measure.value}_before", _before(measure))


def _cells(sums: YearSums, *, compared: bool) -> Iterable[Amount]:
    for place, minor in enumerate(sums.now):
        yield Amount(minor)
        if compared and sums.before is not None:
            yield Amount(sums.before[place])


def _total(blank: int, money: YearMoney, *, compared: bool) -> TableRow:
    """Return the totals of the period, which each table adds up to."""
    cells = _cells(money.whole, compared=compared)
    return TableRow(SUMS, (sentence("Total"), *(None,) * blank, *cells))


def _code(code: str) -> Text | None:
    return PlainText(code) if code else None


def _earmarking(code: str) -> Text:
    return _named(NameKind.EARMARKING, code, label(Earmarking, code, ORIGINAL) if code else "")


def _financing(code: str) -> Text:
    name = label(FinancingInstrument, code, ORIGINAL) if code else ""
    return _named(NameKind.FINANCING, code, name)


def _type(code: str) -> Text:
    name = label(ContributorType, code, ORIGINAL) if code else ""
    return _named(NameKind.CONTRIBUTOR, code, name)


def _named(of: NameKind, code: str, name: str) -> Text:
    return Name(of, code, name) if code else sentence("not specified")


def definitions() -> tuple[Words, ...]:
    """Return the definitions of the three measures."""
    return tuple((Sentence(definition(measure)),) for measure in MEASURES)


def _before(measure: Measure) -> str:
    """Return the heading of a measure in the period before."""
    return {
        Measure.PLEDGED: say("Pledged before"),
        Measure.RECEIVED: say("Received before"),
        Measure.SPENT: say("Spent before"),
    }[measure]


_TITLES = {
    "earmarking": sentence("By earmarking (IATI), in US dollars"),
    "financing": sentence("By financing instrument (UN Data Standard IV), in US dollars"),
    "contributor-type": sentence("By contributor type (UN Data Standard VI), in US dollars"),
    "contributors": sentence("By contributor and financing instrument, in US dollars"),
}
"""The titles of the tables."""
