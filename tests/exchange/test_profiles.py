"""Profiles map other people's columns, codes, dates and nulls to ours, or say what is amiss."""

from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import messages, take_in, write_csv
from tracker.assistance.programmes import find_programme, read_programme
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.errors import InvalidInput, NotFound
from tracker.exchange.profiles import read_section

PROGRAMMES = """
title = "A list of programmes"

[programmes]
columns.title = ["Nom", "Intitulé"]
columns._land = "Pays"
columns.place = "Pays"
columns.starts_on = "Début"
columns.ends_on = "Fin"
constants.kind = "national"
codes.place = { "Kenya" = "KEN", "Paraguay" = "PRY", "*" = "KEN" }
patterns.code = { column = "Nr", find = '^0*(\\d+)$', replace = 'P-\\1' }
derive.description = "{Nom} ({_land})"
needs.ends_on = "starts_on"
dates = ["%d.%m.%Y"]
nulls = ["-", "n/a"]
leave_out_sum = "Montant"
decimal = ","
thousands = "."
unused.Montant = "only in the sums"
leave_out = [{ column = "Nom", values = ["Total"], reason = "a sum, no programme" }]
"""
ROW = {
    "Nr": "007",
    "Nom": "Formation",
    "Pays": "Paraguay",
    "Début": "31.01.2024",
    "Fin": "-",
    "Montant": "1.000,50",
}


