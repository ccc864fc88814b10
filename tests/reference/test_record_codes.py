"""The one rule for codes of records: what is lawful, brought to normal form, refused, proposed."""

import pytest

from tracker.reference.record_codes import (
    CodesOnRecord,
    code_fault,
    code_key,
    is_lawful,
    likely_code,
    next_free,
    normal_code,
)


@pytest.mark.parametrize("code", ["A", "9", "AGR-2026-117", "a.b_c-D", "ACT-2024-316", "X-1a2b"])
def test_letters_digits_and_three_signs_are_lawful(code: str) -> None:
    assert is_lawful(code)
    assert code_fault(code) == ""
    assert normal_code(code) == code


@pytest.mark.parametrize(
    ("code", "named", "proposed"),
    [
        ("AGR/2026/117", "SOLIDUS", "AGR-2026-117"),
        ("AGR 117", "SPACE", "AGR-117"),
        ("A\\B", "REVERSE SOLIDUS", "A-B"),
        ("A\N{CYRILLIC CAPITAL LETTER ES}\N{CYRILLIC CAPITAL LETTER TE}-1", "LETTER ES", "ACT-1"),
        ("\N{GREEK CAPITAL LETTER ALPHA}-1", "GREEK CAPITAL LETTER ALPHA", "A-1"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}-1", "WITH ACUTE", "e-1"),
        ("A~1", "TILDE", "A-1"),
        (".hidden", "FULL STOP", "hidden"),
        ("..", "FULL STOP", "C-1"),
        ("A\N{ZERO WIDTH SPACE}1", "ZERO WIDTH SPACE", "A-1"),
    ],
)
def test_other_signs_are_refused_by_name_with_a_lawful_code(
    code: str, named: str, proposed: str
) -> None:
    why = code_fault(normal_code(code))
    assert named in why
    assert f"{proposed} is one" in why
    assert is_lawful(proposed)


@pytest.mark.parametrize("code", ["add", "new", "export", "due", "merges", "ADD", "Due"])
def test_words_of_addresses_are_refused(code: str) -> None:
    assert f"{code}-1" in code_fault(code)


@pytest.mark.parametrize(
    "dash",
    ["\N{NON-BREAKING HYPHEN}", "\N{HYPHEN}", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}",
     "\N{FULLWIDTH HYPHEN-MINUS}", "\N{SMALL HYPHEN-MINUS}"],
)  # fmt: skip
def test_dashes_and_full_width_letters_come_to_their_normal_form(dash: str) -> None:
    typed = f" \N{FULLWIDTH LATIN CAPITAL LETTER A}CT{dash}2024 "
    assert normal_code(typed) == "ACT-2024"
    assert code_key(typed) == "act-2024"


def test_every_likely_code_is_lawful() -> None:
    for text in ("", "???", "add", "\N{CYRILLIC CAPITAL LETTER ZHE}", "x/" * 90):
        assert is_lawful(likely_code(text))


@pytest.mark.parametrize(
    ("code", "taken", "free"),
    [
        ("ACT-2024-316", set(), "ACT-2024-317"),
        ("A-08", {"a-09"}, "A-10"),
        ("A-99", set(), "A-100"),
        ("GUIDE", set(), "GUIDE-2"),
        ("GUIDE", {"guide-2"}, "GUIDE-3"),
    ],
)
def test_the_next_free_code_counts_on(code: str, taken: set[str], free: str) -> None:
    assert next_free(code, taken) == free


def test_a_code_on_record_is_found_without_case_and_an_unlawful_one_as_it_is() -> None:
    known = CodesOnRecord(["ACT-1", "AGR/2026/117", "b"])
    assert known.canonical("act\N{EN DASH}1") == "ACT-1"
    assert known.canonical("agr/2026/117") == "AGR/2026/117"
    assert known.canonical("new\N{EN DASH}one") == "new-one"
    assert known.canonical("new/one") == "new/one"
