# ruff: noqa: RUF001 - letters that look like others are what these tests are about
"""Texts are compared without case, accents and variants of a letter, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.folding import contains_folded, fold

ALIKE = [
    ("ВЗНОС", "взнос"),
    ("Ёлка", "елка"),
    ("École", "ECOLE"),
    ("E\u0301cole", "école"),
    ("Straße", "STRASSE"),
    ("İstanbul", "istanbul"),
    ("ISPARTA", "ısparta"),
    ("Łódź", "lodz"),
    ("Øresund", "oresund"),
    ("Côte d\u2019Ivoire", "cote d'ivoire"),
    ("Cote d\u02bcIvoire", "COTE D\u2018IVOIRE"),
    ("ΕΛΛΆΣ", "ελλας"),
    ("إيطاليا", "ايطاليا"),
    ("الأُرْدُن", "الاردن"),
    ("الســـعودية", "السعوديه"),
    ("مصطفى", "مصطفي"),
    ("ＦＵＬＬ", "full"),
    ("ﬁnance", "Finance"),
    ("A\u00a0B", "a b"),
    ("A\u2013B", "a-b"),
    ("soft\u00adhyphen", "softhyphen"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_ways_to_type_a_text_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("май", "маи"), ("한", "하"), ("Niger", "Nigeria")])
def test_other_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_a_second_time_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_is_folded_as_databases_make_small_letters(text: str) -> None:
    assert fold(text) == text.lower()


def test_each_word_has_to_occur() -> None:
    assert contains_folded("ecole взнос", "Взнос: École")
    assert not contains_folded("ecole paris", "Взнос: École")
