"""Languages by their codes and by their names in the six languages."""

import pytest

from tracker.reference.languages import language_named, languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "fr"), ("FR ", "fr"), ("French", "fr"), ("français", "fr"), ("FRANCAIS", "fr"),
        ("французский", "fr"), ("法语", "fr"), ("الفرنسية", "fr"), ("francés", "fr"),
        ("Swahili", "sw"), ("Frnch", "frnch"), ("", ""),
    ],
)  # fmt: skip
def test_a_language_is_found_by_code_and_by_name(text: str, code: str) -> None:
    assert language_named(text) == code


def test_every_code_names_itself() -> None:
    assert {language_named(code) for code in languages()} == languages()
