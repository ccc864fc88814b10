"""Openings: the rows behind a figure, and their address.

A figure is a measure, under the query of its page, of the parts that were chosen: the bar of a
donor is a part, and within it the softly earmarked money another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.errors import Fault
from tracker.fund.ledger.measures import CODES, SUMS, Measure
from tracker.periods import Span
from tracker.totals.dimensions import BREAKDOWNS, OF_TAGS, Dimension
from tracker.totals.group_codes import GROUP_CODES, ContributionGroup, GroupKind, is_lawful
from tracker.totals.query import TotalPart
from tracker.totals.query_fields import Arguments
from tracker.totals.query_string import BadQuery
from tracker.words import say

MEASURE, AMONG, PART, EXCEPT = "measure", "among", "part", "except"
PARAMETERS = frozenset({MEASURE, AMONG, PART, EXCEPT})
"""The names that an address of rows has beside those of the query."""
BETWEEN = ":"
"""Stands between dimension and code: `part=donor:ITA`."""


class RowKind(StrEnum):
    """A kind of rows behind a figure."""

    CONTRIBUTIONS = "contributions"  # each contribution with its amount
    ACTIVITIES = "activities"  # each activity with its amount
    ENTRIES = "entries"  # each line of the ledger, for those who may see the terms
    DONORS = "donors"  # the donors that a figure counts
    COUNTRIES = "countries"  # the countries and areas that a figure counts
    DISSEMINATIONS = "disseminations"  # each event of dissemination with what it counts
    TOOLS = "tools"  # the tools that a figure counts
    PEOPLE = "people"  # the activities whose counts of people a figure counts
    REQUESTS = "requests"  # the requests of States that a figure counts
    BUDGETS = "budgets"  # the activities whose budgets are not funded
    WORK = "work"  # the activities under way that a figure counts


OF_RECORDS = frozenset(
    {
        RowKind.BUDGETS,
        RowKind.DISSEMINATIONS,
        RowKind.PEOPLE,
        RowKind.REQUESTS,
        RowKind.TOOLS,
        RowKind.WORK,
    }
)
"""The kinds of rows of figures that are of records, and not of the ledger."""


USED = frozenset(
    {
        Measure.ALLOCATED,
        Measure.COMMITTED,
        Measure.ENCUMBERED,
        Measure.SPENT,
        Measure.SUPPORT_COST,
        Measure.UNSPENT,
        Measure.COMMITTED_OPEN,
        Measure.UNCOMMITTED,
    }
)
"""The measures of money that went to activities."""
OF_ACTIVITIES = frozenset({*OF_TAGS, Dimension.PROGRAMME, Dimension.ACTIVITY, Dimension.PARAGRAPH})
"""The dimensions that money has by its activity."""

ORDER = {dimension: place for place, dimension in enumerate(Dimension)}


@dataclass(frozen=True, slots=True)
class Opening:
    """The rows behind a figure: its measure, its parts, the kind of rows, other days.

    Without a kind it is the one that explains the figure best. `days` are those of the period
    before, where the figure is of it. Of a group, all money of its contributions is in the figure.
    """

    measure: Measure
    parts: tuple[TotalPart, ...] = ()
    rows: RowKind | None = None
    days: Span | None = None
    group: ContributionGroup | None = None

    def at(self, dimension: Dimension, *codes: str) -> "Opening":
        """Return the opening of the part with these codes."""
        return self._with(TotalPart(dimension, codes))

    def without(self, dimension: Dimension, *codes: str) -> "Opening":
        """Return the opening of the part with all other codes."""
        return self._with(TotalPart(dimension, codes, but=True))

    def among(self, kind: GroupKind, *codes: str) -> "Opening":
        """Return the opening of the contributions with these codes of a kind of groups."""
        return replace(self, group=ContributionGroup(kind, codes))

    def as_rows(self, kind: RowKind) -> "Opening":
        """Return the same figure with its rows of another kind."""
        return replace(self, rows=kind)

    def within(self, days: Span) -> "Opening":
        """Return the opening of the figure of other days."""
        return replace(self, days=days)

    def kind(self, chosen: Iterable[Dimension] = ()) -> RowKind:
        """Return the kind of rows, where a query has chosen codes of some dimensions.

        Money that was used is shown by activity where it is asked for by what activities have.
        """
        if self.rows is not None:
            return self.rows
        asked = {*chosen, *(part.dimension for part in self.parts)}
        if self.measure in USED and not OF_ACTIVITIES.isdisjoint(asked):
            return RowKind.ACTIVITIES
        return RowKind.CONTRIBUTIONS

    def kinds(self) -> tuple[RowKind, ...]:
        """Return the kinds of rows whose sum is the figure."""
        if self.measure in USED:
            return (RowKind.CONTRIBUTIONS, RowKind.ACTIVITIES, RowKind.ENTRIES)
        if self.measure in CODES or self.measure in SUMS:
            return (RowKind.CONTRIBUTIONS, RowKind.ENTRIES)
        return (RowKind.CONTRIBUTIONS,)

    def donors(self) -> tuple[str, ...]:
        """Return the donors whose money alone the parts hold; none where all may be in them."""
        return next(
            (
                part.codes
                for part in self.parts
                if part.dimension is Dimension.DONOR and not part.but
            ),
            (),
        )

    def _with(self, part: TotalPart) -> "Opening":
        """Return the opening of a part too, which may be there already.

        Parts have one order, that of the dimensions, so that the same rows have one address.
        """
        if part in self.parts:
            return self
        parts = sorted((*self.parts, part), key=lambda one: (one.but, ORDER[one.dimension]))
        return replace(self, parts=tuple(parts))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Return names and values of its address, before those of the query."""
        yield MEASURE, self.measure.value
        if self.group is not None:
            yield from ((AMONG, f"{self.group.kind}{BETWEEN}{code}") for code in self.group.codes)
        for part in self.parts:
            for code in part.codes:
                yield EXCEPT if part.but else PART, f"{part.dimension}{BETWEEN}{code}"


