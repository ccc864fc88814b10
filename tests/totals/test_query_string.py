"""The query: one query string in, one value, and the same query string out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tracker.reference.sessions import BodySession, SessionBody
from tracker.totals.dimensions import Dimension
from tracker.totals.query import Query
from tracker.totals.query_fields import KnownCodes
from tracker.totals.query_string import (
    BadQuery,
    pairs_of,
    read_lawful_part,
    read_query,
    to_query_string,
    unknown_names,
)

TODAY = date(2026, 11, 23)
FIRST, SECOND = (
    BodySession(SessionBody.COMMISSION, number, date(year, 4, 22), date(year, 4, 26))
    for number, year in ((1, 2020), (2, 2021))
)
KNOWN = KnownCodes(
    frozenset({"ITA", "JPN"}), frozenset({"GLO1"}), frozenset({"GUIDE"}), (FIRST, SECOND)
)


def read(*pairs: tuple[str, str]) -> Query:
    return read_query(MultiDict(list(pairs)), KNOWN, TODAY)


def test_codes_are_sorted_and_named_in_one_order() -> None:
    chosen = read(("protocol", "TIP"), ("donor", "JPN"), ("donor", "ITA"), ("region", ""))
    assert to_query_string(chosen) == "donor=ITA&donor=JPN&protocol=TIP"
    assert chosen.of(Dimension.DONOR) == ("ITA", "JPN")


def test_today_is_what_holds_without_a_date() -> None:
    assert read(("as_at", "2026-11-23"), ("known_at", "2026-11-23")) == Query(TODAY)
    assert to_query_string(read(("as_at", "2026-11-22"))) == "as_at=2026-11-22"


@pytest.mark.parametrize(
    ("pairs", "fields"),
    [
        ([("from", "2024-13-01")], ["from"]),
        ([("from", "2024-02-01"), ("to", "2024-01-01")], ["from"]),
        ([("donor", "ZZZ"), ("protocol", "TIPP")], ["donor", "protocol"]),
        ([("region", "KEN"), ("country", "002"), ("earmarking", "9")],
         ["region", "country", "earmarking"]),
        ([("as_at", "2020-01-01"), ("as_at", "2021-01-01")], ["as_at"]),
        ([("programme", "none")], ["programme"]),
        ([("as_at", "2026-11-24"), ("known_at", "2030-01-01")], ["as_at", "known_at"]),
        ([("known_at", "2026-11-22T10:04:31")], ["known_at"]),
        ([("known_at", "2026-11-22T25:04:31Z")], ["known_at"]),
        ([("known_at", "2999-11-22T10:04:31Z")], ["known_at"]),
        ([("known_at", "0001-01-01T00:00:00+14:00")], ["known_at"]),
        ([("from", "2026-11-24")], ["from"]),
        ([("paragraph", "12"), ("tool", "KIT")], ["paragraph", "tool"]),
        ([("session", "CCPCJ-9")], ["session"]),
        ([("session", "CCPCJ-1"), ("session", "CCPCJ-2")], ["session"]),
        ([("session", "CCPCJ-1"), ("to", "2024-01-01")], ["session"]),
    ],
)  # fmt: skip
def test_all_faults_are_listed(pairs: list[tuple[str, str]], fields: list[str]) -> None:
    with pytest.raises(BadQuery) as refusal:
        read(*pairs)
    assert [fault.field for fault in refusal.value.faults] == fields
    assert refusal.value.status == 422


def test_whole_years_need_no_cube_of_their_own() -> None:
    years = read(("from", "2020-01-01"), ("to", "2021-12-31"))
    assert years.whole_years() == (2020, 2021)
    assert years.days() == Query(TODAY).days()
    assert read(("from", "2020-01-02")).days() != Query(TODAY).days()
    assert read(("from", "2020-01-01"), ("as_at", "2022-01-01")).whole_years() is None


@given(
    st.lists(st.sampled_from(["ITA", "JPN"])),
    st.lists(st.sampled_from(["TIP", "SOM"])),
    st.none() | st.dates(max_value=TODAY),
)
def test_the_query_string_reads_back_as_the_same_query(
    donors: list[str], protocols: list[str], day: date | None
) -> None:
    pairs = [*(("donor", code) for code in donors), *(("protocol", code) for code in protocols)]
    if day:
        pairs.append(("known_at", day.isoformat()))
    chosen = read(*pairs)
    assert read(*pairs_of(chosen)) == chosen


def test_a_last_day_to_come_is_cut_and_told() -> None:
    year = read(("from", "2026-01-01"), ("to", "2026-12-31"))
    assert year.cut == date(2026, 12, 31)
    assert year.days().last == Query(TODAY).days().last
    assert read(("to", "2026-11-23")).cut is None
    assert read(("to", "2026-10-31"), ("as_at", "2026-09-30")).cut == date(2026, 10, 31)


def test_a_session_sets_the_days_since_the_one_before_it() -> None:
    second = read(("session", "ccpcj-2"), ("tool", "guide"), ("paragraph", "5"))
    assert (second.first, second.last) == (date(2020, 4, 27), date(2021, 4, 26))
    assert to_query_string(second) == "session=CCPCJ-2&paragraph=5&tool=GUIDE"
    first = read(("session", "CCPCJ-1"))
    assert (first.first, first.last) == (None, date(2020, 4, 26))


def test_what_is_lawful_is_read_and_the_rest_listed() -> None:
    pairs = [("from", "2024-13-01"), ("donor", "ITA"), ("donor", "ZZZ"), ("as_at", "2030-01-01")]
    query, faults = read_lawful_part(MultiDict(pairs), KNOWN, TODAY)
    assert to_query_string(query) == "donor=ITA"
    assert [fault.field for fault in faults] == ["from", "as_at", "donor"]
    assert [fault.field for fault in unknown_names(["donor", "colour", "lang"], "lang")] == [
        "colour"
    ]


@pytest.mark.parametrize(
    ("pairs", "text", "span", "codes"),
    [
        ([("from", "2022-01-01"), ("to", "2023-12-31"), ("compare", "before")],
         "before", (date(2020, 1, 1), date(2021, 12, 31)), ()),
        ([("from", "2022-03-01"), ("to", "2022-03-10"), ("compare", "before")],
         "before", (date(2022, 2, 19), date(2022, 2, 28)), ()),
        ([("session", "CCPCJ-2"), ("compare", "before")], "before", (None, date(2020, 4, 26)), ()),
        ([("compare", "20200101/2020-12-31")],
         "2020-01-01/2020-12-31", (date(2020, 1, 1), date(2020, 12, 31)), ()),
        ([("compare", "session:ccpcj-2")],
         "session:CCPCJ-2", (date(2020, 4, 27), date(2021, 4, 26)), ()),
        ([("donor", "ITA"), ("compare", "donor:jpn")],
         "donor:JPN", (None, None), ((Dimension.DONOR, ("JPN",)),)),
        ([("region", "002"), ("country", "PER"), ("compare", "country:KEN")],
         "country:KEN", (None, None), ((Dimension.COUNTRY, ("KEN",)),)),
    ],
)  # fmt: skip
def test_a_query_stands_beside_another(
    pairs: list[tuple[str, str]],
    text: str,
    span: tuple[date | None, date | None],
    codes: tuple[tuple[Dimension, tuple[str, ...]], ...],
) -> None:
    query = read(*pairs)
    other = query.compared()
    assert other is not None
    assert (other.first, other.last) == span
    assert (other.codes, other.compare) == (codes, None)
    assert query.compare is not None
    assert to_query_string(query).endswith(f"compare={text}")
    assert query.alone().compared() is None


@pytest.mark.parametrize(
    "text",
    ["before", "donor:ZZZ", "ITA", "programme:GLO1", "2021-01-01/2020-01-01", "session:CCPCJ-9"],
)
def test_nothing_else_can_be_compared_with(text: str) -> None:
    with pytest.raises(BadQuery) as refusal:
        read(("compare", text))
    assert [fault.field for fault in refusal.value.faults] == ["compare"]
