"""Dissemination by choice and period: parts add up unit by unit, and people few are not shown."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tracker.assistance.dissemination_counts import (
    OVERLAPPING,
    DisseminationBy,
    DisseminationChoice,
    DisseminationPart,
    KnownDissemination,
    UnitCounts,
    chosen_events,
    codes_of,
    counts_of,
    dissemination_table,
    without_small_counts,
)
from tracker.assistance.dissemination_events import DisseminationEvent
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.reference.codes import ParticipantFunction

LAST = date(2024, 12, 31)


def event(number: int = 40, **values: object) -> DisseminationEvent:
    """Return an event in Kenya of people at a training."""
    made = DisseminationEvent(
        "DIS-1", "GUIDE", DisseminationMeans.TRAINING, DisseminationUnit.PEOPLE, date(2024, 3, 1),
        number, "KEN", "en", ParticipantFunction.JUDGE, "A1", "",
    )  # fmt: skip
    return made._replace(**values)  # type: ignore[arg-type] # fields of the event


@st.composite
def events(draw: st.DrawFn) -> list[KnownDissemination]:
    """Make events of all kinds."""
    return [
        KnownDissemination(
            event(
                draw(st.integers(0, 60)),
                code=f"DIS-{place}",
                tool=draw(st.sampled_from(("GUIDE", "LAW"))),
                means=draw(st.sampled_from(DisseminationMeans)),
                unit=draw(st.sampled_from(DisseminationUnit)),
                held_on=date(draw(st.integers(2021, 2024)), draw(st.integers(1, 12)), 1),
                place=draw(st.sampled_from(("", "KEN", "PER", "002", "001", "202"))),
                language=draw(st.sampled_from(("", "en", "fr"))),
                audience=draw(st.sampled_from(ParticipantFunction)),
                activity=draw(st.sampled_from(("", "A1", "A2"))),
            ),
            draw(st.frozensets(st.sampled_from(("TIP", "SOM")))),
            draw(st.sampled_from(("", "GLO1"))),
            draw(st.frozensets(st.sampled_from((5, 6)))),
        )
        for place in range(draw(st.integers(0, 8)))
    ]


def added(counts: list[UnitCounts]) -> UnitCounts:
    """Add counts up, unit by unit."""
    columns = zip(*(one.each for one in counts), strict=True)
    return UnitCounts(*(sum(one or 0 for one in column) for column in columns))


@given(events())
def test_parts_by_each_breakdown_add_up_to_the_whole_unit_by_unit(
    rows: list[KnownDissemination],
) -> None:
    whole = counts_of(rows)
    for by in DisseminationBy:
        table = dissemination_table(rows, by)
        assert table.all == whole
        for row in table.rows:
            part = DisseminationChoice(LAST, parts=(DisseminationPart(by, (row.code,)),))
            assert counts_of(chosen_events(rows, part)) == row.counts
        if by not in OVERLAPPING:
            assert added([UnitCounts(), *(row.counts for row in table.rows)]) == whole
        named = tuple(row.code for row in table.rows[:1])
        here, rest = (
            counts_of(chosen_events(rows, DisseminationChoice(LAST, parts=(part,))))
            for part in (DisseminationPart(by, named), DisseminationPart(by, named, but=True))
        )
        assert added([here, rest]) == whole


@given(events(), st.integers(2021, 2024))
def test_a_period_and_all_before_it_add_up(rows: list[KnownDissemination], year: int) -> None:
    first = date(year, 1, 1)
    within = chosen_events(rows, DisseminationChoice(LAST, first=first))
    before = chosen_events(rows, DisseminationChoice(date(year - 1, 12, 31)))
    assert added([counts_of(within), counts_of(before)]) == counts_of(rows)


def test_choices_by_codes() -> None:
    row = KnownDissemination(event(), frozenset({"TIP"}), "GLO1", frozenset({6}))
    bare = KnownDissemination(event(activity="", place=""))
    for choice, found in (
        (DisseminationChoice(LAST), (row, bare)),
        (DisseminationChoice(LAST, places=(frozenset({"002"}),)), (row,)),
        (DisseminationChoice(LAST, places=(frozenset({"019"}),)), ()),
        (DisseminationChoice(LAST, protocols=frozenset({"TIP"})), (row,)),
        (DisseminationChoice(LAST, programmes=frozenset({"GLO1"})), (row,)),
        (DisseminationChoice(LAST, paragraphs=frozenset({6})), (row,)),
        (DisseminationChoice(LAST, activities=frozenset({"A1"})), (row,)),
        (DisseminationChoice(LAST, tools=frozenset({"LAW"})), ()),
        (DisseminationChoice(LAST, known_on=date(2024, 2, 29)), ()),
    ):
        assert chosen_events((row, bare), choice) == found
    assert codes_of(bare, DisseminationBy.COUNTRY) == ("",)


def test_few_people_are_not_shown_nor_what_tells_them() -> None:
    random = Random(6)
    for _case in range(60):
        rows = [
            KnownDissemination(event(random.randrange(8), place=place, code=place))
            for place in ("KEN", "PER", "NGA", "UGA")
        ]
        copies = KnownDissemination(event(2, unit=DisseminationUnit.COPIES))
        table = without_small_counts(dissemination_table([*rows, copies], DisseminationBy.COUNTRY))
        assert table.all.copies == 2
        shown = {row.code: row.counts.people for row in table.rows}
        hidden = [row.event.number for row in rows if shown[row.event.place] is None]
        assert not any(0 < (number or 0) < 5 for number in (*shown.values(), table.all.people))
        assert len([number for number in hidden if number]) != 1 or table.all.people is None
        assert table.suppressed is bool(hidden)