def read_opening(
    arguments: Arguments, rows: RowKind, known: Mapping[str, tuple[str, ...]]
) -> Opening:
    """Read an opening from an address; `known` are the codes on record by dimension.

    Raises BadQuery that lists every fault.
    """
    faults: list[Fault] = []
    measures = arguments.getlist(MEASURE)
    if len(measures) != 1 or measures[0] not in set(Measure):
        names = ", ".join(Measure)
        faults.append(Fault(MEASURE, say("name one measure of: %(known)s", known=names)))
    parts = [
        TotalPart(dimension, tuple(codes), but=name == EXCEPT)
        for name in (PART, EXCEPT)
        for dimension, codes in _codes(name, arguments.getlist(name), known, faults).items()
    ]
    group = _group(arguments.getlist(AMONG), faults)
    if faults:
        raise BadQuery(faults)
    return Opening(Measure(measures[0]), tuple(parts), rows, group=group)


def _group(texts: Sequence[str], faults: list[Fault]) -> ContributionGroup | None:
    """Return the one group that an address names, noting a fault for what is none."""
    if not texts:
        return None
    pairs = [text.partition(BETWEEN)[::2] for text in texts]
    kinds, codes = {kind for kind, _code in pairs}, tuple(code for _kind, code in pairs)
    for kind in GroupKind:
        if kinds == {kind.value} and all(is_lawful(kind, code) for code in codes):
            return ContributionGroup(kind, codes)
    lawful = (f"{kind}{BETWEEN}{code}" for kind in GroupKind for code in GROUP_CODES[kind])
    message = say("name one group of contributions of: %(known)s", known=", ".join(lawful))
    faults.append(Fault(AMONG, message))
    return None


def _codes(
    name: str, texts: Iterable[str], known: Mapping[str, tuple[str, ...]], faults: list[Fault]
) -> dict[Dimension, list[str]]:
    """Return the codes that parts name by dimension, noting a fault for an unknown one."""
    found: dict[Dimension, list[str]] = {}
    for text in texts:
        dimension, between, code = text.partition(BETWEEN)
        if not between or dimension not in set(BREAKDOWNS):
            names = ", ".join(BREAKDOWNS)
            message = say(
                "'%(text)s' is no part; write a dimension and a code as donor:ITA, with one of "
                "the dimensions: %(known)s",
                text=text,
                known=names,
            )
            faults.append(Fault(name, message))
        elif code not in known[dimension]:
            faults.append(Fault(name, say("'%(code)s' is not known here", code=code)))
        else:
            found.setdefault(Dimension(dimension), []).append(code)
    return found
