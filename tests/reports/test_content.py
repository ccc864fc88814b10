"""The tree of a report: its JSON, its digest, the numbers of paragraphs and headings."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.support.reports import FACTS, small_report
from tracker.reports.content.canonical import canonical_json, digest_of, from_json
from tracker.reports.content.charts import member_text
from tracker.reports.content.numbering import heading_numbers, letter, paragraph_numbers, roman
from tracker.reports.content.texts import PlainText, sentence

SIGNS = st.text(st.characters(exclude_categories=["Cs"]))


@given(SIGNS)
def test_the_tree_of_canonical_json_is_the_same_tree(typed: str) -> None:
    report = small_report(typed)
    data = canonical_json(report)
    assert from_json(data) == report
    assert canonical_json(from_json(data)) == data


@given(SIGNS, SIGNS)
def test_other_content_has_another_digest(one: str, other: str) -> None:
    digests = digest_of(small_report(one)), digest_of(small_report(other))
    assert (digests[0] == digests[1]) == (one == other)


def test_a_changed_cent_changes_the_digest() -> None:
    data = json.loads(canonical_json(small_report()))
    data["sections"][1]["blocks"][1]["rows"][0]["cells"][1]["minor"] += 1
    changed = from_json(json.dumps(data).encode())
    assert digest_of(changed) != digest_of(small_report())


def test_facts_are_digested() -> None:
    report = small_report()
    assert digest_of(replace(report, facts=replace(FACTS, chain_number=78))) != digest_of(report)


def test_paragraphs_are_numbered_through_the_whole_document() -> None:
    assert paragraph_numbers(small_report()) == {"first": 1, "second": 2, "third": 3}


def test_headings_are_numbered_by_level_and_annexes_by_themselves() -> None:
    assert heading_numbers(small_report()) == {
        "introduction": "I",
        "resources": "II",
        "donors": "A",
        "annex": "I",
    }


def test_numbers_in_roman_figures_and_letters() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]
    assert [letter(place) for place in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]


def test_codes_without_a_bar_of_their_own_are_named_in_every_language() -> None:
    text = member_text(None, "", "6 others")
    assert text == sentence("%(number)s others", number=PlainText("6"))
    assert member_text(None, "", "Unearmarked") == sentence("Unearmarked")
