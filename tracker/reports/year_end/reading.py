"""The reading of a year's money by code: by earmarking, financing instrument and contributor.

The codes are those of the UN Data Standards IV (financing instrument) and VI (contributor type),
and of IATI's categories of earmarking. Each breakdown adds up to the same totals.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import ContributorType, Earmarking, FinancingInstrument
from tracker.reports.commission.money_reading import financing_of
from tracker.reports.content.charts import member_text
from tracker.reports.content.texts import Text
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.totals.reader import TotalsReader

MEASURES = (Measure.PLEDGED, Measure.RECEIVED, Measure.SPENT)
Sums = tuple[int, ...]
"""US cents by measure: pledged, received, spent."""
Key = tuple[str, str, str]
"""The codes of a contributor's type, of the contributor and of a financing instrument."""
AnyKey = TypeVar("AnyKey", str, Key)
NOTHING: Sums = (0,) * len(MEASURES)


class YearSums(NamedTuple):
    """The money of a code in the period, and in the one before; None where there is no such one."""

    now: Sums
    before: Sums | None


class Contributor(NamedTuple):
    """A donor with the instrument of some of its money, and the money."""

    code: str
    name: Text
    type: str
    financing: str
    sums: YearSums


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The money of a period: in all, by each list of codes, and by contributor and instrument."""

    whole: YearSums
    by_earmarking: Mapping[str, YearSums]
    by_financing: Mapping[str, YearSums]
    by_type: Mapping[str, YearSums]
    contributors: tuple[Contributor, ...]


def read_year(now: PageSource, before: PageSource | None) -> YearMoney:
    """Read the money of a period, and of the one before."""
    here, then = _Money(now), None if before is None else _Money(before)
    return YearMoney(
        YearSums(here.whole, None if then is None else then.whole),
        _paired(here, then, lambda one: one.by_earmarking, tuple(Earmarking)),
        _paired(here, then, lambda one: one.by_financing, tuple(FinancingInstrument)),
        _paired(here, then, lambda one: one.by_type, tuple(ContributorType)),
        _contributors(now.reader, here, then),
    )


class _Money:
    """The money of one period by code."""

    def __init__(self, source: PageSource) -> None:
        reader, financing = source.reader, financing_of(source)
        self.whole: Sums = tuple(reader.total(measure) for measure in MEASURES)
        self.by_earmarking = _by(reader, Dimension.EARMARKING)
        self.by_type = _by(reader, Dimension.DONOR_TYPE)
        self.by_financing: dict[str, Sums] = {}
        self.by_contributor: dict[Key, Sums] = {}
        types = {one: of for of, one in _crossed(reader, Dimension.DONOR_TYPE)}
        for (donor, contribution), sums in _crossed(reader, Dimension.DONOR).items():
            code = financing[contribution].value if contribution in financing else ""
            key = (types.get(contribution, ""), donor, code)
            self.by_financing[code] = _added(self.by_financing.get(code, NOTHING), sums)
            self.by_contributor[key] = _added(self.by_contributor.get(key, NOTHING), sums)


def _by(reader: TotalsReader, by: Dimension) -> dict[str, Sums]:
    """Return the sums by the codes of a dimension."""
    found = [reader.amounts(measure, by) for measure in MEASURES]
    return {code: tuple(one.get(code, 0) for one in found) for own in found for code in own}


def _crossed(reader: TotalsReader, by: Dimension) -> dict[tuple[str, str], Sums]:
    """Return the sums by the codes of a dimension and contribution, where there is money."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, measure in enumerate(MEASURES):
        cross = reader.cross(measure, by, Dimension.CONTRIBUTION)
        for (code, _label), amounts in zip(cross.rows, cross.minor, strict=True):
            for (contribution, _title), minor in zip(cross.columns, amounts, strict=True):
                if minor:
                    found.setdefault((code, contribution), list(NOTHING))[place] = minor
    return {key: tuple(sums) for key, sums in found.items()}


def _added(one: Sums, other: Sums) -> Sums:
    return tuple(map(sum, zip(one, other, strict=True)))


def _paired(
    here: _Money,
    then: _Money | None,
    of: Callable[[_Money], Mapping[str, Sums]],
    order: tuple[str, ...],
) -> dict[str, YearSums]:
    """Return the codes with money in either period, in the order of their list."""
    now, before = of(here), None if then is None else of(then)
    codes = [str(code) for code in (*order, "") if code in now or code in (before or {})]
    return {code: _sums(code, now, before) for code in codes}


def _sums(
    key: AnyKey, now: Mapping[AnyKey, Sums], before: Mapping[AnyKey, Sums] | None
) -> YearSums:
    then = None if before is None else before.get(key, NOTHING)
    return YearSums(now.get(key, NOTHING), then)


def _contributors(
    reader: TotalsReader, here: _Money, then: _Money | None
) -> tuple[Contributor, ...]:
    """Return donors and instruments by contributor type, name and instrument."""
    now, before = here.by_contributor, None if then is None else then.by_contributor
    names = {
        donor: reader.label(Dimension.DONOR, donor)
        for _type, donor, _code in {*now, *(before or ())}
    }
    keys = sorted({*now, *(before or ())}, key=lambda key: (key[0], names[key[1]], *key[1:]))
    return tuple(
        Contributor(
            donor,
            member_text(Dimension.DONOR, donor, names[donor]),
            kind,
            financing,
            _sums((kind, donor, financing), now, before),
        )
        for kind, donor, financing in keys
    )
