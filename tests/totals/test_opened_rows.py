"""The rows behind every figure add up to it, whatever part of a total it is."""

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.support.made_up_ledger import Line, ledger, line_lists, member_rows, rollups
from tracker.fund.ledger.measures import Measure
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.group_codes import GROUP_CODES, TIED_ALONE, ContributionGroup
from tracker.totals.member_rows import MemberRows
from tracker.totals.members import build_members
from tracker.totals.opened_rows import opened_rows
from tracker.totals.opening import Opening, RowKind, read_opening
from tracker.totals.query import Choice, TotalPart
from tracker.totals.reader import TotalsReader
from tracker.totals.totals import Scope

SUMMED = (RowKind.CONTRIBUTIONS, RowKind.ACTIVITIES)


@settings(max_examples=20, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT, Measure.ALLOCATED)), st.data())
def test_the_rows_of_every_cell_of_a_total_add_up_to_the_cell(
    rows: MemberRows, lines: list[Line], data: st.DataObject
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    one, other = data.draw(
        st.lists(st.sampled_from(BREAKDOWNS), min_size=2, max_size=2, unique=True)
    )
    whole = TotalsReader(Scope(of, Choice(), "en"))
    frame = whole.totals(Measure.SPENT, one, other).frame
    cells = zip(frame[one.value], frame[other.value], frame["minor"].tolist(), strict=True)
    for code, across, minor in cells:
        opening = Opening(Measure.SPENT).at(one, code).at(other, across)
        part = TotalsReader(Scope(of, Choice(parts=opening.parts), "en"))
        for kind in SUMMED:
            found = opened_rows(part, Measure.SPENT, kind)
            assert found.minor == minor
            assert found.rows


@settings(max_examples=20, deadline=None)
@given(member_rows(), line_lists(measures=(Measure.SPENT,)), st.sampled_from(BREAKDOWNS))
def test_a_part_and_all_but_it_are_the_whole(
    rows: MemberRows, lines: list[Line], by: Dimension
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    whole = TotalsReader(Scope(of, Choice(), "en"))
    for row in whole.rows(Measure.SPENT, by):
        rest = Choice(parts=(TotalPart(by, (row.code,), but=True),))
        assert whole.total(Measure.SPENT) - row.minor == TotalsReader(Scope(of, rest, "en")).total(
            Measure.SPENT
        )


@settings(max_examples=20, deadline=None)
@given(member_rows(), line_lists(st.integers(0, 10**6), measures=(Measure.SPENT,)))
def test_a_row_counts_with_at_most_the_whole_of_its_own(
    rows: MemberRows, lines: list[Line]
) -> None:
    of = rollups(ledger(lines), build_members(rows))
    part = Choice(
        parts=(TotalPart(Dimension.PROTOCOL, ("TIP",)), TotalPart(Dimension.YEAR, ("2020",)))
    )
    year = Choice(parts=(TotalPart(Dimension.YEAR, ("2020",)),))
    found = opened_rows(TotalsReader(Scope(of, part, "en")), Measure.SPENT, RowKind.ACTIVITIES)
    wholes = TotalsReader(Scope(of, year, "en")).rows(Measure.SPENT, Dimension.ACTIVITY)
    assert {row.members[0].code: row.whole for row in found.rows}.items() <= {
        row.code: row.minor for row in wholes
    }.items()
    assert all(row.minor <= row.whole for row in found.rows)


@given(
    st.lists(
        st.builds(TotalPart, st.sampled_from(BREAKDOWNS), st.just(("", "A:1")), st.booleans()),
        unique_by=lambda part: part[::2],
    ),
    st.sampled_from([None, TIED_ALONE, *(ContributionGroup(*one) for one in GROUP_CODES.items())]),
)
def test_an_opening_is_read_from_its_address_as_it_was_written(
    parts: list[TotalPart], group: ContributionGroup | None
) -> None:
    parts.sort(key=lambda part: part.but)
    opening = Opening(Measure.RECEIVED, tuple(parts), RowKind.CONTRIBUTIONS, group=group)
    known = {one.value: ("", "A:1") for one in BREAKDOWNS}
    address = MultiDict(opening.pairs())
    assert read_opening(address, RowKind.CONTRIBUTIONS, known) == opening
