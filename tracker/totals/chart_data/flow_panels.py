"""A flow as small multiples: for each end of the way a panel, with the codes of the middle as bars.

They stand on paper, and where a flow would have too many bands to be read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tracker.totals.chart_data.flow import FlowTotals
from tracker.totals.chart_data.grouping import PANEL_BARS, Grouped, Part, Room, grouped
from tracker.totals.chart_data.marks import measure_mark
from tracker.totals.chart_data.panels import panels
from tracker.totals.chart_data.shapes import PanelShape, us_dollars
from tracker.totals.chart_data.table import Member
from tracker.totals.dimensions import Dimension
from tracker.totals.opening import Opening

Code = tuple[str, str]
ENDS = Room(7, 6, 7)


def flow_panels(data: FlowTotals) -> PanelShape | None:
    """Return a panel for each code of the first dimension, then for each of the last.

    None without a code in the middle or at the ends.
    """
    first, middle, last = data.dimensions
    came = {(path.source, path.target): path.minor for path in data.paths if not path.column}
    went = {(path.target, path.source): path.minor for path in data.paths if path.column}
    codes = list(dict.fromkeys((*(code for _end, code in came), *(code for _end, code in went))))
    rows = _grouped_middle(middle, codes, came, went)
    groups = tuple(
        _ends(dimension, amounts, rows)
        for dimension, amounts in ((first, came), (last, went))
        if any(code for (code, _label), _middle in amounts)
    )
    if not rows.named or not groups:
        return None
    mark = measure_mark(data.measure)
    return panels(rows, groups, us_dollars(), Opening(data.measure), mark)


def _grouped_middle(
    middle: Dimension,
    codes: Sequence[Code],
    came: Mapping[tuple[Code, Code], int],
    went: Mapping[tuple[Code, Code], int],
) -> Grouped:
    """Return the codes of the middle with their amounts by each end, the largest first."""
    columns = [(amounts, end) for amounts in (went, came) for end in _codes(amounts)]
    parts = [
        (Member(middle, *code), tuple(amounts.get((end, code), 0) for amounts, end in columns))
        for code in codes
    ]
    return grouped(_sorted(parts), PANEL_BARS)


def _ends(dimension: Dimension, amounts: Mapping[tuple[Code, Code], int], rows: Grouped) -> Grouped:
    """Return the codes of one end with their amounts by row, the largest first."""
    others = next((place for place, one in enumerate(rows.members) if one.beside), -1)
    at = {member.code: place for place, member in enumerate(rows.members) if not member.beside}
    found: defaultdict[Code, list[int]] = defaultdict(lambda: [0] * len(rows.members))
    for (end, code), minor in amounts.items():
        found[end][at.get(code[0], others)] += minor
    parts = [(Member(dimension, *end), tuple(values)) for end, values in found.items()]
    return grouped(_sorted(parts), ENDS)


def _codes(amounts: Mapping[tuple[Code, Code], int]) -> list[Code]:
    """Return the codes of an end."""
    return list(dict.fromkeys(end for end, _code in amounts))


def _sorted(parts: Sequence[Part]) -> list[Part]:
    """Sort parts by size, the largest first."""
    return sorted(parts, key=lambda part: (-sum(part[1]), part[0].code))
