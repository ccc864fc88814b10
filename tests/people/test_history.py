"""The history of records: what a change altered, and which changes a reader asks for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from tracker.db import transaction
from tracker.listing import FilterChoice, ListQuery
from tracker.people.audit import Change, record_all
from tracker.people.history import ChangedField, changed_fields, every_change, list_history
from tracker.people.subjects import Subject

VALUES = (
    st.none() | st.text(max_size=3) | st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=4)
)
CONTENTS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def test_only_what_differs_is_told_and_of_lists_only_the_items_that_do() -> None:
    old = {"title": "A", "status": "planned", "places": [["KEN", 1], ["UGA", 2], ["UGA", 2]]}
    new = {"title": "A", "status": "closed", "places": [["UGA", 2], ["KEN", 3]], "venue": "Vienna"}
    assert changed_fields(old, new) == (
        ChangedField("status", "planned", "closed"),
        ChangedField("places", [["KEN", 1], ["UGA", 2]], [["KEN", 3]]),
        ChangedField("venue", None, "Vienna"),
    )


def test_the_order_of_a_list_is_no_change() -> None:
    assert changed_fields({"tools": ["a", "b"]}, {"tools": ["b", "a"]}) == ()


@given(CONTENTS, CONTENTS)
def test_what_was_changed_back_is_told_the_other_way_round(old: dict, new: dict) -> None:  # type: ignore[type-arg]
    there = {one.name: (one.old, one.new) for one in changed_fields(old, new)}
    back = {one.name: (one.new, one.old) for one in changed_fields(new, old)}
    assert there == back
    assert changed_fields(old, old) == ()


@given(CONTENTS)
def test_what_was_added_is_told_whole(new: dict) -> None:  # type: ignore[type-arg]
    told = {one.name: one.new for one in changed_fields(None, new)}
    assert told == {name: value for name, value in new.items() if value is not None}


@pytest.fixture
def trail(session: Session) -> Session:
    """Give a record with changes of two activities and a tool, by two people."""
    with transaction(session) as writing:
        for number, (subject, reference, actor) in enumerate(
            [
                (Subject.ACTIVITY, "A1", "P-1"),
                (Subject.TOOL, "A1", "P-1"),
                (Subject.ACTIVITY, "A2", "P-2"),
                (Subject.ACTIVITY, "A1", "P-2"),
            ]
        ):
            change = Change("change", subject, reference, {"n": 0}, {"n": number}, f"why {number}")
            record_all(writing, actor, [change])
    return session


def numbers(session: Session, query: ListQuery, **named: object) -> list[int]:
    found = list_history(session, query, **named)  # type: ignore[arg-type]
    return [one.fields[0].new for one in found.rows if one.fields]


def test_a_record_has_its_own_changes_the_newest_first(trail: Session) -> None:
    own = {"subjects": (Subject.ACTIVITY,), "reference": "A1"}
    assert numbers(trail, ListQuery(), **own) == [3]
    assert list_history(trail, ListQuery(), (Subject.ACTIVITY,), "A1").total == 2


def test_a_trail_is_narrowed_by_person_record_kind_and_day(trail: Session) -> None:
    today = datetime.now(UTC).date().isoformat()

    def found(*chosen: tuple[str, str]) -> int:
        query = ListQuery(chosen=tuple(FilterChoice(*one) for one in chosen))
        return list_history(trail, query, tuple(Subject)).total

    assert found(("who", "P-2")) == 2
    assert found(("record", "A1"), ("subject", "tool")) == 1
    assert found(("from", "2999-01-01")) == 0
    assert found(("to", "1999-01-01")) == 0
    assert found(("from", today), ("to", today), ("record", "A2")) == 1
    assert found(("from", "yesterday")) == 0


def test_reasons_are_searched_only_for_who_may_see_them(trail: Session) -> None:
    query = ListQuery(words="why 2")
    asked = (trail, query, (Subject.ACTIVITY,))
    assert list_history(*asked, reasons=True).total == 1
    assert list_history(*asked).total == 0


def test_every_change_of_the_filters_goes_into_a_file(trail: Session) -> None:
    query = ListQuery(size=25, page=7, chosen=(FilterChoice("record", "A1"),))
    assert [one.actor for one in every_change(trail, query, tuple(Subject))] == [
        "P-2",
        "P-1",
        "P-1",
    ]
