"""Passwords that are soon guessed are refused; those of several words are not."""

import secrets

import pytest

from tracker.people import passwords
from tracker.people.passwords import (
    LONGEST,
    SHORTEST,
    hash_password,
    is_right,
    is_users_password,
    one_time_password,
    password_faults,
)

EMAIL = "ana.bo@unodc.example.org"
WEAK = (
    "aaaaaaaaaaaa",
    "a" * LONGEST,
    "abcabcabcabc",
    "123456789012",
    "qwertyuiop12",
    "qazwsxedcrfv",
    "passwordpassword",
    "Password2026!",
    "P@ssw0rd1234",
    "letmeinletmein",
    "iloveyou2026",
    "Summer2026!!",
    "admin@123456",
    "monkeymonkey",
    EMAIL,
    EMAIL.upper(),
    "ana.bo@unodc.example.org1",
    "AnaBo-AnaBo-2026",
    "Article 30 Tracker",
    "article30tracker",
    "Article30Tracker!",
    "UntocTracker30",
    "unodc-unodc-2026",
    " " * SHORTEST,
    "." * 30,
    "\N{SNOWMAN}" * SHORTEST,
)
STRONG = (
    "correct horse battery staple",
    "three blue trams leave",
    "kX9-vQ2-pLm-33z",
    "\N{CYRILLIC SMALL LETTER ZHE}елтые трамваи ушли",
    "三辆蓝色电车在雨中离开车站了吗",
)


@pytest.mark.parametrize("password", WEAK)
def test_a_password_that_is_soon_guessed_is_refused(password: str) -> None:
    (fault,) = password_faults(password, EMAIL)
    assert fault.field == "password"


@pytest.mark.parametrize("password", STRONG)
def test_several_words_are_taken(password: str) -> None:
    assert password_faults(password, EMAIL) == []


@pytest.mark.parametrize(
    ("length", "fits"),
    [(SHORTEST - 1, False), (SHORTEST, True), (LONGEST, True), (LONGEST + 1, False)],
)
def test_a_password_has_its_length_and_nothing_of_it_is_cut_off(length: int, fits: bool) -> None:  # noqa: FBT001 - a case
    password = (secrets.token_urlsafe(LONGEST))[:length]
    assert (password_faults(password, EMAIL) == []) is fits
    assert is_right(hash_password(password), password) is (length <= LONGEST)
    assert not is_right(hash_password(password), password[:-1])


def test_a_password_that_was_made_is_taken() -> None:
    for _number in range(50):
        assert password_faults(one_time_password(), EMAIL) == []


def test_any_password_is_judged_at_once() -> None:
    for text in ("a1" * (LONGEST // 2), "qwerty" * 33, "\0" * LONGEST, "\ud800" * SHORTEST):
        password_faults(text, EMAIL)


def test_an_unknown_account_costs_as_much_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = hash_password("correct horse battery staple")
    checks: list[str] = []
    verify = passwords.is_right

    def counted(hashed: str, password: str) -> bool:
        checks.append(hashed)
        return verify(hashed, password)

    monkeypatch.setattr(passwords, "is_right", counted)
    assert not is_users_password(None, "guess")
    assert not is_users_password(kept, "guess")
    assert is_users_password(kept, "correct horse battery staple")
    assert len(checks) == 3
    parameters = {hashed.rpartition("$")[0].rpartition("$")[0] for hashed in checks}
    assert len(parameters) == 1