def profile(folder: Path, text: str = PROGRAMMES) -> Path:
    """Write a profile; return its folder."""
    (folder / "other.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_profile_maps_a_sheet(sqlite_session: Session, tmp_path: Path) -> None:
    rows = [
        ROW,
        {**ROW, "Nr": "12", "Pays": "Elsewhere", "Début": "n/a", "Fin": "31.12.2024"},
        {**ROW, "Nom": "Total"},
        {**ROW, "Nom": "Total", "Montant": "-0,25"},
    ]
    sheet = write_csv(tmp_path / "sheet.csv", rows, ";")
    report = take_in(
        sqlite_session, "programmes", sheet, profile="other", profiles=profile(tmp_path)
    )
    assert (report["faults"], report["added"], report["read"]) == ([], 2, 4)
    assert report["left_out"] == [{"reason": "a sum, no programme", "rows": 2, "sum_minor": 100025}]
    assert "sheet.csv: in 1 row ends_on is left empty, since starts_on is" in report["notes"]
    draft = read_programme(find_programme(sqlite_session, "P-7"))
    assert (draft.place, draft.description) == ("PRY", "Formation (Paraguay)")
    assert str(draft.starts_on) == "2024-01-31"
    other = read_programme(find_programme(sqlite_session, "P-12"))
    assert (other.place, other.starts_on, other.ends_on) == ("KEN", None, None)


def test_faults_are_told_in_the_terms_of_the_sheet(sqlite_session: Session, tmp_path: Path) -> None:
    text = PROGRAMMES.replace(', "*" = "KEN"', "")
    rows = [{**ROW, "Pays": "Atlantis"}, {**ROW, "Début": "1/31/2024"}]
    report = take_in(
        sqlite_session,
        "programmes",
        write_csv(tmp_path / "sheet.csv", rows),
        profile="other",
        profiles=profile(tmp_path, text),
    )
    assert messages(report) == [
        (2, "Pays", "the profile knows no code for 'Atlantis'"),
        (3, "Début", "'1/31/2024' is no day; write it like 2024-06-30"),
    ]


def test_a_column_that_the_profile_needs_is_missed(sqlite_session: Session, tmp_path: Path) -> None:
    rows = [{key: value for key, value in ROW.items() if key not in {"Nom", "Pays"}}]
    report = take_in(
        sqlite_session,
        "programmes",
        write_csv(tmp_path / "sheet.csv", rows),
        profile="other",
        profiles=profile(tmp_path),
    )
    assert "the column 'Nom' / 'Intitulé' is missing" in [text for _, _, text in messages(report)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("constants.kind", "konstants.kind", "'konstants' is no key"),
        ('constants.kind = "national"', "", "says nothing of the column kind"),
        ("needs.ends_on", "columns.colour = 'Nr'\nneeds.ends_on", "fills 'colour'"),
        ("nulls = [", "negative = 'ignore'\nnulls = [", "negative is one of"),
        ("find = '^", "find = '(", "patterns.code.find cannot be read"),
        ('title = "A', "title = A", "cannot be read"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(
    sqlite_session: Session, tmp_path: Path, old: str, new: str, words: str
) -> None:
    sheet = write_csv(tmp_path / "sheet.csv", [ROW])
    folder = profile(tmp_path, PROGRAMMES.replace(old, new))
    with pytest.raises(InvalidInput, match=words):
        take_in(sqlite_session, "programmes", sheet, profile="other", profiles=folder)


def test_an_unknown_profile_or_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no profile 'none'; known: other"):
        read_section("none", "programmes", profile(tmp_path))
    with pytest.raises(NotFound, match="reads programmes, but no tools"):
        read_section("other", "tools", tmp_path)


FUND = """
[[known_programmes]]
code = "F-KEN"
title = "Fund for Kenya"
kind = "national"
place = "KEN"

[contributions]
columns.reference = "ref"
columns.donor = "who"
columns.amount = "paid"
columns.received = "paid"
columns.received_on = "day"
constants.earmarking = "2"
constants.programmes = "F-KEN"
constants.support_rate = "0"
constants.support_rate_reason = "the fund has none"
negative = "correct"
undecided_donors = "keep"

[activities]
columns.code = "code"
columns.title = "code"
columns.budget = "budget"
columns._approved_on = "day"
constants = { programme = "F-KEN", type = "other", status = "closed", beneficiaries = "KEN" }
fund_from = "programme"
"""


def test_projects_are_funded_as_far_as_the_money_that_had_come_reaches(
    session: Session, tmp_path: Path
) -> None:
    options = {"profile": "other", "profiles": profile(tmp_path, FUND)}
    money = [
        {"ref": "A", "who": "Italy", "paid": "300.00", "day": "2020-01-01"},
        {"ref": "B", "who": "Nobody knows", "paid": "100.01", "day": "2020-01-01"},
        {"ref": "C", "who": "Norway", "paid": "50", "day": "2022-01-01"},
        {"ref": "D", "who": "Italy", "paid": "-20", "day": "2021-01-01"},
    ]
    sheet = write_csv(tmp_path / "money.csv", money)
    report = take_in(session, "contributions", sheet, **options)
    assert (report["faults"], report["added"]) == ([], 4)
    assert report["totals"] == {"USD": 43001}
    assert [donor["name"] for donor in report["undecided_donors"]] == ["Nobody knows"]
    projects = [
        {"code": "P3", "budget": "100", "day": "2022-06-01"},
        {"code": "P1", "budget": "200", "day": "2020-06-01"},
        {"code": "P2", "budget": "300", "day": "2021-06-01"},
        {"code": "P0", "budget": "5", "day": "2019-12-31"},
    ]
    sheet = write_csv(tmp_path / "projects.csv", projects)
    report = take_in(session, "activities", sheet, **options)
    assert (report["faults"], report["added"], report["also_added"]) == ([], 4, {"allocations": 3})
    # P0 came before the money; P2 takes the rest of 180.01, P3 what came in 2022
    assert report["amounts"]["allocated"] == {"USD": 20000 + 18001 + 5000}
    assert report["unfunded"] == {"F-KEN": {"activities": 3, "minor": 500 + 11999 + 5000}}
    again = take_in(session, "activities", sheet, **options)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 4)
    assert again["unfunded"] == report["unfunded"]
    assert read_draft(session, find_activity(session, "P1")).budget_minor == 20000


def test_a_correction_beyond_what_is_left_is_refused(session: Session, tmp_path: Path) -> None:
    rows = [
        {"ref": "A", "who": "Italy", "paid": "300.00", "day": "2020-01-01"},
        {"ref": "B", "who": "Italy", "paid": "-300.01", "day": "2021-01-01"},
        {"ref": "C", "who": "Norway", "paid": "-1", "day": "2021-01-01"},
    ]
    report = take_in(
        session,
        "contributions",
        write_csv(tmp_path / "money.csv", rows),
        profile="other",
        profiles=profile(tmp_path, FUND),
    )
    assert [(row, text[-45:]) for row, _, text in messages(report)] == [
        (3, "in the sheet 0.01 USD too little is unallocated"[-45:]),
        (4, "in the sheet 1.00 USD too little is unallocated"[-45:]),
    ]
    assert report["applied"] is False
