# ruff: noqa: RUF001 - letters that look like others are what these tests are about
"""Donors and places are found as people write them, and the nearest are proposed."""

import pytest

from tracker.reference.donor_names import decide
from tracker.reference.name_book import (
    NameBook,
    giver_names_on_file,
    is_total,
    loose_key,
    place_book,
)
from tracker.reference.place_names import no_place, no_state, place_code
from tracker.reference.regions import places
from tracker.reference.states import states

WRITTEN = {
    "the Netherlands": "NLD",
    "Les Pays-Bas": "NLD",
    "Kingdom of the Netherlands": "NLD",
    "Islamic Republic of Iran": "IRN",
    "Iran": "IRN",
    "Bolivia": "BOL",
    "La France": "FRA",
    "l’Italie": "ITA",
    "L'ITALIE": "ITA",
    "ITALIA": "ITA",
    "италия": "ITA",
    "ايطاليا": "ITA",
    "إيطاليا": "ITA",
    "اردن": "JOR",
    "意大利": "ITA",
    "Cote dIvoire": "CIV",
    "Côte dʼIvoire": "CIV",
    "COTE D‘IVOIRE": "CIV",
    "Côte d'Ivoire": "CIV",
    "El Salvador": "SLV",
    "Turkiye": "TUR",
    "Turkey": "TUR",
    "Government of the Philippines": "PHL",
    "Viet-Nam": "VNM",
    "Mexico": "MEX",
    "Méjico": None,
    "Guinea": "GIN",
    "Congo": "COG",
    "Korea": None,
    "Itally": None,
    "": None,
}


@pytest.mark.parametrize(("written", "code"), WRITTEN.items())
def test_a_name_is_found_as_people_write_it(written: str, code: str | None) -> None:
    assert NameBook(giver_names_on_file()).find(written).code == code


def test_every_name_of_every_state_is_found_and_means_it_alone() -> None:
    book = place_book()
    for code, state in states().items():
        for name in filter(None, state.names):
            assert code in book.find(name).candidates, name


def test_no_two_states_are_one_without_articles() -> None:
    names: dict[str, set[str]] = {}
    for code, state in states().items():
        for name in filter(None, state.names):
            names.setdefault(loose_key(name), set()).add(code)
    assert {key: codes for key, codes in names.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("Itally", "ITA"), ("Korea", "KOR"), ("Korea", "PRK"), ("Afganistan", "AFG")],
)
def test_the_nearest_are_proposed(written: str, nearest: str) -> None:
    answer = NameBook(giver_names_on_file()).find(written)
    assert nearest in (*answer.candidates, *answer.nearest)


@pytest.mark.parametrize(
    "written",
    ["Total", "TOTALS:", "Grand total", "Sous-total", "Suma",
     "\u0418\u0442\u043e\u0433\u043e",
     "\u0412\u0441\u0435\u0433\u043e:", "\u5408\u8ba1",
     "\u0627\u0644\u0645\u062c\u0645\u0648\u0639"],
)  # fmt: skip
def test_nobody_is_proposed_for_a_row_of_totals(written: str) -> None:
    assert is_total(written)
    for book in (NameBook(giver_names_on_file()), place_book()):
        assert book.find(written) == (None, (), ())
    assert no_state(written) == (
        f"'{written}' is no State. It reads like a row of totals; leave such rows out of the sheet."
    )


def test_no_donor_and_no_place_is_called_as_a_total() -> None:
    names = [name for _, name in giver_names_on_file()]
    names += [name for _, several in places().items() for name in several]
    assert [name for name in names if name and is_total(name)] == []


def test_what_two_answer_to_is_decided_by_nobody_but_a_person() -> None:
    book = NameBook([("A", "Institute of Law"), ("B", "The institute of law"), ("C", "Institut")])
    assert book.find("Institute, of Law").code == "A"
    assert book.find("THE INSTITUTE OF LAW").code == "B"
    assert book.find("El Institute of Law").candidates == ("A", "B")
    assert book.find("El Institute of Law").code is None


def test_keys_of_donors_do_not_follow() -> None:
    for written in ("the Netherlands", "l'Italie", "ايطاليا".replace("ا", "أ", 1) + "ه"):
        assert decide(written).code is None


def test_a_place_is_read_by_code_or_name() -> None:
    assert place_code("ken") == "KEN"
    assert place_code("la Côte d’Ivoire") == "CIV"
    assert place_code("Африка") == "002"
    assert place_code("Kenja") == "KENJA"
    assert "Kenya (KEN)" in no_place("Kenja")
    assert no_place("QQQQ") == "'QQQQ' is no State or region"
