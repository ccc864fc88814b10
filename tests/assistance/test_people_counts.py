"""People by choice and period, with and without double counting."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.support.counted import counted_activity as activity
from tracker.assistance.counted_activities import CountedPeople
from tracker.assistance.people_counts import PeopleBook, PeopleBy, PeopleChoice
from tracker.reference.codes import ParticipantFunction

JUDGE, POLICE = ParticipantFunction.JUDGE, ParticipantFunction.POLICE
LAST = date(2024, 12, 31)


def people(
    women: int,
    men: int = 0,
    *,
    before: tuple[int, int] = (0, 0),
    on: date | None = date(2023, 1, 1),
    **values: Any,  # noqa: ANN401 - what else the count has
) -> CountedPeople:
    """Return a count of women and men."""
    counted = CountedPeople("KEN", JUDGE, on, (women, men, 0, 0, 0), (*before, 0, 0, 0), None, None)
    return counted._replace(**values)


def test_people_counted_before_in_the_choice_are_left_out_once() -> None:
    again = people(8, 4, before=(3, 1), before_activity=1, on=date(2023, 5, 1))
    book = PeopleBook([activity(1, people(5, 6)), activity(2, again)])
    figure = book.figure(book.chosen(PeopleChoice(LAST)))
    assert (figure.participations, figure.distinct) == (23, 19)
    assert (figure.distinct_of(0), figure.distinct_of(1)) == (10, 9)


def test_without_the_earlier_count_there_are_participations_alone() -> None:
    again = people(8, 4, before=(3, 0), before_activity=1, on=date(2023, 5, 1))
    book = PeopleBook([activity(1, people(5, 6)), activity(2, again)])
    later = PeopleChoice(LAST, first=date(2023, 2, 1))
    figure = book.figure(book.chosen(later))
    assert (figure.participations, figure.distinct) == (12, None)
    assert (figure.distinct_of(0), figure.distinct_of(1)) == (None, 4)


def test_the_earlier_count_lies_in_the_choice_only_with_all_its_rows() -> None:
    first = activity(1, people(5), people(4, function=POLICE, place="PER"))
    again = activity(2, people(8, before=(3, 0), before_programme=1, on=date(2023, 5, 1)))
    book = PeopleBook([first, again])
    everybody = book.chosen(PeopleChoice(LAST))
    assert book.figure(everybody).distinct == 14
    by = book.by(everybody, PeopleBy.FUNCTION)
    assert (by["judge"].participations, by["judge"].distinct) == (13, None)
    assert (by["police"].participations, by["police"].distinct) == (4, 4)
    in_kenya = PeopleChoice(LAST, places=(frozenset({"KEN"}),))
    assert book.figure(book.chosen(in_kenya)).distinct is None


def test_nobody_knows_where_or_too_few_were_there() -> None:
    for again in (people(8, before=(3, 0)), people(8, before=(3, 0), before_activity=1)):
        book = PeopleBook([activity(1, people(2, 9)), activity(2, again)])
        assert book.figure(book.chosen(PeopleChoice(LAST))).distinct is None


def test_a_count_without_a_day_counts_on_the_last_day_of_its_activity() -> None:
    book = PeopleBook([activity(1, people(5, on=None))])
    in_june = PeopleChoice(date(2022, 6, 30), first=date(2022, 6, 30))
    assert book.figure(book.chosen(in_june)).participations == 5
    before = PeopleChoice(date(2022, 6, 29))
    assert book.figure(book.chosen(before)).participations == 0
    undated = replace(activity(1, people(5, on=None)), actual_start=None, actual_end=None)
    book = PeopleBook([undated])
    assert book.figure(book.chosen(PeopleChoice(LAST))).participations == 5
    assert not book.chosen(PeopleChoice(LAST, first=date(2000, 1, 1)))


def test_nobody_knew_of_a_count_before_its_day() -> None:
    book = PeopleBook([activity(1, people(5))])
    assert not book.chosen(PeopleChoice(LAST, known_on=date(2022, 12, 31)))
    assert book.chosen(PeopleChoice(LAST, known_on=date(2023, 1, 1)))


def test_choices_by_codes_and_breakdowns_that_overlap() -> None:
    book = PeopleBook([activity(1, people(5), paragraphs=(3, 5)), activity(2, people(7, place=""))])
    everybody = book.chosen(PeopleChoice(LAST))
    paragraphs = book.by(everybody, PeopleBy.PARAGRAPH)
    assert {code: one.participations for code, one in paragraphs.items()} == {"3": 5, "5": 12}
    regions = book.by(everybody, PeopleBy.REGION)
    assert {code: one.participations for code, one in regions.items()} == {"002": 5, "": 7}
    for choice, number in (
        (PeopleChoice(LAST, paragraphs=frozenset({3})), 5),
        (PeopleChoice(LAST, protocols=frozenset({"FIREARMS"})), 0),
        (PeopleChoice(LAST, places=(frozenset({"002"}),)), 5),
        (PeopleChoice(LAST, activities=frozenset({"A2"})), 7),
        (PeopleChoice(LAST, programmes=frozenset({"GLO1"}), tools=frozenset({"X"})), 0),
    ):
        assert book.figure(book.chosen(choice)).participations == number
