"""Parts on record and parts wanted: which are the same."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from tracker.parts import Part, match_parts


@dataclass(frozen=True, slots=True)
class Paper(Part):
    """A part with a title, by which a sheet knows it, and a note."""

    title: str
    note: str = ""


def title(paper: Paper) -> str:
    """Return the natural key."""
    return paper.title


A, B, C = Paper("a", "1", id=1), Paper("b", "2", id=2), Paper("c", "3", id=3)
PAPERS = st.lists(
    st.builds(
        Paper,
        st.sampled_from("abc"),
        st.sampled_from(("", "x")),
        id=st.sampled_from((None, 1, 2, 3, 9)),
    ),
    max_size=6,
)


def test_a_form_names_the_row_even_when_all_of_it_changed() -> None:
    changes = match_parts([A, B], [Paper("z", "new", id=2), replace(A)], title)
    assert changes.kept == ((A, A),)
    assert changes.changed == ((B, Paper("z", "new")),)
    assert (changes.added, changes.removed) == ((), ())


def test_a_sheet_names_the_natural_key() -> None:
    changes = match_parts([A, B, C], [Paper("c", "3"), Paper("a", "other"), Paper("d")], title)
    assert [pair.old.id for pair in changes.kept] == [3]
    assert [(pair.old.id, pair.new.note) for pair in changes.changed] == [(1, "other")]
    assert changes.added == (Paper("d"),)
    assert changes.removed == (B,)


def test_parts_with_one_key_are_told_by_their_content_first() -> None:
    first, second = Paper("a", "1", id=1), Paper("a", "2", id=2)
    changes = match_parts([first, second], [Paper("a", "2"), Paper("a", "new")], title)
    assert [pair.old.id for pair in changes.kept] == [2]
    assert [pair.old.id for pair in changes.changed] == [1]


def test_an_id_that_is_not_on_record_or_stands_twice_names_nothing() -> None:
    changes = match_parts([A], [Paper("x", id=7), Paper("y", id=1), Paper("z", id=1)], title)
    assert [pair.new.title for pair in changes.changed] == ["y"]
    assert [part.title for part in changes.added] == ["x", "z"]


def test_plain_values_are_matched_by_their_key() -> None:
    changes = match_parts([("TIP", 40), ("SOM", 60)], [("TIP", 100)], lambda share: share[0])
    assert changes.changed == ((("TIP", 40), ("TIP", 100)),)
    assert changes.removed == (("SOM", 60),)


@given(old=PAPERS, wanted=PAPERS)
def test_every_part_is_matched_once(old: list[Paper], wanted: list[Paper]) -> None:
    on_record = [replace(part, id=number) for number, part in enumerate(old, start=1)]
    changes = match_parts(on_record, wanted, title)
    pairs = (*changes.kept, *changes.changed)
    assert sorted(p.id or 0 for p in (*(pair.old for pair in pairs), *changes.removed)) == [
        *range(1, len(on_record) + 1)
    ]
    assert sorted(map(repr, (*(pair.new for pair in pairs), *changes.added))) == sorted(
        map(repr, wanted)
    )
    assert all(pair.old == pair.new for pair in changes.kept)
    left = {part.title for part in changes.removed} & {part.title for part in changes.added}
    assert not left, "a part with the same key was taken away and added again"
