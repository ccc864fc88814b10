"""A slip in a profile is one sentence: the file, the table, the key, and what is meant."""

from pathlib import Path

import pytest
from sqlmodel import Session

from tests.exchange.making import take_in, write_csv
from tests.exchange.test_profile_rows import GIFTS, gift
from tracker.errors import InvalidInput, NotFound, TrackerError

WHERE = "gifts.toml, [contributions]"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("{_year}-{donor_key}", "{_yaer}-{donor_key}", f"{WHERE}: derive.reference: nothing fills"),
        ("{_year}-{donor_key}", "{_yaer}-{donor_key}", "is '_year' meant?"),
        ("{_year}-{donor_key}", "{_year-{donor_key}", "a name stands between braces"),
        ("{_year}-{donor_key}", "{_year}-{doner_key}", "is 'donor_key' meant?"),
        ("{_year}-{donor_key}", "{_year}-{_nth}", "'{_nth}' needs number_like"),
        ("undecided_donors", "undecided_donor", f"{WHERE}: 'undecided_donor' is no key"),
        ("undecided_donors", "undecided_donor", "is 'undecided_donors' meant?"),
        ('"keep"', '"kepe"', "is 'keep' meant?"),
        ('"keep"', "true", f"{WHERE}: undecided_donors cannot be read as it is written"),
        ('earmarking = "1"', "earmarking = 1", 'write it like constants.currency = "USD"'),
        ('columns.donor = "Donor"', "columns.donor = 1", f"{WHERE}: columns.donor cannot be read"),
        ("columns.amount", "columns.amuont", "is 'amount' meant?"),
        ("constants.earmarking", "constants._earmarking", "says nothing of the column earmarking"),
        ("constants.", 'nulls = "N/A"\nconstants.', 'write it like nulls = ["", "N/A"]'),
        ("constants.", 'round = ["amuont"]\nconstants.', "round: no key fills 'amuont'"),
        ("constants.", 'round = ["rate"]\ncolumns.rate = "R"\nconstants.', "is a rate, no amount"),
        ("constants.", 'codes.currncy = { a = "b" }\nconstants.', "codes: no key fills 'currncy'"),
        ("constants.", 'thousands = "."\nconstants.', "'.' is the sign before the decimals"),
        ("constants.", 'grouping = "2-3"\nconstants.', 'grouping is one of "3", "2-2-3"'),
        ("constants.", 'take = [{ column = "Year" }]\nconstants.', "take lacks 'reason'"),
        (
            "constants.",
            'take = [{ column = "Year", reason = "x", valeus = [] }]\nconstants.',
            "'valeus' is no key of take",
        ),
        (
            "constants.",
            'take = [{ column = "Year", reason = "x" }]\nconstants.',
            "the rule of 'Year' has no condition",
        ),
        (
            "constants.",
            "patterns.title = { column = 'Year', find = '^x', replace = '\\1' }\nconstants.",
            "patterns.title: replace does not fit find",
        ),
        ("[contributions]", "[contribution]", "is 'contributions' meant?"),
        ("[contributions]", "[contributions", "the profile gifts.toml cannot be read: line 2"),
        ("[contributions]", 'nulls = [""]\n[contributions]', "stands before the first table"),
        ("[contributions]", "known = 1\n[contributions]", "'known' is no key of a profile"),
        (
            "[contributions]",
            '[[known_programmes]]\ncode = "A"\nkind = "national"\n[contributions]',
            "gifts.toml, [known_programmes]: known_programmes lacks 'title'",
        ),
        ("[contributions]", '[a]\n"', "cannot be read"),
    ],
)
def test_a_slip_is_one_sentence(
    sqlite_session: Session, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    path = tmp_path / "gifts.toml"
    path.write_text(GIFTS.replace(old, new, 1), encoding="utf-8")
    sheet = write_csv(tmp_path / "gifts.csv", [gift("Italy", "1")])
    with pytest.raises(TrackerError) as refused:
        take_in(sqlite_session, "contributions", sheet, profile=str(path))
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_name_that_is_almost_one_of_the_profile_is_a_slip(
    sqlite_session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "gifts.toml"
    path.write_text(GIFTS.replace("{_year}-12", "{year}-12"), encoding="utf-8")
    sheet = write_csv(tmp_path / "gifts.csv", [gift("Italy", "1")])
    with pytest.raises(InvalidInput, match="is '_year' meant"):
        take_in(sqlite_session, "contributions", sheet, profile=str(path))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[contributions]\n\xe9 = 1", b""])
def test_a_file_that_is_no_profile_is_refused(
    sqlite_session: Session, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "gifts.toml"
    path.write_bytes(content)
    sheet = write_csv(tmp_path / "gifts.csv", [gift("Italy", "1")])
    with pytest.raises(TrackerError, match=r"gifts\.toml"):
        take_in(sqlite_session, "contributions", sheet, profile=str(path))


def test_a_profile_that_is_not_there_is_named_with_those_that_are(
    sqlite_session: Session, tmp_path: Path
) -> None:
    sheet = write_csv(tmp_path / "gifts.csv", [gift("Italy", "1")])
    with pytest.raises(NotFound, match=r"there is no profile 'cbfp'; known: cbpf, ceb, imf"):
        take_in(sqlite_session, "contributions", sheet, profile="cbfp")
